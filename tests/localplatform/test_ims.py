from typing import Any

import pytest

from tests.localplatform.support import REGISTRY, Client


def form(client: Client, **changes: str) -> dict[str, str]:
    platform = client.platform
    known = {"grant_type": "client_credentials", "client_id": platform.client_id}
    return known | {"client_secret": platform.client_secret, "scope": platform.scopes} | changes


@pytest.mark.parametrize("version", ["v2", "v3"])
async def test_a_form_gets_a_token_that_works(client: Client, version: str) -> None:
    reply = await client.http.post(f"/ims/token/{version}", data=form(client))
    assert reply.status_code == 200
    body = reply.json()
    assert (body["token_type"], body["expires_in"]) == ("bearer", 86399)
    used = await client.call("GET", f"{REGISTRY}/stats", authorization=f"Bearer {body['access_token']}")
    assert used.status_code == 200


async def test_fields_may_stand_in_the_query(client: Client) -> None:
    assert (await client.http.post("/ims/token/v3", params=form(client))).status_code == 200


async def test_spaces_between_scopes_do_not_matter(client: Client) -> None:
    reply = await client.http.post("/ims/token/v3", data=form(client, scope="openid, AdobeID"))
    assert reply.status_code == 200


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"client_id": "someone"}, "invalid_client"),
        ({"client_secret": ""}, "invalid_request"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"scope": ""}, "invalid_request"),
        ({"scope": "openid,everything"}, "invalid_scope"),
    ],
)
async def test_refusals(client: Client, changes: dict[str, str], error: str) -> None:
    reply = await client.http.post("/ims/token/v3", data=form(client, **changes))
    assert (reply.status_code, reply.json()["error"]) == (400, error)
    assert reply.json()["error_description"]
    assert client.platform.client_secret not in reply.text


@pytest.mark.parametrize("options", [{"json": {"grant_type": "client_credentials"}}, {"content": b"\xff=\xff"}])
async def test_only_a_form_is_a_body(client: Client, options: dict[str, Any]) -> None:
    reply = await client.http.post("/ims/token/v3", **options)
    assert (reply.status_code, reply.json()["error"]) == (400, "invalid_request")
