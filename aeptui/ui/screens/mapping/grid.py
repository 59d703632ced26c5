"""The mapping table: a grid in which letters are typed into the cells that can be edited."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from textual import events
from textual.actions import SkipAction
from textual.message import Message

from aeptui.ui.commands import Command
from aeptui.ui.messages import Said
from aeptui.ui.screens.mapping.editors import Advise, MappingEditor
from aeptui.ui.screens.mapping.table.edits import EDITABLE
from aeptui.ui.screens.mapping.table.lines import NOTE, SAMPLE, SOURCE, STATE, TARGET, TYPE
from aeptui.ui.screens.mapping.table.model import MappingModel
from aeptui.ui.screens.mapping.table.offers import Offer
from aeptui.ui.screens.mapping.table.targets import Need
from aeptui.ui.widgets.grid import ColumnState, Grid
from aeptui.ui.widgets.grid.editing import EditorFactory, Move

# Characters that are commands in every cell: no target begins with one, and hardly any source. The digits of the rail
# go to its screens from everywhere; a number as a constant is typed after enter, or behind =.
COMMAND_CHARACTERS = " ?/:[]<>|!0123456789"
# From these widths on there is room for more columns; the line below the table says what they would.
_WIDTHS = ((140, ()), (104, (SAMPLE,)), (0, (TYPE, SAMPLE, NOTE)))

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
        Command("mapping.take", ("enter",), "Take / edit", "Accepts the line's suggestion; edits the cell of a row."),
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

    @dataclass
    class Enlarged(Message):
        """What is typed as the source of a row should be written in a larger window."""

        key: Hashable
        text: str

    class SuggestionTaken(Message):
        """The suggestion of the line, or those of the selected lines, are accepted."""

    def __init__(self, model: MappingModel, *, editor: EditorFactory, advise: Advise, enter: Enter) -> None:
        self._advise = advise
        super().__init__(model, typing=True, commands=COMMAND_CHARACTERS, editor=editor, empty="Nothing matches")
        self.mappings = model
        self._enter = enter
        self._arranged = False
        """Whether the user chose the columns; until then the width does."""
        self._fitted: tuple[str, ...] | None = None

    def do_take(self) -> None:
        """Accepts what is suggested; where nothing is, edits the cell."""
        if any(self.mappings.candidate(row) for row in self.target_rows()):
            self.post_message(self.SuggestionTaken())
        else:
            self._edit_line()

    def copied_columns(self) -> list[str]:
        """What pasting fills: the columns in sight that can be written in."""
        return [key for key in super().copied_columns() if key in EDITABLE]

    def _edit_line(self) -> None:
        """Edits the cell; from a column in which nothing is written, what the line begins with."""
        if not self.edit() and self.row >= 0:
            self.move_to(column=TARGET if isinstance(self.mappings.line(self.row), Offer) else SOURCE)
            self.edit()

    def do_hide(self) -> None:
        """Hides the column; not the one in which letters are commands."""
        if self.column == STATE:
            self.post_message(Said("This column stays: letters are commands here and nowhere else."))
        else:
            super().do_hide()

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

    def make_cell_editor(self, redraw: Callable[[], None]) -> MappingEditor:
        """The editor that completes sources and targets."""
        return MappingEditor(redraw, self._advise)

    def on_mapping_editor_enlarged(self, event: MappingEditor.Enlarged) -> None:
        """F2 in a source: the cell stays as it was, and the text goes where there is more room."""
        event.stop()
        request = self._request
        if request is not None:
            self.abandon()
            self.post_message(self.Enlarged(request.key, event.text))

    def finish(self, text: str, move: Move = "stay") -> None:
        """Takes the text before the cursor moves."""
        request = self._request
        if request is None:
            return
        line = self.mappings.line(request.row)
        # A suggested text that is entered as it stands is accepted; not where the focus merely went elsewhere.
        accepted = isinstance(line, Need | Offer) and move != "stay"
        if text == request.cell.raw and not accepted:
            super().finish(text, move)
            self._begin_line(move)
            return
        self._enter(request.key, request.column, text)
        super().finish(request.cell.raw, move)
        if isinstance(line, Need | Offer) and move == "down":
            self._after_offer(line, request.row)
        else:
            self._begin_line(move)

    def _after_offer(self, line: Need | Offer, row: int) -> None:
        """What was needed or offered has become a row of its own: down is what followed it, or a new row."""
        after = row + (1 if self.mappings.shows_rows else 0)
        if isinstance(line, Offer):
            self.move_to(after)
        elif isinstance(self.mappings.line(after), Need):
            self.move_to(after, SOURCE)
        else:
            self.move_to(self.mappings.new_row, SOURCE)

    def _begin_line(self, move: Move) -> None:
        """Down from the last row one begins a new one, at its beginning."""
        if move == "down" and self.column == TARGET and not isinstance(self.mappings.line(self.row), int):
            self.move_to(column=SOURCE)

    def action_clear(self) -> None:
        """Escape: ends the selection; leaves the cells for where letters are commands; ends the filter."""
        if self.view.selection:
            super().action_clear()
        elif self.typing and self.column != STATE:
            self.move_to(column=STATE)
        elif self.filter_text:
            self.set_filter("")
        else:
            raise SkipAction

    # -- columns

    def do_home(self) -> None:
        """To the first column; the columns beside it come into sight with it."""
        for column in self.view.columns.visible[1:2]:
            self.move_to(column=column.key)
        super().do_home()

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
