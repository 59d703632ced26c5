"""When the dataflow runs: its settings, and the runs that they lead to."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from aeptui.core.manifest.edits import Edit, Put
from aeptui.core.manifest.model import DeltaColumn, Manifest, Source
from aeptui.core.manifest.problems import NOWHERE, Path, Problem, problem
from aeptui.core.schedule.rules import CURRENT, validate
from aeptui.ui.commands import Command
from aeptui.ui.desk import Desk
from aeptui.ui.screens.schedule.rows import DELTA, FREQUENCY, Offer, ScheduleForm, bundled_offer, offer_of
from aeptui.ui.screens.schedule.runs import RunLine, clock_note, columns, run_lines
from aeptui.ui.screens.setting_step import SettingStep
from aeptui.ui.screens.settings import About, Settings
from aeptui.ui.widgets.grid import Grid, ListModel
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from aeptui.operations.schedules import FlowRules
    from aeptui.session import Session

KEYS = ("schedule", "options", "state")
# A delta column that is missing is the delta column's problem, not that of the whole schedule.
PLACES: dict[str, Path] = {"delta/missing": DELTA}
MANY, ONE = "Next runs, each reading what is new since the last.", "The only run; it reads every row there is."


def platform_now(desk: Desk) -> datetime:
    """The platform's time as its last answer told it, else this machine's."""
    told = desk.session.platform.http.date if desk.session is not None else None
    return told or datetime.now(UTC)


def _something_to_propose(screen: "ScheduleScreen") -> str | None:
    return None if screen.proposed else "There is nothing to propose: the delta column is set, or no column suits."


class ScheduleScreen(SettingStep):
    """Frequency, start, delta column and options; below them the next runs on both clocks."""

    PLACE = "schedule"
    ABOUT = (
        "Says when the dataflow runs and what each run reads. Enter edits the chosen setting; times can be typed in "
        "UTC or on this terminal's clock, and both are shown. What the source's flow spec does not offer is not here. "
        "The lower table lists the next runs and from when on each reads rows; ! marks a change of the local clock."
    )
    CSS_PATH = "screen.tcss"
    COMMAND_TABLE = (
        Command(
            "schedule.propose",
            ("p",),
            "Take proposal",
            "Takes the proposed delta column.",
            allowed=_something_to_propose,
        ),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rules: FlowRules | None = None
        self._rules_of = ""
        self._columns: tuple[tuple[str, str], ...] = ()
        self._columns_of: Source | None = None
        self._issues: tuple[Problem, ...] = ()
        self._checked: object = None
        self._form: ScheduleForm | None = None
        self._runs = ListModel[RunLine](
            columns(platform_now(desk)), (), RunLine.cell, lambda line: line.number, lambda line: line.mark
        )

    def body(self) -> ComposeResult:
        yield Settings(id="settings")
        yield About(id="about")
        yield Static(id="runs-title", markup=False)
        yield Grid(self._runs, cursor="row", marks=True, id="runs", empty="No run comes of these settings.")

    @property
    def settings(self) -> Settings:
        """The settings."""
        return self.query_one("#settings", Settings)

    @property
    def manifest(self) -> Manifest:
        """The document as it is."""
        assert self.desk.draft is not None, "the screen is reached with a draft only"
        return self.desk.draft.manifest

    @property
    def proposed(self) -> str | None:
        """The delta column that is proposed while there is none."""
        if self._form is None or self.manifest.schedule.delta_column is not None:
            return None
        return self._form.proposed_delta if self.manifest.schedule.frequency != "once" else None

    # What the platform says

    def load(self) -> None:
        """Asks for the rules of the source's flow spec, and for its columns where the document does not list them."""
        self._rules, self._rules_of, self._columns_of = None, "", None
        if self.desk.draft is not None:
            self._ask_for_rules()

    def _ask_for_rules(self) -> None:
        if self.desk.session is None:
            return
        source = self.manifest.source
        if source.system and source.system != self._rules_of:
            self._rules_of = source.system
            doing = f"Reading the flow spec of {printable(source.system)}"
            self.ask(doing, partial(_rules, system=source.system), self._take_rules)
        if source.fields is None and source.object and source != self._columns_of:
            self._columns_of = source
            doing = f"Reading the columns of {printable(source.object)}"
            self.ask(doing, partial(_columns, source=source), self._take_columns, group="columns")

    def _take_rules(self, rules: "FlowRules | None") -> None:
        self._rules = rules
        self.draft_changed()

    def _take_columns(self, found: tuple[tuple[str, str], ...]) -> None:
        self._columns = found
        self.draft_changed()

    # What is shown

    def draft_changed(self) -> None:
        """Shows the settings and the runs that they lead to."""
        self._ask_for_rules()
        self._ask_for_issues()
        now = platform_now(self.desk)
        self._form = ScheduleForm(self.manifest, self.offer, self.columns, now, self._edit)
        settings = self._form.settings()
        self.settings.styles.height = len(settings) + 1
        self.settings.show(settings, self._problems())
        self._show_runs(now)
        self.explain()
        self.refresh_frame()

    @property
    def offer(self) -> Offer:
        """What the source's schedule may say: by its flow spec, or as sources commonly have it."""
        rules = self._rules
        if rules is None:
            return bundled_offer(self.manifest)
        return offer_of(rules.schedule, rules.transformations, rules.options)

    @property
    def columns(self) -> Sequence[tuple[str, str]]:
        """Names and types of the source's columns, as far as they are known."""
        fields = self.manifest.source.fields
        return self._columns if fields is None else [(field.name, field.type) for field in fields]

    def _problems(self) -> list[Problem]:
        found = [each for each in self.desk.problems if each.path and each.path[0] in KEYS]
        known = {(each.rule, each.path) for each in found}
        found += [each for each in self._issues if (each.rule, each.path) not in known]
        return [_at(each, PLACES.get(each.rule, each.path)) for each in found]

    def _show_runs(self, now: datetime) -> None:
        lines = run_lines(self.manifest.schedule, now)
        self._runs.replace(lines)
        self.query_one("#runs", Grid).reload()
        title = Content(ONE if len(lines) == 1 else MANY)
        note = Content.styled(clock_note(lines), "$warning")
        self.query_one("#runs-title", Static).update(title + "  " + note)

    def explain(self) -> None:
        setting, text = self.settings.setting, self.settings.about
        if setting is not None and setting.path == FREQUENCY:
            text = f"{text} {self._origin}"
        self.query_one("#about", About).show(text, self.settings.problem)

    @property
    def _origin(self) -> str:
        """Where what is offered comes from."""
        if self._rules is not None:
            return f"Offered is what the flow spec {self._rules.name} of this source takes."
        return "Offered is what sources commonly take: the platform has not said yet what this one does."

    # What the user does

    def _edit(self, edit: Edit) -> None:
        assert self.desk.draft is not None
        self.desk.draft.edit(edit)

    def do_propose(self) -> None:
        """Takes the proposed delta column."""
        if self.proposed:
            self._edit(Put(DELTA, DeltaColumn(self.proposed)))

    def reveal(self, path: tuple[str | int, ...]) -> None:
        """Goes to the setting that edits the place."""
        self.settings.go_to(DELTA if path == ("schedule",) else path)
        self.settings.focus()

    def remember(self) -> dict[str, Any]:
        """The setting under the cursor."""
        setting = self.settings.setting
        return {"at": list(setting.path)} if setting is not None else {}

    def restore(self, state: dict[str, Any]) -> None:
        """Goes to the setting that was under the cursor."""
        at = state.get("at")
        if isinstance(at, list):
            self.draft_changed()
            self.settings.go_to(tuple(at))

    # Rules beyond those that are known without the platform

    def _ask_for_issues(self) -> None:
        """Asks the flow spec itself about the schedule, where it is not the one that the search for problems uses."""
        rules, schedule = self._rules, self.manifest.schedule
        if rules is None or dict(rules.schedule) == dict(CURRENT):
            self._issues = ()
        elif self._checked != (rules, schedule):
            self._checked = (rules, schedule)
            work = partial(asyncio.to_thread, _issues, self.manifest, rules)
            self.attempt("Checking the schedule", work, self._take_issues, quiet=True, group="issues")

    def _take_issues(self, issues: tuple[Problem, ...]) -> None:
        self._issues = issues
        self.draft_changed()


def _issues(manifest: Manifest, rules: "FlowRules") -> tuple[Problem, ...]:
    found = validate(manifest.schedule, rules.schedule)
    return tuple(problem(NOWHERE, ("schedule", each.key), each.rule, each.message, fix=each.fix) for each in found)


def _at(found: Problem, path: Path) -> Problem:
    return Problem(found.rule, found.severity, found.message, found.line, found.column, path, found.fix, found.file)


async def _rules(session: "Session", system: str) -> "FlowRules | None":
    from aeptui.operations.schedules import flow_rules

    return await flow_rules(session.platform, system)


async def _columns(session: "Session", source: Source) -> tuple[tuple[str, str], ...]:
    from aeptui.operations.samples import sample_of

    return tuple((column.name, column.type) for column in (await sample_of(session.platform, source)).columns)


SCREEN = ScheduleScreen
