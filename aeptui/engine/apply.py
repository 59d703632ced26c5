"""Apply: runs the plan's graph, journals around every request, and never makes a second object for one step."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from aeptui.engine.graph import WRITING, Action, Live, Plan, Step, fill
from aeptui.engine.running import run_graph
from aeptui.engine.steps import BY_NAME
from aeptui.engine.steps.base_connection import SECRETS
from aeptui.engine.steps.kind import Kind
from aeptui.services.errors import NotFound, PlatformError
from aeptui.services.platform import Platform
from aeptui.store.journal import Journal

# How often a step's request is sent when each reply was lost and no object was found afterwards.
ATTEMPTS = 4
# Seconds before the object of a lost reply is looked for, longer each time: lists may lag behind.
PAUSES = (0.2, 1.0, 3.0)
# In the journal, an object that was replaced and is still to be deleted: its step's key, this sign, its id.
RETIRED = "~"


@dataclass(slots=True)
class Progress:
    """What became of one step: ``ms`` it took, how often its request was sent, and its error if it failed.

    ``state`` is ``waiting``, ``running``, ``done``, ``failed`` or ``skipped`` (it needed a failed one).
    """

    key: str
    kind: str
    action: Action
    id: str | None = None
    ms: int = 0
    attempts: int = 0
    state: str = "waiting"
    error: PlatformError | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """The result of an apply: every step's progress, in the plan's order."""

    steps: tuple[Progress, ...]

    @property
    def failed(self) -> Progress | None:
        """The first step that failed, if any did."""
        return next((step for step in self.steps if step.error is not None), None)

    @property
    def changed(self) -> bool:
        """Whether anything on the platform is different now."""
        return any(step.state == "done" and step.action in WRITING for step in self.steps)


Report = Callable[[Progress], None]


class Apply:
    """One run of one plan. ``report`` is told every change of a step's state; ``secrets`` fill a new connection."""

    def __init__(
        self,
        plan: Plan,
        platform: Platform,
        journal: Journal,
        *,
        report: Report = lambda progress: None,
        secrets: dict[str, Any] | None = None,
        sleep: Callable[[float], Any] = asyncio.sleep,
    ) -> None:
        self._steps = {step.key: step for step in plan.steps}
        self._platform = platform
        self._journal = journal
        self._report = report
        self._sleep = sleep
        self._live: dict[str, Live] = {SECRETS: Live("", {"params": secrets})} if secrets is not None else {}
        self._progress = {step.key: Progress(step.key, step.kind, step.action, step.id) for step in plan.steps}

    async def run(self) -> Applied:
        """Runs the graph to its end; an error of the platform ends its step and those that need it, not the others."""
        outcomes = await run_graph({step.key: step.needs for step in self._steps.values()}, self._step)
        for key, outcome in outcomes.items():
            self._progress[key].state = outcome
        if all(outcome == "done" for outcome in outcomes.values()):
            await self._delete_retired()
        return Applied(tuple(self._progress.values()))

    async def _step(self, key: str) -> bool:
        step, progress = self._steps[key], self._progress[key]
        started = time.monotonic()
        progress.state = "running"
        self._report(progress)
        try:
            live = await self._carry_out(step, progress)
            self._live[key] = live
            progress.id, progress.state = live.id, "done"
        except PlatformError as error:
            progress.error, progress.state = error, "failed"
        progress.ms = round((time.monotonic() - started) * 1000)
        self._report(progress)
        return progress.error is None

    async def _carry_out(self, step: Step, progress: Progress) -> Live:
        kind = BY_NAME[step.kind]
        if step.live is None or step.action in ("create", "replace"):
            if step.live is not None:
                await self._retire(kind, step, step.live)
            return await self._create(kind, step, fill(step.wanted.body, self._live), progress)
        if step.action == "update":
            progress.attempts = 1
            live = await kind.update(self._platform, fill(step.wanted.body, self._live), step.live)
            self._journal.done(step.key, step.kind, live.id, live.attributes, made=True, action="update")
            return live
        if step.action == "reuse" and step.wanted.given is None:
            self._journal.done(step.key, step.kind, step.live.id, step.live.attributes, made=True, action="adopt")
        return step.live

    async def _create(self, kind: Kind, step: Step, body: dict[str, Any], progress: Progress) -> Live:
        body = await kind.before_create(self._platform, body)
        self._journal.start(step.key, step.kind)
        live: Live | None = None
        while live is None:
            progress.attempts += 1
            try:
                live = await kind.create(self._platform, body)
            except PlatformError as error:
                if not error.outcome_unknown:
                    self._journal.failed(step.key, step.kind)
                    raise
                await self._sleep(PAUSES[min(progress.attempts, len(PAUSES)) - 1])
                live = await kind.find(self._platform, replace(step.wanted, body=body))
                if live is None and progress.attempts >= ATTEMPTS:
                    raise
        self._journal.done(step.key, step.kind, live.id, live.attributes, made=True, action="create")
        return live

    async def _retire(self, kind: Kind, step: Step, live: Live) -> None:
        """Puts the object that is to be replaced on the list of those to delete. A dataflow goes at once: two dataflows
        from one source would land every row twice."""
        self._journal.done(f"{step.key}{RETIRED}{live.id}", step.kind, live.id, {}, made=True, action="retire")
        if kind.name == "flow":
            await self._delete(kind, f"{step.key}{RETIRED}{live.id}", live.id)

    async def _delete_retired(self) -> None:
        """Deletes what was replaced, once nothing uses it; what cannot be deleted now stays on the list."""
        for key, record in reversed(self._journal.records().items()):
            if RETIRED in key and record.id is not None:
                try:
                    await self._delete(BY_NAME[record.kind], key, record.id)
                except PlatformError:
                    continue

    async def _delete(self, kind: Kind, key: str, id_: str) -> None:
        with suppress(NotFound):
            await kind.delete(self._platform, id_)
        self._journal.forget(key)
