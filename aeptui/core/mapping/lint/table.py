"""The rows of a mapping under examination: each is looked at when it comes, and what it says is kept while it stays."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Generic, TypeVar

from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.problems import Problem
from aeptui.core.mapping.lint.breach import Aim, Breach
from aeptui.core.mapping.lint.demands import Names
from aeptui.core.xdm.paths import Step

K = TypeVar("K", bound=Hashable)
Steps = tuple[Step, ...]


class Examined:
    """A row, where it aims, and which rules it breaks by itself; ``index`` is its place as the table is now.

    ``told`` is for who turns the breaches into problems, and is None again when the row has another place.
    """

    __slots__ = ("aim", "breaches", "index", "row", "told")

    def __init__(self, row: MappingRow, aim: Aim, breaches: tuple[Breach, ...]) -> None:
        self.row, self.aim, self.breaches = row, aim, breaches
        self.index = 0
        self.told: tuple[Problem, ...] | None = None if breaches else ()

    def moved_to(self, index: int) -> None:
        """Takes note of the row's place."""
        if self.index != index:
            self.index = index
            self.told = None if self.breaches else ()


class Table:
    """The examined rows in order, and which targets they fill."""

    def __init__(self, examine: Callable[[MappingRow], Examined]) -> None:
        """``examine`` looks at one row, whatever the others are."""
        self.rows: list[Examined] = []
        self._examine = examine
        self._by_steps: _Groups[Steps] = _Groups()
        self._below: _Groups[Steps] = _Groups()
        self._by_names: _Groups[Names] = _Groups()
        self._around: _Groups[Names] = _Groups()

    def take(self, rows: Sequence[MappingRow]) -> None:
        """The rows as they are now. Only those that are not the same objects as before are looked at."""
        old = self.rows
        if len(rows) == len(old):
            places = [index for index, row in enumerate(rows) if old[index].row is not row]
            come = self._exchange([old[index] for index in places], [rows[index] for index in places])
            for index, each in zip(places, come, strict=True):
                old[index] = each
                each.moved_to(index)
            return
        start, end = _common_ends(old, rows)
        come = self._exchange(old[start : len(old) - end], rows[start : len(rows) - end])
        self.rows = [*old[:start], *come, *old[len(old) - end :]]
        for index in range(start, len(self.rows)):
            self.rows[index].moved_to(index)

    def _exchange(self, gone: Sequence[Examined], come: Sequence[MappingRow]) -> list[Examined]:
        """Takes rows in for others; what is among both stays as it is, for it has only moved."""
        known: dict[int, list[Examined]] = {}
        for each in gone:
            known.setdefault(id(each.row), []).append(each)
        found = [known[id(row)].pop() if known.get(id(row)) else None for row in come]
        for group in known.values():
            for each in group:
                self._leave(each)
        return [each or self._enter(row) for each, row in zip(found, come, strict=True)]

    def _enter(self, row: MappingRow) -> Examined:
        each = self._examine(row)
        steps, names = each.aim.steps, each.aim.names
        if steps:
            self._by_steps.add(steps, each)
            self._by_names.add(names, each)
            for depth in range(1, len(steps)):
                self._below.add(steps[:depth], each)
            for depth in range(1, len(names)):
                self._around.add(names[:depth], each)
        return each

    def _leave(self, each: Examined) -> None:
        steps, names = each.aim.steps, each.aim.names
        if steps:
            self._by_steps.discard(steps, each)
            self._by_names.discard(names, each)
            for depth in range(1, len(steps)):
                self._below.discard(steps[:depth], each)
            for depth in range(1, len(names)):
                self._around.discard(names[:depth], each)

    # -- which targets are filled

    def whole(self, names: Names) -> bool:
        """Whether a row fills the field itself, or an object around it."""
        return any(names[:depth] in self._by_names for depth in range(1, len(names) + 1))

    def touched(self, names: Names) -> bool:
        """Whether a row fills the field or a part of it."""
        return names in self._by_names or names in self._around

    def first_within(self, names: Names) -> int | None:
        """The index of the first row that fills the field or a part of it, None where none does."""
        within = (*self._by_names.of(names), *self._around.of(names))
        return min((each.index for each in within), default=None)

    def filled_twice(self) -> Iterator[tuple[Examined, Examined]]:
        """Rows with the first row that has the same target."""
        for steps in self._by_steps.crowded:
            first, *others = sorted(self._by_steps.of(steps), key=_index)
            for each in others:
                yield each, first

    def overlapping(self) -> Iterator[tuple[Examined, Examined]]:
        """Rows with the first row that fills an object or array around their target as a whole."""
        for steps in self._below:
            if steps not in self._by_steps:
                continue
            above = min(self._by_steps.of(steps), key=_index)
            for each in self._below.of(steps):
                yield each, above


class _Groups(Generic[K]):
    """Rows by a key that several may have."""

    def __init__(self) -> None:
        # Lists, for most keys are of one row, and there may be ten thousand of them.
        self._rows: dict[K, list[Examined]] = {}
        self.crowded: dict[K, None] = {}
        """The keys of more than one row."""

    def add(self, key: K, row: Examined) -> None:
        group = self._rows.setdefault(key, [])
        group.append(row)
        if len(group) > 1:
            self.crowded[key] = None

    def discard(self, key: K, row: Examined) -> None:
        group = self._rows[key]
        group.remove(row)
        if len(group) < 2:
            self.crowded.pop(key, None)
        if not group:
            del self._rows[key]

    def of(self, key: K) -> Sequence[Examined]:
        return self._rows.get(key, ())

    def __iter__(self) -> Iterator[K]:
        return iter(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows


def _index(each: Examined) -> int:
    return each.index


def _common_ends(old: Sequence[Examined], rows: Sequence[MappingRow]) -> tuple[int, int]:
    """How many rows at the beginning, and how many of the others at the end, are the same objects."""
    most = min(len(old), len(rows))
    start = next((index for index in range(most) if old[index].row is not rows[index]), most)
    most -= start
    end = next((back for back in range(most) if old[-1 - back].row is not rows[-1 - back]), most)
    return start, end
