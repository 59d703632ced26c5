"""Rows from elsewhere put together with those that are there: what would change, and the edit that changes it."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from aeptui.core.manifest.edits import Batch, Edit, Insert, Put
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.unfinished import same

_MAPPING = ("mapping",)


class Choice(Enum):
    """What becomes of the rows that are there."""

    REPLACE = "replace all"
    FILL = "fill gaps"
    OVERWRITE = "overwrite matches"


@dataclass(frozen=True, slots=True)
class Merge:
    """What bringing rows in does; ``edit`` does it in one step. ``equal`` counts rows that both sides have."""

    edit: Batch
    added: tuple[MappingRow, ...] = ()
    changed: tuple[tuple[MappingRow, MappingRow], ...] = ()
    removed: tuple[MappingRow, ...] = ()
    equal: int = 0
    kept: int = 0
    """How many rows that came are left out, as others stand in their places."""

    def __bool__(self) -> bool:
        return bool(self.edit.edits)


def merge(rows: Sequence[MappingRow], incoming: Sequence[MappingRow], choice: Choice, title: str) -> Merge:
    """What bringing ``incoming`` into ``rows`` does. Rows match by target, the first with the first of the same one.

    Replacing takes the order of what comes. Filling gaps adds targets that nothing fills, gives unfinished rows what
    they lack (a source for their target, a target for their source), and changes nothing else. Overwriting puts
    sources and notes that come in the place of those with the same target, and adds the others.
    """
    pairs, fresh = _matched(rows, incoming)
    if choice is Choice.REPLACE:
        return _replaced(rows, incoming, pairs, title)
    if choice is Choice.FILL:
        return _filled(rows, pairs, fresh, title)
    changed = {place: row for place, row in pairs.items() if not same(rows[place], row)}
    return _merge(rows, changed, fresh, title, equal=len(pairs) - len(changed))


def _matched(
    rows: Sequence[MappingRow], incoming: Sequence[MappingRow]
) -> tuple[dict[int, MappingRow], list[MappingRow]]:
    """What comes for the row at each place, and what comes for none. Rows without a target match only when equal."""
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for place, row in enumerate(rows):
        places[_key(row)].append(place)
    pairs: dict[int, MappingRow] = {}
    fresh: list[MappingRow] = []
    for row in incoming:
        found = places[_key(row)]
        if found:
            pairs[found.popleft()] = row
        else:
            fresh.append(row)
    return pairs, fresh


def _key(row: MappingRow) -> str:
    return row.to.strip() or f"\0{type(row.value).__name__}{row!r}"


def _replaced(
    rows: Sequence[MappingRow], incoming: Sequence[MappingRow], pairs: dict[int, MappingRow], title: str
) -> Merge:
    # What stays the same stays the same object: the table then keeps its place and selection.
    old = {id(row): rows[place] for place, row in pairs.items() if same(rows[place], row)}
    made = tuple(old.get(id(row), row) for row in incoming)
    matched = {id(row) for row in pairs.values()}
    changed = tuple((rows[place], row) for place, row in pairs.items() if not same(rows[place], row))
    unchanged = len(made) == len(rows) and all(map(same, made, rows))
    edits: tuple[Edit, ...] = () if unchanged else (Put(_MAPPING, made),)
    added = tuple(row for row in incoming if id(row) not in matched)
    removed = tuple(row for place, row in enumerate(rows) if place not in pairs)
    return Merge(Batch(edits, title), added, changed, removed, len(pairs) - len(changed))


def _filled(rows: Sequence[MappingRow], pairs: dict[int, MappingRow], fresh: list[MappingRow], title: str) -> Merge:
    sourceless = {place: row for place, row in pairs.items() if _lacks_source(rows[place])}
    changed = {
        place: replace(row, to=rows[place].to, note=_filled_note(rows[place], row))
        for place, row in sourceless.items()
        if not _lacks_source(row)
    }
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for place, row in enumerate(rows):
        if not row.to and not _lacks_source(row) and place not in pairs:
            waiting[_source(row)].append(place)
    added: list[MappingRow] = []
    for row in fresh:
        if row.to and waiting[_source(row)]:
            place = waiting[_source(row)].popleft()
            changed[place] = replace(rows[place], to=row.to, note=_filled_note(rows[place], row))
        else:
            added.append(row)
    equal = sum(same(rows[place], row) for place, row in pairs.items())
    kept = len(pairs) - equal - sum(place in pairs for place in changed)
    return replace(_merge(rows, changed, added, title, equal=equal), kept=kept)


def _merge(
    rows: Sequence[MappingRow], changed: dict[int, MappingRow], added: list[MappingRow], title: str, *, equal: int
) -> Merge:
    puts: list[Edit] = [Put((*_MAPPING, place), row) for place, row in sorted(changed.items())]
    inserts: list[Edit] = [Insert(_MAPPING, len(rows) + number, row) for number, row in enumerate(added)]
    pairs = tuple((rows[place], row) for place, row in sorted(changed.items()))
    return Merge(Batch((*puts, *inserts), title), tuple(added), pairs, (), equal)


def _filled_note(there: MappingRow, coming: MappingRow) -> str | None:
    return there.note if there.note or not coming.note else coming.note


def _lacks_source(row: MappingRow) -> bool:
    return not row.from_ and not row.expr and row.value is None


def _source(row: MappingRow) -> str:
    return f"{row.kind} {row.from_ or row.expr or type(row.value).__name__} {row.value!r}"
