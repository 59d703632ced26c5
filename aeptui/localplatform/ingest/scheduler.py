"""Beside the server: starts the runs of flows that are due, and executes what waits."""

import asyncio
import logging
import threading
from typing import Any

from aeptui.localplatform.flowservice import flowrules, progress, runqueue
from aeptui.localplatform.ingest import runner
from aeptui.localplatform.ingest.windows import Window, due_since
from aeptui.localplatform.platform import Platform

_LOG = logging.getLogger(__name__)

POLL = 0.5
"""Seconds of the host between two looks at what is due."""

_AT_ONCE = 3
"""How many runs are executed at the same time, each of another flow."""


async def run(platform: Platform) -> None:
    """Works until it is cancelled; a run that is being executed then stops and is done again at the next start."""
    stop = threading.Event()
    tasks: dict[tuple[str, str], asyncio.Task[None]] = {}
    seen = platform.clock.now()
    try:
        while True:
            seen = start_due_runs(platform, seen)
            for flow, task in list(tasks.items()):
                if task.done():
                    del tasks[flow]
            for waiting in runqueue.waiting(platform):
                flow = (waiting["sandbox"], waiting["flow"])
                if flow not in tasks and len(tasks) < _AT_ONCE and _is_due(platform, waiting):
                    tasks[flow] = asyncio.create_task(_execute(platform, waiting["sandbox"], waiting["id"], stop))
            await asyncio.wait(tasks.values(), timeout=POLL) if tasks else await asyncio.sleep(POLL)
    finally:
        stop.set()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


def start_due_runs(platform: Platform, seen: float | None = None) -> float:
    """Makes the waiting runs of each enabled flow whose time has come since it was ``seen``; gives the time of now.

    ``seen`` is what the look before gave; left out, there was none.
    """
    now = platform.clock.now()
    for flow in platform.store.all("flows"):
        if flow["state"] != "enabled":
            continue
        known = progress.of(platform, flow).get("windowEnd")
        for window in due_since(flow["scheduleParams"], known, now if seen is None else seen, now):
            _start(platform, flow, window)
    return now


def _start(platform: Platform, flow: dict[str, Any], window: Window) -> None:
    work = {
        "due": flow["scheduleParams"]["startTime"] if window.end is None else window.end,
        "window": [window.start, window.end],
        "deltaColumn": flowrules.delta_column(flow) if window.end is not None else None,
        "scheduled": True,
    }
    with platform.store.transaction():
        progress.note(platform, flow, {"windowEnd": work["due"]})
        runqueue.add(platform, flow, flow["createdClient"], work)


def _is_due(platform: Platform, waiting: dict[str, str]) -> bool:
    run = platform.store.get(runqueue.RUNS, waiting["sandbox"], waiting["id"])
    return run is None or bool(runqueue.work_of(platform, run)["due"] <= platform.clock.now())


async def _execute(platform: Platform, sandbox: str, run_id: str, stop: threading.Event) -> None:
    def check() -> None:
        if stop.is_set():
            raise runner.Stopped

    try:
        await asyncio.shield(asyncio.to_thread(runner.execute, platform, sandbox, run_id, check))
    except runner.Stopped:
        return
    except Exception:
        _LOG.exception("the run %s could not be executed", run_id)
        runner.fail(platform, sandbox, run_id, "The run ended with an internal error of the local platform.")
