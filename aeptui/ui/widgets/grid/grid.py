"""The grid: a table of any number of rows with a cursor, selection, editing in place and a filter."""

from __future__ import annotations

from typing import Any, ClassVar, TypeAlias

from aeptui.ui.widgets.grid import messages
from aeptui.ui.widgets.grid.editing import CellInput, EditorFactory
from aeptui.ui.widgets.grid.edits import EditingGrid
from aeptui.ui.widgets.grid.keys import CLEAR, COMMANDS
from aeptui.ui.widgets.grid.model import GridModel
from aeptui.ui.widgets.grid.tsv import to_tsv
from aeptui.ui.widgets.grid.view import CursorKind

_WIDTH_STEP = 2


class Grid(EditingGrid):
    """A table over a :class:`GridModel`. It never changes the model: it says what the user wants, as messages.

    After a change of the model call :meth:`refresh_rows` (some rows show something else) or :meth:`reload` (rows came,
    went or moved). `cursor="row"` makes it a list, `marks` keeps room for the rows' marks. With `typing` letters
    replace the cell's text, as in a spreadsheet; otherwise they are commands and enter or F2 edits. `commands` are the
    characters that are commands even so. `editor` makes the widget that edits a cell.
    """

    COMMAND_TABLE = COMMANDS
    BINDINGS: ClassVar[list[Any]] = [CLEAR]
    DEFAULT_CSS = """
    Grid {
        height: 1fr;
        layers: default editor;
        & > .grid--editor { layer: editor; position: absolute; }
    }
    """

    CursorMoved: TypeAlias = messages.CursorMoved
    SelectionChanged: TypeAlias = messages.SelectionChanged
    Activated: TypeAlias = messages.Activated
    CellEdited: TypeAlias = messages.CellEdited
    EditStarted: TypeAlias = messages.EditStarted
    EditEnded: TypeAlias = messages.EditEnded
    PasteRequested: TypeAlias = messages.PasteRequested
    CopyRequested: TypeAlias = messages.CopyRequested
    Filtered: TypeAlias = messages.Filtered
    ColumnsChanged: TypeAlias = messages.ColumnsChanged

    def __init__(
        self,
        model: GridModel,
        *,
        cursor: CursorKind = "cell",
        marks: bool = False,
        typing: bool = False,
        commands: str = " ?/:",
        editor: EditorFactory = CellInput,
        empty: str = "Nothing here",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            model,
            editor=editor,
            typing=typing,
            commands=commands,
            cursor=cursor,
            marks=marks,
            empty=empty,
            id=id,
            classes=classes,
        )

    # -- moving

    def do_up(self) -> None:
        """One row up."""
        self.move_to(self.row - 1)

    def do_down(self) -> None:
        """One row down."""
        self.move_to(self.row + 1)

    def do_left(self) -> None:
        """One column to the left."""
        self.view.step_column(-1)

    def do_right(self) -> None:
        """One column to the right."""
        self.view.step_column(1)

    def do_page_up(self) -> None:
        """One page up."""
        self.move_to(self.row - self.view.page)

    def do_page_down(self) -> None:
        """One page down."""
        self.move_to(self.row + self.view.page)

    def do_half_up(self) -> None:
        """Half a page up."""
        self.move_to(self.row - max(1, self.view.page // 2))

    def do_half_down(self) -> None:
        """Half a page down."""
        self.move_to(self.row + max(1, self.view.page // 2))

    def do_first(self) -> None:
        """To the first row."""
        self.move_to(0)

    def do_last(self) -> None:
        """To the last row."""
        self.move_to(self.model.row_count() - 1)

    def do_home(self) -> None:
        """To the first column, in a list to the first row."""
        if self.view.cursor_kind == "row":
            self.do_first()
        else:
            self.view.step_column(-len(self.view.columns.visible))

    def do_end(self) -> None:
        """To the last column, in a list to the last row."""
        if self.view.cursor_kind == "row":
            self.do_last()
        else:
            self.view.step_column(len(self.view.columns.visible))

    # -- selecting

    def do_select(self) -> None:
        """Select the row or no longer, and go one down."""
        if self.row >= 0:
            self.view.selection.toggle(self.row)
            self.view.refresh_rows(self.row)
            self.do_down()
            self.tell_selection()

    def do_range(self) -> None:
        """Begin a range, or end it."""
        if self.view.selection.anchor is not None:
            self.view.selection.close()
        elif self.row >= 0:
            self.view.selection.open(self.row)
            self.view.refresh_rows(self.row)
            self.tell_selection()

    def do_range_up(self) -> None:
        """Take the range one row up."""
        self._range(-1)

    def do_range_down(self) -> None:
        """Take the range one row down."""
        self._range(1)

    def _range(self, step: int) -> None:
        if self.view.selection.anchor is None:
            self.do_range()
        self.move_to(self.row + step)

    def do_select_all(self) -> None:
        """Select every row that the filter lets through."""
        self.select(range(self.model.row_count()))

    # -- taking

    def do_activate(self) -> None:
        """Edit the cell, else say that it was activated."""
        if not self.edit() and self.row >= 0:
            self.post_message(messages.Activated(self, self.row, self.column))

    def do_edit(self) -> None:
        """Edit the cell."""
        self.edit()

    def do_typing(self) -> None:
        """Letters replace text, or are commands again."""
        self.typing = not self.typing

    def do_copy(self) -> None:
        """Say what is to be copied: the selected rows, else the cell."""
        if self.row < 0:
            return
        rows, keys = self.selected_rows(), self.copied_columns()
        if rows or self.view.cursor_kind == "row" or self.column not in keys:
            rows = rows or [self.row]
            text = to_tsv([self.model.cell(row, key).raw for key in keys] for row in rows)
        else:
            rows, text = [self.row], self.model.cell(self.row, self.column).raw
        self.post_message(messages.CopyRequested(self, text, len(rows)))

    def copied_columns(self) -> list[str]:
        """The columns that a copy of rows holds: those in sight."""
        return [column.key for column in self.view.columns.visible]

    def do_paste(self) -> None:
        """Paste what was copied in this program."""
        self.paste(self.app.clipboard)

    def do_filter(self) -> None:
        """Let the user type a filter."""
        self.open_filter()

    # -- columns

    def do_narrower(self) -> None:
        """Make the column narrower."""
        self._resize(-_WIDTH_STEP)

    def do_wider(self) -> None:
        """Make the column wider."""
        self._resize(_WIDTH_STEP)

    def _resize(self, by: int) -> None:
        slot = next((slot for slot in self.view.slots if slot.column.key == self.column), None)
        if slot is not None:
            self.view.columns.resize(self.column, slot.width - 1 + by)
            self._rearranged()

    def do_column_left(self) -> None:
        """Move the column to the left."""
        if self.view.columns.shift(self.column, -1):
            self._rearranged()

    def do_column_right(self) -> None:
        """Move the column to the right."""
        if self.view.columns.shift(self.column, 1):
            self._rearranged()

    def do_hide(self) -> None:
        """Hide the column."""
        if self.view.columns.hide(self.column):
            self._rearranged()

    def do_show_all(self) -> None:
        """Show hidden columns again."""
        if self.view.columns.show_all():
            self._rearranged()

    def _rearranged(self) -> None:
        self.view.rearranged()
        self.post_message(messages.ColumnsChanged(self))
