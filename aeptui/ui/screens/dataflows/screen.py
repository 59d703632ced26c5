"""The home: every dataflow of the sandbox, and the drafts of mine."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import ComposeResult

from aeptui.ui.commands import Command
from aeptui.ui.desk import Desk
from aeptui.ui.messages import DeleteDraft, OpenDraft, OpenFile, ShowRuns
from aeptui.ui.screens.ask_file import AskFile, not_readable
from aeptui.ui.screens.base import Step
from aeptui.ui.widgets.confirm import Confirm
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.widgets.grid.messages import Activated, CursorMoved
from aeptui.ui.widgets.state import Pane
from aeptui.ui.words import STATUS_STYLES, middle, printable, utc

if TYPE_CHECKING:
    from aeptui.operations.flows import FlowLine
    from aeptui.session import Session
    from aeptui.store.drafts import DraftRecord

Item = TypeVar("Item")
# So many drafts are in sight; the others are reached by scrolling.
MOST_DRAFTS = 6
FILE_WIDTH = 40
FLOW_COLUMNS = (
    Column("name", "Dataflow", width=24, grow=1),
    Column("state", "State", width=8, minimum=8),
    Column("schedule", "Schedule", width=9, minimum=9),
    Column("last", "Last run", width=15, minimum=15),
    Column("ended", "Ended", width=17, minimum=17),
)
DRAFT_COLUMNS = (
    Column("name", "Draft", width=20, grow=1),
    Column("changed", "Changed", width=17, minimum=17),
    Column("file", "File", width=FILE_WIDTH - 4, grow=1),
)


def _on_flow(screen: "DataflowsScreen") -> str | None:
    return None if screen.flow is not None else "Choose a dataflow first."


def _on_draft(screen: "DataflowsScreen") -> str | None:
    return None if screen.draft is not None else "Choose a draft first (tab goes there)."


class DataflowsScreen(Step):
    """Dataflows with state, schedule and last run; drafts with their file."""

    PLACE = "dataflows"
    ABOUT = (
        "Every dataflow of the sandbox, with its state, its schedule and how its last run ended. "
        "Below, the drafts on this host: enter goes on with one; tab changes between the two lists."
    )
    CSS_PATH = "screen.tcss"
    COMMAND_TABLE = (
        Command("dataflows.new", ("n",), "New", "Begins a new dataflow."),
        Command("dataflows.open", ("o",), "Open file", "Opens a manifest: a dataflow's YAML file."),
        Command("dataflows.runs", ("r",), "Runs", "Shows the runs of the chosen dataflow.", allowed=_on_flow),
        Command("dataflows.delete-draft", ("d",), "Delete draft", "Deletes the chosen draft.", allowed=_on_draft),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._looked = False
        self._flows: ListModel[FlowLine] = ListModel(FLOW_COLUMNS, (), cell=_flow_cell, key=lambda flow: flow.id)
        self._drafts: ListModel[DraftRecord] = ListModel(
            DRAFT_COLUMNS, (), cell=_draft_cell, key=lambda draft: draft.number
        )

    def title_text(self) -> str:
        number = self._flows.row_count()
        return f"Dataflows: {number}" if number else "Dataflows"

    def body(self) -> ComposeResult:
        yield Pane(Grid(self._flows, cursor="row", id="flow-list"), id="flows")
        yield Grid(self._drafts, cursor="row", id="draft-list")

    def load(self) -> None:
        self._look(quiet=False)

    def on_screen_resume(self) -> None:
        """Looks again without a word: a dataflow may have been made on another screen."""
        if self._looked and self.desk.session is not None:
            self._look(quiet=True)

    def _look(self, *, quiet: bool) -> None:
        self._looked = True
        self.ask("Listing the dataflows", _list, self._show, pane=self.query_one("#flows", Pane), quiet=quiet)

    def desk_changed(self) -> None:
        """Lists the drafts; they are on this host, so nothing has to be awaited."""
        drafts = [] if self.desk.drafts is None else self.desk.drafts.listing()
        self._drafts.replace(drafts)
        grid = self.query_one("#draft-list", Grid)
        grid.reload()
        grid.display = bool(drafts)
        grid.styles.height = min(len(drafts), MOST_DRAFTS) + 2

    @property
    def flow(self) -> "FlowLine | None":
        """The chosen dataflow, where the focus is among the dataflows."""
        return self._chosen("#flow-list", self._flows)

    @property
    def draft(self) -> "DraftRecord | None":
        """The chosen draft, where the focus is among the drafts."""
        return self._chosen("#draft-list", self._drafts)

    def do_new(self) -> None:
        """Begins a new dataflow."""
        self.post_message(OpenDraft(None))

    def do_open(self) -> None:
        """Asks for a manifest's file, and opens it."""
        detail = "Its changes go back into the file when you save or quit."
        self.app.push_screen(AskFile("Open which manifest?", "", detail, not_readable), self._open)

    def _open(self, path: Path | None) -> None:
        if path is not None:
            self.post_message(OpenFile(path))

    def do_runs(self) -> None:
        """Shows the runs of the chosen dataflow."""
        if self.flow is not None:
            self.post_message(ShowRuns(self.flow.id, self.flow.name))

    def do_delete_draft(self) -> None:
        """Deletes the chosen draft, after asking."""
        draft = self.draft
        if draft is None:
            return
        kept = f"Its file {draft.file} stays." if draft.file else "It has no file: all of it will be gone."
        dialog = Confirm(f"Delete the draft {printable(draft.title)}?", kept, yes="delete")
        self.app.push_screen(dialog, lambda yes: self._delete(draft.number) if yes else None)

    def on_grid_cursor_moved(self, event: CursorMoved) -> None:
        event.stop()
        self.refresh_frame()

    def on_grid_activated(self, event: Activated) -> None:
        event.stop()
        if self.draft is not None:
            self.post_message(OpenDraft(self.draft.number))
        else:
            self.do_runs()

    def _delete(self, number: int) -> None:
        self.post_message(DeleteDraft(number))

    def _chosen(self, selector: str, model: ListModel[Item]) -> Item | None:
        grid = self.query_one(selector, Grid)
        return model.item(grid.row) if self.focused is grid.view and model.row_count() else None

    def _show(self, flows: "list[FlowLine]") -> None:
        grid = self.query_one("#flow-list", Grid)
        before = self._flows.item(grid.row).id if self._flows.row_count() else None
        self._flows.replace(flows)
        grid.reload()
        row = self._flows.index(before) if before is not None else None
        if row is not None:
            grid.move_to(row)
        elif flows:
            # The first ones: they come into sight above the drafts, and are what one comes home for.
            grid.focus()
        if not flows:
            self.query_one("#flows", Pane).empty(
                "There is no dataflow in this sandbox yet.",
                ("n", "a new dataflow, step by step"),
                ("o", "opens the file of one"),
                ("?", "all keys of a screen; ctrl+p finds any action"),
            )


async def _list(session: "Session") -> "list[FlowLine]":
    from aeptui.operations.flows import flow_lines

    return await flow_lines(session.platform)


def _flow_cell(flow: "FlowLine", column: str) -> Cell:
    if column in ("last", "ended"):
        return _last_run(flow.last_run, column)
    schedule = f"{flow.schedule.get('frequency', '')} {flow.schedule.get('interval', '')}"
    return Cell({"name": flow.name, "state": flow.state, "schedule": schedule.strip()}[column])


def _last_run(last: dict[str, Any] | None, column: str) -> Cell:
    if column == "ended":
        return Cell(utc(last["finished"]) if last is not None else "")
    return Cell(last["status"], STATUS_STYLES.get(last["status"], "")) if last is not None else Cell("never ran", "dim")


def _draft_cell(draft: "DraftRecord", column: str) -> Cell:
    if column == "changed":
        return Cell(utc(draft.changed_at * 1000))
    if column == "file":
        return Cell("no file yet" if draft.file is None else middle(str(draft.file), FILE_WIDTH))
    return Cell(draft.title)


SCREEN = DataflowsScreen
