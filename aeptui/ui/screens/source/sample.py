"""The columns of a source object with what a sample tells about each, beside the rows of the sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from aeptui.core.xdm.profile import ColumnProfile, text_of, value_at
from aeptui.ui.commands import Command
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.words import count, printable

if TYPE_CHECKING:
    from aeptui.operations.explore import Sample, SampleColumn

WIDE = 108
"""From so many cells on, columns and rows stand side by side."""

COLUMNS = (
    Column("take", "Take", width=4, minimum=4, frozen=True),
    Column("name", "Column", width=24, minimum=12, grow=2, frozen=True),
    Column("type", "Type", width=9, minimum=7),
    Column("filled", "Filled", width=6, minimum=6, align="right"),
    Column("distinct", "Distinct", width=8, minimum=8, align="right"),
    Column("samples", "Values", width=24, minimum=8, grow=4),
)
_NARROWEST, _WIDEST = 5, 26
_NOTHING = ColumnProfile(0, 0, 0, "", "", 0, (), "")


def _may_choose(grid: ColumnsGrid) -> str | None:
    return "Nested records are taken whole." if grid.nested else None


class ColumnsGrid(Grid):
    """The columns; space takes or leaves the selected ones, else the one under the cursor."""

    COMMAND_TABLE = (
        Command("columns.toggle", ("space",), "Take/leave", "Takes the column, or leaves it.", allowed=_may_choose),
        Command("columns.all", ("a",), "Take all", "Takes every column.", allowed=_may_choose),
        Command("columns.go-on", ("enter",), "Go on", "Goes on to the schema."),
    )

    @dataclass
    class Toggled(Message):
        """These columns are to be taken, or left where all of them are; every one for no names."""

        names: tuple[str, ...]

    nested = False

    def do_toggle(self) -> None:
        """Takes or leaves columns."""
        rows = self.target_rows()
        if rows:
            self.post_message(self.Toggled(tuple(str(self.model.key(row)) for row in rows)))
            self.clear_selection()
            if len(rows) == 1:
                self.do_down()

    def do_all(self) -> None:
        """Takes every column."""
        self.post_message(self.Toggled(()))

    def do_go_on(self) -> None:
        """Says that the columns are as they should be."""
        self.do_activate()


class SampleView(Vertical):
    """Shows a sample; the cursor in the columns says which column of the rows is looked at."""

    DEFAULT_CSS = """
    SampleView { height: 1fr; }
    SampleView > .halves { layout: vertical; height: 1fr; }
    SampleView > .halves > ColumnsGrid { height: 3fr; }
    SampleView > .halves > #rows { height: 2fr; }
    SampleView.-wide > .halves { layout: horizontal; }
    SampleView.-wide > .halves > ColumnsGrid { height: 1fr; width: 5fr; margin: 0 2 0 0; }
    SampleView.-wide > .halves > #rows { height: 1fr; width: 4fr; }
    SampleView > .about { height: 2; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._profiles: Mapping[str, ColumnProfile] = {}
        self._taken: frozenset[str] = frozenset()
        self._columns: ListModel[SampleColumn] = ListModel(COLUMNS, (), cell=self._cell, key=lambda each: each.name)

    def compose(self) -> ComposeResult:
        with Container(classes="halves"):
            yield ColumnsGrid(self._columns, cursor="row", empty="The source told no columns.", id="columns")
            yield Grid(_rows_model(None), empty="The source gave no rows.", id="rows")
        yield Static(classes="about", markup=False)

    @property
    def columns(self) -> ColumnsGrid:
        """The columns."""
        return self.query_one(ColumnsGrid)

    @property
    def rows(self) -> Grid:
        """The rows of the sample."""
        return self.query_one("#rows", Grid)

    def show(self, sample: Sample, profiles: Mapping[str, ColumnProfile], taken: frozenset[str]) -> None:
        """Shows another sample."""
        self._profiles, self._taken = profiles, taken
        self._columns.replace(sample.columns)
        self.columns.nested = sample.nested
        self.columns.reload()
        self.rows.set_model(_rows_model(sample, profiles))
        self._tell()

    def show_taken(self, taken: frozenset[str]) -> None:
        """Shows that other columns are taken now."""
        if taken != self._taken:
            self._taken = taken
            self._columns.replace(self._columns.items)
            self.columns.reload()

    def move_to(self, name: str) -> None:
        """Moves the cursor to a column."""
        row = self._columns.index(name)
        if row is not None:
            self.columns.move_to(row)

    @property
    def chosen(self) -> SampleColumn | None:
        """The column under the cursor."""
        row = self.columns.row
        return self._columns.item(row) if 0 <= row < self._columns.row_count() else None

    def on_resize(self) -> None:
        self.set_class(self.size.width >= WIDE, "-wide")

    @on(Grid.CursorMoved, "#columns")
    def _column_moved(self, event: Grid.CursorMoved) -> None:
        event.stop()
        self._tell()
        if self.chosen is not None:
            self.rows.move_to(column=self.chosen.name)

    @on(Grid.CursorMoved, "#rows")
    def _row_moved(self, event: Grid.CursorMoved) -> None:
        event.stop()
        if self.rows.view.has_focus:
            self.move_to(event.column)

    def _tell(self) -> None:
        """Says everything about the column under the cursor."""
        column = self.chosen
        profile = self._profiles.get(column.name, _NOTHING) if column is not None else _NOTHING
        self.query_one(".about", Static).update(_about(column, profile) if column is not None else "")

    def _cell(self, column: SampleColumn, key: str) -> Cell | str:
        profile = self._profiles.get(column.name, _NOTHING)
        style = "" if column.name in self._taken else "dim"
        texts: dict[str, str] = {
            "take": "yes" if column.name in self._taken else "no",
            "name": column.name,
            "type": column.type,
            "filled": f"{profile.filled_percent}%",
            "distinct": f"{profile.distinct:,}",
            "samples": " | ".join(profile.samples),
        }
        return Cell(texts[key], style or ("dim" if key == "samples" else ""))


def _about(column: SampleColumn, profile: ColumnProfile) -> Content:
    """Everything about a column, in two lines."""
    native = f" ({printable(column.native)})" if column.native not in ("", column.type) else ""
    facts = [
        f"{profile.filled} of {profile.rows} filled",
        f"{profile.distinct} distinct",
        f"up to {count(profile.longest, 'character')}" if profile.longest else "",
    ]
    first = Content.styled(printable(column.name), "bold") + f"  {column.type}{native}  " + _listed(*facts)
    bounds = f"from {printable(profile.least)} to {printable(profile.greatest)}" if profile.least else ""
    return first + "\n" + _listed(f"written as {profile.form}" if profile.form else "", bounds)


def _listed(*facts: str) -> str:
    return ", ".join(fact for fact in facts if fact)


def _rows_model(sample: Sample | None, profiles: Mapping[str, ColumnProfile] | None = None) -> ListModel[Any]:
    """The rows as a table with a column for each of the source's, as wide as what it holds."""
    if sample is None or profiles is None:
        return ListModel((Column("none", ""),), ())
    columns = [
        Column(each.name, each.name, max(_NARROWEST, min(_WIDEST, max(len(each.name), profiles[each.name].longest))))
        for each in sample.columns
    ]
    return ListModel(columns or [Column("none", "")], sample.rows, cell=_value)


def _value(row: Mapping[str, Any], column: str) -> Cell:
    value = value_at(row, column)
    return Cell("null", "dim", value="") if value is None else Cell(text_of(value))
