"""What else can be done with a mapping: many rows at once, files, whole records."""

from typing import TYPE_CHECKING

from textual import events

from aeptui.ui.commands import Command
from aeptui.ui.screens.mapping.bulk import ManyRows
from aeptui.ui.screens.mapping.commands import MappingCommands
from aeptui.ui.screens.mapping.dialogs.menu import Menu
from aeptui.ui.screens.mapping.exchange import Exchange
from aeptui.ui.screens.mapping.grid import has_sample
from aeptui.ui.screens.mapping.own_editor import OwnEditor
from aeptui.ui.screens.mapping.record import Records
from aeptui.ui.screens.mapping.table.lines import NewLine
from aeptui.ui.screens.mapping.table.targets import Need
from aeptui.ui.screens.mapping.taking_over import TakingOver
from aeptui.ui.widgets.confirm import Confirm
from aeptui.ui.words import count

if TYPE_CHECKING:
    from aeptui.ui.desk import Desk


def _with_rows(screen: "Workbench") -> str | None:
    return None if screen.model.rows else "There are no rows yet."


def _with_sample(screen: "Workbench") -> str | None:
    return has_sample(screen.grid)


def _on_source(screen: "Workbench") -> str | None:
    line = screen.model.line(screen.grid.row)
    return None if isinstance(line, int | NewLine | Need) else "This line is no mapping yet: enter takes it first."


def _with_learned(screen: "Workbench") -> str | None:
    return None if screen.learned_choices() else "Nothing was learned yet in this organisation."


COMMANDS = (
    Command("mapping.tools", ("f10", "b"), "Bulk, files", "Changes many rows at once; imports and exports."),
    Command(
        "mapping.record",
        ("ctrl+w", "r"),
        "Record",
        "Shows the whole record that becomes of the sample row, or only the table again.",
        _with_sample,
        footer=False,
    ),
    Command(
        "mapping.editor",
        ("ctrl+x", "E"),
        "Own editor",
        "Edits the row's source in your own editor (VISUAL or EDITOR).",
        _on_source,
        footer=False,
    ),
    Command("mapping.import", (), "Import", "Brings in the mappings of a file, with a preview.", footer=False),
    Command(
        "mapping.take-over", (), "Take over", "Takes the mapping of another dataflow, with a preview.", footer=False
    ),
    Command("mapping.export", (), "Export", "Writes the mappings to a file.", _with_rows, footer=False),
    Command(
        "mapping.forget",
        (),
        "Learned choices",
        "Says where accepted and refused suggestions are remembered, and forgets them if you like.",
        _with_learned,
        footer=False,
    ),
)


class Workbench(MappingCommands):
    """The mapping screen's larger tools, behind one key."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._many = ManyRows(self)
        self._exchange = Exchange(self)
        self._taking_over = TakingOver(self._exchange)
        self._own_editor = OwnEditor(self)
        self._records = Records(self, self._exchange.platform_paths)

    def do_tools(self) -> None:
        """Shows the tools."""
        items = [*self._many.items(), *self._exchange.items(), *self._taking_over.items()]
        self.app.push_screen(Menu(f"Change {self._many.scope()[1]}", items), self._use_tool)

    def _use_tool(self, answer: str | None) -> None:
        own = {"import": self.do_import, "export": self.do_export, "take-over": self.do_take_over}
        if answer in own:
            own[answer]()
        elif answer is not None:
            self._many.change(answer)

    # -- whole records

    def on_mount(self) -> None:
        self._end_records = self.desk.subscribe(self._records.refresh)

    def on_unmount(self) -> None:
        self._end_records()

    def on_resize(self, event: events.Resize) -> None:
        self._records.fit()

    def do_record(self) -> None:
        """Shows the whole record."""
        self._exchange.with_tenant(self._records.toggle)

    def step_sample(self, by: int) -> None:
        """Another sample row, in the table and in the record."""
        super().step_sample(by)
        self._records.refresh()

    def cursor_moved(self) -> None:
        """The record shows the target of the row under the cursor."""
        self._records.follow()

    def do_editor(self) -> None:
        """Edits the row's source in the user's own editor."""
        self._own_editor.edit()

    def do_forget(self) -> None:
        """Asks whether to forget what was learned."""
        number, file = self.learned_choices(), self.learned_file
        detail = f"It is kept in {file}, a text to read or to delete. No suggestion will be offered or left out by it."
        dialog = Confirm(f"Forget {count(number, 'accepted or refused suggestion')}?", detail, yes="forget")
        self.app.push_screen(dialog, lambda yes: self.forget_choices() if yes else None)

    # -- files and other dataflows

    def do_import(self) -> None:
        """Brings in the mappings of a file."""
        self._exchange.bring_file()

    def do_export(self) -> None:
        """Writes the mappings to a file."""
        self._exchange.export()

    def do_take_over(self) -> None:
        """Takes the mapping of another dataflow."""
        self._taking_over.begin()
