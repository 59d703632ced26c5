"""The platform's own time: it starts at the host's time and may run faster."""

import asyncio
import time
from email.utils import formatdate


class Clock:
    """Epoch time that advances ``speed`` seconds in each second of the host and never goes back."""

    def __init__(self, speed: float = 1.0, start: float | None = None) -> None:
        """``start`` is the platform's time now, in epoch seconds; left out, the host's."""
        if speed <= 0:
            raise ValueError("the speed of the clock must be greater than 0")
        self.speed = speed
        self._start = time.time() if start is None else start
        self._since = time.monotonic()

    def now(self) -> float:
        """Epoch seconds."""
        return self._start + (time.monotonic() - self._since) * self.speed

    def now_ms(self) -> int:
        """Epoch milliseconds."""
        return int(self.now() * 1000)

    def http_date(self) -> str:
        """The time in the form of a ``Date`` header."""
        return formatdate(self.now(), usegmt=True)

    async def sleep(self, seconds: float) -> None:
        """Waits until ``seconds`` of the platform's time have gone."""
        await asyncio.sleep(max(0.0, seconds) / self.speed)
