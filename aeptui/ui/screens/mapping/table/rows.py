"""The rows of the mapping as they come and go: each keeps a number of its own, whatever its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aeptui.core.manifest.model import MappingRow


@dataclass(frozen=True, slots=True)
class Change:
    """How a newer mapping differs from the one before: rows that are gone, and rows that have come.

    ``moved``: not all others are where they were.
    """

    gone: "tuple[MappingRow, ...]" = ()
    come: "tuple[MappingRow, ...]" = ()
    moved: bool = False

    def __bool__(self) -> bool:
        return bool(self.gone or self.come)

    @property
    def retargeted(self) -> bool:
        """Whether other targets are filled."""
        return self.moved or any(old.to != new.to for old, new in zip(self.gone, self.come, strict=True))


class NumberedRows:
    """The rows in order, and a number for each that no other row ever has.

    The number of the row that will be added at the end next is known before: ``next``.
    """

    def __init__(self) -> None:
        self.rows: tuple[MappingRow, ...] = ()
        self.numbers: list[int] = []
        self.next = 0
        self._places: dict[int, int] | None = {}

    def take(self, rows: "tuple[MappingRow, ...]") -> Change:
        """Newer rows: those that are the same objects, or stand between such, keep their numbers."""
        old = self.rows
        self.rows = rows
        if len(rows) == len(old):
            places = [place for place, row in enumerate(rows) if row is not old[place]]
            return Change(tuple(old[place] for place in places), tuple(rows[place] for place in places))
        start = _common(old, rows)
        end = _common(old[start:][::-1], rows[start:][::-1])
        before, after = slice(start, len(old) - end), slice(start, len(rows) - end)
        kept = {id(row): number for row, number in zip(old[before], self.numbers[before], strict=True)}
        fresh = [self._number(row, kept) for row in rows[after]]
        self.numbers = [*self.numbers[:start], *fresh, *self.numbers[len(self.numbers) - end :]]
        self._places = None
        return Change(old[before], rows[after], moved=True)

    def _number(self, row: "MappingRow", kept: dict[int, int]) -> int:
        number = kept.pop(id(row), None)
        if number is None:
            number = self.next
            self.next += 1
        return number

    def place(self, number: int) -> int | None:
        """Where the row with a number is now, None when it is gone."""
        if self._places is None:
            self._places = {each: place for place, each in enumerate(self.numbers)}
        return self._places.get(number)


def _common(one: "Sequence[MappingRow]", other: "Sequence[MappingRow]") -> int:
    """How many of the first rows are the same objects."""
    same = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine is not theirs:
            break
        same += 1
    return same
