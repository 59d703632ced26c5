"""Runs a graph of steps: whatever is ready runs at the same time, and a failure stops its dependants only."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Literal

Outcome = Literal["done", "failed", "skipped"]


async def run_graph(needs: Mapping[str, tuple[str, ...]], work: Callable[[str], Awaitable[bool]]) -> dict[str, Outcome]:
    """Calls ``work`` for each key once all keys it needs are done; ``work`` tells whether it succeeded.

    Needs that are not keys of the graph count as done. Returns what became of each key; ``skipped`` are those that
    needed a failed one. An exception of ``work`` (a mistake, or a cancellation) cancels the others and is raised.
    """
    outcomes: dict[str, Outcome] = {}
    waiting = dict(needs)
    running: dict[asyncio.Task[bool], str] = {}
    try:
        while waiting or running:
            for key in _ready(waiting, needs, outcomes):
                del waiting[key]
                if any(outcomes.get(need) in ("failed", "skipped") for need in needs[key]):
                    outcomes[key] = "skipped"
                else:
                    running[asyncio.ensure_future(work(key))] = key
            if not running:
                if waiting and not _ready(waiting, needs, outcomes):
                    raise ValueError(f"the steps {', '.join(waiting)} need each other")
                continue
            finished, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in finished:
                outcomes[running.pop(task)] = "done" if task.result() else "failed"
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
    return {key: outcomes[key] for key in needs}


def _ready(
    waiting: Mapping[str, tuple[str, ...]], graph: Mapping[str, object], outcomes: Mapping[str, Outcome]
) -> list[str]:
    """The keys whose needs have all ended, one way or another."""
    return [key for key, needs in waiting.items() if all(need in outcomes or need not in graph for need in needs)]
