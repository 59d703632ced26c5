"""What keys of the mapping table do to the document: edits, each one step of undo."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aeptui.core.manifest.edits import Batch, Edit, Insert, Put, Remove
from aeptui.core.manifest.model import MappingRow
from aeptui.ui.screens.mapping.table.lines import NOTE, SOURCE, TARGET
from aeptui.ui.screens.mapping.table.text import read_source
from aeptui.ui.words import count

if TYPE_CHECKING:
    from collections.abc import Collection

MAPPING = ("mapping",)
EMPTY = MappingRow(to="", from_="")
EDITABLE = (SOURCE, TARGET, NOTE)


def with_text(row: MappingRow, column: str, text: str, columns: "Collection[str]") -> MappingRow:
    """The row with a typed text in one of its editable columns; ``columns`` are those of the source."""
    if column == TARGET:
        return replace(row, to=text.strip())
    if column == NOTE:
        return replace(row, note=text.strip() or None)
    kind, value = read_source(text, columns)
    bare = replace(row, from_=None, expr=None, value=None)
    if kind == "from":
        return replace(bare, from_=str(value))
    return replace(bare, expr=str(value)) if kind == "expr" else replace(bare, value=value)


def put(place: int, before: MappingRow, row: MappingRow) -> Edit:
    """The edit that makes the row at a place another one: of one key where only that differs."""
    path = (*MAPPING, place)
    if replace(before, to=row.to) == row and type(before.value) is type(row.value):
        return Put((*path, "to"), row.to)
    if replace(before, note=row.note) == row and type(before.value) is type(row.value):
        return Put((*path, "note"), row.note)
    key = row.kind
    if replace(row, from_=None, expr=None, value=None) == replace(before, from_=None, expr=None, value=None):
        return Put((*path, key), row.from_ if key == "from" else row.expr if key == "expr" else row.value)
    return Put(path, row)


def insert(place: int, row: MappingRow) -> Edit:
    """A new row before the one at the place."""
    return Insert(MAPPING, place, row)


def delete(places: Sequence[int]) -> Edit:
    """Without the rows at these places (in order)."""
    edits = tuple(Remove(MAPPING, place) for place in reversed(places))
    return edits[0] if len(edits) == 1 else Batch(edits, f"{count(len(edits), 'mapping')} removed")


def duplicate(rows: Sequence[MappingRow], places: Sequence[int]) -> Edit:
    """Each of the rows twice, the copy below; a copy has no target, as a target is filled once."""
    edits = tuple(Insert(MAPPING, place + 1, replace(rows[place], to="")) for place in reversed(places))
    return edits[0] if len(edits) == 1 else Batch(edits, f"{count(len(edits), 'mapping')} duplicated")


def fill(rows: Sequence[MappingRow], places: Sequence[int], column: str, text: str, columns: "Collection[str]") -> Edit:
    """The same text in one column of every row (an empty one clears it)."""
    edits = tuple(put(place, rows[place], with_text(rows[place], column, text, columns)) for place in places)
    done = "filled" if text else "cleared"
    return edits[0] if len(edits) == 1 else Batch(edits, f"{count(len(edits), 'mapping')} {done}")


def append(rows: Sequence[MappingRow], end: int, title: str) -> Edit:
    """More rows at the end."""
    return Batch(tuple(Insert(MAPPING, end + number, row) for number, row in enumerate(rows)), title)


def paste(
    rows: Sequence[MappingRow],
    places: Sequence[int],
    editable: Sequence[str],
    texts: Sequence[Sequence[str]],
    columns: "Collection[str]",
) -> Edit:
    """Tab-separated texts over the rows at ``places``; what goes beyond them becomes new rows at the end.

    ``editable`` are the columns that the texts of a line fill, in order; further texts are left out.
    """
    edits: list[Edit] = []
    for number, line in enumerate(texts):
        place = places[number] if number < len(places) else None
        row = rows[place] if place is not None else EMPTY
        for column, text in zip(editable, line, strict=False):
            row = with_text(row, column, text, columns)
        if place is None:
            edits.append(Insert(MAPPING, len(rows) + number - len(places), row))
        else:
            edits.append(put(place, rows[place], row))
    return Batch(tuple(edits), f"{count(len(edits), 'mapping')} pasted")
