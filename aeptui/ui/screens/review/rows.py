"""The plan's steps and the problems as rows."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from aeptui.core.manifest.edit_titles import place
from aeptui.core.manifest.model import ExistingDataset, ExistingSchema, Manifest, NewConnection
from aeptui.core.manifest.problems import SEVERITIES, Problem
from aeptui.ui.commands import Command
from aeptui.ui.desk import Desk
from aeptui.ui.places import STEPS
from aeptui.ui.screens.settings import sign_of
from aeptui.ui.steps import step_of
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.words import count, middle, printable

if TYPE_CHECKING:
    from aeptui.engine.apply import Progress
    from aeptui.engine.graph import Plan, Step

SIGNS = {"create": "+", "reuse": "=", "update": "~", "replace": "!", "none": " "}
ACTIONS = {"none": "leave"}
STYLES = {"create": "good", "update": "warning", "replace": "error", "none": "dim", "reuse": "dim"}
STATES = {
    "waiting": ("waits", "dim"),
    "running": ("running", "accent"),
    "done": ("ok", "good"),
    "failed": ("FAILED", "error"),
    "skipped": ("not tried", "dim"),
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the plan, and how far it is; None before anything is applied."""

    step: "Step"
    progress: "Progress | None"

    @property
    def mark(self) -> str:
        """The sign of its action."""
        return SIGNS[self.step.action]

    def cell(self, column: str) -> Cell:
        """What the row shows in a column."""
        step, progress = self.step, self.progress
        if column == "action":
            return Cell(ACTIONS.get(step.action, step.action), STYLES[step.action])
        if column == "step":
            return Cell(printable(step.key.replace("_", " ").replace(":", ": ")))
        if column == "state":
            return Cell(*STATES[progress.state]) if progress is not None else Cell("")
        if column == "took":
            return Cell(f"{progress.ms:,} ms" if progress is not None and progress.ms else "", "dim")
        found = progress.id if progress is not None and progress.id else step.id
        return Cell(printable(found or step.why), "" if found else "dim")


STEP_COLUMNS = (
    Column("action", "Action", width=8),
    Column("step", "Step", width=28, minimum=17),
    Column("state", "State", width=9),
    Column("what", "Id, or why", width=16, minimum=11, grow=1),
    Column("took", "Took", width=9, minimum=8, align="right"),
)
# Columns that have something to say only while it is applied, and afterwards.
LATER = ("state", "took")


def step_model() -> ListModel[StepLine]:
    """An empty table of steps."""
    return ListModel(STEP_COLUMNS, (), StepLine.cell, lambda line: line.step.key, lambda line: line.mark)


def step_lines(plan: "Plan", progress: "Mapping[str, Progress]") -> list[StepLine]:
    """The steps in the order of the graph."""
    return [StepLine(step, progress.get(step.key)) for step in plan.steps]


def summary(plan: "Plan") -> str:
    """What applying would do, in numbers."""
    actions = [step.action for step in plan.steps]
    words = [f"{actions.count(name)} to {name}" for name in ("create", "update", "replace") if name in actions]
    left = sum(action in ("none", "reuse") for action in actions)
    return (
        f"{', '.join(words) or 'Nothing to do'}; {count(left, 'object')} there already."
        if left
        else f"{', '.join(words)}."
    )


def summary_content(desk: Desk, manifest: Manifest, plan: "Plan | None") -> Content:
    """What goes where, and in which sandbox what is to be done: two lines."""
    source, target = manifest.source, manifest.target
    account = source.connection.name if isinstance(source.connection, NewConnection) else source.connection
    schema = target.schema.id if isinstance(target.schema, ExistingSchema) else target.schema.title
    dataset = target.dataset.id if isinstance(target.dataset, ExistingDataset) else target.dataset.name
    into = dataset if dataset == schema else f"{dataset} ({schema})"
    line = f"{manifest.name or 'unnamed'}: {source.object or '?'} of {account or '?'} into {into or '?'}"
    name = desk.sandbox.name if desk.sandbox is not None else "?"
    where = (
        Content.styled(f"PRODUCTION sandbox {name}", "bold $error") if desk.production else Content(f"Sandbox {name}")
    )
    what = summary(plan) if plan is not None and plan.steps else ""
    if desk.applied:
        what = "Everything is there as the document says."
    return Content(printable(line)) + "\n" + where + Content(f". {what}")


PROBLEM_COLUMNS = (
    Column("place", "Where", width=26, minimum=14),
    Column("message", "What to look at", width=40, minimum=20, grow=1),
)


def problem_model() -> ListModel[Problem]:
    """An empty table of problems."""
    return ListModel(PROBLEM_COLUMNS, (), _problem_cell, lambda each: (each.rule, each.path, each.message), _mark)


def problem_lines(*found: Iterable[Problem]) -> list[Problem]:
    """Problems of several searches, each once, the worst first and in the order of the steps; hints are left out."""
    merged = {(each.path, each.rule): each for group in found for each in group if each.severity != "hint"}
    order = [step.name for step in STEPS]

    def rank(each: Problem) -> tuple[object, ...]:
        # Numbers of list elements count, names of keys do not compare with them.
        path = [(step, "") if isinstance(step, int) else (-1, step) for step in each.path]
        return SEVERITIES.index(each.severity), order.index(step_of(each)), path

    return sorted(merged.values(), key=rank)


def _problem_cell(problem: Problem, column: str) -> Cell:
    if column == "place":
        return Cell(printable(place(problem.path)), "dim")
    return Cell(printable(problem.message), "error" if problem.severity == "error" else "warning")


def _mark(problem: Problem) -> str:
    return sign_of(problem)


class StepGrid(Grid):
    """The steps of the plan."""

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command("step.request", ("enter",), "Request", "Shows the request that the step sends."),
    )

    def do_request(self) -> None:
        """Says that the step was chosen."""
        self.do_activate()


class ProblemGrid(Grid):
    """What is wrong or doubtful."""

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command("problem.go", ("enter",), "Go to it", "Goes to the field that has the problem."),
    )

    def do_go(self) -> None:
        """Says that the problem was chosen."""
        self.do_activate()


def request_text(step: "Step") -> list[str]:
    """What a step sends, as lines: method and path, then the body, with placeholders for ids that are not born yet."""
    request = step.to_json()["request"]
    if request is None:
        return ["Nothing is sent for this step."]
    body = json.dumps(request["body"], indent=2, ensure_ascii=False).splitlines() if request["body"] is not None else []
    return [f"{request['method']} {middle(request['path'], 200)}", "", *body]


def outline(plan: "Plan") -> Sequence[tuple[str, str]]:
    """What the user was shown of a plan: if it is another one now, they are asked again."""
    return tuple((step.key, step.action) for step in plan.steps)
