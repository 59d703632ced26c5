"""The plan of the review: made when the document has no errors, shown with everything that is wrong or doubtful."""

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Problem
from aeptui.ui.desk import Desk
from aeptui.ui.messages import Go
from aeptui.ui.screens.base import Step
from aeptui.ui.screens.review.request import RequestView
from aeptui.ui.screens.review.rows import (
    LATER,
    STEP_COLUMNS,
    ProblemGrid,
    StepGrid,
    problem_lines,
    problem_model,
    step_lines,
    step_model,
    summary_content,
)
from aeptui.ui.screens.review.work import flow_of, make_plan
from aeptui.ui.screens.settings import problem_content
from aeptui.ui.steps import step_of
from aeptui.ui.widgets.confirm import Prompt
from aeptui.ui.widgets.grid import ColumnState, Grid
from aeptui.ui.widgets.state import Pane
from aeptui.ui.words import count

if TYPE_CHECKING:
    from aeptui.engine.apply import Progress
    from aeptui.engine.graph import Plan

PLAN, APPLY = "plan", "apply"
MOST_PROBLEMS = 5
LINES_WITHOUT_PLAN = 5


class ReviewPlan(Step):
    """The part of the review that plans; ``plan`` is that of the document ``planned``.

    ``progress`` says how far an apply of it is, ``cut_off`` that one did not come to its end.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.plan: Plan | None = None
        self.planned: Manifest | None = None
        self.progress: dict[str, Progress] = {}
        self._steps, self._found = step_model(), problem_model()
        self.refused: tuple[Problem, ...] = ()
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

    # The plan

    def load(self) -> None:
        """Plans again, unless an apply goes on."""
        if not self.applying:
            self.planned = None
            if self.desk.draft is not None:
                self.draft_changed()

    def draft_changed(self) -> None:
        """Plans the document as it is, as soon as it is known to have no errors."""
        draft = self.desk.draft
        if draft is None or self.applying:
            return
        if draft.findings.revision == draft.revision:
            local = any(each.severity == "error" for each in self.desk.problems)
            if local or self.planned is not self.manifest:
                self._forget_results()
            if local:
                self.to_mend()
            elif self.planned is not self.manifest:
                self._ask_for_plan()
        self.show_plan()

    def _forget_results(self) -> None:
        self.progress, self.refused, self.plan, self.cut_off = {}, (), None, False
        self.planned = None
        self.query_one("#outcome", Static).update("")

    def errors(self) -> list[Problem]:
        """What forbids applying, by the document alone or as the platform sees it."""
        return [each for each in (*self.desk.problems, *self.refused) if each.severity == "error"]

    def to_mend(self) -> None:
        """Says instead of a plan how much is wrong."""
        self.plan_pane.empty(
            f"{count(len(self.errors()), 'thing is', 'things are')} to be mended before this can be planned.",
            ("ctrl+n", "the next one"),
        )

    def _ask_for_plan(self) -> None:
        self.planned = self.manifest
        self._steps.replace(())
        self.plan_pane.filled = False
        work = partial(make_plan, manifest=self.manifest)
        self.ask("Comparing the document with the platform", work, self._take_plan, pane=self.plan_pane, group=PLAN)

    def _take_plan(self, plan: "Plan") -> None:
        self.plan, self.refused = plan, plan.problems
        self.flow_id = flow_of(plan)
        if self.errors():
            self.to_mend()
        elif not plan.changes:
            self._is_applied()
        self.show_plan()

    def _is_applied(self) -> None:
        self.cut_off = False
        self.desk.note_applied(self.manifest)

    # What is shown

    def show_plan(self) -> None:
        """Shows summary, steps and problems as they are now."""
        self.query_one("#summary", Static).update(summary_content(self.desk, self.manifest, self.plan))
        self.show_steps()
        known = self.refused if self.plan is None or self.errors() else ()
        problems = problem_lines(self.desk.problems, known or (self.plan.problems if self.plan else ()))
        grid = self.query_one("#problems", Grid)
        self._found.replace(problems)
        grid.display = bool(problems)
        wrong = bool(self.errors())
        grid.styles.height = "1fr" if wrong else min(len(problems), MOST_PROBLEMS) + 1
        self.plan_pane.styles.height = LINES_WITHOUT_PLAN if wrong else "1fr"
        grid.reload()
        if wrong:
            self._explain()
        self.refresh_frame()

    def show_steps(self) -> None:
        """Shows how far each step is."""
        self._steps.replace(step_lines(self.plan, self.progress) if self.plan is not None else ())
        grid = self.query_one("#steps", Grid)
        grid.restore_columns(
            ColumnState(column.key, column.key in LATER and not self.progress) for column in STEP_COLUMNS
        )
        grid.reload()

    def on_grid_cursor_moved(self, event: Grid.CursorMoved) -> None:
        """Tells the whole of a problem; other keys may be possible now."""
        event.stop()
        if event.grid.id == "problems" and self.errors():
            self._explain()
        self.refresh_frame()

    def _explain(self) -> None:
        """Tells the whole of the problem under the cursor, which its row has no room for."""
        row = self.query_one("#problems", Grid).row
        if 0 <= row < self._found.row_count():
            self.query_one("#outcome", Static).update(problem_content(self._found.item(row)))

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

    def do_describe(self) -> None:
        """Asks what the dataflow is for."""
        draft = self.desk.draft
        if draft is not None:
            question = Prompt("What is the dataflow for?", draft.manifest.description, "May be left out.")
            self.app.push_screen(question, self._redescribe)

    def _redescribe(self, text: str | None) -> None:
        if text is not None and self.desk.draft is not None:
            self.desk.draft.edit(Put(("description",), text.strip()))

    def _rename(self, text: str | None) -> None:
        if text is not None and self.desk.draft is not None:
            self.desk.draft.edit(Put(("name",), text.strip()))
