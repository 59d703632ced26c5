"""A dataflow's runs with what became of the rows, and what failed them; watched until the newest has ended."""

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.commands import Command
from aeptui.ui.desk import Chosen, Desk
from aeptui.ui.screens.base import Step
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.widgets.grid.messages import CursorMoved
from aeptui.ui.words import STATUS_STYLES, count, duration, printable, utc, utc_and_local

if TYPE_CHECKING:
    from textual.timer import Timer

    from aeptui.core.runs.summary import RunSummary
    from aeptui.session import Session

# Seconds between two looks at a run that has not ended: quick at first, then as slow as a real platform deserves.
FIRST_PAUSE, GROWTH, LONGEST_PAUSE = 0.5, 1.4, 30.0
COLUMNS = (
    Column("status", "Status", width=15, minimum=15),
    Column("started", "Started", width=17, minimum=17),
    Column("took", "Took", width=10, minimum=10, grow=1),
    Column("input", "Read", width=6, minimum=6, align="right"),
    Column("landed", "Landed", width=6, minimum=6, align="right"),
    Column("failed", "Failed", width=6, minimum=6, align="right"),
    Column("skipped", "Skipped", width=7, minimum=7, align="right"),
)


class RunsScreen(Step):
    """The runs of one dataflow, newest first; below them the chosen one's times and errors."""

    PLACE = "runs"
    ABOUT = (
        "Every run of the dataflow, newest first, with how many rows it read, landed, failed and skipped. "
        "While the newest run has not ended, or none has begun, the list looks after it by itself."
    )
    COMMAND_TABLE = (Command("runs.reload", ("ctrl+r",), "Look again", "Asks for the runs now."),)
    CSS_PATH = "screen.tcss"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._flow: Chosen | None = None
        self._runs: ListModel[RunSummary] = ListModel(COLUMNS, (), cell=_cell, key=lambda run: run.id)
        self._newest: RunSummary | None = None
        self._pause = FIRST_PAUSE
        self._timer: Timer | None = None

    def title_text(self) -> str:
        return "Runs" if self.desk.flow is None else f"Runs of {printable(self.desk.flow.name)}"

    def body(self) -> ComposeResult:
        yield Grid(self._runs, cursor="row", id="runs")
        yield Static(id="detail", markup=False)

    def load(self) -> None:
        self._flow = self.desk.flow
        self._pause = FIRST_PAUSE
        self._look(quiet=False)

    def desk_changed(self) -> None:
        if self.desk.flow != self._flow:
            self._runs.replace(())
            self.pane.filled = False
            self.load()

    def remember(self) -> dict[str, Any]:
        flow = self.desk.flow
        return {} if flow is None else {"flow": flow.flow_id, "name": flow.name}

    def restore(self, state: dict[str, Any]) -> None:
        flow, name = state.get("flow"), state.get("name")
        if self.desk.flow is None and isinstance(flow, str) and isinstance(name, str):
            self._flow = self.desk.flow = Chosen(flow, name)

    def do_reload(self) -> None:
        """Asks for the runs now."""
        self.load()

    def on_screen_suspend(self) -> None:
        self._stop_watching()

    def on_screen_resume(self) -> None:
        self._watch()

    def on_grid_cursor_moved(self, event: CursorMoved) -> None:
        event.stop()
        self._show_detail()

    def _look(self, *, quiet: bool) -> None:
        self._stop_watching()
        flow = self.desk.flow
        if flow is None:
            self.pane.empty("No dataflow is chosen.", ("0", "the dataflows"))
            return
        doing = f"Listing the runs of {flow.name}"
        self.ask(doing, partial(_list, flow_id=flow.flow_id), self._show, pane=self.pane, quiet=quiet)

    def _show(self, runs: "list[RunSummary]") -> None:
        self._newest = runs[0] if runs else None
        self._runs.replace(runs)
        self.query_one("#runs", Grid).reload()
        self._show_detail()
        if not runs:
            self.pane.empty("No run yet: the first can take minutes after the start time.", ("0", "the dataflows"))
        self._watch()

    def _show_detail(self) -> None:
        rows = self._runs.row_count()
        chosen = self._runs.item(self.query_one("#runs", Grid).row) if rows else None
        self.query_one("#detail", Static).update(_detail(chosen) if chosen is not None else "")

    def _watch(self) -> None:
        """Looks again after a while, as long as there is something to wait for and somebody to see it."""
        waiting = self.desk.flow is not None and not (self._newest is not None and self._newest.ended)
        if waiting and self.is_current and self.desk.session is not None and self.pane.state != "failed":
            self._stop_watching()
            self._timer = self.set_timer(self._pause, partial(self._look, quiet=True))
            self._pause = min(self._pause * GROWTH, LONGEST_PAUSE)

    def _stop_watching(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


async def _list(session: "Session", flow_id: str) -> "list[RunSummary]":
    from aeptui.operations.monitor import runs_of

    return [run async for run in runs_of(session.platform, flow_id)]


def _cell(run: "RunSummary", column: str) -> Cell:
    if column == "status":
        return Cell(run.status, style=STATUS_STYLES.get(run.status, ""))
    if column == "started":
        return Cell(utc(run.started))
    if column == "took":
        return Cell(duration((run.finished - run.started) / 1000) if run.started and run.finished else "")
    number = run.counts()[column]
    return Cell("?" if number is None else f"{number:,}", style="error" if column == "failed" and number else "")


def _detail(run: "RunSummary") -> Content:
    lines = []
    for name, moment in (("Started", run.started), ("Ended", run.finished)):
        if moment is not None:
            lines.append(Content(f"{name:<9}{utc_and_local(datetime.fromtimestamp(moment / 1000, UTC))}"))
    for error in run.errors:
        rows = f"  ({count(error.count, 'row')})" if error.count else ""
        lines.append(
            Content.styled(f"{printable(error.code)}  ", "bold $error") + Content(printable(error.message) + rows)
        )
    if run.ended and not run.errors:
        lines.append(Content("No errors."))
    return Content("\n").join(lines)


SCREEN = RunsScreen
