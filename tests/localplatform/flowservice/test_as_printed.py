"""The calls of the first tutorial as it printed them: its mistakes are refused, its tolerated spellings are taken."""

import json
from typing import Any

import pytest

from tests.localplatform.support import Client
from tests.localplatform.workflow import (
    ACCEPT,
    DATA_LAKE,
    FLOW,
    PREP,
    SCHEMA_VERSION,
    SERVICENOW,
    TABLE_FLOW,
    connection_id,
    ended_runs,
    ingesting,
    landed,
    ok,
    records,
    refused,
)

CLOUD = "cb66ab34-8619-49cb-96d1-39b37ede86ea"
REGISTRY = "/foundation/schemaregistry/tenant"
ADHOC_VERSION = "application/vnd.adobe.xed-full-notext+json; version=1"


@pytest.fixture
async def made(client: Client) -> dict[str, str]:
    """The identifiers of everything that the tutorial makes before the flow, in its corrected form."""
    columns = {"Id": {"type": "string"}, "Name": {"type": "string"}, "CreatedDate": DATE_TIME}
    adhoc = {"properties": {"_adhoc": {"type": "object", "properties": columns}}}
    all_of = [{"$ref": "https://ns.adobe.com/xdm/data/adhoc"}, adhoc]
    ids = {"class": await create(client, f"{REGISTRY}/classes", "Class", all_of)}
    ids["adhoc"] = await create(client, f"{REGISTRY}/schemas", "Ad hoc", [{"$ref": ids["class"]}])
    groups = ("context/profile", "context/profile-person-details", "context/profile-personal-details")
    refs = [{"$ref": f"https://ns.adobe.com/xdm/{group}"} for group in groups]
    ids["schema"] = await create(client, f"{REGISTRY}/schemas", "Target", refs)
    body = {"name": "data", "schemaRef": {"id": ids["schema"], "contentType": ADHOC_VERSION}}
    query = {"requestDataSource": "true"}
    (reference,) = ok(await client.call("POST", "/foundation/catalog/dataSets", body, params=query), 201)
    ids["dataset"] = reference.split("/")[-1]
    ids["base"] = await connection_id(client, "Salesforce Service Cloud demo")
    answer = ok(await client.call("POST", f"{FLOW}/sourceConnections", source(ids)), 201)
    ids["source"] = answer["id"]
    ids["target"] = ok(await client.call("POST", f"{FLOW}/targetConnections", target(ids)), 201)["id"]
    ids["mapping"] = ok(await client.call("POST", f"{PREP}/mappingSets", mapping(ids)))["id"]
    return ids


DATE_TIME = {"type": "string", "format": "date-time"}


async def create(client: Client, path: str, title: str, all_of: list[Any]) -> str:
    body = {"title": title, "description": title, "type": "object", "allOf": all_of}
    return str(ok(await client.call("POST", path, body, **ACCEPT), 201)["$id"])


def source(ids: dict[str, str]) -> dict[str, Any]:
    return {
        "name": "Source",
        "baseConnectionId": ids["base"],
        "data": {"format": "tabular", "schema": {"id": ids["adhoc"], "version": ADHOC_VERSION}},
        "params": {"path": "Account"},
        "connectionSpec": {"id": CLOUD, "version": "1.0"},
    }


def target(ids: dict[str, str]) -> dict[str, Any]:
    return {
        "baseConnectionId": "d6c3988d-14ef-4000-8398-8d14ef000021",
        "name": "Target",
        "data": {"format": "parquet_xdm", "schema": {"id": ids["schema"], "version": f"{SCHEMA_VERSION}.0"}},
        "params": {"dataSetId": ids["dataset"]},
        "connectionSpec": {"id": DATA_LAKE, "version": "1.0"},
    }


def mapping(ids: dict[str, str]) -> dict[str, Any]:
    pairs = {"_id": "Id", "person.name.fullName": "Name", "_repo.createDate": "CreatedDate"}
    legacy = {"identity": False, "identityGroup": None, "namespaceCode": None, "version": 0}
    return {
        "version": 0,
        "xdmSchema": ids["schema"],
        "xdmVersion": "1.0",
        "id": None,
        "mappings": [{"destinationXdmPath": to, "sourceAttribute": by, **legacy} for to, by in pairs.items()],
    }


