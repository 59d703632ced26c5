"""The source's columns as rows: name, type, the source's own word for the type, and whether it is mapped."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aeptui.core.manifest.model import Manifest
from aeptui.core.xdm.types import TYPES
from aeptui.ui.widgets.grid import Cell, Column, ListModel
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from aeptui.operations.explore import Sample

MAPPED = "m"
FORM = "form"


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column of the source; ``form`` is the source's own type where it is known, else how its values are written."""

    name: str
    type: str
    form: str
    mapped: bool

    @property
    def mark(self) -> str:
        """The sign before the row."""
        return MAPPED if self.mapped else ""

    def cell(self, column: str) -> Cell:
        """What the row shows in a column."""
        return Cell(printable(getattr(self, column)), "dim" if column == FORM else "")


def column_lines(manifest: Manifest, sample: "Sample | None") -> list[ColumnLine]:
    """The columns that the document takes, in the source's order as far as that is known."""
    natives = {column.name: column.native for column in sample.columns} if sample is not None else {}
    fields = manifest.source.fields
    if fields is not None:
        pairs = [(field.name, field.type) for field in fields]
    else:
        pairs = [(column.name, column.type) for column in sample.columns] if sample is not None else []
    mapped = {row.from_ for row in manifest.mapping}
    return [ColumnLine(name, kind, natives.get(name) or _form(kind), name in mapped) for name, kind in pairs]


def columns_model(lines: Sequence[ColumnLine]) -> ListModel[ColumnLine]:
    """The lines as rows of a grid."""
    columns = (
        Column("name", "Source column", width=15, minimum=10, grow=1),
        Column("type", "Type", width=9, minimum=9),
        Column(FORM, "Format", width=15, minimum=6),
    )
    return ListModel(columns, lines, ColumnLine.cell, lambda line: line.name, lambda line: line.mark)


def chosen_columns(lines: Sequence[ColumnLine], names: Collection[str]) -> list[tuple[str, str]]:
    """Names and types of the columns of those names, of all where there are none."""
    return [(line.name, line.type) for line in lines if not names or line.name in names]


def _form(kind: str) -> str:
    found = TYPES.get(kind)
    return str(found.schema.get("format") or found.schema.get("type") or "") if found is not None else ""
