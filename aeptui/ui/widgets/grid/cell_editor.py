"""The usual editor of a grid's cells: an input that the rows draw in their own line."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import ClassVar, Self

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from aeptui.ui.widgets.cells import fit, shown
from aeptui.ui.widgets.completing_input import CompletingInput
from aeptui.ui.widgets.grid.editing import CellInput, EditAbandoned, EditFinished, Move


class CellEditor(CompletingInput):
    """One for all cells of a grid, without a place of its own on the screen.

    Mounting a widget over a cell, or moving one there, would lay out and send the whole screen anew. This one stays
    where nobody sees it, takes the focus and the keys, and is drawn by the grid's view as part of the row.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *CompletingInput.BINDINGS,
        Binding("tab", "finish('right')", "Take, next cell", id="cell.next", tooltip="Takes the text.", show=False),
        Binding("shift+tab", "finish('left')", "Take, cell before", id="cell.previous", show=False),
        Binding("up", "finish('up')", "Take, row above", id="cell.up", show=False),
        Binding("down", "finish('down')", "Take, row below", id="cell.down", show=False),
        Binding("escape", "abandon", "Give up", id="cell.give-up", tooltip="The cell stays as it was.", show=False),
    ]
    DEFAULT_CSS = """
    CellEditor, CellEditor:focus {
        layer: editor;
        position: absolute;
        width: 0;
        height: 0;
        border: none;
        padding: 0;
        background: $background;
        background-tint: $foreground 0%;
        color: $foreground;
    }
    """

    def __init__(self, redraw: Callable[[], None]) -> None:
        """`redraw` is called whenever the row has to be drawn again."""
        self._redraw = redraw
        self._place = Region()
        super().__init__(compact=True, select_on_focus=False)
        self.can_focus = False

    def begin(self, how: CellInput, place: Region) -> None:
        """Edit a cell; `place` is where on the terminal it is drawn."""
        self.completer, self.choose_first, self.placeholder = how.completer, how.choose_first, how.placeholder
        self.max_length, self.password = how.max_length, how.password
        self.value = how.request.text
        self.cursor_position = len(self.value)
        self.can_focus = True
        self.resume()
        self.move_to(place)
        if how.request.typed or not self.value:
            self.offer_completions()

    def end(self) -> None:
        """No longer edit; call it when the focus is elsewhere."""
        self.can_focus = False
        self.close_completions()

    def move_to(self, place: Region) -> None:
        """Where on the terminal it is drawn now."""
        if place != self._place:
            self._place = place
            if self.completions_open:
                self.offer_completions()

    # -- what the row draws

    @property
    def place(self) -> Region:
        """Where on the terminal it is drawn."""
        return self._place

    def watch_has_focus(self, has_focus: bool) -> None:
        """Nothing to be looked up in style sheets."""

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """What draws it is asked to do so again."""
        self._redraw()
        return self

    def draw(self) -> Strip:
        """The text with cursor and selection, as wide as its place, scrolled so that the cursor is in sight."""
        width, rest = self._place.width, self.rich_style
        plain = rest + Style(underline=True)
        marked = plain + self.get_component_rich_style("input--selection")
        at_cursor = rest + self.get_component_rich_style("input--cursor")
        if not self.value and self.placeholder:
            hint = fit(self.placeholder, width)
            faint = rest + self.get_component_rich_style("input--placeholder")
            return Strip([Segment(hint[:1], at_cursor), Segment(hint[1:], faint)]).adjust_cell_length(width, rest)
        low, high = sorted(self.selection)
        segments = [
            Segment(piece, at_cursor if place == self.cursor_position else marked if low <= place < high else plain)
            for place, piece in enumerate([*self._pieces(), " "])
            if piece
        ]
        start = self._scrolled()
        return Strip(segments).simplify().crop(start, start + width).adjust_cell_length(width, rest)

    def _pieces(self) -> list[str]:
        """What is drawn for each character."""
        return ["•"] * len(self.value) if self.password else [shown(character) for character in self.value]

    def _cursor_cells(self) -> int:
        """Cells before the cursor."""
        return sum(map(cell_len, self._pieces()[: self.cursor_position]))

    def _scrolled(self) -> int:
        """Cells out of sight at the left: as few as show the whole cursor, none cutting a wide character."""
        edges = [0, *accumulate(map(cell_len, self._pieces()))]
        least = edges[self.cursor_position] + 2 - self._place.width
        return next((edge for edge in edges if edge >= least), 0) if least > 1 else 0

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cursor's place on the terminal."""
        return self._place.offset + Offset(self._cursor_cells() - self._scrolled(), 0)

    # -- keys

    def action_finish(self, move: Move) -> None:
        """Take the text as it is."""
        self._end_with(EditFinished(self.value, move))

    def action_abandon(self) -> None:
        """Leave the cell as it was."""
        self._end_with(EditAbandoned())

    def action_take(self) -> None:
        """Tab: the completion, and the cell with it when nothing more is expected."""
        completion = self.chosen or self.best
        super().action_take()
        if completion is not None and completion.done:
            self.action_finish("right")

    async def action_submit(self) -> None:
        """Enter: the chosen completion, and the cell."""
        completion = self.chosen
        if completion is not None:
            self.take(completion)
        if completion is None or completion.done:
            self.action_finish("down")

    def on_paste(self, event: events.Paste) -> None:
        """Rows that are pasted while a cell is edited are for the table: none of them is dropped."""
        if "\t" in event.text or len(event.text.splitlines()) > 1:
            event.stop()
            event.prevent_default()
            self._end_with(EditAbandoned(event.text))

    def _end_with(self, message: Message) -> None:
        self.close_completions()
        self.leave(message)
