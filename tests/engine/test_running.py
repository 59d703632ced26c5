import asyncio

import pytest

from aeptui.engine.running import run_graph


async def test_independent_steps_run_at_the_same_time_and_dependants_after_them() -> None:
    running: set[str] = set()
    together: list[set[str]] = []
    both = asyncio.Event()

    async def work(key: str) -> bool:
        running.add(key)
        together.append(set(running))
        if key in "ab":
            if running >= {"a", "b"}:
                both.set()
            await asyncio.wait_for(both.wait(), 5)
        running.discard(key)
        return True

    outcomes = await run_graph({"c": ("a", "b"), "a": (), "b": ()}, work)
    assert outcomes == {"a": "done", "b": "done", "c": "done"}
    assert together[-1] == {"c"}


async def test_a_failure_stops_its_dependants_only() -> None:
    called: list[str] = []

    async def work(key: str) -> bool:
        called.append(key)
        return key != "schema"

    graph = {"schema": (), "dataset": ("schema",), "target": ("dataset",), "source": (), "flow": ("source", "target")}
    outcomes = await run_graph(graph, work)
    assert outcomes == {
        "schema": "failed",
        "dataset": "skipped",
        "target": "skipped",
        "source": "done",
        "flow": "skipped",
    }
    assert sorted(called) == ["schema", "source"]


async def test_needs_outside_the_graph_are_met() -> None:
    async def work(key: str) -> bool:
        return True

    assert await run_graph({"a": ("elsewhere",)}, work) == {"a": "done"}


async def test_steps_that_need_each_other_are_a_mistake_and_not_a_hang() -> None:
    async def work(key: str) -> bool:
        return True

    with pytest.raises(ValueError, match="need each other"):
        await run_graph({"a": ("b",), "b": ("a",)}, work)


async def test_cancelling_stops_what_runs() -> None:
    started, stopped = asyncio.Event(), asyncio.Event()

    async def work(key: str) -> bool:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return True

    task = asyncio.create_task(run_graph({"a": ()}, work))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert stopped.is_set()


async def test_a_mistake_in_one_step_stops_the_others_and_is_raised() -> None:
    stopped = asyncio.Event()

    async def work(key: str) -> bool:
        if key == "bad":
            raise KeyError("mistake")
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return True

    with pytest.raises(KeyError):
        await run_graph({"slow": (), "bad": ()}, work)
    assert stopped.is_set()
