import re
from typing import Any

import pytest

from aeptui.localplatform import catalog
from tests.localplatform.support import PROFILE, REGISTRY, Client, make_dataset, make_schema

PATH = "/foundation/catalog/dataSets"
PATCH_JSON = "application/json-patch+json"


async def schema_id(client: Client) -> str:
    return str((await make_schema(client))["$id"])


async def look_up(client: Client, id: str, **options: Any) -> Any:
    said = await client.done("GET", f"{PATH}/{id}", **options)
    assert list(said) == [id]
    return said[id]


async def test_a_dataset_is_answered_as_a_reference(client: Client) -> None:
    reference = {"id": await schema_id(client), "contentType": "application/vnd.adobe.xed-full-notext+json; version=1"}
    params = {"requestDataSource": "true"}
    reply = await client.call("POST", PATH, {"name": "Cases", "schemaRef": reference}, params=params)
    assert reply.status_code == 201
    (said,) = reply.json()
    found = re.fullmatch(r"@/dataSets/([0-9a-f]{24})", said)
    assert found and reply.headers["location"].endswith(f"/catalog/dataSets/{found[1]}")
    known = await look_up(client, found[1])
    assert (known["name"], known["schemaRef"], known["version"]) == ("Cases", reference, "1.0.0")
    assert known["imsOrg"] == client.platform.org_id and known["created"] == known["updated"]
    assert known["files"] == f"@/dataSetFiles?dataSetId={found[1]}" and "id" not in known


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ([], "JSON object"),
        ({"name": ""}, "name must be"),
        ({"schemaRef": None}, "schemaRef must have"),
        ({"schemaRef": {"id": "SCHEMA"}}, "schemaRef must have"),
        ({"schemaRef": {"id": "SCHEMA", "contentType": "application/json"}}, "contentType is not known"),
        ({"schemaRef": {"id": "SCHEMA", "contentType": "application/vnd.adobe.xed+json;version=2"}}, "contentType"),
        ({"schemaRef": {"id": PROFILE, "contentType": "application/vnd.adobe.xed+json;version=1"}}, "no schema"),
        ({"tags": ["x"]}, "tags must be"),
        ({"tags": {"x": "y"}}, "tags must be"),
        ({"enableErrorDiagnostics": "yes"}, "enableErrorDiagnostics"),
    ],
)
async def test_what_is_wrong_with_a_dataset(client: Client, body: Any, reason: str) -> None:
    id = await schema_id(client)
    good = {"name": "x", "schemaRef": {"id": id, "contentType": "application/vnd.adobe.xed+json;version=1"}}
    sent = good | body if isinstance(body, dict) else body
    if isinstance(body, dict) and isinstance(sent.get("schemaRef"), dict) and sent["schemaRef"]["id"] == "SCHEMA":
        sent["schemaRef"]["id"] = id
    reply = await client.call("POST", PATH, sent)
    assert (reply.status_code, reply.json()["status"]) == (400, 400) and reason in reply.json()["detail"]


async def test_a_schema_of_another_sandbox_is_not_there(client: Client) -> None:
    reference = {"id": await schema_id(client), "contentType": "application/vnd.adobe.xed+json;version=1"}
    reply = await client.call("POST", PATH, {"name": "x", "schemaRef": reference}, x_sandbox_name="prod")
    assert reply.status_code == 400


async def test_lists_are_objects_in_order_and_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = await schema_id(client)
    ids = []
    for number, name in enumerate(("b", "a", "c")):
        monkeypatch.setattr(client.platform.clock, "now_ms", lambda number=number: 1_600_000_000_000 + number)
        ids.append(await make_dataset(client, schema, name))
    assert list(await client.done("GET", PATH)) == ids
    assert list(await client.done("GET", PATH, params={"orderBy": "desc:created"})) == ids[::-1]
    by_name = await client.done("GET", PATH, params={"orderBy": "asc:name", "limit": 2, "start": 1})
    assert [known["name"] for known in by_name.values()] == ["b", "c"]
    assert list(await client.done("GET", PATH, params={"start": 3})) == []
    only = await client.done("GET", PATH, params={"properties": "name,created", "limit": 1})
    assert only == {ids[0]: {"name": "b", "created": 1_600_000_000_000}}
    later = await client.done(
        "GET", PATH, params={"createdAfter": 1_600_000_000_000, "createdBefore": 1_600_000_000_002}
    )
    assert list(later) == [ids[1]]


async def test_filters(client: Client) -> None:
    schema = await schema_id(client)
    body = {"type": "object", "title": "Other", "description": "d", "allOf": [{"$ref": PROFILE}]}
    other = await client.done("POST", f"{REGISTRY}/tenant/schemas", body)
    first = await make_dataset(client, schema, "test cases", tags={"team": ["blue: 1"]})
    second = await make_dataset(client, other["$id"], "cases", enableErrorDiagnostics=True)
    for params, wanted in [
        ({"name": "cases"}, [second]),
        ({"property": "name~^test"}, [first]),
        ({"property": ["name~cases", "name!=cases"]}, [first]),
        ({"property": f"schemaRef.id=={other['$id']}"}, [second]),
        ({"property": "enableErrorDiagnostics==true"}, [second]),
        ({"property": "tags.team"}, [first]),
        ({"property": "created>1000"}, [first, second]),
        ({"property": "created<=1000"}, []),
        ({"tags": "team:blue:1"}, [first]),
        ({"tags": "team:*"}, [first]),
        ({"tags": "team:red"}, []),
        ({"enableErrorDiagnostics": "true"}, [second]),
    ]:
        assert list(await client.done("GET", PATH, params=params)) == wanted, params


