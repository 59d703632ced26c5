from typing import Any
from urllib.parse import quote

import pytest

from aeptui.localplatform import datasets
from aeptui.localplatform.dataprep import sets
from tests.localplatform.support import Client
from tests.localplatform.workflow import (
    FILE_FLOW,
    FLOW,
    PREP,
    TABLE_FLOW,
    dataset,
    flow,
    flow_body,
    mapping_body,
    mapping_set,
    ok,
    refused,
    schema,
    target_connection,
)

PAST = 1_780_000_000
FUTURE = 4_000_000_000
HOURLY = {"startTime": FUTURE, "frequency": "hour", "interval": 1, "backfill": True}


async def look_up(client: Client, id: str) -> Any:
    (item,) = ok(await client.call("GET", f"{FLOW}/flows/{id}"))["items"]
    return item


async def patch(client: Client, id: str, *operations: Any) -> Any:
    etag = (await look_up(client, id))["etag"]
    return await client.call("PATCH", f"{FLOW}/flows/{id}", list(operations), if_match=etag)


async def test_a_flow_shows_its_parts_and_texts_in_its_schedule(client: Client, parts: tuple[str, str, str]) -> None:
    id = await flow(client, flow_body(*parts, scheduleParams=HOURLY, delta="sys_updated_on", description="d"))
    item = await look_up(client, id)
    assert item["scheduleParams"] == {
        "startTime": "4000000000",
        "frequency": "hour",
        "interval": "1",
        "backfill": "true",
    }
    assert item["state"] == "enabled"
    assert item["transformations"][1]["params"] == {"mappingId": parts[2], "mappingVersion": "0"}
    source = item["inheritedAttributes"]["sourceConnections"][0]
    assert source["id"] == parts[0] and source["baseConnection"]["connectionSpec"] == source["connectionSpec"]
    assert item["inheritedAttributes"]["targetConnections"][0]["id"] == parts[1]
    assert "lastRunDetails" not in item


@pytest.mark.parametrize(
    "condition",
    [
        "name==flow",
        "state==enabled",
        "sourceConnectionIds[]=={source}",
        "inheritedAttributes.properties.isSourceFlow==true",
        "inheritedAttributes.sourceConnections[].connectionSpec.id==eb13cb25-47ab-407f-ba89-c0125281c563",
    ],
)
async def test_flows_are_found(client: Client, parts: tuple[str, str, str], condition: str) -> None:
    id = await flow(client, flow_body(*parts))
    query = {"property": condition.replace("{source}", parts[0])}
    assert [item["id"] for item in ok(await client.call("GET", f"{FLOW}/flows", params=query))["items"]] == [id]
    assert ok(await client.call("GET", f"{FLOW}/flows", params=query | {"count": "true"})) == {"count": 1}


async def test_texts_are_tolerated_in_a_schedule(client: Client, parts: tuple[str, str, str]) -> None:
    texts = {"startTime": "4000000000", "frequency": "minute", "interval": "15", "backfill": "true"}
    id = await flow(client, flow_body(*parts, scheduleParams=texts, delta="sys_updated_on"))
    assert (await look_up(client, id))["scheduleParams"] == texts


async def test_a_number_is_tolerated_as_version_of_the_mapping(client: Client, parts: tuple[str, str, str]) -> None:
    body = flow_body(*parts)
    for version in (0, None):
        body["transformations"][-1]["params"] = {"mappingId": parts[2]} | (
            {"mappingVersion": 0} if version == 0 else {}
        )
        await flow(client, body)


