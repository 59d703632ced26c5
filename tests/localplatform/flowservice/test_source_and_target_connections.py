from typing import Any

import pytest

from tests.localplatform.support import Client
from tests.localplatform.workflow import (
    ACCEPT,
    DATA_LAKE,
    FLOW,
    SERVICENOW,
    columns,
    connection_id,
    dataset,
    flow,
    flow_body,
    ok,
    refused,
    schema,
    table_parts,
    target_body,
)

VERSION = "application/vnd.adobe.xed-full-notext+json; version=1"


async def table_body(client: Client, **changes: Any) -> dict[str, Any]:
    base = await connection_id(client, "ServiceNow demo")
    listed = await columns(client, base, "incident", ("sys_id", "sys_updated_on"))
    return {
        "name": "incidents",
        "baseConnectionId": base,
        "data": {"format": "tabular"},
        "params": {"tableName": "incident", "columns": listed},
        "connectionSpec": {"id": SERVICENOW, "version": "1.0"},
    } | changes


async def adhoc_ids(client: Client) -> tuple[str, str]:
    """A new ad-hoc class and a schema of it."""
    body = {
        "title": "Incident (ad hoc)",
        "description": "columns",
        "type": "object",
        "allOf": [
            {"$ref": "https://ns.adobe.com/xdm/data/adhoc"},
            {"properties": {"_adhoc": {"type": "object", "properties": {"sys_id": {"type": "string"}}}}},
        ],
    }
    registry = "/foundation/schemaregistry/tenant"
    made = ok(await client.call("POST", f"{registry}/classes", body, **ACCEPT), 201)["$id"]
    of_class = {"title": "Incident rows", "description": "", "type": "object", "allOf": [{"$ref": made}]}
    return made, ok(await client.call("POST", f"{registry}/schemas", of_class, **ACCEPT), 201)["$id"]


async def test_a_table_with_columns(client: Client) -> None:
    body = await table_body(client)
    response = await client.call("POST", f"{FLOW}/sourceConnections", body)
    made = ok(response, 201)
    (item,) = ok(await client.call("GET", f"{FLOW}/sourceConnections/{made['id']}"))["items"]
    assert item["params"] == body["params"] and item["etag"] == made["etag"]
    query = {"property": "params.columns[].name==sys_id"}
    assert len(ok(await client.call("GET", f"{FLOW}/sourceConnections", params=query))["items"]) == 1


async def test_a_path_with_an_ad_hoc_schema(client: Client) -> None:
    class_id, schema_id = await adhoc_ids(client)
    data = {"format": "tabular", "schema": {"id": schema_id, "version": VERSION}}
    good = await table_body(client, params={"path": "incident"}, data=data)
    ok(await client.call("POST", f"{FLOW}/sourceConnections", good), 201)
    of_class = {"format": "tabular", "schema": {"id": class_id, "version": VERSION}}
    problem = refused(await client.call("POST", f"{FLOW}/sourceConnections", good | {"data": of_class}), "1304-400")
    assert class_id in problem["detail"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"baseConnectionId": None}, "1304-400"),
        ({"baseConnectionId": "none"}, "1101-404"),
        ({"connectionSpec": {"id": "cb66ab34-8619-49cb-96d1-39b37ede86ea"}}, "1413-400"),
        ({"connectionSpec": {"id": DATA_LAKE}}, "1413-400"),
        ({"params": {"tableName": "incident"}}, "1304-400"),
        ({"params": {"tableName": "incident", "columns": [{"name": "sys_id"}]}}, "1304-400"),
        ({"params": {}}, "1304-400"),
        ({"params": {"path": "incident"}}, "1304-400"),
        ({"params": "incident"}, "1304-400"),
        ({"data": {"format": "delimited"}}, "1304-400"),
        ({"data": {"format": "tabular", "schema": {"id": "x", "version": "2"}}}, "1304-400"),
        ({"data": {"format": "tabular", "schema": {"id": "x", "version": VERSION}}}, "1304-400"),
        ({"state": "enabled"}, "1410-400"),
        ({"name": None}, "1304-400"),
    ],
)
async def test_source_connections_that_are_refused(client: Client, changes: dict[str, Any], code: str) -> None:
    body = await table_body(client, **changes)
    refused(await client.call("POST", f"{FLOW}/sourceConnections", body), code)


