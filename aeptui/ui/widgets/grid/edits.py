"""The part of a grid that takes text: editing in place, paste, and the filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from aeptui.ui.widgets.completing_input import CompletingInput
from aeptui.ui.widgets.grid import messages
from aeptui.ui.widgets.grid.cell_editor import CellEditor
from aeptui.ui.widgets.grid.core import GridCore
from aeptui.ui.widgets.grid.editing import (
    CellInput,
    EditAbandoned,
    EditFinished,
    EditorFactory,
    EditRequest,
    Move,
)
from aeptui.ui.widgets.grid.filter import FilterBar, FilterInput
from aeptui.ui.widgets.grid.model import Filterable, GridModel
from aeptui.ui.widgets.grid.tsv import from_tsv

_EDITOR_WIDTH, _LEAST_WIDTH = 24, 12
"""Cells that an editor has, and that it takes from the columns before its own if need be: a narrow column is no place
to write in."""


class EditingGrid(GridCore):
    """Opens editors over cells, and says what was entered."""

    def __init__(self, model: GridModel, *, editor: EditorFactory, typing: bool, commands: str, **more: Any) -> None:
        """`more` goes to :class:`GridCore`."""
        super().__init__(model, **more)
        self._request: EditRequest | None = None
        self._editor: Widget | None = None
        self.view.typed = self._typed
        self.view.drawn_in = self._drawn_in
        self._cell_editor = self.make_cell_editor(self._redraw_editor)
        self.typing = typing
        self._commands = commands
        self._make_editor = editor
        self._filter_text = ""

    def compose(self) -> ComposeResult:
        yield self.view
        yield FilterBar()
        yield self._cell_editor

    def make_cell_editor(self, redraw: Callable[[], None]) -> CellEditor:
        """The editor of all cells that are edited in the usual way; a grid may have one of its own."""
        return CellEditor(redraw)

    def set_model(self, model: GridModel) -> None:
        """Show another model, from its first row; selection, filter and arrangement of columns begin anew."""
        self.abandon()
        self._filter_text = ""
        self.query_one(FilterBar).display = False
        self.view.replace_model(model)

    # -- editing

    @property
    def editing(self) -> bool:
        """Whether an editor is open."""
        return self._request is not None

    @property
    def editor(self) -> Widget | None:
        """The widget over the cell."""
        return self._editor

    @property
    def can_edit(self) -> bool:
        """Whether the cell under the cursor can be edited."""
        return self.row >= 0 and bool(self.model.cell(self.row, self.column).edit)

    def edit(self, text: str | None = None) -> bool:
        """Open the editor over the cell under the cursor, with its text or `text`; False where none can be edited."""
        if self._request is not None or not self.can_edit:
            return False
        cell, key = self.model.cell(self.row, self.column), self.model.key(self.row)
        initial = cell.raw if text is None else text
        self._request = request = EditRequest(self.row, key, self.column, cell, initial, text is not None)
        how = self._make_editor(request)
        if isinstance(how, CellInput):
            self._editor = self._cell_editor
            self._cell_editor.begin(how, self._editor_place())
        else:
            self._editor = how.add_class("grid--editor")
            self.mount(how)
            self._place_editor()
        self.screen.set_focus(self._editor, scroll_visible=False)
        self.post_message(messages.EditStarted(self._me, self.row, self.column))
        return True

    def finish(self, text: str, move: Move = "stay") -> None:
        """Close the editor, say what was entered if it differs, and move the cursor."""
        request = self._close()
        if request is None:
            return
        row, _, column, cell, *_ = request
        self.post_message(messages.EditEnded(self._me, row, column, True))
        if text != cell.raw:
            self.post_message(messages.CellEdited(self._me, row, column, cell.raw, text, request.key))
        if move in ("up", "down"):
            self.move_to(self.row + (1 if move == "down" else -1))
        elif move in ("left", "right"):
            self._next_editable(1 if move == "right" else -1)

    def abandon(self) -> None:
        """Close the editor; the cell stays as it was."""
        request = self._close()
        if request is not None:
            self.post_message(messages.EditEnded(self._me, request.row, request.column, False))

    def reload(self) -> None:
        """As for every grid; an editor stays over its row, and closes when the row is gone."""
        if self._request is not None:
            row = self.model.index(self._request.key)
            if row is None:
                self.abandon()
            else:
                self._request = self._request._replace(row=row)
                self.call_after_refresh(self._place_editor)
        super().reload()

    def _close(self) -> EditRequest | None:
        request, editor = self._request, self._editor
        self._request = self._editor = None
        if request is None or editor is None:
            return None
        if self.screen.focused is None or editor in self.screen.focused.ancestors_with_self:
            self.screen.set_focus(self.view, scroll_visible=False)
        if isinstance(editor, CellEditor):
            editor.release(self.view)
            editor.end()
            self.view.refresh_rows(request.row)
        else:
            editor.remove()
        return request

    def _next_editable(self, step: int) -> None:
        """To the next cell that can be edited, over the ends of rows; stays where this row and the next have none."""
        keys = [column.key for column in self.view.columns.visible]
        row, place = self.row, keys.index(self.column) + step
        for _ in range(2 * len(keys)):
            if not 0 <= place < len(keys):
                row, place = row + step, 0 if step > 0 else len(keys) - 1
            if not 0 <= row < self.model.row_count():
                return
            if self.model.cell(row, keys[place]).edit:
                self.move_to(row, keys[place])
                return
            place += step

    def _editor_region(self) -> Region:
        """Where the rows show the editor: over its cell, wider than a narrow one where there is room."""
        assert self._request is not None
        region = self.view.cell_region(self._request.row, self._request.column) or Region(0, 1, 1, 1)
        room = max(1, self.view.size.width)
        x = max(0, min(region.x, room - _LEAST_WIDTH))
        return Region(x, region.y, min(max(region.width, _EDITOR_WIDTH), room - x), 1)

    def _editor_place(self) -> Region:
        """The same on the terminal."""
        return self._editor_region().translate(self.view.content_region.offset)

    def _place_editor(self) -> None:
        """Put the editor where its cell is now."""
        if self._editor is None or self._request is None:
            return
        if self._editor is self._cell_editor:
            self._cell_editor.move_to(self._editor_place())
            self.view.refresh_rows(self._request.row)
        else:
            region = self._editor_region()
            self._editor.styles.offset = (region.x, region.y)
            self._editor.styles.width = region.width

    def _drawn_in(self, row: int) -> tuple[int, Strip] | None:
        """The editor, as part of the row that it edits."""
        if self._editor is not self._cell_editor or self._request is None or row != self._request.row:
            return None
        return self._editor_region().x, self._cell_editor.draw()

    def _redraw_editor(self) -> None:
        if self._request is not None:
            self.view.refresh_rows(self._request.row)

    def _typed(self, character: str) -> bool:
        """A character in the rows: begins editing where letters replace the text."""
        return self.typing and character not in self._commands and self.edit(character)

    @on(EditFinished)
    def _edit_finished(self, event: EditFinished) -> None:
        event.stop()
        self.finish(event.text, event.move)

    @on(EditAbandoned)
    def _edit_abandoned(self, event: EditAbandoned) -> None:
        event.stop()
        self.abandon()
        self.paste(event.pasted)

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """The focus left the editor for another widget: what was entered is kept.

        Without any focus it is the terminal that lost it: the editor stays open.
        """
        focused, editor = self.screen.focused, self._editor
        if editor is None or focused is None or editor in focused.ancestors_with_self:
            return
        value = getattr(editor, "value", None)
        if isinstance(value, str):
            self.finish(value)
        else:
            self.abandon()

    def on_resize(self, event: events.Resize) -> None:
        """The cell has another place."""
        self.call_after_refresh(self._place_editor)

    # -- paste

    def paste(self, text: str) -> None:
        """Ask for tab-separated text to be put in from the cell under the cursor on."""
        rows = from_tsv(text)
        if rows:
            self.post_message(messages.PasteRequested(self._me, self.row, self.column, rows))

    def on_paste(self, event: events.Paste) -> None:
        """Text from the terminal, when it was not for an input."""
        event.stop()
        self.paste(event.text)

    # -- filter

    @property
    def filter_text(self) -> str:
        """The text of the filter."""
        return self._filter_text

    def set_filter(self, query: str) -> None:
        """Show only rows that match; the cursor stays on its row."""
        if isinstance(self.model, Filterable) and query != self._filter_text:
            self.query_one(FilterBar).input.value = query
            self._apply_filter(self.model, query)

    def _apply_filter(self, model: Filterable, query: str) -> None:
        self._filter_text = query
        self.view.selection.close()
        model.filter(query)
        self.reload()
        bar = self.query_one(FilterBar)
        bar.show_count(self.model.row_count())
        bar.display = bool(query) or bar.input.has_focus
        self.post_message(messages.Filtered(self._me, query, self.model.row_count()))

    def open_filter(self) -> None:
        """Let the user type a filter."""
        if isinstance(self.model, Filterable):
            bar = self.query_one(FilterBar)
            bar.display = True
            bar.show_count(self.model.row_count())
            self.screen.set_focus(bar.input, scroll_visible=False)

    @on(FilterInput.Left)
    def _filter_left(self, event: FilterInput.Left) -> None:
        event.stop()
        if event.clear:
            self.set_filter("")
        bar = self.query_one(FilterBar)
        bar.display = bool(self._filter_text)
        self.screen.set_focus(self.view, scroll_visible=False)
        bar.input.release(self.view)

    @on(FilterInput.Stepped)
    def _filter_stepped(self, event: FilterInput.Stepped) -> None:
        event.stop()
        self.move_to(self.row + event.by)

    @on(Input.Changed)
    @on(Input.Submitted)
    @on(Input.Blurred)
    @on(CompletingInput.Completed)
    def _input_event(self, event: Input.Changed | Input.Submitted | Input.Blurred | CompletingInput.Completed) -> None:
        """What the grid's own inputs say is nobody else's business."""
        event.stop()
        if not isinstance(event, Input.Changed) or not isinstance(event.input, FilterInput):
            return
        if isinstance(self.model, Filterable) and event.value != self._filter_text:
            self._apply_filter(self.model, event.value)
