"""The runs of dataflows: listed, summarised, waited for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from aeptui.core.runs.summary import RunSummary, summarise
from aeptui.services.platform import Platform

# Seconds between two looks for a run: quick at first (a local platform), then as slow as a real one deserves.
FIRST_PAUSE, PAUSE_GROWTH, LONGEST_PAUSE = 0.4, 1.3, 30.0


async def runs_of(platform: Platform, flow_id: str) -> AsyncIterator[RunSummary]:
    """The runs of a dataflow, newest first."""
    async for run in platform.flow_service.runs.of_flow(flow_id):
        yield summarise(run.raw)


async def first_run(platform: Platform, flow_id: str, seconds: float) -> RunSummary | None:
    """Waits until the dataflow's first run has ended, at most ``seconds``.

    Where time runs out: the run as it is then, or None where there is none yet. Raises PlatformError.
    """

    async def look() -> RunSummary | None:
        runs = [run async for run in runs_of(platform, flow_id)]
        return runs[-1] if runs else None

    return await _ended(look, seconds)


async def ended_run(platform: Platform, run_id: str, seconds: float) -> RunSummary | None:
    """Waits until a run has ended, at most ``seconds``; the run as it is then. Raises PlatformError."""

    async def look() -> RunSummary | None:
        return summarise((await platform.flow_service.runs.lookup(run_id)).raw)

    return await _ended(look, seconds)


async def _ended(look: Callable[[], Awaitable[RunSummary | None]], seconds: float) -> RunSummary | None:
    deadline = asyncio.get_running_loop().time() + seconds
    pause = FIRST_PAUSE
    while True:
        run = await look()
        left = deadline - asyncio.get_running_loop().time()
        if (run is not None and run.ended) or left <= 0:
            return run
        await asyncio.sleep(min(pause, left))
        pause = min(pause * PAUSE_GROWTH, LONGEST_PAUSE)
