from typing import Any

import pytest

from aeptui.localplatform.flowservice import specs
from tests.localplatform.support import Client
from tests.localplatform.workflow import (
    FLOW,
    SERVICENOW,
    connection_id,
    flow,
    flow_body,
    ok,
    refused,
    set_time,
    table_parts,
)

PARAMS = {"endpoint": "https://x.service-now.example", "username": "u", "password": "secret!"}


def body(**changes: Any) -> dict[str, Any]:
    return {
        "name": "mine",
        "auth": {"specName": "Basic Authentication", "params": PARAMS},
        "connectionSpec": {"id": SERVICENOW, "version": "1.0"},
    } | changes


async def create(client: Client, **changes: Any) -> str:
    return str(ok(await client.call("POST", f"{FLOW}/connections", body(**changes)), 201)["id"])


async def look_up(client: Client, id: str) -> Any:
    (item,) = ok(await client.call("GET", f"{FLOW}/connections/{id}"))["items"]
    return item


async def test_a_connection_is_made_and_looked_up_without_its_secret(client: Client) -> None:
    response = await client.call("POST", f"{FLOW}/connections", body(description="text"))
    made = ok(response, 201)
    assert response.headers["location"].endswith(f"/connections/{made['id']}")
    assert made["etag"].startswith('"') and made["etag"].endswith('"')
    item = await look_up(client, made["id"])
    assert item["auth"]["params"] == PARAMS | {"password": "****"}
    assert item["etag"] == item["version"] == made["etag"]
    assert item["state"] == "enabled" and item["description"] == "text"
    assert item["sandboxName"] == "dev" and item["imsOrgId"] == client.platform.org_id
    listed = ok(await client.call("GET", f"{FLOW}/connections", params={"property": "name==mine"}))
    assert "secret!" not in str(listed)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"connectionSpec": {"id": "b66ab34-8619-49cb-96d1-39b37ede86ea", "version": "1.0"}}, "1413-400"),
        ({"connectionSpec": {"id": SERVICENOW, "version": "9.9"}}, "1413-400"),
        ({"connectionSpec": None}, "1304-400"),
        ({"auth": {"specName": "OAuth2", "params": {}}}, "1415-400"),
        ({"auth": {"specName": "Basic Authentication", "params": {"username": "u"}}}, "1304-400"),
        ({"auth": {"specName": "Basic Authentication", "params": PARAMS | {"username": ["u"]}}}, "1304-400"),
        ({"auth": {"specName": "Basic Authentication", "params": "text"}}, "1304-400"),
        ({"auth": None}, "1304-400"),
        ({"state": "enabled"}, "1410-400"),
        ({"name": ""}, "1304-400"),
    ],
)
async def test_what_is_refused(client: Client, changes: dict[str, Any], code: str) -> None:
    refused(await client.call("POST", f"{FLOW}/connections", body(**changes)), code)
    assert ok(await client.call("GET", f"{FLOW}/connections", params={"property": "name==mine"}))["items"] == []


async def test_an_empty_body_is_refused(client: Client) -> None:
    refused(await client.call("POST", f"{FLOW}/connections"), "1405-400")


async def test_parameters_that_the_specification_does_not_know_are_kept_and_masked(client: Client) -> None:
    params = PARAMS | {"apiToken": "hidden!", "note": "shown"}
    id = await create(client, auth={"specName": "Basic Authentication", "params": params})
    shown = (await look_up(client, id))["auth"]["params"]
    assert shown["apiToken"] == "****" and shown["note"] == "shown"


async def test_numbers_are_taken_where_texts_are_wanted(client: Client) -> None:
    params = {"host": "h", "port": 22, "userName": "u", "password": "p"}
    await create(
        client,
        auth={"specName": "Basic Authentication for sftp", "params": params},
        connectionSpec={"id": "b7bf2577-4520-42c9-bae9-cad01560f7bc", "version": "1.0"},
    )


async def test_a_good_connection_passes_its_test(client: Client) -> None:
    id = await create(client)
    assert ok(await client.call("GET", f"{FLOW}/connections/{id}/test")) == {"result": True}


async def test_the_secret_wrong_fails_test_and_explore(client: Client) -> None:
    params = PARAMS | {"password": "wrong"}
    id = await create(client, auth={"specName": "Basic Authentication", "params": params})
    refused(await client.call("GET", f"{FLOW}/connections/{id}/test"), "1308-400")
    explore = f"{FLOW}/connections/{id}/explore"
    refused(await client.call("GET", explore, params={"objectType": "root"}), "1308-400")


async def test_a_plain_parameter_may_be_wrong(client: Client) -> None:
    params = PARAMS | {"username": "wrong"}
    id = await create(client, auth={"specName": "Basic Authentication", "params": params})
    ok(await client.call("GET", f"{FLOW}/connections/{id}/test"))


async def test_a_patch_wants_the_current_etag(client: Client) -> None:
    id = await create(client)
    etag = (await look_up(client, id))["etag"]
    change = [{"op": "replace", "path": "/name", "value": "new"}]
    address = f"{FLOW}/connections/{id}"
    refused(await client.call("PATCH", address, change), "1403-400")
    refused(await client.call("PATCH", address, change, if_match='"stale"'), "1404-412")
    answer = ok(await client.call("PATCH", address, change, if_match=etag))
    item = await look_up(client, id)
    assert item["name"] == "new" and answer == {"id": id, "etag": item["etag"]} and item["etag"] != etag
    refused(await client.call("PATCH", address, change, if_match=etag), "1404-412")
    ok(await client.call("PATCH", address, change, if_match=item["etag"].strip('"')))


