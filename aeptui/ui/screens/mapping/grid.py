"""The mapping table: a grid in which letters are typed into the cells that can be edited."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from textual import events
from textual.actions import SkipAction
from textual.message import Message

from aeptui.ui.commands import Command
from aeptui.ui.screens.mapping.editors import Advise, MappingEditor
from aeptui.ui.screens.mapping.model import NOTE, SAMPLE, SOURCE, STATE, TARGET, TYPE, MappingModel
from aeptui.ui.screens.mapping.targets import Need
from aeptui.ui.widgets.grid import ColumnState, Grid
from aeptui.ui.widgets.grid.editing import EditorFactory, Move

# Characters that are commands in every cell: no source or target begins with one.
COMMAND_CHARACTERS = " ?/:[]<>"
# From these widths on there is room for more columns; the line below the table says what they would.
_WIDTHS = ((136, ()), (104, (NOTE,)), (0, (TYPE, SAMPLE, NOTE)))

Enter = Callable[[Hashable, str, str], None]
"""Takes a text for the cell with that key, in that column."""


def has_sample(node: "MappingGrid") -> str | None:
    """Why the sample row cannot be changed."""
    return None if node.mappings.view.rows else "There is no sample row here; ctrl+r reads the source again."


class MappingGrid(Grid):
    """The table. In the columns that can be edited every character but ``COMMAND_CHARACTERS`` begins a text.

    What is entered goes to ``enter`` at once and not as a message, so that the next key finds the row that it made.
    """

    COMMAND_TABLE = (
        Command(
            "mapping.next-sample", ("right_square_bracket",), "Next sample", "Maps the next sample row.", has_sample
        ),
        Command(
            "mapping.previous-sample",
            ("left_square_bracket",),
            "Sample before",
            "Maps the sample row before.",
            has_sample,
            footer=False,
        ),
        Command(
            "mapping.duplicate",
            ("f5", "y"),
            "Duplicate",
            "Copies the row, or all that are selected; a copy has no target yet.",
            footer=False,
        ),
    )

    @dataclass
    class SampleStepped(Message):
        """Another sample row is wanted."""

        by: int

    class Duplicated(Message):
        """Copies of rows are wanted."""

    def __init__(self, model: MappingModel, *, editor: EditorFactory, advise: Advise, enter: Enter) -> None:
        super().__init__(model, typing=True, commands=COMMAND_CHARACTERS, editor=editor, empty="Nothing matches")
        self._cell_editor = MappingEditor(self._redraw_editor, advise)
        self.mappings = model
        self._enter = enter
        self._arranged = False
        """Whether the user chose the columns; until then the width does."""
        self._fitted: tuple[str, ...] | None = None

    def do_next_sample(self) -> None:
        """The next sample row."""
        self.post_message(self.SampleStepped(1))

    def do_previous_sample(self) -> None:
        """The one before."""
        self.post_message(self.SampleStepped(-1))

    def do_duplicate(self) -> None:
        """Copies of rows."""
        self.post_message(self.Duplicated())

    def places(self) -> list[int]:
        """The places in the mapping of the selected rows, else of the row under the cursor."""
        return [line for row in self.target_rows() if isinstance(line := self.mappings.line(row), int)]

    # -- editing

    def finish(self, text: str, move: Move = "stay") -> None:
        """Takes the text before the cursor moves."""
        request = self._request
        if request is None:
            return
        if text == request.cell.raw:
            super().finish(text, move)
            self._begin_line(move)
            return
        need = isinstance(self.mappings.line(request.row), Need)
        self._enter(request.key, request.column, text)
        super().finish(request.cell.raw, move)
        if need and move == "down":
            self.move_to(request.row + 1, SOURCE)
        else:
            self._begin_line(move)

    def _begin_line(self, move: Move) -> None:
        """Down from the last row one begins a new one, at its beginning."""
        if move == "down" and self.column == TARGET and not isinstance(self.mappings.line(self.row), int):
            self.move_to(column=SOURCE)

    def action_clear(self) -> None:
        """Escape: ends the selection, then leaves the cells for the column in which letters are commands."""
        if self.view.selection:
            super().action_clear()
        elif self.typing and self.column != STATE:
            self.move_to(column=STATE)
        else:
            raise SkipAction

    # -- columns

    def on_resize(self, event: events.Resize) -> None:
        """Shows the columns that there is room for, as long as the user has not chosen them."""
        if not self._arranged:
            hidden = next(columns for width, columns in _WIDTHS if event.size.width >= width)
            if hidden != self._fitted:
                self._fitted = hidden
                self.restore_columns(ColumnState(column.key, column.key in hidden) for column in self.mappings.columns)

    def on_grid_columns_changed(self) -> None:
        """From now on the user's columns stay."""
        self._arranged = True

    def take_columns(self, states: list[ColumnState]) -> None:
        """Takes over columns that the user chose earlier."""
        self._arranged = True
        self.restore_columns(states)

    @property
    def has_own_columns(self) -> bool:
        """Whether the user chose the columns."""
        return self._arranged
