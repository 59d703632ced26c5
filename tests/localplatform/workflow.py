"""Helpers that take a platform through the steps of a dataflow, the way a client would."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx

from aeptui.localplatform.clock import Clock
from aeptui.localplatform.ingest import scheduler
from tests.localplatform.support import WAIT, Client

FLOW = "/foundation/flowservice"
PREP = "/foundation/conversion"
PROFILE = "https://ns.adobe.com/xdm/context/profile"
GROUPS = (
    "https://ns.adobe.com/xdm/context/profile-person-details",
    "https://ns.adobe.com/xdm/context/profile-personal-details",
)
SERVICENOW = "eb13cb25-47ab-407f-ba89-c0125281c563"
SFTP = "b7bf2577-4520-42c9-bae9-cad01560f7bc"
DATA_LAKE = "c604ff05-7f1a-43c0-8e18-33bf874cb11c"
TABLE_FLOW = "14518937-270c-4525-bdec-c2ba7cce3860"
FILE_FLOW = "9753525b-82c7-4dce-8a9b-5ccfce2b9876"
REST_FLOW = "6499120c-0b15-42dc-936e-847ea3c24d72"
ACCEPT = {"accept": "application/vnd.adobe.xed+json; version=1"}
SCHEMA_VERSION = "application/vnd.adobe.xed-full+json;version=1"


def ok(response: httpx.Response, status: int = 200) -> Any:
    """The body of an answer that must have a status."""
    assert response.status_code == status, response.text
    return response.json() if response.content else None


def refused(response: httpx.Response, code: str) -> Any:
    """The body of an error of the Flow Service, whose code must be this."""
    body = response.json()
    assert body.get("type", "").endswith(f"FLOW-{code}"), response.text
    assert response.status_code == body["status"] == int(code.rsplit("-", 1)[1])
    assert body["title"] and body["detail"]
    return body


async def connection_id(client: Client, name: str) -> str:
    """The id of a base connection."""
    answer = ok(await client.call("GET", f"{FLOW}/connections", params={"property": f"name=={name}"}))
    return str(answer["items"][0]["id"])


async def columns(client: Client, base: str, table: str, names: Iterable[str] = ()) -> list[Any]:
    """Columns of a table, in the form in which explore answers them."""
    query = {"objectType": "table", "object": table}
    answer = ok(await client.call("GET", f"{FLOW}/connections/{base}/explore", params=query))
    wanted = set(names)
    return [column for column in answer["schema"]["columns"] if not wanted or column["name"] in wanted]


async def schema(client: Client, title: str, fields: Mapping[str, Any] | None = None, **group: Any) -> str:
    """A new target schema of the profile class; ``fields`` are custom ones, below the tenant's namespace."""
    parts = [{"$ref": PROFILE}, *({"$ref": group} for group in GROUPS)]
    if fields is not None:
        body = {
            "type": "object",
            "title": f"{title} fields",
            "meta:intendedToExtend": [PROFILE],
            "definitions": {
                "custom": {
                    "type": "object",
                    "properties": {
                        client.platform.tenant_namespace: {"type": "object", "properties": dict(fields), **group}
                    },
                }
            },
            "allOf": [{"$ref": "#/definitions/custom"}],
        }
        made = ok(await client.call("POST", "/foundation/schemaregistry/tenant/fieldgroups", body, **ACCEPT), 201)
        parts.append({"$ref": made["$id"]})
    body = {"type": "object", "title": title, "description": title, "allOf": parts}
    made = ok(await client.call("POST", "/foundation/schemaregistry/tenant/schemas", body, **ACCEPT), 201)
    return str(made["$id"])


async def dataset(client: Client, schema_id: str, name: str = "data") -> str:
    """A new dataset of a schema."""
    reference = {"id": schema_id, "contentType": "application/vnd.adobe.xed+json;version=1"}
    body = {"name": name, "schemaRef": reference}
    (made,) = ok(await client.call("POST", "/foundation/catalog/dataSets", body), 201)
    return str(made.split("/")[-1])


async def source_connection(client: Client, base: str, spec: str, params: Any, **data: Any) -> str:
    """A new source connection."""
    body = {
        "name": "source",
        "baseConnectionId": base,
        "data": {"format": "tabular"} | data,
        "params": params,
        "connectionSpec": {"id": spec, "version": "1.0"},
    }
    return str(ok(await client.call("POST", f"{FLOW}/sourceConnections", body), 201)["id"])


async def target_connection(client: Client, schema_id: str, dataset_id: str) -> str:
    """A new target connection."""
    body = target_body(schema_id, dataset_id)
    return str(ok(await client.call("POST", f"{FLOW}/targetConnections", body), 201)["id"])


def target_body(schema_id: str, dataset_id: str) -> dict[str, Any]:
    """What creates a target connection."""
    return {
        "name": "target",
        "data": {"format": "parquet_xdm", "schema": {"id": schema_id, "version": SCHEMA_VERSION}},
        "params": {"dataSetId": dataset_id},
        "connectionSpec": {"id": DATA_LAKE, "version": "1.0"},
    }


def mapping_body(schema_id: str, mappings: Mapping[str, str]) -> dict[str, Any]:
    """What creates a mapping set; sources that are no plain names are expressions."""
    return {
        "outputSchema": {"schemaRef": {"id": schema_id, "contentType": SCHEMA_VERSION}},
        "mappings": [
            {
                "sourceType": "ATTRIBUTE" if source.replace("_", "").replace(".", "").isalnum() else "EXPRESSION",
                "source": source,
                "destination": destination,
            }
            for destination, source in mappings.items()
        ],
    }


