"""A platform whose clock runs fast, and one on which several programs work at the same time."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.facts import load
from aeptui.services.platform import Platform
from tests.e2e import crowd, scene
from tests.e2e.conftest import SECONDS, environment, serving
from tests.services.support import gather

pytestmark = pytest.mark.thorough

SPEED = 3600
QUARTER = 900_000
PROGRAMS = 4


async def ended_runs(platform: Platform, flow_id: str, count: int) -> list[dict[str, Any]]:
    """At least so many runs of a dataflow, the oldest first; the windows, and how many rows landed."""
    for _ in range(int(scene.SECONDS * 5)):
        runs = [run async for run in platform.flow_service.runs.of_flow(flow_id) if run.status == "success"]
        if len(runs) >= count:
            known = [
                run.raw["activities"][0]["durationSummary"]["extensions"]
                | {"landed": run.raw["metrics"]["recordSummary"]["outputRecordCount"]}
                for run in runs
            ]
            return sorted(known, key=lambda run: int(run["windowEnd"]))
        await asyncio.sleep(0.2)
    raise TimeoutError(f"{count} runs did not end in time")


async def test_a_schedule_runs_as_fast_as_the_clock(tmp_path: Path) -> None:
    """A quarter of an hour takes a quarter of a second; each window is read by a run of its own, and by no other."""
    with serving(tmp_path / "platform", "--clock-speed", str(SPEED)) as info:
        loop = asyncio.get_running_loop()
        async with scene.connected(info, recorder=None) as platform:
            await platform.schema_registry.stats()
            began, start = loop.time(), platform.http.date
            assert start is not None
            parts = await scene.parts(platform, "Fast")
            schedule = {"startTime": int(start.timestamp()), "frequency": "minute", "interval": 15, "backfill": True}
            flow_id = await scene.flow(platform, "Fast", parts, scheduleParams=schedule, delta="sys_updated_on")
            runs = await ended_runs(platform, flow_id, 9)
            await platform.schema_registry.stats()
            passed, end = loop.time() - began, platform.http.date
    assert end is not None and (end - start).total_seconds() == pytest.approx(passed * SPEED, rel=0.3)
    for earlier, later in pairwise(runs):
        assert later["windowStart"] == earlier["windowEnd"]
    # What came due before the dataflow was there is read together.
    widths = [later["windowEnd"] - earlier["windowEnd"] for earlier, later in pairwise(runs)]
    assert set(widths) == {QUARTER}
    assert runs[0]["landed"] == 1150 and sum(run["landed"] for run in runs) == 1150


async def test_a_token_ends_by_the_platform_s_clock_and_nobody_notices(tmp_path: Path) -> None:
    """A day takes half a second: the client, whose own clock says that the token is good, is refused and renews it."""
    with serving(tmp_path / "platform", "--clock-speed", "200000") as info:
        async with scene.connected(info, recorder=None) as platform:
            await platform.schema_registry.stats()
            first = await platform.http.tokens.current()
            async with asyncio.timeout(scene.SECONDS):
                while await platform.http.tokens.current() == first:
                    assert (await platform.schema_registry.stats()).tenant_id
                    remaining = platform.http.tokens.remaining
                    assert remaining is not None and remaining > 80_000


async def test_programs_that_write_at_the_same_time_lose_nothing_and_make_nothing_twice(tmp_path: Path) -> None:
    with serving(tmp_path / "platform") as info:
        async with scene.connected(info, recorder=None) as platform:
            shared = scene.connection_body(crowd.COUNTER) | {"description": "0"}
            await platform.flow_service.connections.create(shared)
            told = await asyncio.gather(*(asyncio.to_thread(program, f"P{n}", info) for n in range(PROGRAMS)))
            (counter,) = await platform.flow_service.connections.named(crowd.COUNTER)
            connections = Counter(each.name for each in await gather(platform.flow_service.connections.where()))
            schemas = Counter(each.title for each in await gather(platform.schema_registry.resources("schemas")))
    assert int(counter.description) == PROGRAMS * crowd.CHANGES, "no change was lost"
    assert sum(each["conflicts"] for each in told) > 0, "they did meet"
    own = [id for each in told for id in each["own"]]
    assert len(own) == len(set(own)) == PROGRAMS * crowd.OWN
    assert {count for name, count in connections.items() if name.startswith("P")} == {1}
    shared_titles = [title for title in schemas if title.startswith(crowd.SHARED)]
    assert len(shared_titles) == crowd.OWN and {schemas[title] for title in shared_titles} == {1}
    assert len([id for each in told for id in each["made"]]) == crowd.OWN
    refused = Counter(title for each in told for title in each["refused"])
    assert refused == {load("errors")["title-taken"]["title"]: (PROGRAMS - 1) * crowd.OWN}


def program(name: str, info: dict[str, Any]) -> dict[str, Any]:
    """What a program of the crowd did."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.crowd", name],
        input=json.dumps(info),
        env=environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