def flow(ids: dict[str, str], delta: str = "CreatedDate") -> dict[str, Any]:
    return {
        "name": "Flow",
        "flowSpec": {"id": TABLE_FLOW, "version": "1.0"},
        "sourceConnectionIds": [ids["source"]],
        "targetConnectionIds": [ids["target"]],
        "transformations": [
            {"name": "Copy", "params": {"deltaColumn": {"name": delta}}},
            {"name": "Mapping", "params": {"mappingId": ids["mapping"], "mappingVersion": "0"}},
        ],
        "scheduleParams": {"startTime": "1590792316", "frequency": "minute", "interval": "15", "backfill": "true"},
    }


async def test_the_corrected_calls_make_a_flow_that_lands_rows(client: Client, made: dict[str, str]) -> None:
    flow_id = ok(await client.call("POST", f"{FLOW}/flows", flow(made)), 201)["id"]
    async with ingesting(client):
        (run,) = await ended_runs(client, flow_id)
    assert records(run)["outputRecordCount"] == 520
    assert set((await landed(client, run))[0]) == {"_id", "person", "_repo"}


async def test_a_brace_too_many_is_no_json(client: Client, made: dict[str, str]) -> None:
    headers = client.headers(content_type="application/json")
    content = json.dumps(source(made)) + "}"
    response = await client.http.post(f"/data{FLOW}/sourceConnections", content=content, headers=headers)
    assert response.status_code == 400


async def test_the_specification_of_the_source_in_a_target_connection(client: Client, made: dict[str, str]) -> None:
    body = target(made) | {"connectionSpec": {"id": SERVICENOW, "version": "1.0"}}
    refused(await client.call("POST", f"{FLOW}/targetConnections", body), "1307-400")


async def test_a_brace_too_many_in_the_id_of_a_schema(client: Client, made: dict[str, str]) -> None:
    body = target(made | {"schema": made["schema"].replace("/schemas/", "}/schemas/")})
    refused(await client.call("POST", f"{FLOW}/targetConnections", body), "1304-400")


async def test_schema_and_dataset_of_another_scenario(client: Client, made: dict[str, str]) -> None:
    other = await create(client, f"{REGISTRY}/schemas", "Other", [{"$ref": "https://ns.adobe.com/xdm/context/profile"}])
    refused(await client.call("POST", f"{FLOW}/targetConnections", target(made | {"schema": other})), "1425-400")
    stale = made | {"dataset": "5e543e8a60b15218ad44b95f"}
    refused(await client.call("POST", f"{FLOW}/targetConnections", target(stale)), "1304-400")
    legacy = mapping(made | {"schema": other})
    legacy["mappings"] = legacy["mappings"][:1]
    mismatched = made | {"mapping": ok(await client.call("POST", f"{PREP}/mappingSets", legacy))["id"]}
    refused(await client.call("POST", f"{FLOW}/flows", flow(mismatched)), "1425-400")


async def test_the_id_of_the_class_where_the_schema_belongs(client: Client, made: dict[str, str]) -> None:
    refused(await client.call("POST", f"{FLOW}/sourceConnections", source(made | {"adhoc": made["class"]})), "1304-400")


async def test_the_id_of_another_target_connection(client: Client, made: dict[str, str]) -> None:
    body = flow(made | {"target": "bc36ecd6-3b04-4067-b6ec-d63b04b0673d"})
    refused(await client.call("POST", f"{FLOW}/flows", body), "1101-404")


async def test_a_type_as_delta_column(client: Client, made: dict[str, str]) -> None:
    problem = refused(await client.call("POST", f"{FLOW}/flows", flow(made, delta="date-time")), "1378-400")
    assert "CreatedDate" in problem["detail"]


@pytest.mark.parametrize(("method", "path"), [("GET", f"{FLOW}/flowSpecs"), ("POST", f"{FLOW}/flows")])
async def test_calls_without_token(client: Client, made: dict[str, str], method: str, path: str) -> None:
    response = await client.call(method, path, flow(made) if method == "POST" else None, authorization=None)
    assert response.status_code == 403 and response.json()["error_code"] == "403010"


async def test_quotes_in_the_query(client: Client) -> None:
    url = f'/data{FLOW}/flowSpecs?property=name=="CRMToAEP"'
    (item,) = ok(await client.http.get(url, headers=client.headers()))["items"]
    assert item["id"] == TABLE_FLOW
