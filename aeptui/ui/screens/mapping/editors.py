"""The editor of the mapping table's cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.widgets import Static

from aeptui.ui.screens.mapping.table.lines import SOURCE
from aeptui.ui.screens.mapping.table.text import is_name
from aeptui.ui.widgets.completing_input import Completer, Completion
from aeptui.ui.widgets.grid import CellInput
from aeptui.ui.widgets.grid.cell_editor import CellEditor
from aeptui.ui.words import printable

Advise = Callable[[str, int], tuple[str, bool]]
"""What to say about a text with the cursor at a place, and whether it is an error."""


class Advice(Static):
    """One line below a cell, or above it where the completions are below."""

    DEFAULT_CSS = """
    Advice { layer: _completions; overlay: screen; position: absolute; display: none; height: 1; width: auto; }
    Advice { background: $panel; color: $foreground; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def show(self, text: str, wrong: bool, cell: Region, screen: Size, *, above: bool) -> None:
        """Shows the text at the cell's place on the screen; nothing for an empty one."""
        if self.display != bool(text):
            self.display = bool(text)
        if not text:
            return
        line = printable(f"! {text}" if wrong else text)
        width = min(cell_len(line) + 2, screen.width)
        self.update(Content.styled(f" {line}", "$error" if wrong else "$foreground"))
        self.styles.width = width
        y = cell.y - 1 if above else cell.bottom
        place = Offset(max(0, min(cell.x, screen.width - width)), max(0, min(y, screen.height - 1)))
        if self.absolute_offset != place:
            self.absolute_offset = place
            self.refresh(layout=True)


class MappingEditor(CellEditor):
    """Completes sources and targets, and says what is wrong with an expression as one types.

    Enter and tab take the best completion only where what was typed stands in it, word for word: letters that are
    merely scattered over a name may mean something else, and for such a completion one has to go down. In an
    expression enter takes the text as it stands, and tab completes the name that was begun.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *CellEditor.BINDINGS,
        Binding("f2", "enlarge", "Larger", id="cell.larger", tooltip="Writes it with more room.", show=False),
    ]

    @dataclass
    class Enlarged(Message):
        """The text is to be written in a larger window."""

        text: str

    def __init__(self, redraw: Callable[[], None], advise: Advise) -> None:
        super().__init__(redraw)
        self._advise = advise
        self._advice = Advice()
        self._in_source = False

    def on_mount(self) -> None:
        """The line stands on the screen, so that nothing cuts it off."""
        self.screen.mount(self._advice)

    def begin(self, how: CellInput, place: Region) -> None:
        """Edits a cell."""
        self._in_source = how.request.column == SOURCE
        wanted = how.completer
        super().begin(how if wanted is None else replace(how, completer=self._judged(wanted)), place)

    def end(self) -> None:
        """The line goes with what was edited."""
        self._in_source = False
        super().end()

    def _judged(self, completer: Completer) -> Completer:
        def complete(text: str, cursor: int) -> Sequence[Completion]:
            found = completer(text, cursor)
            self.choose_first = bool(found) and self._is_sure(text, found[0])
            return found

        return complete

    def _is_sure(self, text: str, best: Completion) -> bool:
        if self._in_source:
            return is_name(text) and text.strip().casefold() in best.label.casefold()
        words = f"{best.label}\n{best.meaning}".casefold()
        return all(word in words for word in text.casefold().split())

    def offer_completions(self) -> None:
        """Completions, and what is to be said about the text."""
        super().offer_completions()
        self._say()

    def close_completions(self) -> None:
        """The line moves to where the list was."""
        super().close_completions()
        self._say()

    def action_take(self) -> None:
        """Tab: the completion, where it is meant; else the text as it stands, and on to the next cell."""
        inside_expression = self._in_source and not is_name(self.value)
        if self.chosen is None and self.value and not self.choose_first and not inside_expression:
            self.action_finish("right")
        else:
            super().action_take()

    def action_enlarge(self) -> None:
        """A source is written with more room."""
        if self._in_source:
            self._end_with(self.Enlarged(self.value))

    def _say(self) -> None:
        if self._advice.is_attached:
            text, wrong = self._advise(self.value, self.cursor_position) if self._in_source else ("", False)
            self._advice.show(text, wrong, self.place, self.screen.size, above=self.completions_open)
