"""Three-way merge of documents: what two sides made of the same one, key by key and row by row.

What only one side changed is taken; what both changed differently is a conflict, and ours holds unless its key is
among those that theirs wins. Rows of a list are matched by what they are about (target, path or name), not by number,
so that rows put in and taken out on both sides do not get into each other's way.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeAlias

from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.kinds import Items, Kind, Section
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Path
from aeptui.core.manifest.unfinished import same
from aeptui.core.manifest.values import section_of

Key: TypeAlias = tuple[str, ...]

_NAMING = ("to", "path", "name")


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed differently; None as a value means that it is not there.

    ``key`` names the conflict whatever is decided about others; ``path`` is its place in the merged document, or that
    of the list where the row is not in it.
    """

    key: Key
    path: Path
    base: Any
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged document, and all conflicts, decided or not, in the order of the document."""

    manifest: Manifest
    conflicts: tuple[Conflict, ...]


def merge(base: Manifest, ours: Manifest, theirs: Manifest, theirs_wins: Collection[Key] = ()) -> Merge:
    """Merges what two sides made of ``base``; ``theirs_wins`` holds the keys of conflicts that theirs decides."""
    merger = _Merger(theirs_wins)
    manifest = merger.value(MANIFEST, (), (), base, ours, theirs)
    return Merge(manifest, tuple(merger.conflicts))


class _Merger:
    """One merge; ``conflicts`` grows while it goes on."""

    def __init__(self, theirs_wins: Collection[Key]) -> None:
        self.conflicts: list[Conflict] = []
        self._theirs_wins = theirs_wins

    def value(self, kind: Kind, key: Key, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        """The merged value of one place."""
        if same(ours, theirs) or same(base, theirs):
            return ours
        if same(base, ours):
            return theirs
        section = section_of(kind, base)
        if section is not None and section_of(kind, ours) is section is section_of(kind, theirs):
            return self._section(section, key, path, base, ours, theirs)
        if isinstance(kind, Items) and all(isinstance(side, tuple) for side in (base, ours, theirs)):
            return self._list(kind, key, path, (base, ours, theirs))
        return theirs if self._theirs_win(key, path, base, ours, theirs) else ours

    def _theirs_win(self, key: Key, path: Path, base: Any, ours: Any, theirs: Any) -> bool:
        self.conflicts.append(Conflict(key, path, base, ours, theirs))
        return key in self._theirs_wins

    def _section(self, section: Section, key: Key, path: Path, base: Any, ours: Any, theirs: Any) -> Any:
        values: dict[str, Any] = {}
        if section.exactly_one:
            values |= self._rivals(section, key, path, base, ours, theirs)
        for each in section.keys:
            if each.name not in section.exactly_one:
                sides = (each.value_of(base), each.value_of(ours), each.value_of(theirs))
                values[each.argument] = self.value(each.kind, (*key, each.name), (*path, each.name), *sides)
        return section.make(**values)

    def _rivals(self, section: Section, key: Key, path: Path, base: Any, ours: Any, theirs: Any) -> dict[str, Any]:
        """Keys that exclude each other are one value: taking one from each side would make both of them stand there."""
        keys = [section.known(name) for name in section.exactly_one]

        was, mine, other = (tuple(each.value_of(side) for each in keys) for side in (base, ours, theirs))
        taken = mine
        if same(was, mine):
            taken = other
        elif not same(mine, other) and not same(was, other):
            name = next((each.name for each in keys if each.value_of(ours) is not None), keys[0].name)
            if self._theirs_win((*key, *section.exactly_one), (*path, name), base, ours, theirs):
                taken = other
        return {each.argument: value for each, value in zip(keys, taken, strict=True)}

    def _list(self, kind: Items, key: Key, path: Path, sides: tuple[Any, Any, Any]) -> tuple[Any, ...]:
        base, ours, theirs = (_by_key(side) for side in sides)
        one_sided = ours.keys() ^ theirs.keys()
        disputed = {
            each for each in base if each in one_sided and not same(base[each], ours.get(each, theirs.get(each)))
        }
        kept = {
            each
            for each in ours.keys() | theirs.keys()
            if each not in one_sided
            or each not in base
            or (each in disputed and each in (theirs if (*key, *each) in self._theirs_wins else ours))
        }
        merged: list[Any] = []
        for index, each in enumerate(self._order(key, path, sides, kept)):
            values = base.get(each), ours.get(each), theirs.get(each)
            if each in disputed:
                self._theirs_win((*key, *each), (*path, index), *values)
            if each in one_sided:
                merged.append(ours[each] if each in ours else theirs[each])
            else:
                merged.append(self.value(kind.of, (*key, *each), (*path, index), *values))
        for each in (each for each in base if each in disputed and each not in kept):
            self._theirs_win((*key, *each), path, base[each], ours.get(each), theirs.get(each))
        return tuple(merged)

    def _order(self, key: Key, path: Path, sides: tuple[Any, Any, Any], kept: set[Key]) -> list[Key]:
        """The order of what is kept: that of the side that changed it; what a side added follows its neighbour."""
        base, ours, theirs = ([each for each in _by_key(side) if each in kept] for side in sides)
        shared = set(ours) & set(theirs)
        spine, other = ([each for each in side if each in shared] for side in (ours, theirs))
        if spine != other:
            before = [each for each in base if each in shared]
            known = set(before)
            we_moved = [each for each in spine if each in known] != before
            they_moved = [each for each in other if each in known] != before
            if we_moved == they_moved:
                they_moved = self._theirs_win((*key, "order"), path, *sides)
            spine = other if they_moved else spine
        return _woven(spine, ours, theirs)


def _by_key(items: tuple[Any, ...]) -> dict[Key, Any]:
    """The rows by what they are about; rows about the same thing are told apart by their number among these."""
    out: dict[Key, Any] = {}
    numbers: Counter[str] = Counter()
    for item in items:
        name = next((text for each in _NAMING if (text := getattr(item, each, None))), None) or repr(item)
        out[name, str(numbers[name])] = item
        numbers[name] += 1
    return out


def _woven(spine: list[Key], *sides: list[Key]) -> list[Key]:
    """The spine with the rows that only one side has, each behind the row of the spine that it follows on its side.

    Where both sides have rows at one place, which come first does not depend on which side is ours.
    """
    runs: dict[Key, list[list[Key]]] = {each: [[] for _ in sides] for each in ((), *spine)}
    for number, side in enumerate(sides):
        behind: Key = ()
        for each in side:
            if each in runs:
                behind = each
            else:
                runs[behind][number].append(each)
    return [each for at in runs for run in ([at] if at else [], *sorted(runs[at])) for each in run]
