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
