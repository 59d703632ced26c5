"""Grids of made-up rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from aeptui.ui.widgets.grid import Cell, Column, Grid, GridModel

NAMES = ("source", "target", "note")


class Table:
    """Rows of three texts of which the last two can be edited; counts what it is asked."""

    columns: Sequence[Column] = (
        Column("source", "Source", width=12, minimum=6, frozen=True),
        Column("target", "Target", width=30, minimum=10, grow=1),
        Column("note", "Note", width=12, minimum=4),
    )

    def __init__(self, count: int = 5) -> None:
        self.rows = [[f"s{number}", f"t{number}", ""] for number in range(count)]
        self.keys: list[Hashable] = [*range(count)]
        self.shown = [*range(count)]
        self.versions = [0] * count
        self.asked: list[tuple[int, str]] = []
        self.marks: dict[int, str] = {}

    def put(self, row: int, column: str, text: str) -> None:
        """Change a cell."""
        self.rows[self.shown[row]][NAMES.index(column)] = text
        self.versions[self.shown[row]] += 1

    def remove(self, row: int) -> None:
        """Take a row away."""
        place = self.shown[row]
        for values in (self.rows, self.keys, self.versions):
            del values[place]
        self.shown = [*range(len(self.rows))]

    def filter(self, query: str) -> None:
        self.shown = [place for place, row in enumerate(self.rows) if any(query in text for text in row)]

    def row_count(self) -> int:
        return len(self.shown)

    def cell(self, row: int, column: str) -> Cell:
        self.asked.append((row, column))
        text = self.rows[self.shown[row]][NAMES.index(column)]
        return Cell(text, edit="" if column == "source" else "text")

    def mark(self, row: int) -> str:
        return self.marks.get(row, "")

    def version(self, row: int) -> Hashable:
        return self.versions[self.shown[row]], self.shown[row]

    def key(self, row: int) -> Hashable:
        return self.keys[self.shown[row]]

    def index(self, key: Hashable) -> int | None:
        return next((row for row, place in enumerate(self.shown) if self.keys[place] == key), None)


class Sheet(Grid):
    """A grid that does what it is asked: edits and pastes go straight into its table."""

    DEFAULT_CSS = ""

    def on_grid_cell_edited(self, event: Grid.CellEdited) -> None:
        table = self.model
        assert isinstance(table, Table)
        row = table.index(event.key)
        if row is not None:
            table.put(row, event.column, event.new)
            self.refresh_rows(row)


def sheet(count: int = 5, *, make: Callable[[GridModel], Grid] = Sheet) -> tuple[Table, Callable[[], Grid]]:
    """A table and how to make its grid."""
    table = Table(count)
    return table, lambda: make(table)
