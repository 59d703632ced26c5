"""The plan before anything is sent, the apply while it goes on, and the first run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from aeptui.core.manifest.model import Manifest
from aeptui.ui.commands import Command
from aeptui.ui.failure import Failure
from aeptui.ui.messages import Save, ShowRuns
from aeptui.ui.screens.account_form import AccountForm
from aeptui.ui.screens.review.plan import APPLY, PLAN, ReviewPlan
from aeptui.ui.screens.review.rows import outline, summary
from aeptui.ui.screens.review.work import (
    Outcome,
    apply_plan,
    connection_to_make,
    failed_content,
    first_run,
    flow_of,
    later_content,
    run_content,
    sign_in_of,
    stopped_content,
)
from aeptui.ui.widgets.confirm import Confirm
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from aeptui.core.runs.summary import RunSummary
    from aeptui.engine.apply import Progress
    from aeptui.engine.applying import Making
    from aeptui.engine.graph import Plan
    from aeptui.operations.sign_ins import SignIn

RUN = "run"
APPLIED = "Applied."


def _can_apply(screen: "ReviewScreen") -> str | None:
    return screen.why_not() or ("An apply was cut off: c continues it." if screen.cut_off else None)


def _can_continue(screen: "ReviewScreen") -> str | None:
    return screen.why_not() if screen.cut_off else "There is nothing to continue."


def _has_flow(screen: "ReviewScreen") -> str | None:
    return None if screen.flow_id else "The dataflow does not exist yet."


class ReviewScreen(ReviewPlan):
    """What applying will do, step by step, with everything that is wrong; then how it goes."""

    PLACE = "review"
    ABOUT = (
        "Compares the document with the platform and lists every step of the plan; enter shows the request of a step. "
        "a applies it: nothing is sent before that. What was made stays known: after a failure, a lost link or a kill "
        "it goes on where it stopped, and nothing is made twice. Below the plan stands what is wrong or doubtful; "
        "enter goes to its field."
    )
    CSS_PATH = "screen.tcss"
    COMMAND_TABLE = (
        Command("review.apply", ("a",), "Apply", "Does what the plan says.", allowed=_can_apply),
        Command("review.continue", ("c",), "Continue", "Goes on where an apply was cut off.", allowed=_can_continue),
        Command("review.runs", ("r",), "Runs", "Shows the runs of the dataflow.", allowed=_has_flow),
        Command("review.name", ("n",), "Name", "Asks for the dataflow's name."),
        Command("review.describe", ("d",), "Describe", "Asks what the dataflow is for."),
    )

    @dataclass
    class Progressed(Message):
        """A step of the apply moved on."""

        progress: "Progress"

    def why_not(self) -> str | None:
        """Why nothing can be applied now, or None."""
        if self.applying:
            return "It is being applied; esc stops it."
        if self.desk.opening.read_only:
            return "This program was started with --read-only: it sends nothing that writes."
        if self.errors():
            return "There are things to mend first: enter goes to the one under the cursor."
        if any(call.group == PLAN for call in self.running):
            return "It is being planned; look at the plan first."
        if self.plan is None or self.planned is not self.manifest:
            return "There is no plan of the document as it is: ctrl+r makes one."
        if self.desk.applied or not self.plan.changes:
            return "There is nothing to do: the platform has it as the document says."
        return None

    # Applying

    def do_apply(self) -> None:
        """Applies what was shown, after a question where it is production, or something is replaced."""
        plan = self.plan
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
        if yes and self.plan is not None and self.why_not() is None:
            self._begin(outline(self.plan))

    def do_continue(self) -> None:
        """Goes on where the apply was cut off; what was agreed to then is agreed to still."""
        self._begin(None)

    def _begin(self, shown: Sequence[tuple[str, str]] | None) -> None:
        """Applies; first asks for the account of a connection that is to be made."""
        done = any(each.kind == "base_connection" and each.state == "done" for each in self.progress.values())
        making = connection_to_make(self.plan) if self.plan is not None and not done else None
        if making is not None:
            doing = f"Looking up how {printable(making.name)} signs in"
            work = partial(sign_in_of, making=making)
            self.ask(doing, work, partial(self._ask_account, shown, making), group="account")
        else:
            self._send(shown, None)

    def _ask_account(self, shown: Sequence[tuple[str, str]] | None, making: "Making", sign_in: "SignIn | None") -> None:
        if sign_in is None:
            text = f"The source knows no way of signing in that is called {making.auth!r}, as the document names it."
            self._say(Content(printable(text)))
            return
        form = AccountForm(self.manifest.source.system, sign_in, name=making.name, fixed=True, submit="Apply")
        self.app.push_screen(form, lambda given: self._send(shown, given.params) if given is not None else None)

    def _send(self, shown: Sequence[tuple[str, str]] | None, secrets: Mapping[str, Any] | None) -> None:
        draft = self.desk.draft
        assert draft is not None, "the screen is reached with a draft only"
        fresh = draft.manifest.id is None
        draft.give_id()
        if fresh and draft.file is not None:
            self.post_message(Save())
        self.progress, self.cut_off = {}, True
        self.query_one("#outcome", Static).update("")
        self.planned = manifest = draft.manifest
        session = self.desk.session
        assert session is not None, "there is a plan, so somebody is signed in"
        work = partial(apply_plan, session, manifest, fresh, shown, self._report, secrets)
        self.attempt("Applying", work, partial(self._take_outcome, manifest), group=APPLY, failed=self._stopped)
        self.show_plan()

    def _report(self, progress: "Progress") -> None:
        self.post_message(self.Progressed(progress))

    def _stopped(self, failure: Failure) -> None:
        """It was given up, or failed before the first step."""
        self._say(stopped_content(failure))
        self.show_plan()

    def on_review_screen_progressed(self, message: Progressed) -> None:
        """Shows how far a step is."""
        message.stop()
        self.progress[message.progress.key] = message.progress
        self.show_steps()

    def _take_outcome(self, manifest: Manifest, outcome: Outcome) -> None:
        """Shows what became of the apply, and watches the first run of a dataflow that begins now."""
        self.plan = outcome.plan or self.plan
        self.refused = outcome.problems
        applied = outcome.applied
        if applied is None:
            self.cut_off = False
            self._say_why_not(outcome)
        elif applied.failed is not None:
            self.progress = {each.key: each for each in applied.steps}
            self._say(failed_content(applied))
        else:
            self.progress = {each.key: each for each in applied.steps}
            self.flow_id = flow_of(None, applied)
            self.cut_off = False
            self.desk.note_applied(manifest)
            self._watch(manifest)
        self.show_plan()

    def _say_why_not(self, outcome: Outcome) -> None:
        if outcome.holder:
            self._say(
                Content(f"Another aeptui ({outcome.holder}) is applying this manifest. Wait for it, then press a.")
            )
        elif outcome.plan is not None:
            self._say(Content("The platform has changed: this is another plan than the one you saw. Nothing was sent."))
        else:
            self._say(Content("Nothing was sent: see what is to be mended."))
            self.to_mend()

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
