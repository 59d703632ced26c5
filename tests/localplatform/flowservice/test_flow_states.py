"""The states of flows: which follow which, what ends by itself, and what stays once a flow has started."""

import asyncio
from typing import Any

import pytest

from aeptui.localplatform.flowservice import runqueue
from aeptui.localplatform.ingest import runner, scheduler
from tests.localplatform.flowservice.test_flows import FUTURE, HOURLY, PAST, look_up, patch
from tests.localplatform.support import Client
from tests.localplatform.workflow import (
    FLOW,
    TABLE_FLOW,
    flow,
    flow_body,
    ok,
    refused,
)


async def test_disable_and_enable(client: Client, parts: tuple[str, str, str]) -> None:
    id = await flow(client, flow_body(*parts, scheduleParams={"startTime": FUTURE, "frequency": "once"}))
    action = f"{FLOW}/flows/{id}/action"
    refused(await client.call("POST", action, params={"op": "enable"}), "1421-400")
    answer = ok(await client.call("POST", action, params={"op": "disable"}))
    item = await look_up(client, id)
    assert item["state"] == "disabled" and item["etag"] == answer["etag"]
    refused(await client.call("POST", action, params={"op": "disable"}), "1422-400")
    refused(await client.call("POST", action, params={"op": "ENABLE"}, if_match='"old"'), "1404-412")
    ok(await client.call("POST", action, params={"op": "ENABLE"}, if_match=answer["etag"]))
    assert (await look_up(client, id))["state"] == "enabled"
    refused(await client.call("POST", action, params={"op": "publish"}), "1421-400")
    refused(await client.call("POST", action, params={"op": "explode"}), "1436-400")
    refused(await client.call("POST", action), "1436-400")
    refused(await client.call("POST", f"{FLOW}/flows/none/action", params={"op": "disable"}), "1439-400")


@pytest.mark.parametrize(
    ("sub", "body", "code"),
    [
        ("dance", None, "1406-400"),
        ("apply", {"status": {"value": "asleep"}}, "1407-400"),
        ("PROGRESS", {"percentCompleted": 101}, "1408-400"),
        ("APPLY", {"percentCompleted": "half"}, "1408-400"),
        ("ROLLBACK", {"state": "asleep"}, "1409-400"),
        ("APPLY", {"status": []}, "1304-400"),
    ],
)
async def test_what_an_action_must_not_carry(
    client: Client, parts: tuple[str, str, str], sub: str, body: Any, code: str
) -> None:
    id = await flow(client, flow_body(*parts, scheduleParams={"startTime": FUTURE, "frequency": "once"}))
    action, asked = f"{FLOW}/flows/{id}/action", {"op": "disable", "subOp": sub}
    refused(await client.call("POST", action, body, params=asked), code)
    carried = {"status": {"value": "SUCCESS", "errors": []}, "percentCompleted": 100, "recordTypes": ["x"]}
    ok(await client.call("POST", action, carried, params=asked | {"subOp": "APPLY"}))


async def test_a_flow_is_disabling_until_its_run_has_ended(client: Client, parts: tuple[str, str, str]) -> None:
    id = await flow(client, flow_body(*parts))
    scheduler.start_due_runs(client.platform)
    (waiting,) = runqueue.waiting(client.platform)
    action = f"{FLOW}/flows/{id}/action"
    asked = False

    def disable_on_the_way() -> None:
        nonlocal asked
        if not asked:
            asked = True
            answer = asyncio.run(disabled_and_refused())
            assert answer == "disabling"

    async def disabled_and_refused() -> str:
        ok(await client.call("POST", action, params={"op": "disable"}))
        item = await look_up(client, id)
        rename = [{"op": "replace", "path": "/name", "value": "x"}]
        refused(await client.call("POST", action, params={"op": "enable"}), "1420-400")
        refused(await client.call("PATCH", f"{FLOW}/flows/{id}", rename, if_match=item["etag"]), "1457-400")
        refused(await client.call("DELETE", f"{FLOW}/flows/{id}"), "1458-400")
        return str(item["state"])

    await asyncio.to_thread(runner.execute, client.platform, "dev", waiting["id"], disable_on_the_way)
    assert asked and (await look_up(client, id))["state"] == "disabled"
    ok(await client.call("DELETE", f"{FLOW}/flows/{id}"), 204)


async def test_a_flow_cannot_be_moved_to_a_start_that_has_passed(client: Client, parts: tuple[str, str, str]) -> None:
    id = await flow(client, flow_body(*parts, scheduleParams=HOURLY, delta="sys_updated_on"))
    refused(await patch(client, id, {"op": "replace", "path": "/scheduleParams/startTime", "value": PAST}), "1360-400")
    now = int(client.platform.clock.now())
    ok(await patch(client, id, {"op": "replace", "path": "/scheduleParams/startTime", "value": now - 60}))


async def test_a_draft_grows_until_it_is_published(client: Client, parts: tuple[str, str, str]) -> None:
    whole = flow_body(*parts, scheduleParams=HOURLY, delta="sys_updated_on")
    sketch = {"name": "draft", "flowSpec": {"id": TABLE_FLOW, "version": "1.0"}}
    made = ok(await client.call("POST", f"{FLOW}/flows", sketch, params={"mode": "draft"}), 201)
    action = f"{FLOW}/flows/{made['id']}/action"
    assert (await look_up(client, made["id"]))["state"] == "draft"
    refused(await client.call("POST", action, params={"op": "publish"}), "1304-400")
    refused(await client.call("POST", action, params={"op": "enable"}), "1421-400")
    names = ("sourceConnectionIds", "targetConnectionIds", "transformations", "scheduleParams")
    ok(await patch(client, made["id"], *({"op": "add", "path": f"/{name}", "value": whole[name]} for name in names)))
    ok(await client.call("POST", action, params={"op": "publish"}))
    item = await look_up(client, made["id"])
    assert item["state"] == "enabled" and item["scheduleParams"]["interval"] == "1"


async def test_a_start_time_that_has_passed_stays(client: Client, parts: tuple[str, str, str]) -> None:
    recurring = await flow(
        client, flow_body(*parts, scheduleParams=HOURLY | {"startTime": PAST}, delta="sys_updated_on")
    )
    start = {"op": "replace", "path": "/scheduleParams/startTime", "value": FUTURE}
    refused(await patch(client, recurring, start), "1366-400")
    same = {"op": "replace", "path": "/scheduleParams", "value": HOURLY | {"startTime": str(PAST), "interval": 3}}
    ok(await patch(client, recurring, same))
    once = await flow(client, flow_body(*parts))
    refused(await patch(client, once, same), "1404-400")
    ok(await patch(client, once, {"op": "replace", "path": "/name", "value": "new"}))