@pytest.mark.parametrize(
    ("schedule", "code"),
    [
        ({"frequency": "once"}, "1304-400"),
        ({"startTime": "soon", "frequency": "once"}, "1304-400"),
        ({"startTime": FUTURE}, "1304-400"),
        ({"startTime": FUTURE, "frequency": "month", "interval": 1}, "1304-400"),
        ({"startTime": FUTURE, "frequency": "once", "interval": 15}, "1363-400"),
        ({"startTime": FUTURE, "frequency": "once", "backfill": True}, "1364-400"),
        ({"startTime": FUTURE, "frequency": "hour"}, "1361-400"),
        ({"startTime": FUTURE, "frequency": "minute", "interval": 14}, "1362-400"),
        ({"startTime": FUTURE, "frequency": "hour", "interval": "0"}, "1362-400"),
        ({"startTime": FUTURE, "frequency": "hour", "interval": "often"}, "1304-400"),
        ({"startTime": FUTURE, "frequency": "hour", "interval": 1, "backfill": "maybe"}, "1304-400"),
        (None, "1304-400"),
    ],
)
async def test_schedules_that_are_refused(
    client: Client, parts: tuple[str, str, str], schedule: Any, code: str
) -> None:
    once = schedule is None or schedule.get("frequency") in (None, "once")
    delta = None if once else "sys_updated_on"
    body = flow_body(*parts, scheduleParams=schedule, delta=delta)
    refused(await client.call("POST", f"{FLOW}/flows", body), code)


@pytest.mark.parametrize(
    ("schedule", "delta", "code"),
    [
        (HOURLY, None, "1367-400"),
        ({"startTime": FUTURE, "frequency": "once"}, "sys_updated_on", "1369-400"),
        (HOURLY, "date-time", "1378-400"),
        (HOURLY, "sys_created_on", "1378-400"),
        (HOURLY, "number", "1379-400"),
        (HOURLY, "priority", "1379-400"),
    ],
)
async def test_the_delta_column_must_fit(
    client: Client, parts: tuple[str, str, str], schedule: Any, delta: str | None, code: str
) -> None:
    body = flow_body(*parts, scheduleParams=schedule, delta=delta)
    refused(await client.call("POST", f"{FLOW}/flows", body), code)


async def test_a_copy_without_delta_column_is_refused(client: Client, parts: tuple[str, str, str]) -> None:
    body = flow_body(*parts, scheduleParams=HOURLY, delta="sys_updated_on")
    body["transformations"][0]["params"] = {}
    refused(await client.call("POST", f"{FLOW}/flows", body), "1367-400")
    body["transformations"][0]["params"] = {"deltaColumn": {"name": 5}}
    refused(await client.call("POST", f"{FLOW}/flows", body), "1304-400")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"flowSpec": {"id": FILE_FLOW, "version": "1.0"}}, "1413-400"),
        ({"flowSpec": {"id": "none", "version": "1.0"}}, "1413-400"),
        ({"flowSpec": {"id": TABLE_FLOW, "version": "2.0"}}, "1413-400"),
        ({"flowSpec": None}, "1304-400"),
        ({"sourceConnectionIds": []}, "1304-400"),
        ({"sourceConnectionIds": ["none"]}, "1101-404"),
        ({"targetConnectionIds": ["bc36ecd6-3b04-4067-b6ec-d63b04b0673d"]}, "1101-404"),
        ({"transformations": []}, "1304-400"),
        ({"transformations": None}, "1304-400"),
        ({"transformations": ["Mapping"]}, "1304-400"),
        ({"transformations": [{"name": "Filter", "params": {}}]}, "1304-400"),
        ({"transformations": [{"name": "Mapping", "params": {"mappingId": "none"}}]}, "1419-400"),
        ({"options": {"partialIngestionPercent": 0}}, "1304-400"),
        ({"options": {"errorDiagnosticsEnabled": "yes"}}, "1304-400"),
        ({"state": "enabled"}, "1410-400"),
        ({"name": None}, "1304-400"),
    ],
)
async def test_flows_that_are_refused(
    client: Client, parts: tuple[str, str, str], changes: dict[str, Any], code: str
) -> None:
    refused(await client.call("POST", f"{FLOW}/flows", flow_body(*parts) | changes), code)
    assert ok(await client.call("GET", f"{FLOW}/flows"))["items"] == []


async def test_the_schemas_of_mapping_and_dataset_must_be_the_same(client: Client, parts: tuple[str, str, str]) -> None:
    other = await schema(client, "Other")
    mapping = await mapping_set(client, other, {"_id": "sys_id"})
    body = flow_body(parts[0], parts[1], mapping)
    refused(await client.call("POST", f"{FLOW}/flows", body), "1425-400")
    target = await target_connection(client, other, await dataset(client, other))
    await flow(client, flow_body(parts[0], target, mapping))