async def test_a_file_connection_checks_format_and_type(client: Client) -> None:
    sftp = {"id": "b7bf2577-4520-42c9-bae9-cad01560f7bc", "version": "1.0"}
    auth = {
        "specName": "Basic Authentication for sftp",
        "params": {"host": "h", "port": "22", "userName": "u", "password": "p"},
    }
    base = {"name": "sftp", "auth": auth, "connectionSpec": sftp}
    base_id = ok(await client.call("POST", f"{FLOW}/connections", base), 201)["id"]
    good = {
        "name": "files",
        "baseConnectionId": base_id,
        "data": {"format": "delimited", "properties": {"columnDelimiter": ";"}},
        "params": {"path": "/a.csv", "type": "file"},
        "connectionSpec": sftp,
    }
    ok(await client.call("POST", f"{FLOW}/sourceConnections", good), 201)
    for change in (
        {"data": {"format": "tabular"}},
        {"params": {"type": "file"}},
        {"params": {"path": "/", "type": "x"}},
    ):
        refused(await client.call("POST", f"{FLOW}/sourceConnections", good | change), "1304-400")


async def test_a_target_connection_leads_to_a_dataset_of_its_schema(client: Client) -> None:
    schema_id = await schema(client, "Target")
    dataset_id = await dataset(client, schema_id)
    body = target_body(schema_id, dataset_id)
    made = ok(await client.call("POST", f"{FLOW}/targetConnections", body), 201)
    query = {"property": f"params.dataSetId=={dataset_id}"}
    (item,) = ok(await client.call("GET", f"{FLOW}/targetConnections", params=query))["items"]
    assert item["id"] == made["id"] and item["data"] == body["data"]
    assert ok(await client.call("GET", f"{FLOW}/targetConnections/{made['id']}")) == {"items": [item]}


@pytest.mark.parametrize("version", ["application/vnd.adobe.xed-full+json;version=1.0", VERSION])
async def test_spellings_of_the_version_are_the_same(client: Client, version: str) -> None:
    schema_id = await schema(client, "Target")
    body = target_body(schema_id, await dataset(client, schema_id))
    body["data"]["schema"]["version"] = version
    ok(await client.call("POST", f"{FLOW}/targetConnections", body | {"baseConnectionId": "d6c3988d"}), 201)


async def test_target_connections_that_are_refused(client: Client) -> None:
    schema_id, other = await schema(client, "Target"), await schema(client, "Other")
    dataset_id = await dataset(client, schema_id)
    good = target_body(schema_id, dataset_id)
    broken_id = schema_id.replace("/schemas", "}/schemas")
    for change, code in [
        ({"connectionSpec": {"id": SERVICENOW, "version": "1.0"}}, "1307-400"),
        ({"data": target_body(other, dataset_id)["data"]}, "1425-400"),
        ({"data": target_body(broken_id, dataset_id)["data"]}, "1304-400"),
        ({"data": {"format": "parquet_xdm"}}, "1304-400"),
        ({"data": {"schema": {"id": schema_id, "version": "1.0"}}}, "1304-400"),
        ({"params": {"dataSetId": "5e543e8a60b15218ad44b95f"}}, "1304-400"),
        ({"params": {"datasetId": dataset_id}}, "1304-400"),
        ({"connectionSpec": {}}, "1304-400"),
    ]:
        refused(await client.call("POST", f"{FLOW}/targetConnections", good | change), code)


