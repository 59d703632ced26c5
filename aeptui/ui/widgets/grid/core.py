"""The part of a grid that other parts build on: what it shows, its cursor and its selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, cast

from textual.actions import SkipAction
from textual.containers import Vertical

from aeptui.ui.commands import Commanding
from aeptui.ui.widgets.grid import messages
from aeptui.ui.widgets.grid.columns import ColumnState
from aeptui.ui.widgets.grid.model import GridModel
from aeptui.ui.widgets.grid.view import CursorKind, GridView

if TYPE_CHECKING:
    from aeptui.ui.widgets.grid.grid import Grid


class GridCore(Commanding, Vertical):
    """Rows, cursor and selection, and the messages about them."""

    def __init__(
        self,
        model: GridModel,
        *,
        cursor: CursorKind,
        marks: bool,
        empty: str,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.view = GridView(model, cursor=cursor, marks=marks, empty=empty)
        self.view.moved = self._cursor_moved
        self.moved: Callable[[], None] | None = None
        """Called at once instead of posting :class:`CursorMoved`: what is shown of it is in the same frame."""

    @property
    def _me(self) -> Grid:
        return cast("Grid", self)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys are commands of the grid only while its rows have the focus, not in an editor or the filter."""
        if action == "command" and self.screen.focused is not self.view:
            return False
        return super().check_action(action, parameters)

    # -- what it shows

    @property
    def model(self) -> GridModel:
        """The rows."""
        return self.view.model

    def reload(self) -> None:
        """Take note of rows that came, went or moved; the cursor stays on its row, wherever that is now."""
        self.view.reload()
        if self.view.selection:
            self.tell_selection()

    def refresh_rows(self, *rows: int) -> None:
        """Draw these rows again (all without one): what they show has changed, their places and number have not."""
        if rows:
            self.view.refresh_rows(*rows)
        else:
            self.view.refresh()

    @property
    def column_state(self) -> tuple[ColumnState, ...]:
        """Widths, order and visibility that the user chose, to be kept."""
        return self.view.columns.state

    def restore_columns(self, state: Iterable[ColumnState]) -> None:
        """Take over an earlier :attr:`column_state`."""
        self.view.columns.restore(state)
        self.view.rearranged()

    # -- the cursor

    @property
    def row(self) -> int:
        """The row under the cursor, -1 when there is none."""
        return self.view.row

    @property
    def column(self) -> str:
        """The key of the column under the cursor."""
        return self.view.column

    def move_to(self, row: int | None = None, column: str | None = None) -> None:
        """Move the cursor, as near as there is a row, and scroll it into sight (None: stays there)."""
        self.view.move_to(row, column)

    def focus(self, scroll_visible: bool = True) -> Grid:
        """Focus the rows."""
        self.view.focus(scroll_visible)
        return self._me

    def _cursor_moved(self) -> None:
        if self.moved is not None:
            self.moved()
        else:
            self.post_message(messages.CursorMoved(self._me, self.row, self.column))
        if self.view.selection.anchor is not None:
            self.tell_selection()

    # -- the selection

    def selected_rows(self) -> list[int]:
        """The selected rows that the filter lets through, in order."""
        return self.view.selection.rows(self.model.row_count())

    def target_rows(self) -> list[int]:
        """The rows that a command is about: the selected ones, else the one under the cursor."""
        return self.selected_rows() or ([self.row] if self.row >= 0 else [])

    def select(self, rows: Iterable[int]) -> None:
        """Select these rows besides those that are."""
        self.view.selection.add(rows)
        self.view.refresh()
        self.tell_selection()

    def clear_selection(self) -> None:
        """Select nothing."""
        self.view.selection.clear()
        self.view.refresh()
        self.tell_selection()

    def action_clear(self) -> None:
        """Escape: ends the selection; without one the key is the screen's."""
        if not self.view.selection:
            raise SkipAction
        self.clear_selection()

    def tell_selection(self) -> None:
        """Post how many rows are selected."""
        self.post_message(messages.SelectionChanged(self._me, self.view.selection.size(self.model.row_count())))
