"""The plan before anything is sent, the apply while it goes on, and the first run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import ExistingDataset, ExistingSchema, Manifest, NewConnection
from aeptui.core.manifest.problems import Problem
from aeptui.ui.commands import Command
from aeptui.ui.desk import Desk
from aeptui.ui.failure import Failure
from aeptui.ui.messages import Go, Save, ShowRuns
from aeptui.ui.screens.base import Step
from aeptui.ui.screens.review_request import RequestView
from aeptui.ui.screens.review_rows import (
    LATER,
    STEP_COLUMNS,
    ProblemGrid,
    StepGrid,
    outline,
    problem_lines,
    problem_model,
    step_lines,
    step_model,
    summary,
)
from aeptui.ui.screens.review_work import (
    Outcome,
    apply_plan,
    connection_name,
    failed_content,
    first_run,
    flow_of,
    later_content,
    make_plan,
    run_content,
    stopped_content,
)
from aeptui.ui.steps import step_of
from aeptui.ui.widgets.confirm import Confirm, Prompt
from aeptui.ui.widgets.grid import ColumnState, Grid
from aeptui.ui.widgets.state import Pane
from aeptui.ui.words import count, printable

if TYPE_CHECKING:
    from aeptui.core.runs.summary import RunSummary
    from aeptui.engine.apply import Progress
    from aeptui.engine.graph import Plan

APPLY, RUN = "apply", "run"
MOST_PROBLEMS = 5
APPLIED = "Applied."


def _can_apply(screen: "ReviewScreen") -> str | None:
    return screen.why_not() or ("An apply was cut off: c continues it." if screen.cut_off else None)


def _can_continue(screen: "ReviewScreen") -> str | None:
    return screen.why_not() if screen.cut_off else "There is nothing to continue."


def _has_flow(screen: "ReviewScreen") -> str | None:
    return None if screen.flow_id else "The dataflow does not exist yet."


class ReviewScreen(Step):
    """What applying will do, step by step, with everything that is wrong; then how it goes."""

    PLACE = "review"
    ABOUT = (
        "Compares the document with the platform and lists every step of the plan; enter shows the request of a step. "
        "a applies it: nothing is sent before that. What was made stays known: after a failure, a lost link or a kill "
        "it goes on where it stopped, and nothing is made twice. Below the plan stands what is wrong or doubtful; "
        "enter goes to its field."
    )
    CSS_PATH = "review.tcss"
    COMMAND_TABLE = (
        Command("review.apply", ("a",), "Apply", "Does what the plan says.", allowed=_can_apply),
        Command("review.continue", ("c",), "Continue", "Goes on where an apply was cut off.", allowed=_can_continue),
        Command("review.runs", ("r",), "Runs", "Shows the runs of the dataflow.", allowed=_has_flow),
        Command("review.name", ("n",), "Name", "Asks for the dataflow's name."),
    )

    @dataclass
    class Progressed(Message):
        """A step of the apply moved on."""

        progress: "Progress"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._plan: Plan | None = None
        self._planned: Manifest | None = None
        self._progress: dict[str, Progress] = {}
        self._steps, self._found = step_model(), problem_model()
        self._refused: tuple[Problem, ...] = ()
        self.cut_off = False
        self.flow_id: str | None = None

    def body(self) -> ComposeResult:
        yield Static(id="summary", markup=False)
        yield Pane(StepGrid(self._steps, cursor="row", marks=True, id="steps"), id="plan")
        yield Static(id="outcome", markup=False)
        yield ProblemGrid(self._found, cursor="row", marks=True, id="problems")

    @property
    def manifest(self) -> Manifest:
        """The document as it is."""
        assert self.desk.draft is not None, "the screen is reached with a draft only"
        return self.desk.draft.manifest

    @property
    def plan_pane(self) -> Pane:
        """The pane of the plan."""
        return self.query_one("#plan", Pane)

    @property
    def applying(self) -> bool:
        """Whether an apply goes on."""
        return any(call.group == APPLY for call in self.running)

    def why_not(self) -> str | None:
        """Why nothing can be applied now, or None."""
        if self.applying:
            return "It is being applied; esc stops it."
        if self.desk.opening.read_only:
            return "This program was started with --read-only: it sends nothing that writes."
        if self._errors():
            return "There are things to mend first: enter goes to the one under the cursor."
        if self._plan is None or self._planned is not self.manifest:
            return "There is no plan of the document as it is: ctrl+r makes one."
        made = connection_name(self._plan, self.manifest)
        if made is not None:
            return (
                f"The connection '{printable(made)}' is yet to be made; its secrets go to: aeptui apply --auth-params."
            )
        if self.desk.applied or not self._plan.changes:
            return "There is nothing to do: the platform has it as the document says."
        return None

    # The plan

    def load(self) -> None:
        """Plans again, unless an apply goes on."""
        if not self.applying:
            self._planned = None
            if self.desk.draft is not None:
                self.draft_changed()

    def draft_changed(self) -> None:
        """Plans the document as it is, as soon as it is known to have no errors."""
        draft = self.desk.draft
        if draft is None or self.applying:
            return
        if self._planned is not self.manifest and draft.findings.revision == draft.revision:
            self._forget_results()
            if self._errors():
                self._to_mend()
            else:
                self._ask_for_plan()
        self._show()

    def _forget_results(self) -> None:
        self._progress, self._refused, self._plan, self.cut_off = {}, (), None, False
        self.query_one("#outcome", Static).update("")

    def _errors(self) -> list[Problem]:
        return [each for each in (*self.desk.problems, *self._refused) if each.severity == "error"]

    def _to_mend(self) -> None:
        self._planned = None
        self.plan_pane.empty(
            f"{count(len(self._errors()), 'thing is', 'things are')} to be mended before this can be planned.",
            ("ctrl+n", "the next one"),
        )

    def _ask_for_plan(self) -> None:
        self._planned = self.manifest
        self._steps.replace(())
        self.plan_pane.filled = False
        work = partial(make_plan, manifest=self.manifest)
        self.ask("Comparing the document with the platform", work, self._take_plan, pane=self.plan_pane, group="plan")

    def _take_plan(self, plan: "Plan") -> None:
        self._plan, self._refused = plan, plan.problems
        self.flow_id = flow_of(plan)
        if self._errors():
            self._to_mend()
        elif not plan.changes:
            self._is_applied()
        self._show()

    def _is_applied(self) -> None:
        self.desk.applied_manifest = self.manifest
        self.cut_off = False
        self.desk.changed()

    # What is shown

    def _show(self) -> None:
        self.query_one("#summary", Static).update(self._summary())
        self._show_steps()
        known = self._refused if self._plan is None or self._errors() else ()
        problems = problem_lines(self.desk.problems, known or (self._plan.problems if self._plan else ()))
        grid = self.query_one("#problems", Grid)
        self._found.replace(problems)
        grid.display = bool(problems)
        grid.styles.height = "1fr" if self._errors() else min(len(problems), MOST_PROBLEMS) + 1
        grid.reload()
        self.refresh_frame()

    def _show_steps(self) -> None:
        self._steps.replace(step_lines(self._plan, self._progress) if self._plan is not None else ())
        grid = self.query_one("#steps", Grid)
        grid.restore_columns(
            ColumnState(column.key, column.key in LATER and not self._progress) for column in STEP_COLUMNS
        )
        grid.reload()

    def _summary(self) -> Content:
        manifest, sandbox = self.manifest, self.desk.sandbox
        source, target = manifest.source, manifest.target
        account = source.connection.name if isinstance(source.connection, NewConnection) else source.connection
        schema = target.schema.id if isinstance(target.schema, ExistingSchema) else target.schema.title
        dataset = target.dataset.id if isinstance(target.dataset, ExistingDataset) else target.dataset.name
        into = dataset if dataset == schema else f"{dataset} ({schema})"
        line = f"{manifest.name or 'unnamed'}: {source.object or '?'} of {account or '?'} into {into or '?'}"
        name = sandbox.name if sandbox is not None else "?"
        where = (
            Content.styled(f"PRODUCTION sandbox {name}", "bold $error") if self.desk.production else f"Sandbox {name}"
        )
        what = summary(self._plan) if self._plan is not None and self._plan.steps else ""
        if self.desk.applied:
            what = "Everything is there as the document says."
        return Content(printable(line)) + "\n" + where + Content(f". {what}")

    def on_grid_cursor_moved(self, event: Grid.CursorMoved) -> None:
        """Other keys may be possible now."""
        event.stop()
        self.refresh_frame()

    def on_grid_activated(self, event: Grid.Activated) -> None:
        """Shows what the row is about."""
        event.stop()
        if event.grid.id == "problems":
            problem = self._found.item(event.row)
            place = step_of(problem)
            if place == self.PLACE:
                self.reveal(problem.path)
            else:
                self.post_message(Go(place, problem.path))
        elif event.grid.id == "steps":
            self.app.push_screen(RequestView(self._steps.item(event.row).step))

    def reveal(self, path: tuple[str | int, ...]) -> None:
        """Asks for the name where that is what is missing."""
        if path[:1] == ("name",):
            self.do_name()

    def do_name(self) -> None:
        """Asks for the dataflow's name."""
        draft = self.desk.draft
        if draft is not None:
            self.app.push_screen(Prompt("What is the dataflow called?", draft.manifest.name), self._rename)

    def _rename(self, text: str | None) -> None:
        if text is not None and self.desk.draft is not None:
            self.desk.draft.edit(Put(("name",), text.strip()))

    # Applying

    def do_apply(self) -> None:
        """Applies what was shown, after a question where it is production, or something is replaced."""
        plan = self._plan
        if plan is None:
            return
        replaced = [step for step in plan.steps if step.action == "replace"]
        if self.desk.production is not False:
            self._confirm_production(plan)
        elif replaced:
            names = ", ".join(step.kind.replace("_", " ") for step in replaced)
            detail = f"Deleted and made again: {names}. A dataflow that is made again begins with its first run."
            self.app.push_screen(Confirm("Replace what is there?", detail, yes="replace"), self._go_ahead)
        else:
            self._begin(outline(plan))

    def _confirm_production(self, plan: "Plan") -> None:
        name = self.desk.sandbox.name if self.desk.sandbox is not None else self._session_sandbox()
        question = f"Change the PRODUCTION sandbox {name}?"
        self.app.push_screen(Confirm(question, summary(plan), yes="apply", typed=name), self._go_ahead)

    def _session_sandbox(self) -> str:
        return self.desk.session.profile.sandbox if self.desk.session is not None else "production"

    def _go_ahead(self, yes: bool | None) -> None:
        if yes and self._plan is not None and self.why_not() is None:
            self._begin(outline(self._plan))

    def do_continue(self) -> None:
        """Goes on where the apply was cut off; what was agreed to then is agreed to still."""
        self._begin(None)

    def _begin(self, shown: Sequence[tuple[str, str]] | None) -> None:
        draft = self.desk.draft
        assert draft is not None, "the screen is reached with a draft only"
        fresh = draft.manifest.id is None
        draft.give_id()
        if fresh and draft.file is not None:
            self.post_message(Save())
        self._progress, self.cut_off = {}, True
        self.query_one("#outcome", Static).update("")
        self._planned = manifest = draft.manifest
        session = self.desk.session
        assert session is not None, "there is a plan, so somebody is signed in"
        work = partial(apply_plan, session, manifest, fresh, shown, self._report)
        self.attempt("Applying", work, partial(self._take_outcome, manifest), group=APPLY, failed=self._stopped)
        self._show()

    def _report(self, progress: "Progress") -> None:
        self.post_message(self.Progressed(progress))

    def _stopped(self, failure: Failure) -> None:
        """It was given up, or failed before the first step."""
        self._say(stopped_content(failure))
        self._show()

    def on_review_screen_progressed(self, message: Progressed) -> None:
        """Shows how far a step is."""
        message.stop()
        self._progress[message.progress.key] = message.progress
        self._show_steps()

    def _take_outcome(self, manifest: Manifest, outcome: Outcome) -> None:
        """Shows what became of the apply, and watches the first run of a dataflow that begins now."""
        self._plan = outcome.plan or self._plan
        self._refused = outcome.problems
        applied = outcome.applied
        if applied is None:
            self.cut_off = False
            self._say_why_not(outcome)
        elif applied.failed is not None:
            self._progress = {each.key: each for each in applied.steps}
            self._say(failed_content(applied))
        else:
            self._progress = {each.key: each for each in applied.steps}
            self.flow_id = flow_of(None, applied)
            self.cut_off = False
            self.desk.applied_manifest = manifest
            self.desk.changed()
            self._watch(manifest)
        self._show()

    def _say_why_not(self, outcome: Outcome) -> None:
        if outcome.holder:
            self._say(
                Content(f"Another aeptui ({outcome.holder}) is applying this manifest. Wait for it, then press a.")
            )
        elif outcome.plan is not None:
            self._say(Content("The platform has changed: this is another plan than the one you saw. Nothing was sent."))
        else:
            self._say(Content("Nothing was sent: see what is to be mended."))
            self._to_mend()

    def _watch(self, manifest: Manifest) -> None:
        start = manifest.schedule.start
        if manifest.state != "enabled":
            self._say(Content(f"{APPLIED} The dataflow is {manifest.state}: there is no run to wait for."))
        elif isinstance(start, datetime) and start > datetime.now(UTC):
            self._say(Content(f"{APPLIED} ") + later_content(start))
        elif self.flow_id is not None and self.desk.session is not None:
            self._say(Content(f"{APPLIED} Now the first run; r shows the runs."))
            work = partial(first_run, self.desk.session, self.flow_id)
            self.attempt("Waiting for the first run", work, self._take_run, group=RUN, failed=self._lost_run)

    def _take_run(self, run: "RunSummary | None") -> None:
        self._say(Content(f"{APPLIED}\n") + run_content(run))

    def _lost_run(self, failure: Failure) -> None:
        self._say(Content(f"{APPLIED} {failure.what} r shows the runs."))

    def _say(self, text: Content) -> None:
        self.query_one("#outcome", Static).update(text)

    def do_runs(self) -> None:
        """Shows the runs of the dataflow."""
        if self.flow_id is not None:
            self.post_message(ShowRuns(self.flow_id, self.manifest.name))


SCREEN = ReviewScreen