async def test_the_version_of_the_mapping_must_exist(client: Client, parts: tuple[str, str, str]) -> None:
    body = flow_body(*parts)
    for version in ("1", "-1", "newest"):
        body["transformations"][-1]["params"]["mappingVersion"] = version
        refused(await client.call("POST", f"{FLOW}/flows", body), "1412-400")
    schema_id = ok(await client.call("GET", f"{PREP}/mappingSets/{parts[2]}"))["xdmSchema"]
    ok(await client.call("PUT", f"{PREP}/mappingSets/{parts[2]}", mapping_body(schema_id, {"_id": "number"})))
    body["transformations"][-1]["params"]["mappingVersion"] = "1"
    await flow(client, body)


async def test_data_prep_cannot_help_where_the_mapping_set_s_schema_is_gone(
    client: Client, parts: tuple[str, str, str]
) -> None:
    other = await schema(client, "Gone")
    mapping = await mapping_set(client, other, {"_id": "sys_id"})
    gone = f"/foundation/schemaregistry/tenant/schemas/{quote(other, safe='')}"
    ok(await client.call("DELETE", gone), 204)
    body = flow_body(parts[0], parts[1], mapping)
    reply = await client.call("POST", f"{FLOW}/flows", body)
    refused(reply, "2250-500")
    assert reply.status_code == 500


async def test_a_change_of_names_and_schedule(client: Client, parts: tuple[str, str, str]) -> None:
    id = await flow(client, flow_body(*parts, scheduleParams=HOURLY, delta="sys_updated_on"))
    operations = [
        {"op": "replace", "path": "/name", "value": "new"},
        {"op": "add", "path": "/description", "value": "text"},
        {"op": "replace", "path": "/scheduleParams/frequency", "value": "day"},
        {"op": "replace", "path": "/scheduleParams/interval", "value": "2"},
        {"op": "replace", "path": "/scheduleParams/startTime", "value": FUTURE + 1},
        {"op": "add", "path": "/options", "value": {"partialIngestionPercent": 5}},
    ]
    answer = ok(await patch(client, id, *operations))
    item = await look_up(client, id)
    assert (item["name"], item["description"], item["etag"]) == ("new", "text", answer["etag"])
    assert item["scheduleParams"] == {
        "startTime": "4000000001",
        "frequency": "day",
        "interval": "2",
        "backfill": "true",
    }
    assert item["options"] == {"partialIngestionPercent": 5}
    assert item["lastOperation"]["operation"] == "update" and item["lastOperation"]["ops"] == operations


async def test_the_mapping_is_pointed_to_another_version(client: Client, parts: tuple[str, str, str]) -> None:
    id = await flow(client, flow_body(*parts, scheduleParams=HOURLY, delta="sys_updated_on"))
    new = {"name": "Mapping", "params": {"mappingId": parts[2], "mappingVersion": 1}}
    refused(await patch(client, id, {"op": "replace", "path": "/transformations/1", "value": new}), "1412-400")
    schema_id = ok(await client.call("GET", f"{PREP}/mappingSets/{parts[2]}"))["xdmSchema"]
    ok(await client.call("PUT", f"{PREP}/mappingSets/{parts[2]}", mapping_body(schema_id, {"_id": "number"})))
    ok(await patch(client, id, {"op": "replace", "path": "/transformations/1", "value": new}))
    assert (await look_up(client, id))["transformations"][1]["params"]["mappingVersion"] == "1"
    refused(await patch(client, id, {"op": "replace", "path": "/transformations/0", "value": new}), "1367-400")


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ({"op": "replace", "path": "/scheduleParams/interval", "value": 0}, "1362-400"),
        ({"op": "replace", "path": "/state", "value": "disabled"}, "1455-400"),
        ({"op": "replace", "path": "/sourceConnectionIds/0", "value": "x"}, "1455-400"),
        ({"op": "replace", "path": "/transformations/5", "value": {}}, "1455-400"),
        ({"op": "copy", "path": "/name"}, "1434-400"),
        ({"op": "remove", "path": "/scheduleParams"}, "1304-400"),
    ],
)
async def test_changes_that_are_refused(client: Client, parts: tuple[str, str, str], operation: Any, code: str) -> None:
    id = await flow(client, flow_body(*parts, scheduleParams=HOURLY, delta="sys_updated_on"))
    before = await look_up(client, id)
    refused(await patch(client, id, operation), code)
    assert await look_up(client, id) == before