@pytest.mark.parametrize("kind", ["sourceConnections", "targetConnections"])
async def test_a_body_must_be_an_object(client: Client, kind: str) -> None:
    refused(await client.call("POST", f"{FLOW}/{kind}", ["name"]), "1304-400")


@pytest.mark.parametrize("kind", ["sourceConnections", "targetConnections"])
async def test_connections_that_a_flow_uses_stay(client: Client, kind: str) -> None:
    parts = await table_parts(client, ("sys_id",), {"_id": "sys_id"})
    flow_id = await flow(client, flow_body(*parts))
    id = parts[0] if kind == "sourceConnections" else parts[1]
    refused(await client.call("DELETE", f"{FLOW}/{kind}/{id}"), "1447-400")
    ok(await client.call("DELETE", f"{FLOW}/flows/{flow_id}"), 204)
    ok(await client.call("DELETE", f"{FLOW}/{kind}/{id}"), 204)
    refused(await client.call("GET", f"{FLOW}/{kind}/{id}"), "1101-404")


async def test_a_change_is_checked_like_a_creation(client: Client) -> None:
    made = ok(await client.call("POST", f"{FLOW}/sourceConnections", await table_body(client)), 201)
    address = f"{FLOW}/sourceConnections/{made['id']}"
    for wrong in (
        {"op": "remove", "path": "/params/columns"},
        {"op": "replace", "path": "/data", "value": "tabular"},
        {"op": "replace", "path": "/params/columns/0/xdm", "value": "string"},
        {"op": "add", "path": "/data/properties", "value": []},
    ):
        refused(await client.call("PATCH", address, [wrong], if_match=made["etag"]), "1304-400")
    change = {"op": "replace", "path": "/description", "value": "new"}
    answer = ok(await client.call("PATCH", address, change, if_match=made["etag"]))
    assert answer["id"] == made["id"] and answer["etag"] != made["etag"]
    assert [item["etag"] for item in answer["items"]] == [answer["etag"]]


async def test_a_draft_is_checked_when_it_is_published(client: Client) -> None:
    body = {"name": "draft", "connectionSpec": {"id": SERVICENOW, "version": "1.0"}}
    made = ok(await client.call("POST", f"{FLOW}/sourceConnections", body, params={"mode": "draft"}), 201)
    address = f"{FLOW}/sourceConnections/{made['id']}"
    refused(await client.call("POST", f"{address}/action", params={"op": "publish"}), "1304-400")
    whole = await table_body(client)
    names = ("baseConnectionId", "data", "params")
    change = [{"op": "add", "path": f"/{name}", "value": whole[name]} for name in names]
    ok(await client.call("PATCH", address, change, if_match=made["etag"]))
    made = ok(await client.call("POST", f"{address}/action", params={"op": "publish"}))
    refused(await client.call("PATCH", address, change[:1], if_match=made["etag"]), "1455-400")


@pytest.mark.parametrize("spec", [None, {}, {"id": 5}, "x"])
async def test_a_draft_names_its_specification(client: Client, spec: Any) -> None:
    for kind in ("sourceConnections", "targetConnections"):
        sketch = {"name": "draft", "connectionSpec": spec}
        refused(await client.call("POST", f"{FLOW}/{kind}", sketch, params={"mode": "draft"}), "1304-400")


async def test_a_complete_draft_is_published(client: Client) -> None:
    body = await table_body(client)
    made = ok(await client.call("POST", f"{FLOW}/sourceConnections", body, params={"mode": "draft"}), 201)
    action = f"{FLOW}/sourceConnections/{made['id']}/action"
    ok(await client.call("POST", action, params={"op": "publish"}))
    (item,) = ok(await client.call("GET", f"{FLOW}/sourceConnections/{made['id']}"))["items"]
    assert item["state"] == "enabled"
    refused(await client.call("POST", f"{FLOW}/sourceConnections", body, params={"mode": "sketch"}), "1304-400")
