"""What one can do in the mapping table besides typing."""

from aeptui.ui.commands import Command
from aeptui.ui.screens.mapping import fixing, picking, suggesting, viewing
from aeptui.ui.screens.mapping.fixing import MappingFixing
from aeptui.ui.screens.mapping.grid import MappingGrid
from aeptui.ui.screens.mapping.table import edits
from aeptui.ui.screens.mapping.table.lines import COLUMNS, SOURCE, TARGET
from aeptui.ui.widgets.grid import Grid
from aeptui.ui.words import count, middle


def _on_row(screen: "MappingCommands") -> str | None:
    return None if screen.grid.places() else "This line is no mapping yet: type what its source is."


def _on_row_or_suggestion(screen: "MappingCommands") -> str | None:
    return None if any(screen.model.candidate(row) for row in screen.grid.target_rows()) else _on_row(screen)


def _with_selection(screen: "MappingCommands") -> str | None:
    return None if len(screen.grid.places()) > 1 else "Select the rows first (space): the first one's cell fills them."


COMMANDS = (
    *suggesting.COMMANDS,
    Command(
        "mapping.delete",
        ("f8", "d"),
        "Delete",
        "Deletes the row, or all that are selected; refuses a suggestion for good.",
        _on_row_or_suggestion,
    ),
    *fixing.COMMANDS,
    *picking.KEYS,
    *viewing.COMMANDS,
    Command("mapping.ask", ("f9", "x"), "Ask AEP", "Has the platform check the rows and map the sample row."),
    Command("mapping.add", ("ctrl+e", "a"), "Add", "Begins a row at the end.", footer=False),
    Command("mapping.below", ("ctrl+o", "o"), "Row below", "Begins a row below this one.", footer=False),
    Command(
        "mapping.clear",
        ("delete", "c"),
        "Clear",
        "Empties the cell in the row, or in all that are selected; outside of the cells, the source.",
        _on_row,
        footer=False,
    ),
    Command(
        "mapping.fill",
        ("ctrl+f", "f"),
        "Fill",
        "Puts the cell of the first selected row into the others.",
        _with_selection,
        footer=False,
    ),
)


class MappingCommands(MappingFixing):
    """The part of the screen that edits whole rows and goes from one to another."""

    # -- rows

    def do_add(self) -> None:
        """Begins a row at the end."""
        self.show_everything()
        self.grid.move_to(len(self.model.rows), SOURCE)
        self.grid.edit()

    def do_below(self) -> None:
        """Begins a row below this one; below the last one, and off the rows, that is at the end."""
        places = self.grid.places()
        if not places or places[-1] == len(self.model.rows) - 1:
            self.do_add()
            return
        self.change(edits.insert(places[-1] + 1, edits.EMPTY))
        self.grid.move_to(self.model.row_of(places[-1] + 1), SOURCE)
        self.grid.edit()

    def do_delete(self) -> None:
        """Deletes rows, or refuses suggestions."""
        places = self.grid.places()
        if not places and self.refuse_at_hand():
            return
        self.change(edits.delete(places))
        self.grid.clear_selection()
        self.say(f"{count(len(places), 'mapping')} deleted; ctrl+z brings {'it' if len(places) == 1 else 'them'} back.")

    def on_mapping_grid_duplicated(self, event: MappingGrid.Duplicated) -> None:
        """Copies rows; the cursor goes to the target of the first copy."""
        event.stop()
        places = self.grid.places()
        if places:
            self.change(edits.duplicate(self.model.rows, places))
            self.grid.clear_selection()
            self.grid.move_to(self.model.row_of(places[0] + 1), TARGET)
            self.say(f"{count(len(places), 'row')} copied below; ctrl+z takes it back. A copy needs another target.")

    def do_clear(self) -> None:
        """Empties cells."""
        column = self.grid.column if self.grid.column in edits.EDITABLE else SOURCE
        self._fill(self.grid.places(), column, "")

    def do_fill(self) -> None:
        """Fills cells from the first one."""
        column = self.grid.column if self.grid.column in edits.EDITABLE else SOURCE
        first, *others = self.grid.places()
        row = self.model.row_of(first)
        if row is not None:
            text = self.model.cell(row, column).raw
            self._fill(others, column, text)
            name = next(each.title for each in COLUMNS if each.key == column)
            self.say(f"{name} of {count(len(others), 'row')} is {middle(text, 30)} now; ctrl+z takes it back.")

    def _fill(self, places: list[int], column: str, text: str) -> None:
        self.change(edits.fill(self.model.rows, places, column, text, self.model.view.types))

    def on_grid_paste_requested(self, event: Grid.PasteRequested) -> None:
        """Puts pasted lines over the rows from the cursor on, and below them."""
        event.stop()
        columns = self.grid.copied_columns()
        editable = columns[columns.index(event.column) :] if event.column in columns else columns
        lines = (self.model.line(row) for row in range(max(event.row, 0), self.model.row_count()))
        places = [line for line in lines if isinstance(line, int)][: len(event.rows)]
        self.change(edits.paste(self.model.rows, places, editable, event.rows, self.model.view.types))
        self.say(f"{count(len(event.rows), 'line')} pasted; ctrl+z takes them back.")

    def on_grid_copy_requested(self, event: Grid.CopyRequested) -> None:
        """Hands text to the terminal's clipboard, and keeps it for ctrl+v."""
        event.stop()
        self.app.copy_to_clipboard(event.text)
        self.say(f"{count(event.rows, 'row')} copied.")

    # -- what comes out

    def do_ask(self) -> None:
        """Asks the platform."""
        self.ask_platform()