async def test_parameters_are_replaced_as_a_whole(client: Client) -> None:
    id = await create(client)
    etag = (await look_up(client, id))["etag"]
    new = {"endpoint": "https://y.example", "username": "u2", "password": "p2"}
    change = [
        {"op": "REPLACE", "path": "/auth/params", "value": new},
        {"op": "add", "path": "/description", "value": "d"},
    ]
    ok(await client.call("PATCH", f"{FLOW}/connections/{id}", change, if_match=etag))
    item = await look_up(client, id)
    assert item["auth"]["params"] == new | {"password": "****"} and item["description"] == "d"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ([{"op": "replace", "path": "/connectionSpec", "value": {"id": "x"}}], "1414-400"),
        ([{"op": "move", "from": "/name", "path": "/description"}], "1434-400"),
        ([{"op": "replace", "path": "/state", "value": "disabled"}], "1455-400"),
        ([{"op": "replace", "path": "/auth/nothing", "value": 1}], "1455-400"),
        ([{"op": "replace", "path": "/auth/params", "value": {"username": "u"}}], "1304-400"),
        ([{"op": "replace", "path": "/auth/specName", "value": "none"}], "1415-400"),
        ([{"op": "remove", "path": "/name"}], "1304-400"),
    ],
)
async def test_patches_that_are_refused(client: Client, change: list[Any], code: str) -> None:
    id = await create(client)
    before = await look_up(client, id)
    refused(await client.call("PATCH", f"{FLOW}/connections/{id}", change, if_match=before["etag"]), code)
    assert await look_up(client, id) == before


async def test_a_connection_in_use_cannot_be_deleted(client: Client) -> None:
    parts = await table_parts(client, ("sys_id", "number"), {"_id": "sys_id"})
    flow_id = await flow(client, flow_body(*parts))
    id = await connection_id(client, "ServiceNow demo")
    refused(await client.call("DELETE", f"{FLOW}/connections/{id}"), "1418-400")
    ok(await client.call("DELETE", f"{FLOW}/flows/{flow_id}"), 204)
    ok(await client.call("DELETE", f"{FLOW}/connections/{id}"), 204)
    refused(await client.call("GET", f"{FLOW}/connections/{id}"), "1101-404")
    refused(await client.call("DELETE", f"{FLOW}/connections/{id}"), "1101-404")


async def test_a_draft_is_published(client: Client) -> None:
    made = ok(await client.call("POST", f"{FLOW}/connections", body(), params={"mode": "draft"}), 201)
    assert (await look_up(client, made["id"]))["state"] == "draft"
    action = f"{FLOW}/connections/{made['id']}/action"
    refused(await client.call("POST", action, params={"op": "finalize"}), "1402-400")
    refused(await client.call("POST", action, params={"op": "enable"}), "1436-400")
    ok(await client.call("POST", action, params={"op": "PUBLISH"}))
    assert (await look_up(client, made["id"]))["state"] == "enabled"
    refused(await client.call("POST", action, params={"op": "publish"}), "1421-400")


async def test_a_connection_that_needs_a_while_cannot_be_changed_meanwhile(client: Client) -> None:
    """Connections with the way to sign in that the platform on AWS has begin as initializing."""
    params = {"jwtToken": "t", "clientId": "c", "clientSecret": "s", "instanceUrl": "https://x.salesforce.example"}
    auth = {"specName": "OAuth2 JWT Token Credential", "params": params}
    spec = {"id": specs.source_id("salesforce"), "version": "1.0"}
    id = await create(client, auth=auth, connectionSpec=spec)
    before = await look_up(client, id)
    assert before["state"] == "initializing"
    rename = [{"op": "replace", "path": "/name", "value": "x"}]
    refused(await client.call("PATCH", f"{FLOW}/connections/{id}", rename, if_match=before["etag"]), "1416-400")
    refused(await client.call("DELETE", f"{FLOW}/connections/{id}"), "1417-400")
    assert await look_up(client, id) == before
    set_time(client, client.platform.clock.now() + 5)
    listed = ok(await client.call("GET", f"{FLOW}/connections", params={"property": "state==enabled"}))["items"]
    after = await look_up(client, id)
    assert id in [each["id"] for each in listed]
    assert after["state"] == "enabled" and after["etag"] != before["etag"]
    ok(await client.call("PATCH", f"{FLOW}/connections/{id}", rename, if_match=after["etag"]))
    ok(await client.call("DELETE", f"{FLOW}/connections/{id}"), 204)


async def test_no_field_of_a_form_depends_on_the_account(client: Client) -> None:
    id = await create(client)
    assert ok(await client.call("GET", f"{FLOW}/connections/{id}/configs")) == {"items": []}
    wrong = await create(client, auth={"specName": "Basic Authentication", "params": PARAMS | {"password": "wrong"}})
    refused(await client.call("GET", f"{FLOW}/connections/{wrong}/configs"), "1308-400")
