import json
from pathlib import Path
from typing import Any

import pytest

from tests.localplatform.support import Client, make_dataset, make_schema
from tests.localplatform.workflow import FLOW, PREP, refused

POLICIES = "/foundation/access-control/acl/effective-policies"
SOURCES, SCHEMAS = "/resource-types/EnterpriseSource", "/resource-types/schema"


def take_away(client: Client, denied: Any) -> None:
    text = denied if isinstance(denied, str) else json.dumps(denied)
    (client.platform.data_dir / "permissions.json").write_text(text)


def give_back(client: Client) -> None:
    (client.platform.data_dir / "permissions.json").unlink()


async def test_writing_sources_can_be_taken_away_and_given_back(client: Client) -> None:
    take_away(client, {"dev": {"EnterpriseSource": ["write"]}})
    assert (await client.call("GET", f"{FLOW}/connections")).status_code == 200
    refused(await client.call("POST", f"{FLOW}/connections", {"name": "x"}), "2118-403")
    refused(await client.call("DELETE", f"{FLOW}/flows/x"), "2118-403")
    assert (await client.call("POST", f"{PREP}/mappingSets", {})).status_code == 403
    assert (await client.call("POST", f"{PREP}/languages/el/validate", {"expression": "1"})).status_code == 200
    policies = await client.done("POST", POLICIES, [SOURCES, SCHEMAS, "/permissions/manage-sources"])
    assert policies["policies"] == {
        SOURCES: ["read", "delete"],
        SCHEMAS: ["read", "write", "delete"],
        "/permissions/manage-sources": [],
    }
    take_away(client, {"dev": {"schema": ["delete"]}})
    policies = await client.done("POST", POLICIES, [SCHEMAS, f"{SCHEMAS}s"])
    assert policies["policies"] == {name: ["read", "write"] for name in (SCHEMAS, f"{SCHEMAS}s")}
    take_away(client, {"dev": {"EnterpriseSource": ["write"]}})
    elsewhere = await client.call("POST", f"{FLOW}/connections", {"name": "x"}, x_sandbox_name="prod")
    refused(elsewhere, "1304-400")
    give_back(client)
    refused(await client.call("POST", f"{FLOW}/connections", {"name": "x"}), "1304-400")


async def test_all_of_a_kind_taken_away_has_a_code_of_its_own(client: Client) -> None:
    take_away(client, {"dev": {"EnterpriseSource": ["read", "write"]}})
    refused(await client.call("GET", f"{FLOW}/connections"), "2120-403")
    refused(await client.call("POST", f"{FLOW}/connections", {"name": "x"}), "2120-403")


async def test_reading_schemas_and_deleting_datasets_in_every_sandbox(client: Client) -> None:
    dataset = await make_dataset(client, (await make_schema(client))["$id"])
    take_away(client, {"*": {"schema": ["read"], "dataset": ["delete"]}})
    for sandbox in ("dev", "prod"):
        reply = await client.call("GET", "/foundation/schemaregistry/stats", x_sandbox_name=sandbox)
        assert reply.status_code == 403 and "read schema" in reply.json()["detail"]
    assert (await client.call("DELETE", f"/foundation/catalog/dataSets/{dataset}")).status_code == 403
    assert (await client.call("GET", f"/foundation/catalog/dataSets/{dataset}")).status_code == 200


async def test_a_closed_sandbox_is_not_listed_and_not_found(client: Client) -> None:
    take_away(client, {"dev": "*"})
    listed = await client.done("GET", "/foundation/sandbox-management/", x_sandbox_name=None)
    assert [each["name"] for each in listed["sandboxes"]] == ["prod"]
    assert (await client.call("GET", "/foundation/sandbox-management/sandboxes/dev")).status_code == 404
    refused(await client.call("GET", f"{FLOW}/flows"), "2101-404")
    take_away(client, {"*": "*"})
    listed = await client.done("GET", "/foundation/sandbox-management/", x_sandbox_name=None)
    assert listed["sandboxes"] == []


@pytest.mark.parametrize("content", ["{", "[]", '{"dev": ["write"]}'])
async def test_a_file_that_says_nothing_is_an_error_that_names_it(client: Client, content: str) -> None:
    take_away(client, content)
    reply = await client.call("GET", f"{FLOW}/flows")
    assert reply.status_code == 500
    assert str(Path(client.platform.data_dir) / "permissions.json") in reply.json()["detail"]
