"""What one can do in the mapping table besides typing."""

from abc import abstractmethod
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any

from aeptui.core.expressions import ExpressionError, field_paths, parse
from aeptui.ui.commands import Command
from aeptui.ui.screens.mapping import edits
from aeptui.ui.screens.mapping.grid import MappingGrid
from aeptui.ui.screens.mapping.knowledge import MappingKnowledge
from aeptui.ui.screens.mapping.model import SOURCE, TARGET, NewLine
from aeptui.ui.screens.mapping.names import by_name
from aeptui.ui.screens.mapping.targets import Need, TargetTree
from aeptui.ui.screens.mapping.text import source_text
from aeptui.ui.screens.mapping.tree import PickTarget
from aeptui.ui.widgets.grid import Grid
from aeptui.ui.words import count

if TYPE_CHECKING:
    from aeptui.core.manifest.edits import Edit
    from aeptui.core.manifest.model import MappingRow


def _on_row(screen: "MappingCommands") -> str | None:
    return None if screen.grid.places() else "This line is no mapping yet: type what its source is."


def _with_selection(screen: "MappingCommands") -> str | None:
    return None if len(screen.grid.places()) > 1 else "Select the rows first (space): the first one's cell fills them."


def _with_targets(screen: "MappingCommands") -> str | None:
    return None if screen.model.targets.tree is not None else "The target schema is not known yet: choose it (3)."


def _with_columns(screen: "MappingCommands") -> str | None:
    return _with_targets(screen) or (None if screen.model.view.columns else "The source's columns are not known yet.")


COMMANDS = (
    Command("mapping.by-name", ("f7", "m"), "By name", "Maps columns to fields of the same name.", _with_columns),
    Command("mapping.tree", ("f4", "t"), "Tree", "Picks the row's target in the tree of the schema.", _with_targets),
    Command("mapping.delete", ("f8", "d"), "Delete", "Deletes the row, or all that are selected.", _on_row),
    Command("mapping.problems", ("f6", "p"), "Problems", "Shows only rows that need attention, or all again."),
    Command("mapping.next-problem", ("f3", "n"), "Next !", "Goes to the next row that needs attention."),
    Command("mapping.ask", ("f9", "x"), "Ask AEP", "Has the platform check the rows and map the sample row."),
    Command(
        "mapping.previous-problem",
        ("shift+f3", "N"),
        "Problem above",
        "Goes to the row before that needs attention.",
        footer=False,
    ),
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


class MappingCommands(MappingKnowledge):
    """The part of the screen that edits whole rows and goes from one to another."""

    @property
    @abstractmethod
    def grid(self) -> MappingGrid:
        """The table."""

    @abstractmethod
    def change(self, edit: "Edit") -> None:
        """Makes an edit and shows what it made."""

    @abstractmethod
    def show_lines(self) -> None:
        """Draws counters and details again."""

    # -- rows

    def do_add(self) -> None:
        """Begins a row at the end."""
        if self.model.only_problems:
            self.do_problems()
        self.grid.set_filter("")
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
        """Deletes rows."""
        places = self.grid.places()
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
            self._fill(others, column, self.model.cell(row, column).raw)

    def _fill(self, places: list[int], column: str, text: str) -> None:
        self.change(edits.fill(self.model.rows, places, column, text, self.model.view.types))

    def on_grid_paste_requested(self, event: Grid.PasteRequested) -> None:
        """Puts pasted lines over the rows from the cursor on, and below them."""
        event.stop()
        columns = [column.key for column in self.grid.view.columns.visible if column.key in edits.EDITABLE]
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

    def do_by_name(self) -> None:
        """Maps every column that is not mapped to the field that is called as it is."""
        rows = by_name(self.model.view.columns, self.model.targets, self._taken(), {row.to for row in self.model.rows})
        if not rows:
            self.say("No unmapped column has the name of a free target field.")
            return
        title = f"{count(len(rows), 'column')} mapped by name"
        self.change(edits.append(rows, len(self.model.rows), title))
        self.say(f"{title}; ctrl+z takes {'it' if len(rows) == 1 else 'all of them'} back.")

    def _taken(self) -> set[str]:
        """The columns that rows read, in expressions as well."""
        return {name for row in self.model.rows for name in _columns_of(row)}

    # -- targets

    def do_tree(self) -> None:
        """Picks the target in the tree."""
        grid = self.grid
        if grid.editing:
            grid.abandon()
        line = self.model.line(grid.row)
        row = self.model.rows[line] if isinstance(line, int) else edits.EMPTY
        key = None if grid.row < 0 else self.model.key(grid.row)
        mapped = frozenset(each.to for each in self.model.rows)
        dialog = PickTarget(TargetTree(self.model.targets, mapped), source_text(row) or "a new mapping", row.to)
        if isinstance(line, int | NewLine):
            self.app.push_screen(dialog, lambda path: self._picked(key, path))
        else:
            self.say("This line has its target; type what its source is.")

    def _picked(self, key: Any, path: str | None) -> None:
        if path is not None:
            self.enter(key, TARGET, path)

    @abstractmethod
    def enter(self, key: Any, column: str, text: str) -> None:
        """Makes of an entered text what it means for the row with a key."""

    # -- problems

    def do_problems(self) -> None:
        """Shows only what needs attention, or everything."""
        self.model.show_problems(not self.model.only_problems)
        self.grid.reload()
        self.show_lines()
        if self.model.only_problems and not self.model.row_count():
            self.say("No row has a problem. f6 shows all rows again.")

    def do_next_problem(self) -> None:
        """The next row that needs attention, the first one after the last."""
        rows = self.model.problem_lines()
        self._go_to_problem(rows, bisect_right(rows, self.grid.row))

    def do_previous_problem(self) -> None:
        """The one before."""
        rows = self.model.problem_lines()
        self._go_to_problem(rows, bisect_left(rows, self.grid.row) - 1)

    def _go_to_problem(self, rows: list[int], number: int) -> None:
        if rows:
            row = rows[number % len(rows)]
            self.grid.move_to(row, SOURCE if isinstance(self.model.line(row), Need) else None)
        else:
            self.say("No row needs attention.")

    # -- what comes out

    def on_mapping_grid_sample_stepped(self, event: MappingGrid.SampleStepped) -> None:
        """Maps another sample row."""
        event.stop()
        self.step_sample(event.by)
        self.grid.reload()
        self.show_lines()

    def do_ask(self) -> None:
        """Asks the platform."""
        self.ask_platform()


def _columns_of(row: "MappingRow") -> list[str]:
    """The columns that a row reads."""
    if row.expr is None:
        return [row.from_] if row.from_ else []
    try:
        return [use.path[0] for use in field_paths(parse(row.expr))]
    except ExpressionError:
        return []
