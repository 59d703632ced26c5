"""How often requests may start: a strict sliding window that slows down when the platform says so."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

DEFAULT_RATE = 30
"""Requests a second at most. Adobe publishes no number for the platform's gateway; this is our own courtesy."""

_LEAST_PAUSE = 0.001
_CALM = 20


class RateLimiter:
    """Never lets more than ``limit`` requests start in any window of ``window`` seconds, whatever the callers do.

    A refusal for haste halves the limit and holds everybody back for the time asked for; after every few requests
    without one the limit grows by one, up to its first value. Waiting callers go in the order in which they came.
    """

    def __init__(
        self,
        limit: int = DEFAULT_RATE,
        window: float = 1.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if limit < 1 or window <= 0:
            raise ValueError("a rate needs at least one request and a window longer than nothing")
        self._most = self._limit = limit
        self._window = window
        self._clock = clock
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._starts: deque[float] = deque(maxlen=limit)
        self._closed_until = float("-inf")
        self._calm = 0

    @property
    def limit(self) -> int:
        """Requests allowed in a window at present."""
        return self._limit

    async def wait(self) -> None:
        """Returns when the next request may start, and counts it as started."""
        async with self._turn:
            while (pause := self._pause(self._clock())) > 0:
                await self._sleep(max(pause, _LEAST_PAUSE))
            self._starts.append(self._clock())

    def refused(self, seconds: float | None) -> None:
        """Tells that the platform refused a request for haste and asked to wait ``seconds`` (None: it did not say)."""
        self._limit = max(1, self._limit // 2)
        self._calm = 0
        self._closed_until = max(self._closed_until, self._clock() + (self._window if seconds is None else seconds))

    def passed(self) -> None:
        """Tells that a request was not refused for haste."""
        self._calm += 1
        if self._calm >= _CALM and self._limit < self._most:
            self._limit, self._calm = self._limit + 1, 0

    def _pause(self, now: float) -> float:
        if now < self._closed_until:
            return self._closed_until - now
        if len(self._starts) < self._limit:
            return 0.0
        return self._starts[-self._limit] + self._window - now