@pytest.mark.parametrize(
    "params",
    [{"limit": 101}, {"limit": 0}, {"start": -1}, {"orderBy": "up:name"}, {"property": "~x"}, {"property": "name~("}],
)
async def test_what_a_list_refuses(client: Client, params: dict[str, Any]) -> None:
    await make_dataset(client, await schema_id(client))
    assert (await client.call("GET", PATH, params=params)).status_code == 400


async def test_json_replaces_and_json_patch_points(client: Client) -> None:
    id = await make_dataset(client, await schema_id(client), tags={"a": ["1"]})
    path = f"{PATH}/{id}"
    assert await client.done("PATCH", path, {"description": "d", "tags": {"b": ["2"]}}) == [f"@/dataSets/{id}"]
    known = await look_up(client, id)
    assert (known["description"], known["tags"], known["version"]) == ("d", {"b": ["2"]}, "1.0.1")
    step = [{"op": "add", "path": "/tags/c", "value": ["3"]}, {"op": "remove", "path": "/description"}]
    await client.done("PATCH", path, step, content_type=PATCH_JSON)
    known = await look_up(client, id)
    assert known["tags"] == {"b": ["2"], "c": ["3"]} and "description" not in known
    assert (await client.call("PATCH", path, step)).status_code == 400
    wrong = [{"op": "remove", "path": "/nothing"}]
    assert (await client.call("PATCH", path, wrong, content_type=PATCH_JSON)).status_code == 400


async def test_version_two_merges_and_put_replaces(client: Client) -> None:
    schema = await schema_id(client)
    id = await make_dataset(client, schema, tags={"a": ["1"]}, description="d")
    deep = {"tags": {"b": ["2"]}, "extensions": {"adobe_lakeHouse": {"rowExpiration": {"ttlValue": "P3Y"}}}}
    assert await client.done("PATCH", f"/foundation/catalog/v2/dataSets/{id}", deep) == [f"@/dataSets/{id}"]
    known = await look_up(client, id)
    assert known["tags"] == {"a": ["1"], "b": ["2"]} and known["extensions"] == deep["extensions"]
    await client.done("PUT", f"{PATH}/{id}", {"name": "New", "schemaRef": known["schemaRef"]})
    known = await look_up(client, id)
    assert (known["name"], known["tags"]) == ("New", {}) and "description" not in known
    assert known["imsOrg"] == client.platform.org_id


async def test_what_the_service_sets_cannot_be_set(client: Client) -> None:
    id = await make_dataset(client, await schema_id(client))
    await client.done("PATCH", f"{PATH}/{id}", {"imsOrg": "x", "created": 1, "id": "y"})
    known = await look_up(client, id)
    assert known["imsOrg"] == client.platform.org_id and known["created"] > 1


async def test_if_match_compares_the_time_of_the_update(client: Client) -> None:
    id = await make_dataset(client, await schema_id(client))
    updated = (await look_up(client, id))["updated"]
    path = f"{PATH}/{id}"
    assert (await client.call("PATCH", path, {"name": "x"}, if_match=str(updated))).status_code == 200
    assert (await client.call("PATCH", path, {"name": "y"}, if_match=str(updated))).status_code == 412


async def test_deleted_is_gone(client: Client) -> None:
    id = await make_dataset(client, await schema_id(client))
    assert await client.done("DELETE", f"{PATH}/{id}") == [f"@/dataSets/{id}"]
    for method in ("GET", "DELETE", "PATCH", "PUT"):
        assert (await client.call(method, f"{PATH}/{id}")).status_code == 404
    assert catalog.dataset(client.platform, "dev", id) is None


async def test_batches(client: Client) -> None:
    id = await make_dataset(client, await schema_id(client))
    assert (catalog.dataset(client.platform, "dev", id) or {})["name"] == "Customers"
    first = catalog.create_batch(client.platform, "dev", {"dataset_id": id, "recordCount": 3})
    second = catalog.create_batch(client.platform, "dev", {"dataset_id": "other", "status": "success"})
    error = {"code": "INGEST-1212-400", "description": "one row", "rows": ["1"]}
    done = catalog.update_batch(client.platform, "dev", first["id"], {"status": "failed", "errors": [error]})
    assert (done["version"], done["updated"] >= first["updated"]) == ("1.0.1", True)
    known = await client.done("GET", "/foundation/catalog/batches", params={"dataSet": id, "orderBy": "desc:created"})
    assert list(known) == [first["id"]]
    assert known[first["id"]]["relatedObjects"] == [{"type": "dataSet", "id": id}]
    assert known[first["id"]]["errors"] == [error]
    ok = await client.done("GET", "/foundation/catalog/batches", params={"status": "success"})
    assert list(ok) == [second["id"]]
    one = await client.done("GET", f"/foundation/catalog/batches/{second['id']}", params={"properties": "status"})
    assert one == {second["id"]: {"status": "success"}}
    assert (await client.call("GET", "/foundation/catalog/batches/nothing")).status_code == 404
    with pytest.raises(KeyError):
        catalog.update_batch(client.platform, "dev", "nothing", {})
