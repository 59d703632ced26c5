"""What a person does with a dataflow that exists: enable, disable, delete, run on demand, run again, watch."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from aeptui.core.runs.summary import RunSummary, status_word
from aeptui.operations.monitor import FIRST_PAUSE, LONGEST_PAUSE, PAUSE_GROWTH, runs_of
from aeptui.services.errors import Invalid, NotFound, PlatformError
from aeptui.services.flow_service.models import Flow
from aeptui.services.flow_service.runs import Run
from aeptui.services.platform import Platform

State = Literal["enabled", "disabled"]
# The states in which a dataflow stays until somebody acts; in all others the platform is at work on it.
SETTLED = ("enabled", "disabled", "draft", "failed")
# Flow Service's refusals of a change for the state the dataflow is in: it may be in the wanted one already.
WRONG_STATE = ("1416-400", "1420-400", "1421-400", "1422-400", "1444-400", "1457-400", "1458-400")
# How often a change is asked for while answers are lost, and the seconds that the platform has to settle.
ATTEMPTS, PATIENCE = 3, 60.0
DATE_TYPES = ("date", "date-time")
# How many runs are looked at for where the last good one stopped.
LATEST = 20
Sleep = Callable[[float], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Switched:
    """A dataflow after a change of its state; ``changed`` is False where it was in that state already."""

    id: str
    name: str
    state: str
    changed: bool

    def to_json(self) -> dict[str, Any]:
        """The change as commands print it."""
        return {"flow_id": self.id, "name": self.name, "state": self.state, "changed": self.changed}


class ColumnWanted(Exception):
    """A run on demand needs the column that its window is about; ``candidates`` are the date columns that are read."""

    def __init__(self, candidates: tuple[str, ...]) -> None:
        known = f": {', '.join(candidates)}" if candidates else ""
        super().__init__(f"which column tells how new a row is? One of the source's date columns{known}")
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class Started:
    """A run that was asked for: its window in seconds of the epoch, and the column that the window is about."""

    run_id: str
    start: int
    end: int
    delta_column: str | None


async def matching(platform: Platform, wanted: str) -> list[Flow]:
    """The dataflows that ``wanted`` may mean: the one of this id, else all of exactly this name."""
    flows = platform.flow_service.flows
    try:
        return [await flows.lookup(wanted)]
    except (NotFound, Invalid):
        return await flows.named(wanted)


async def switch(platform: Platform, flow_id: str, wanted: State, *, sleep: Sleep = asyncio.sleep) -> Switched:
    """Enables or disables a dataflow, a draft by publishing it. Raises PlatformError.

    A lost answer, or a refusal because the state changed meanwhile, leads to another look, never to a guess.
    """
    flows = platform.flow_service.flows
    refusal: PlatformError | None = None
    for _ in range(ATTEMPTS):
        flow = await _settled(platform, flow_id, sleep)
        if flow.state == wanted:
            return Switched(flow.id, flow.name, wanted, changed=refusal is not None)
        try:
            if wanted == "disabled":
                await flows.disable(flow_id)
            else:
                await (flows.publish(flow_id) if flow.state == "draft" else flows.enable(flow_id))
        except PlatformError as error:
            if not error.outcome_unknown and error.code not in WRONG_STATE:
                raise
            refusal = error
            continue
        return Switched(flow.id, flow.name, wanted, changed=True)
    assert refusal is not None
    raise refusal


async def delete(platform: Platform, flow_id: str, *, sleep: Sleep = asyncio.sleep) -> None:
    """Deletes a dataflow; its connections, mapping set, dataset and rows stay. Raises PlatformError."""
    try:
        await platform.flow_service.flows.delete(flow_id)
    except PlatformError as error:
        if error.code not in WRONG_STATE:
            raise
        await _settled(platform, flow_id, sleep)
        await platform.flow_service.flows.delete(flow_id)


async def run_window(
    platform: Platform, flow: Flow, start: int | None = None, end: int | None = None, delta_column: str | None = None
) -> Started:
    """Runs a dataflow now over the data from ``start`` to ``end`` (seconds of the epoch).

    Left out, ``start`` is where the latest good run stopped (0: there was none) and ``end`` is the platform's present.
    The first such run of a table names the column that the window is about, for ever: where the dataflow has none yet,
    it is ``delta_column``, else the only date column that is read. Raises ColumnWanted, PlatformError.
    """
    flow_service = platform.flow_service
    spec = await flow_service.flow_specs.lookup(flow.flow_spec.id)
    known = await _latest(platform, flow.id)
    now = int((platform.http.date or datetime.now(UTC)).timestamp())
    column = None
    if "deltaColumn" in (spec.run.spec.get("properties") or {}):
        column = delta_column or _own_column(flow) or await _only_date_column(platform, flow)
    begin = _reached(known) if start is None else start
    stop = now if end is None else end
    params: dict[str, Any] = {"startTime": now, "windowStartTime": begin, "windowEndTime": stop}
    try:
        made = await flow_service.runs.start(flow.id, params | ({"deltaColumn": {"name": column}} if column else {}))
        run_id = made.id
    except PlatformError as error:
        if not error.outcome_unknown:
            raise
        appeared = [run.id for run in await _latest(platform, flow.id) if run.id not in {each.id for each in known}]
        if len(appeared) != 1:
            raise
        run_id = appeared[0]
    return Started(run_id, begin, stop, column)


async def run_again(platform: Platform, run_id: str) -> None:
    """Repeats a failed run, or one that read nothing, over its own window. Raises PlatformError."""
    runs = platform.flow_service.runs
    try:
        await runs.retrigger(run_id)
    except PlatformError as error:
        if not error.outcome_unknown or (await runs.lookup(run_id)).status == "failed":
            raise


async def watch(platform: Platform, flow_id: str, *, sleep: Sleep = asyncio.sleep) -> AsyncIterator[RunSummary]:
    """Every run of a dataflow whenever it is new or has changed, the oldest first; ends when no other can follow.

    That is when all have ended, and the dataflow is not enabled or was to run once. Raises PlatformError.
    """
    seen: dict[str, RunSummary] = {}
    pause = FIRST_PAUSE
    while True:
        runs = [run async for run in runs_of(platform, flow_id)]
        fresh = [run for run in reversed(runs) if seen.get(run.id) != run]
        for run in fresh:
            seen[run.id] = run
            yield run
        flow = await platform.flow_service.flows.lookup(flow_id)
        waits = flow.state == "enabled" and (flow.schedule.frequency != "once" or not runs)
        if not waits and all(run.ended for run in runs):
            return
        pause = FIRST_PAUSE if fresh else min(pause * PAUSE_GROWTH, LONGEST_PAUSE)
        await sleep(pause)


async def _settled(platform: Platform, flow_id: str, sleep: Sleep) -> Flow:
    """The dataflow, once the platform is done with what it does to it, or as it is after ``PATIENCE`` seconds."""
    waited, pause = 0.0, FIRST_PAUSE
    while True:
        flow = await platform.flow_service.flows.lookup(flow_id)
        if flow.state in SETTLED or waited >= PATIENCE:
            return flow
        await sleep(pause)
        waited, pause = waited + pause, pause * PAUSE_GROWTH


async def _latest(platform: Platform, flow_id: str) -> list[Run]:
    """The newest runs of a dataflow, a page of them."""
    found: list[Run] = []
    async for run in platform.flow_service.runs.of_flow(flow_id, limit=LATEST):
        found.append(run)
        if len(found) == LATEST:
            break
    return found


def _reached(runs: list[Run]) -> int:
    """The end of the data that good runs have read, in seconds of the epoch."""
    good = [run for run in runs if status_word(run.status) in ("success", "partial-success")]
    ends = [activity.duration.extensions.get("windowEnd") for run in good for activity in run.activities]
    return max((int(end) // 1000 for end in ends if isinstance(end, int | float)), default=0)


def _own_column(flow: Flow) -> str | None:
    found = flow.transformation("Copy")
    column = found[1].params.get("deltaColumn") if found else None
    return str(column["name"]) if isinstance(column, Mapping) and column.get("name") else None


async def _only_date_column(platform: Platform, flow: Flow) -> str:
    columns: list[Any] = []
    for id_ in flow.source_connection_ids:
        listed = (await platform.flow_service.source_connections.lookup(id_)).params.get("columns")
        columns += listed if isinstance(listed, list) else []
    dates = [str(each["name"]) for each in columns if isinstance(each, Mapping) and each.get("name") and _dated(each)]
    if len(dates) != 1:
        raise ColumnWanted(tuple(dates))
    return dates[0]


def _dated(column: Mapping[str, Any]) -> bool:
    xdm = column.get("xdm")
    formats = (column.get("meta:xdmType"), column.get("type"), xdm.get("format") if isinstance(xdm, Mapping) else None)
    return any(form in DATE_TYPES for form in formats)
