from typing import Any

import pytest

from aeptui.localplatform.identities import namespace_exists
from tests.localplatform.support import Client

BASE = "/core/idnamespace/identities"
LOYALTY = {"name": "Loyalty Member", "code": "Loyalty", "description": "Number of a card", "idType": "Cross_device"}


async def test_the_list_is_bare_and_has_standard_and_custom_namespaces(client: Client) -> None:
    known = {namespace["code"]: namespace for namespace in await client.done("GET", BASE)}
    assert (known["Email"]["id"], known["Email"]["custom"]) == (6, False)
    assert (known["CRMID"]["custom"], known["CRMID"]["idType"]) == (True, "CROSS_DEVICE")
    assert set(known["ECID"]) == {
        "updateTime",
        "code",
        "status",
        "description",
        "id",
        "createTime",
        "idType",
        "name",
        "custom",
    }


async def test_a_new_one_can_be_looked_up_and_renamed(client: Client) -> None:
    made = await client.done("POST", BASE, LOYALTY)
    assert made["custom"] is True and made["status"] == "ACTIVE"
    assert await client.done("GET", f"{BASE}/{made['id']}") == made
    renamed = await client.done("PUT", f"{BASE}/{made['id']}", LOYALTY | {"name": "Card"})
    assert (renamed["name"], renamed["code"]) == ("Card", "Loyalty")
    assert not namespace_exists(client.platform, "prod", "loyalty")
    assert namespace_exists(client.platform, "dev", "loyalty")
    assert namespace_exists(client.platform, "dev", str(made["id"]), by_id=True)


async def test_a_code_is_taken_once(client: Client) -> None:
    reply = await client.call("POST", BASE, LOYALTY | {"code": "crmid"})
    assert (reply.status_code, reply.json()["title"]) == (409, "NAMESPACE_CODE_CONFLICT")
    assert reply.json()["report"]["code"] == "INTEGRATION_CODE_EXISTS"


@pytest.mark.parametrize(
    "body", [{"code": ""}, {"name": None}, {"code": "two words"}, {"idType": "SHOE_SIZE"}, {"idType": 3}]
)
async def test_what_is_wrong_with_a_namespace(client: Client, body: dict[str, Any]) -> None:
    reply = await client.call("POST", BASE, LOYALTY | body)
    assert (reply.status_code, reply.json()["report"]["code"]) == (400, "INVALID_REQUEST_PARAMS")


async def test_a_body_must_be_an_object_and_a_standard_one_stays(client: Client) -> None:
    assert (await client.call("POST", BASE, [1])).status_code == 400
    assert (await client.call("PUT", f"{BASE}/6", LOYALTY | {"code": "Email", "idType": "Email"})).status_code == 400
    assert (await client.call("GET", f"{BASE}/999")).status_code == 404
