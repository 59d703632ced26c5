"""Numbers that look random and are the same on every host, in every run, for every version of Python."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

NEWEST = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())
"""The moment, in epoch seconds, at which the histories of all source systems end."""

HISTORY = 2 * 365 * 86_400
"""How far the histories reach back, in seconds."""

_MASK = (1 << 64) - 1


class Draw:
    """A short sequence of draws that depends on nothing but the parts of its key (SplitMix64, seeded by a hash)."""

    def __init__(self, *key: object) -> None:
        digest = blake2b("\x1f".join(map(str, key)).encode(), digest_size=8).digest()
        self._state = int.from_bytes(digest, "big")

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """An integer from 0 up to, without, ``limit``."""
        return self._next() % limit

    def between(self, low: int, high: int) -> int:
        """An integer from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: float) -> bool:
        """True in about ``percent`` of a hundred draws."""
        return self.below(100_000) < percent * 1000

    def pick(self, values: Sequence[T]) -> T:
        """One of the values."""
        return values[self.below(len(values))]

    def digits(self, count: int) -> str:
        """A text of decimal digits."""
        return "".join(str(self.below(10)) for _ in range(count))


def hex_key(*key: object) -> str:
    """32 hexadecimal digits that stand for the parts of a key."""
    return blake2b("\x1f".join(map(str, key)).encode(), digest_size=16).hexdigest()


def moment(table: str, number: int, count: int) -> int:
    """When row ``number`` of ``count`` was made, in epoch seconds: later rows later, spread evenly with some jitter."""
    step = HISTORY // (count + 1)
    return NEWEST - HISTORY + number * step + Draw(table, number, "created").below(step)


def later(draw: Draw, start: int, days: float) -> int:
    """A moment up to ``days`` after ``start``, but not after the histories end."""
    return min(NEWEST, start + draw.below(int(days * 86_400)))


def stamp(seconds: int, pattern: str) -> str:
    """Epoch seconds as text in UTC, with a pattern of ``strftime``."""
    return datetime.fromtimestamp(seconds, UTC).strftime(pattern)