async def test_a_patch_wants_the_current_etag(client: Client, parts: tuple[str, str, str]) -> None:
    id = await flow(client, flow_body(*parts))
    change = [{"op": "replace", "path": "/name", "value": "x"}]
    refused(await client.call("PATCH", f"{FLOW}/flows/{id}", change), "1403-400")
    refused(await client.call("PATCH", f"{FLOW}/flows/{id}", change, if_match='"v1"'), "1404-412")
    etag = (await look_up(client, id))["etag"]
    refused(await client.call("PATCH", f"{FLOW}/flows/{id}", if_match=etag), "1405-400")


async def test_a_deleted_flow_is_gone_and_its_parts_are_not(client: Client, parts: tuple[str, str, str]) -> None:
    id = await flow(client, flow_body(*parts))
    ok(await client.call("DELETE", f"{FLOW}/flows/{id}"), 204)
    refused(await client.call("GET", f"{FLOW}/flows/{id}"), "1101-404")
    refused(await client.call("DELETE", f"{FLOW}/flows/{id}"), "1101-404")
    ok(await client.call("GET", f"{FLOW}/sourceConnections/{parts[0]}"))
    ok(await client.call("GET", f"{PREP}/mappingSets/{parts[2]}"))


async def test_a_mapping_that_its_schema_has_outgrown_is_refused(client: Client, parts: tuple[str, str, str]) -> None:
    document = sets.stored(client.platform, "dev", parts[2])
    assert document is not None
    document["mappings"][0]["destination"] = "gone"
    sets.save(client.platform, "dev", document)
    refused(await client.call("POST", f"{FLOW}/flows", flow_body(*parts)), "1419-400")


async def test_a_flow_without_its_dataset_is_refused(client: Client, parts: tuple[str, str, str]) -> None:
    (item,) = ok(await client.call("GET", f"{FLOW}/targetConnections/{parts[1]}"))["items"]
    datasets.remove_dataset(client.platform, "dev", item["params"]["dataSetId"])
    refused(await client.call("POST", f"{FLOW}/flows", flow_body(*parts)), "2200-500")


async def test_a_draft_may_name_connections_that_are_not_there(client: Client) -> None:
    sketch = {"name": "d", "flowSpec": {"id": TABLE_FLOW, "version": "1.0"}, "sourceConnectionIds": ["none"]}
    made = ok(await client.call("POST", f"{FLOW}/flows", sketch, params={"mode": "draft"}), 201)
    assert (await look_up(client, made["id"]))["inheritedAttributes"]["sourceConnections"] == []
    wrong = sketch | {"sourceConnectionIds": "none"}
    refused(await client.call("POST", f"{FLOW}/flows", wrong, params={"mode": "draft"}), "1304-400")


async def test_a_draft_connection_cannot_flow(client: Client, parts: tuple[str, str, str]) -> None:
    (item,) = ok(await client.call("GET", f"{FLOW}/sourceConnections/{parts[0]}"))["items"]
    body = {name: item[name] for name in ("name", "baseConnectionId", "data", "params", "connectionSpec")}
    draft = ok(await client.call("POST", f"{FLOW}/sourceConnections", body, params={"mode": "draft"}), 201)["id"]
    refused(await client.call("POST", f"{FLOW}/flows", flow_body(draft, *parts[1:])), "1444-400")


async def test_the_old_list_of_a_flows_runs_points_to_the_query(client: Client, parts: tuple[str, str, str]) -> None:
    id = await flow(client, flow_body(*parts))
    problem = refused(await client.call("GET", f"{FLOW}/flows/{id}/runs"), "1411-400")
    assert f"flowId=={id}" in problem["detail"]
