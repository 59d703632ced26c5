from typing import Any

import pytest

from aeptui.core.facts import load
from aeptui.localplatform.flowservice import flowspecs, specs
from tests.localplatform.support import Client
from tests.localplatform.workflow import DATA_LAKE, FLOW, SERVICENOW, TABLE_FLOW, ok, refused


async def one(client: Client, path: str, **params: str) -> Any:
    (item,) = ok(await client.call("GET", FLOW + path, params=params))["items"]
    return item


@pytest.mark.parametrize("quote", ["", '"'])
async def test_specifications_are_found_by_name_with_and_without_quotes(client: Client, quote: str) -> None:
    spec = await one(client, "/connectionSpecs", property=f"name=={quote}service-now{quote}")
    assert spec["id"] == SERVICENOW
    assert (await one(client, "/flowSpecs", property=f"name=={quote}CRMToAEP{quote}"))["id"] == TABLE_FLOW


async def test_a_specification_says_how_to_sign_in(client: Client) -> None:
    spec = await one(client, f"/connectionSpecs/{SERVICENOW}")
    (auth,) = spec["authSpec"]
    assert auth["name"] == "Basic Authentication"
    assert auth["spec"]["required"] == ["endpoint", "username", "password"]
    assert auth["spec"]["properties"]["password"] == {"type": "string", "format": "password"}
    assert auth["spec"]["properties"]["username"] == {"type": "string"}
    cloud = await one(client, "/connectionSpecs", property="name==salesforce-service-cloud")
    assert cloud["id"] == "cb66ab34-8619-49cb-96d1-39b37ede86ea"
    assert {auth["name"] for auth in cloud["authSpec"]} == {"OAuth2 Client Credential", "Basic Authentication"}


async def test_table_sources_take_both_forms(client: Client) -> None:
    spec = (await one(client, f"/connectionSpecs/{SERVICENOW}"))["sourceSpec"]["spec"]
    assert {"tableName", "columns", "path"} <= set(spec["properties"])
    assert spec["anyOf"] == [{"required": ["tableName", "columns"]}, {"required": ["path"]}]


async def test_every_source_is_in_the_catalogue(client: Client) -> None:
    items = ok(await client.call("GET", f"{FLOW}/connectionSpecs"))["items"]
    known = load("sources")
    assert {item["id"] for item in items} == {source["id"] for source in known["sources"]} | {DATA_LAKE}
    assert len({item["name"] for item in items}) == len(items)
    assert [item["id"] for item in items if not item["attributes"]["isSource"]] == [DATA_LAKE]
    assert {spec["name"] for spec in items} >= {"zendesk", "sftp", "mysql", "dynamics-online"}


async def test_each_source_belongs_to_the_flow_specification_of_its_kind(client: Client) -> None:
    items = ok(await client.call("GET", f"{FLOW}/flowSpecs"))["items"]
    by_name = {item["name"]: item for item in items}
    assert set(by_name) == {"CRMToAEP", "CloudStorageToAEP", "RestStorageToAEP"}
    assert SERVICENOW in by_name["CRMToAEP"]["sourceConnectionSpecIds"]
    assert specs.source_id("sftp") in by_name["CloudStorageToAEP"]["sourceConnectionSpecIds"]
    assert specs.source_id("zendesk") in by_name["RestStorageToAEP"]["sourceConnectionSpecIds"]
    assert all(item["targetConnectionSpecIds"] == [DATA_LAKE] for item in items)
    transformations = {name: [spec["name"] for spec in item["transformationSpecs"]] for name, item in by_name.items()}
    assert transformations == {
        "CRMToAEP": ["Copy", "Mapping"],
        "CloudStorageToAEP": ["Mapping"],
        "RestStorageToAEP": ["Mapping"],
    }
    assert by_name["CRMToAEP"]["runSpec"]["spec"]["required"][-1] == "deltaColumn"
    assert "deltaColumn" not in by_name["CloudStorageToAEP"]["runSpec"]["spec"]["required"]


async def test_a_flow_specification_is_looked_up_by_id(client: Client) -> None:
    spec = await one(client, f"/flowSpecs/{TABLE_FLOW}")
    assert spec == flowspecs.spec(TABLE_FLOW)
    assert spec["scheduleSpec"]["spec"]["properties"]["frequency"]["enum"] == ["once", "minute", "hour", "day", "week"]
    assert spec["attributes"]["isDraftModeSupported"]


async def test_an_unknown_specification_is_not_found(client: Client) -> None:
    for path in ("/connectionSpecs/none", "/flowSpecs/none"):
        refused(await client.call("GET", FLOW + path), "1101-404")


async def test_specifications_cannot_be_written(client: Client) -> None:
    refused(await client.call("POST", f"{FLOW}/connectionSpecs", {"name": "mine"}), "1426-400")
    refused(await client.call("PUT", f"{FLOW}/connectionSpecs/{SERVICENOW}", {"name": "mine"}), "1426-400")


async def test_attributes_can_be_filtered(client: Client) -> None:
    query = {"property": "attributes.category==Customer Success"}
    items = ok(await client.call("GET", f"{FLOW}/connectionSpecs", params=query))["items"]
    assert {item["name"] for item in items} >= {"service-now", "salesforce-service-cloud", "zendesk"}
