"""The signals that end the program: the link is gone, or somebody wants it to end. Both end it in order."""

import asyncio
import contextlib
import signal
from collections.abc import Callable

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


def on_ending_signals(end: Callable[[int], None]) -> None:
    """Calls ``end`` with the exit status (128 and the signal's number) when a signal asks the program to end.

    To be called with the loop running. Elsewhere than in the main thread, where no signal arrives, nothing is done.
    """
    loop = asyncio.get_running_loop()
    for number in ENDING:
        with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, end, 128 + number)
