"""Ingestion in a served platform, on a real socket."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.localplatform.ingest.served import served_client
from tests.localplatform.support import WAIT, running_server
from tests.localplatform.workflow import (
    FLOW,
    ended_runs,
    file_flow,
    flow,
    flow_body,
    landed,
    ok,
    records,
    runs_once,
    table_parts,
)

NAMES = ["ServiceNow demo", "Salesforce Service Cloud demo", "Zendesk demo"]


async def test_a_flow_that_starts_now_has_run_within_five_seconds(tmp_path: Path) -> None:
    with running_server(tmp_path) as info:
        async with served_client(info) as client:
            parts = await table_parts(client, ("sys_id", "number"), {"_id": "sys_id"})
            schedule = {"startTime": int(time.time()), "frequency": "once"}
            began = time.monotonic()
            flow_id = await flow(client, flow_body(*parts, scheduleParams=schedule))
            (run,) = await ended_runs(client, flow_id)
            assert time.monotonic() - began < 5
            assert len(await landed(client, run)) == records(run)["outputRecordCount"] > 500
            link = run["activities"][1]["fileSummary"]["extensions"]["manifest"]["fileInfo"]
            assert link.startswith(info["platform_url"])
            listed = ok(await client.http.get(link, headers=client.headers()))
            assert [entry["name"] for entry in listed["data"]] == ["input_files.json"]


async def test_a_fast_clock_runs_a_schedule_while_one_watches(tmp_path: Path) -> None:
    with running_server(tmp_path, clock_speed=1800) as info:
        async with served_client(info) as client:
            parts = await table_parts(client, ("sys_id", "sys_updated_on"), {"_id": "sys_id"})
            schedule = {"startTime": int(time.time()), "frequency": "minute", "interval": 15}
            body = flow_body(*parts, scheduleParams=schedule, delta="sys_updated_on")
            flow_id = await flow(client, body)
            done = await ended_runs(client, flow_id, 3)
            windows = [run["activities"][0]["durationSummary"]["extensions"] for run in done]
            for earlier, later in pairwise(windows):
                assert later["windowStart"] == earlier["windowEnd"]
                assert (later["windowEnd"] - later["windowStart"]) % 900_000 == 0


async def test_the_platform_comes_with_its_connections_and_keeps_their_ids(tmp_path: Path) -> None:
    ids = []
    for files in (None, tmp_path, None):
        with running_server(tmp_path / "data", files_dir=files) as info:
            assert info["connections"] == NAMES + (["Local files"] if files else [])
            async with served_client(info) as client:
                for sandbox in ("dev", "prod"):
                    answer = ok(await client.call("GET", f"{FLOW}/connections", x_sandbox_name=sandbox))
                    known = {item["name"]: item["id"] for item in answer["items"]}
                    assert set(info["connections"]) <= set(known)
                    ids.append({name: known[name] for name in NAMES})
    assert ids[:2] == ids[2:4] == ids[4:] and ids[0] != ids[1]


async def test_a_demo_connection_that_was_deleted_does_not_come_back(tmp_path: Path) -> None:
    for count in (3, 2):
        with running_server(tmp_path) as info:
            async with served_client(info) as client:
                items = ok(await client.call("GET", f"{FLOW}/connections"))["items"]
                assert len(items) == count
                ok(await client.call("DELETE", f"{FLOW}/connections/{items[0]['id']}"), 204)


@contextmanager
def process(data_dir: Path, files_dir: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A platform in a process of its own, and what it says when it is ready."""
    options = json.dumps({"data_dir": str(data_dir), "files_dir": str(files_dir)})
    command = [sys.executable, "-m", "aeptui.localplatform", options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running, json.loads(running.stdout.readline())
        finally:
            running.kill()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the host has no SIGKILL")
@pytest.mark.thorough
async def test_a_run_that_was_killed_lands_its_rows_once_after_the_next_start(tmp_path: Path) -> None:
    files, total = tmp_path / "files", 30_000
    files.mkdir()
    lines = (f"{number},Name {number}\n" for number in range(total))
    (files / "big.csv").write_text("Id,Name\n" + "".join(lines))
    with process(tmp_path / "data", files) as (running, info):
        async with served_client(info) as client:
            mappings = {"_id": "Id", "person.name.fullName": "upper(Name)"}
            flow_id = await flow(client, await file_flow(client, "/big.csv", mappings))
            (run,) = await runs_once(client, flow_id, lambda found: "durationSummary" in str(found))
            assert run["metrics"]["statusSummary"]["status"] == "inProgress"
            os.kill(running.pid, signal.SIGKILL)
            running.wait(WAIT)
    with process(tmp_path / "data", files) as (_, info):
        async with served_client(info) as client:
            (again,) = await ended_runs(client, flow_id)
            assert again["id"] == run["id"] and records(again)["outputRecordCount"] == total
            assert len({row["_id"] for row in await landed(client, again)}) == total
            assert len(ok(await client.call("GET", "/foundation/catalog/batches"))) == 1
