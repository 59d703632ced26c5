"""The dialog in which one arranges the columns of the mapping table: which, in what order, how wide."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.grid import Cell, Column, ColumnState, Grid, ListModel

_STEP, _NARROWEST, _WIDEST = 2, 4, 200
_COLUMNS = (Column("shown", "Shown", width=5), Column("title", "Column", width=30, grow=1), Column("width", "Width", 9))
_NAMES = {"state": "State, or how likely"}


class ArrangeColumns(Dialog[list[ColumnState] | None]):
    """Answers with the columns as they were arranged, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", show=False),
        Binding("space", "turn", show=False, priority=True),
        Binding("minus,less_than_sign", "widen(-1)", show=False, priority=True),
        Binding("plus,greater_than_sign", "widen(1)", show=False, priority=True),
        Binding("left_square_bracket,left", "shift(-1)", show=False, priority=True),
        Binding("right_square_bracket,right", "shift(1)", show=False, priority=True),
    ]
    DEFAULT_CSS = "ArrangeColumns Grid { height: 9; margin: 1 0; }"

    def __init__(self, columns: Sequence[Column], states: Sequence[ColumnState], cursor: str) -> None:
        """``cursor`` is the key of the column to begin at."""
        super().__init__()
        self._columns = {column.key: column for column in columns}
        self._states = list(states)
        self._start = next((place for place, each in enumerate(self._states) if each.key == cursor), 0)
        self._model = ListModel(_COLUMNS, self._states, self._cell, key=lambda each: each.key)

    def body(self) -> ComposeResult:
        yield Static(Content.styled("Columns of the table", "bold"))
        yield Grid(self._model, cursor="row")
        yield Static(
            keys_content(("space", "show or hide"), ("< >", "width"), ("[ ]", "move up, down")), classes="dialog-keys"
        )
        yield Static(keys_content(("enter", "done"), ("esc", "leave it")))

    def on_mount(self) -> None:
        self._grid.move_to(self._start)
        self._grid.focus()

    @property
    def _grid(self) -> Grid:
        return self.query_one(Grid)

    def on_grid_activated(self, event: Grid.Activated) -> None:
        """Done."""
        event.stop()
        self.dismiss(self._states)

    def action_give_up(self) -> None:
        """Leaves the columns as they were."""
        self.dismiss(None)

    def action_turn(self) -> None:
        """Shows or hides the column; one always stays."""
        state = self._states[self._grid.row]
        if state.hidden or sum(not each.hidden for each in self._states) > 1:
            self._put(replace(state, hidden=not state.hidden))

    def action_widen(self, by: int) -> None:
        """Another width."""
        state = self._states[self._grid.row]
        width = state.width or self._columns[state.key].width
        self._put(replace(state, width=max(_NARROWEST, min(_WIDEST, width + by * _STEP))))

    def action_shift(self, by: int) -> None:
        """Another place; the frozen column stays the first."""
        here = self._grid.row
        there = here + by
        if 0 <= there < len(self._states) and not self._is_frozen(here) and not self._is_frozen(there):
            self._states.insert(there, self._states.pop(here))
            self._show()

    def _is_frozen(self, place: int) -> bool:
        return self._columns[self._states[place].key].frozen

    def _put(self, state: ColumnState) -> None:
        self._states[self._grid.row] = state
        self._show()

    def _show(self) -> None:
        self._model.replace(self._states)
        self._grid.reload()

    def _cell(self, state: ColumnState, column: str) -> Cell:
        dim = "dim" if state.hidden else ""
        if column == "shown":
            return Cell("no" if state.hidden else "yes", dim or "good")
        if column == "width":
            return Cell("as fits" if state.width is None else f"{state.width}", dim)
        return Cell(_NAMES.get(state.key) or self._columns[state.key].title, dim)
