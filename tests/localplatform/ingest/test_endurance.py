"""Runs survive the end of the platform, land their rows once, and do not hold up the server."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from aeptui.localplatform import batches
from aeptui.localplatform.flowservice import runqueue
from aeptui.localplatform.ingest import runner, scheduler
from aeptui.localplatform.ingest.windows import due
from aeptui.localplatform.sources import servicenow
from tests.localplatform.support import Client, asgi_client
from tests.localplatform.workflow import (
    FLOW,
    batch_of,
    ended_runs,
    flow,
    flow_body,
    ingesting,
    landed,
    ok,
    records,
    runs,
    set_time,
    table_parts,
)

TOTAL = servicenow.TABLES["incident"].count


class Killed(BaseException):
    """Stands for the death of the process in the middle of a run."""


async def waiting_run(client: Client) -> str:
    """A flow whose run is waiting for being executed; gives the run's id."""
    parts = await table_parts(client, ("sys_id",), {"_id": "sys_id"})
    flow_id = await flow(client, flow_body(*parts))
    scheduler.start_due_runs(client.platform)
    (run,) = await runs(client, flow_id)
    return str(run["id"])


def execute(client: Client, run_id: str) -> None:
    runner.execute(client.platform, "dev", run_id, lambda: None)


async def look_up(client: Client, run_id: str) -> Any:
    (run,) = ok(await client.call("GET", f"{FLOW}/runs/{run_id}"))["items"]
    return run


@pytest.mark.parametrize("moment", ["before the batch", "before the files", "after the files", "before the end"])
async def test_a_killed_run_is_done_again_and_lands_its_rows_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    run_id = await waiting_run(client)

    def die(*arguments: Any, **others: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        if moment == "before the batch":
            patch.setattr(runner, "_batch", die)
        if moment == "before the files":
            patch.setattr(runner, "_write_files", die)
        if moment == "after the files":
            patch.setattr(runner, "_end", die)
        if moment == "before the end":
            patch.setattr(batches, "update_batch", die)
        with pytest.raises(Killed):
            execute(client, run_id)
    assert (await look_up(client, run_id))["metrics"]["statusSummary"]["status"] == "inProgress"
    assert [entry["id"] for entry in runqueue.waiting(client.platform)] == [run_id]
    execute(client, run_id)
    run = await look_up(client, run_id)
    assert records(run)["outputRecordCount"] == TOTAL
    assert len(await landed(client, run)) == TOTAL
    assert [batch["id"] for batch in batches.batches(client.platform, "dev")] == [batch_of(run)]
    assert runqueue.waiting(client.platform) == []


async def test_a_run_goes_on_when_the_platform_is_opened_again(tmp_path: Path) -> None:
    async with asgi_client(tmp_path) as client:
        run_id = await waiting_run(client)
    async with asgi_client(tmp_path) as client, ingesting(client):
        flow_id = (await look_up(client, run_id))["flowId"]
        (run,) = await ended_runs(client, flow_id)
        assert run["id"] == run_id and records(run)["outputRecordCount"] == TOTAL


async def test_the_end_of_the_platform_stops_a_run_between_two_rows(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = await waiting_run(client)
    reading, go_on = threading.Event(), threading.Event()
    plain = runner.reading.take

    def slowly(platform: Any, order: Any) -> Any:
        reading.set()
        go_on.wait(10)
        return plain(platform, order)

    monkeypatch.setattr(runner.reading, "take", slowly)
    async with ingesting(client):
        await asyncio.to_thread(reading.wait, 10)
        asyncio.get_running_loop().call_later(0.05, go_on.set)
    assert (await look_up(client, run_id))["metrics"]["statusSummary"]["status"] == "inProgress"
    monkeypatch.undo()
    async with ingesting(client):
        (run,) = await ended_runs(client, (await look_up(client, run_id))["flowId"])
    assert records(run)["outputRecordCount"] == TOTAL


async def test_the_platform_answers_while_a_run_works(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = await waiting_run(client)
    reading, go_on = threading.Event(), threading.Event()
    plain = runner.reading.take

    def slowly(platform: Any, order: Any) -> Any:
        reading.set()
        assert go_on.wait(10)
        return plain(platform, order)

    monkeypatch.setattr(runner.reading, "take", slowly)
    async with ingesting(client):
        await asyncio.to_thread(reading.wait, 10)
        assert (await look_up(client, run_id))["metrics"]["statusSummary"]["status"] == "inProgress"
        go_on.set()
        await ended_runs(client, (await look_up(client, run_id))["flowId"])


async def test_an_unexpected_error_fails_its_run_and_nothing_else(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = await waiting_run(client)

    def explode(*arguments: Any) -> Any:
        raise RuntimeError("boom")

    with monkeypatch.context() as patch:
        patch.setattr(runner.reading, "take", explode)
        async with ingesting(client):
            (run,) = await ended_runs(client, (await look_up(client, run_id))["flowId"])
    assert run["metrics"]["statusSummary"]["errors"][0]["code"] == "CONNECTOR-3001-500"
    assert "boom" not in json.dumps(run)
    async with ingesting(client):
        action = f"{FLOW}/runs/{run_id}/action"
        ok(await client.call("POST", action, params={"op": "re-trigger"}))
        (again,) = await ended_runs(client, run["flowId"])
    assert again["metrics"]["statusSummary"]["status"] == "success"


async def test_the_run_of_a_deleted_flow_ends(client: Client) -> None:
    run_id = await waiting_run(client)
    flow_id = (await look_up(client, run_id))["flowId"]
    ok(await client.call("DELETE", f"{FLOW}/flows/{flow_id}"), 204)
    async with ingesting(client):
        (run,) = await ended_runs(client, flow_id)
    assert run["metrics"]["statusSummary"]["status"] == "failed"
    assert batches.batches(client.platform, "dev") == []


async def test_a_schedule_reads_window_after_window_without_gap_or_overlap(client: Client) -> None:
    """From the middle of the histories to now: the windows together read every row exactly once."""
    start = 1_775_000_000
    set_time(client, start)
    parts = await table_parts(client, ("sys_id", "sys_updated_on"), {"_id": "sys_id"})
    schedule = {"startTime": start, "frequency": "day", "interval": 20, "backfill": True}
    flow_id = await flow(client, flow_body(*parts, scheduleParams=schedule, delta="sys_updated_on"))
    seen: list[str] = []
    windows = []
    async with ingesting(client):
        for count in range(1, 7):
            run = (await ended_runs(client, flow_id, count))[-1]
            windows.append(run["activities"][0]["durationSummary"]["extensions"])
            if records(run)["inputRecordCount"]:
                seen += [row["_id"] for row in await landed(client, run)]
            set_time(client, start + count * 20 * 86_400)
    assert len(seen) == len(set(seen)) == TOTAL
    assert [later["windowStart"] for later in windows[1:]] == [earlier["windowEnd"] for earlier in windows[:-1]]
    assert due(schedule, start, start + 1) is None
