"""Where ``now()``, ``timestamp()`` and ``uuid()`` get their values from."""

import datetime as dt
from typing import Protocol


class Clock(Protocol):
    """A source of times and identifiers; tests and the local platform bring their own."""

    def now(self) -> dt.datetime:
        """The present moment, with a zone."""
        ...

    def uuid(self) -> str:
        """A new identifier in the text form of a UUID."""
        ...


class SystemClock:
    """The clock and random numbers of this machine."""

    def now(self) -> dt.datetime:
        """The present moment in UTC."""
        return dt.datetime.now(dt.UTC)

    def uuid(self) -> str:
        """A random UUID."""
        import uuid

        return str(uuid.uuid4())