async def mapping_set(client: Client, schema_id: str, mappings: Mapping[str, str]) -> str:
    """A new mapping set, from destination to source."""
    return str(ok(await client.call("POST", f"{PREP}/mappingSets", mapping_body(schema_id, mappings)))["id"])


def flow_body(source: str, target: str, mapping: str, **changes: Any) -> dict[str, Any]:
    """What creates a flow from a table, once and now; ``delta`` names a delta column."""
    delta = changes.pop("delta", None)
    copy = [{"name": "Copy", "params": {"deltaColumn": {"name": delta}}}] if delta else []
    return {
        "name": "flow",
        "flowSpec": {"id": TABLE_FLOW, "version": "1.0"},
        "sourceConnectionIds": [source],
        "targetConnectionIds": [target],
        "transformations": [*copy, {"name": "Mapping", "params": {"mappingId": mapping, "mappingVersion": "0"}}],
        "scheduleParams": {"startTime": 1_780_000_000, "frequency": "once"},
    } | changes


async def table_parts(client: Client, names: Iterable[str], mappings: Mapping[str, str]) -> tuple[str, str, str]:
    """Source connection to incidents, target connection and mapping set of a new schema."""
    base = await connection_id(client, "ServiceNow demo")
    params = {"tableName": "incident", "columns": await columns(client, base, "incident", names)}
    schema_id = await schema(client, "Incidents")
    return (
        await source_connection(client, base, SERVICENOW, params),
        await target_connection(client, schema_id, await dataset(client, schema_id)),
        await mapping_set(client, schema_id, mappings),
    )


async def file_flow(client: Client, path: str, mappings: dict[str, str], data: Any = None, **changes: Any) -> Any:
    """What creates a flow from files; ``mappings`` from destination to source, ``data`` tells their format."""
    base = await connection_id(client, "Local files")
    params = {"path": path, "recursive": True}
    source = await source_connection(client, base, SFTP, params, **{"format": "delimited"} | (data or {}))
    schema_id = await schema(client, "Files")
    target = await target_connection(client, schema_id, await dataset(client, schema_id))
    mapping = await mapping_set(client, schema_id, mappings)
    return flow_body(source, target, mapping, flowSpec={"id": FILE_FLOW, "version": "1.0"}, **changes)


async def flow(client: Client, body: Any) -> str:
    """A new flow."""
    return str(ok(await client.call("POST", f"{FLOW}/flows", body), 201)["id"])


@asynccontextmanager
async def ingesting(client: Client) -> AsyncIterator[None]:
    """Flows run inside."""
    task = asyncio.create_task(scheduler.run(client.platform))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def set_time(client: Client, seconds: float) -> None:
    """Moves the time of a platform without a socket."""
    client.platform.clock = Clock(client.platform.clock.speed, seconds)


async def runs(client: Client, flow_id: str) -> list[Any]:
    """The runs of a flow, oldest first."""
    query = {"property": f"flowId=={flow_id}", "limit": "100"}
    return list(ok(await client.call("GET", f"{FLOW}/runs", params=query))["items"])


async def runs_once(client: Client, flow_id: str, wanted: Callable[[list[Any]], bool]) -> list[Any]:
    """The runs of a flow once they are as wanted; a bounded wait."""
    async with asyncio.timeout(WAIT * 3):
        while True:
            found = await runs(client, flow_id)
            if wanted(found):
                return found
            await asyncio.sleep(0.02)


async def ended_runs(client: Client, flow_id: str, count: int = 1) -> list[Any]:
    """The runs of a flow once there are so many and all of them have ended."""
    return await runs_once(client, flow_id, lambda found: len(found) >= count and all(map(_has_ended, found)))


def _has_ended(run: Any) -> bool:
    return run["metrics"]["statusSummary"]["status"] in ("success", "failed")


async def run_flow(client: Client, body: Any) -> Any:
    """Creates a flow, lets it run, gives its first run."""
    flow_id = await flow(client, body)
    async with ingesting(client):
        return (await ended_runs(client, flow_id))[0]


def batch_of(run: Any) -> str:
    """The batch that a run filled."""
    (reference,) = [target["reference"] for target in run["activities"][1]["targetInfo"]]
    return str(reference["ids"][0])


async def landed(client: Client, run: Any) -> list[Any]:
    """The rows that a run landed, read back through Data Access."""
    batch = batch_of(run)
    listed = ok(await client.call("GET", f"/foundation/export/batches/{batch}/files"))["data"]
    rows: list[Any] = []
    for entry in listed:
        file = f"/foundation/export/files/{entry['dataSetFileId']}"
        for part in ok(await client.call("GET", file))["data"]:
            content = await client.call("GET", file, params={"path": part["name"]})
            rows += [json.loads(line) for line in content.text.splitlines()]
    return rows


async def row_errors(client: Client, run: Any, name: str = "conversion") -> list[Any]:
    """The rows that a run could not land, with their errors, read back through Data Access."""
    path = f"/foundation/export/batches/{batch_of(run)}/meta"
    answer = await client.call("GET", path, params={"path": f"row_errors/{name}_errors_0.json"})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def records(run: Any) -> dict[str, int]:
    """The counts of a run."""
    return dict(run["metrics"]["recordSummary"])
