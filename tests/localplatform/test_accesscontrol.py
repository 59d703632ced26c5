from typing import Any

import pytest

from tests.localplatform.support import Client

PATH = "/foundation/access-control/acl/effective-policies"


async def test_everything_is_allowed(client: Client) -> None:
    said = await client.done("POST", PATH, ["/resource-types/schema", "/permissions/manage-dataset"])
    assert said["policies"] == {
        "/resource-types/schema": ["read", "write", "delete"],
        "/permissions/manage-dataset": ["*"],
    }


@pytest.mark.parametrize("body", [{}, ["schema"], [1], None])
async def test_only_names_are_answered(client: Client, body: Any) -> None:
    assert (await client.call("POST", PATH, body)).status_code == 400


async def test_the_reference_names_what_can_be_asked_for(client: Client) -> None:
    said = await client.done("GET", "/foundation/access-control/acl/reference")
    assert said["permissions"]["view-sources"] == {"EnterpriseSource": ["read"]}
    assert said["permissions"]["manage-schemas"] == {"schemas": ["read", "write", "delete"]}
    names = [f"/permissions/{name}" for name in said["permissions"]]
    kinds = [f"/resource-types/{name}" for name in said["resource-types"]]
    policies = (await client.done("POST", PATH, [*names, *kinds]))["policies"]
    assert {name: policies[f"/resource-types/{name}"] for name in said["resource-types"]} == said["resource-types"]
    assert all(policies[name] == ["*"] for name in names)
