"""The work behind the review: planning, applying under the manifest's lock, and watching the first run."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual.content import Content

from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import NOWHERE, Problem
from aeptui.ui.failure import Failure, describe_error
from aeptui.ui.screens.review.rows import outline
from aeptui.ui.widgets.state import failure_content
from aeptui.ui.words import printable, utc_and_local

if TYPE_CHECKING:
    from aeptui.core.runs.summary import RunSummary
    from aeptui.engine.apply import Applied, Progress
    from aeptui.engine.applying import Making
    from aeptui.engine.graph import Plan
    from aeptui.operations.sign_ins import SignIn
    from aeptui.session import Session

RUN_SECONDS = 900.0
"""How long the first run is watched: on a busy platform it takes minutes to be registered."""
GOOD = ("success", "partial-success")
COUNTS = ("read", "landed", "failed", "skipped")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an apply. Without ``applied`` nothing was sent: the plan was another one than was shown
    (``plan``), the manifest has ``problems``, or another program applies it (``holder``)."""

    plan: "Plan | None" = None
    applied: "Applied | None" = None
    problems: tuple[Problem, ...] = ()
    holder: str = ""


async def make_plan(session: "Session", manifest: Manifest) -> "Plan":
    """What applying the manifest would do. Raises PlatformError."""
    from aeptui.engine.planning import UNSAVED, plan_manifest

    journal = session.journal(manifest.id or UNSAVED)
    return await plan_manifest(session.platform, journal, manifest, manifest.id, NOWHERE)


async def apply_plan(
    session: "Session",
    manifest: Manifest,
    fresh: bool,
    shown: Sequence[tuple[str, str]] | None,
    report: "Callable[[Progress], None]",
    secrets: Mapping[str, Any] | None = None,
) -> Outcome:
    """Applies the manifest, if the plan still is the one that was ``shown`` (None: whatever it is).

    ``fresh``: its id was given just now. ``report`` gets a copy of each step's progress. ``secrets`` are the
    parameters of a connection that the plan makes. Raises PlatformError where
    even planning failed.
    """
    from aeptui.engine.applying import Refused, prepared
    from aeptui.store.locks import Locked

    assert manifest.id is not None, "a manifest gets its id before it is applied"
    journal, locks = session.journal(manifest.id), session.paths.locks
    try:
        async with prepared(session.platform, journal, locks, manifest, NOWHERE, fresh=fresh) as job:
            if shown is not None and outline(job.plan) != shown:
                return Outcome(job.plan)
            given = dict(secrets) if secrets is not None else None
            return Outcome(job.plan, await job.run(lambda progress: report(replace(progress)), given))
    except Refused as refused:
        return Outcome(problems=refused.problems)
    except Locked as holder:
        return Outcome(holder=str(holder))


async def first_run(session: "Session", flow_id: str) -> "RunSummary | None":
    """The dataflow's first run when it has ended, or as it is when nobody waits any longer."""
    from aeptui.operations.monitor import first_run as watch

    return await watch(session.platform, flow_id, RUN_SECONDS)


def flow_of(plan: "Plan | None", applied: "Applied | None" = None) -> str | None:
    """The id of the dataflow, where it exists."""
    steps = [(step.kind, step.id) for step in (applied.steps if applied is not None else ())]
    steps += [(step.kind, step.id) for step in (plan.steps if plan is not None else ())]
    return next((id for kind, id in steps if kind == "flow" and id), None)


async def sign_in_of(session: "Session", making: "Making") -> "SignIn | None":
    """How the connection that is to be made signs in; None where its source knows no such way. Raises PlatformError."""
    from aeptui.operations import connections

    return await connections.sign_in_of(session.platform, making.spec_id, making.auth)


def connection_to_make(plan: "Plan") -> "Making | None":
    """The base connection that the plan makes, whose secrets somebody has to give; None for none."""
    from aeptui.engine import applying

    return applying.connection_to_make(plan)


def failed_content(applied: "Applied") -> Content:
    """What went wrong in an apply, and that nothing is lost."""
    step = applied.failed
    assert step is not None and step.error is not None, "asked of an apply that failed"
    failure = describe_error(step.error, f"applying {step.key}")
    done = sum(each.state == "done" for each in applied.steps)
    kept = f"{done} of {len(applied.steps)} steps are done and stay; continuing makes nothing twice."
    next_step = f"{failure.next_step} {kept}".strip()
    return failure_content(replace(failure, next_step=next_step, key="c", key_title="continue"))


def stopped_content(failure: Failure) -> Content:
    """Why an apply stopped between its steps."""
    kept = "What was made stays known; continuing looks first whether the last request arrived."
    return failure_content(replace(failure, next_step=failure.next_step or kept, key="c", key_title="continue"))


def run_content(run: "RunSummary | None") -> Content:
    """A run and its counts, in one line."""
    if run is None:
        return Content("The first run is not there yet; it can take minutes. r shows the runs.")
    numbers = ["?" if number is None else f"{number:,}" for number in run.counts().values()]
    counts = ", ".join(f"{number} {word}" for number, word in zip(numbers, COUNTS, strict=True))
    style = "bold $success" if run.status == "success" else "bold $warning" if run.status in GOOD else "bold $error"
    errors = [f"{printable(error.code)} {printable(error.message)}" for error in run.errors[:1]]
    line = Content("First run: ") + Content.styled(printable(run.status), style) + Content(f". Rows: {counts}.")
    return Content("\n").join([line, *map(Content, errors)])


def later_content(start: datetime) -> Content:
    """When the first run is, of a dataflow that does not run at once."""
    return Content(f"The first run is at {utc_and_local(start)}.")
