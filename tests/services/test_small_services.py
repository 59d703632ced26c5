"""Sandboxes, identity namespaces, permissions."""

from typing import Any

import pytest
import respx

from aeptui.services.access import SOURCES
from aeptui.services.errors import BadAnswer
from tests.services.support import PLATFORM, gather, platform, sent_json

DATA = f"{PLATFORM}/data"


@pytest.mark.parametrize("tag", ["eTag", "etag"])
async def test_sandboxes(router: respx.MockRouter, tag: str) -> None:
    prod = {"name": "prod", "title": "Production", "state": "active", "type": "production", "isDefault": "true", tag: 2}
    gone = {"name": "old", "state": "deleted", "type": "development", "isDefault": False}
    route = router.get(f"{DATA}/foundation/sandbox-management/").respond(json={"sandboxes": [prod, gone]})
    first, second = await gather(platform(sandbox=None).sandboxes.available())
    assert (first.usable, first.production, first.is_default, first.etag) == (True, True, True, "2")
    assert (second.usable, second.production) == (False, False)
    request = route.calls.last.request
    assert "x-sandbox-name" not in request.headers and request.headers["accept"] == "application/json"
    assert request.url.raw_path == b"/data/foundation/sandbox-management/"


async def test_one_sandbox(router: respx.MockRouter) -> None:
    router.get(f"{DATA}/foundation/sandbox-management/sandboxes/dev").respond(json={"name": "dev"})
    assert (await platform().sandboxes.lookup("dev")).name == "dev"


@pytest.mark.parametrize(
    "wrap", [lambda items: items, lambda items: {"identities": items}, lambda items: {"items": items}]
)
async def test_namespaces(router: respx.MockRouter, wrap: Any) -> None:
    item = {"id": 6, "code": "Email", "name": "Email", "idType": "EMAIL", "custom": False, "status": "ACTIVE"}
    router.get(f"{DATA}/core/idnamespace/identities").respond(json=wrap([item]))
    (found,) = await platform().identities.namespaces()
    assert (found.id, found.code, found.type, found.custom) == (6, "Email", "EMAIL", False)


async def test_making_a_namespace(router: respx.MockRouter) -> None:
    route = router.post(f"{DATA}/core/idnamespace/identities").respond(json={"id": 7, "code": "CRMID", "custom": True})
    assert (await platform().identities.create("CRM", "CRMID", "CROSS_DEVICE", "ours")).custom
    assert sent_json(route.calls.last) == {
        "name": "CRM",
        "code": "CRMID",
        "idType": "CROSS_DEVICE",
        "description": "ours",
    }
    await platform().identities.create("CRM", "CRMID", "CROSS_DEVICE")
    assert "description" not in sent_json(route.calls.last)


@pytest.mark.parametrize("wrapped", [True, False])
async def test_permissions(router: respx.MockRouter, wrapped: bool) -> None:
    policies = {SOURCES: ["read", "write"]}
    route = router.post(f"{DATA}/foundation/access-control/acl/effective-policies").respond(
        json={"policies": policies} if wrapped else policies
    )
    allowed = await platform(read_only=True).access.effective_policies([SOURCES, "/permissions/manage-datasets"])
    assert allowed == {SOURCES: frozenset({"read", "write"}), "/permissions/manage-datasets": frozenset()}
    assert sent_json(route.calls.last) == [SOURCES, "/permissions/manage-datasets"]


async def test_no_permissions_in_the_answer(router: respx.MockRouter) -> None:
    router.post(url__startswith=DATA).respond(json=[])
    with pytest.raises(BadAnswer):
        await platform().access.effective_policies([SOURCES])


async def test_reference(router: respx.MockRouter) -> None:
    router.get(f"{DATA}/foundation/access-control/acl/reference").respond(json={"permissions": {}})
    assert await platform().access.reference() == {"permissions": {}}


async def test_a_reference_of_another_form(router: respx.MockRouter) -> None:
    router.get(f"{DATA}/foundation/access-control/acl/reference").respond(json=["permissions"])
    with pytest.raises(BadAnswer):
        await platform().access.reference()
