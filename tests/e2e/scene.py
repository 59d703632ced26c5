"""A dataflow made through the service layer, part by part, for tests that want one without a manifest."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aeptui.core.runs.summary import RunSummary
from aeptui.operations.monitor import ended_run, first_run
from aeptui.services.auth import Credentials
from aeptui.services.endpoint import Endpoint
from aeptui.services.flow_service.models import DATA_LAKE_SPEC
from aeptui.services.http import HttpClient, Limits
from aeptui.services.platform import Platform
from tests.e2e.exchanges import recorder

PROFILE = "https://ns.adobe.com/xdm/context/profile"
DETAILS = "https://ns.adobe.com/xdm/context/profile-person-details"
SERVICENOW = "eb13cb25-47ab-407f-ba89-c0125281c563"
LANDING_ZONE = "26f526f2-58f4-4712-961d-e41bf1ccc0e8"
TABLE_FLOW = "14518937-270c-4525-bdec-c2ba7cce3860"
FULL = "application/vnd.adobe.xed-full+json;version=1"
COLUMNS = ("sys_id", "number", "sys_updated_on")
SECONDS = 30.0
_numbers = itertools.count(1)


def client(info: Mapping[str, Any], **settings: Any) -> HttpClient:
    """A client of a local platform that is as fast as it can be, recorded where recordings are wanted."""
    credentials = Credentials(info["client_id"], info["client_secret"], tuple(info["scopes"].split(",")))
    endpoint = Endpoint(info["platform_url"], info["ims_url"])
    known: dict[str, Any] = {
        "org_id": info["org_id"],
        "sandbox": info["sandbox"],
        "limits": Limits(per_second=100_000),
        "recorder": recorder(),
    }
    return HttpClient(endpoint, credentials, **(known | settings))


@asynccontextmanager
async def connected(info: Mapping[str, Any], **settings: Any) -> AsyncIterator[Platform]:
    """The services of a local platform; ``settings`` as of ``client``."""
    async with Platform(client(info, **settings)) as platform:
        yield platform


def fresh(title: str) -> str:
    """A title that no other test has taken."""
    return f"{title} {next(_numbers)}"


@dataclass(frozen=True)
class Parts:
    """The ids of what a dataflow consists of; ``tenant`` is the name of the tenant's namespace."""

    tenant: str
    schema: str
    dataset: str
    source: str
    target: str
    mapping: str


async def base_connection(platform: Platform, name: str = "ServiceNow demo") -> str:
    """The id of a base connection of the local platform."""
    (connection,) = await platform.flow_service.connections.named(name)
    return connection.id


async def target_schema(
    platform: Platform, title: str, fields: Mapping[str, Any] | None = None, required: Sequence[str] = ()
) -> str:
    """A schema of the Profile class; ``fields`` are custom ones below the tenant's namespace."""
    registry = platform.schema_registry
    parts = [PROFILE, DETAILS]
    if fields is not None:
        group = await group_body(platform, f"{title} fields", fields, required)
        parts.append((await registry.create("fieldgroups", group)).id)
    made = await registry.create("schemas", schema_body(title, *parts))
    return made.id


def schema_body(title: str, *parts: str) -> dict[str, Any]:
    """What creates a schema of a class and its field groups."""
    references = [{"$ref": part} for part in parts]
    return {"type": "object", "title": title, "description": "made by a test", "allOf": references}


async def group_body(
    platform: Platform, title: str, fields: Mapping[str, Any], required: Sequence[str] = ()
) -> dict[str, Any]:
    """What creates a field group of Profile."""
    tenant = (await platform.schema_registry.stats()).tenant_id
    namespace = {"type": "object", "properties": dict(fields)} | ({"required": list(required)} if required else {})
    below = {f"_{tenant}": namespace}
    return {
        "type": "object",
        "title": title,
        "description": "made by a test",
        "meta:intendedToExtend": [PROFILE],
        "definitions": {"customFields": {"type": "object", "properties": below}},
        "allOf": [{"$ref": "#/definitions/customFields"}],
    }


def dataset_body(name: str, schema_id: str) -> dict[str, Any]:
    """What creates a dataset."""
    content_type = "application/vnd.adobe.xed+json;version=1"
    return {"name": name, "schemaRef": {"id": schema_id, "contentType": content_type}}


def connection_body(name: str, **params: str) -> dict[str, Any]:
    """What creates a ServiceNow connection; ``params`` replace those of its account."""
    account = {"endpoint": "https://x.service-now.com", "username": "u", "password": "long enough"} | params
    auth = {"specName": "Basic Authentication", "params": account}
    return {"name": name, "auth": auth, "connectionSpec": {"id": SERVICENOW, "version": "1.0"}}


async def source_body(
    platform: Platform, name: str, base: str, columns: Sequence[str] = COLUMNS, table: str = "incident"
) -> dict[str, Any]:
    """What creates a source connection to some columns of a table."""
    found = (await platform.flow_service.connections.table(base, table)).columns
    chosen = [column for column in found if column["name"] in columns]
    return {
        "name": name,
        "baseConnectionId": base,
        "data": {"format": "tabular"},
        "params": {"tableName": table, "columns": chosen},
        "connectionSpec": {"id": SERVICENOW, "version": "1.0"},
    }


def target_body(name: str, schema_id: str, dataset_id: str) -> dict[str, Any]:
    """What creates a target connection."""
    return {
        "name": name,
        "data": {"format": "parquet_xdm", "schema": {"id": schema_id, "version": FULL}},
        "params": {"dataSetId": dataset_id},
        "connectionSpec": {"id": DATA_LAKE_SPEC, "version": "1.0"},
    }


def mapping_body(schema_id: str, rows: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What creates a mapping set, from destinations to sources; what is no plain name is an expression."""
    chosen = {"_id": "sys_id", "person.name.fullName": "upper(number)"} if rows is None else rows
    return {
        "outputSchema": {"schemaRef": {"id": schema_id, "contentType": FULL}},
        "mappings": [
            {
                "sourceType": "ATTRIBUTE" if source.isidentifier() else "EXPRESSION",
                "source": source,
                "destination": destination,
            }
            for destination, source in chosen.items()
        ],
    }


async def parts(
    platform: Platform,
    title: str,
    *,
    fields: Mapping[str, Any] | None = None,
    required: Sequence[str] = (),
    rows: Mapping[str, str] | None = None,
    columns: Sequence[str] = COLUMNS,
    base: str | None = None,
) -> Parts:
    """Everything that a dataflow needs."""
    tenant = f"_{(await platform.schema_registry.stats()).tenant_id}"
    schema = await target_schema(platform, title, fields, required)
    dataset = await platform.catalog.create_dataset(dataset_body(title, schema))
    flow_service = platform.flow_service
    body = await source_body(platform, title, base or await base_connection(platform), columns)
    source, target = await asyncio.gather(
        flow_service.source_connections.create(body),
        flow_service.target_connections.create(target_body(title, schema, dataset)),
    )
    renamed = {name.replace("TENANT", tenant): value for name, value in rows.items()} if rows is not None else None
    mapping = await platform.data_prep.create(mapping_body(schema, renamed))
    return Parts(tenant, schema, dataset, source.id, target.id, mapping.id)


def flow_body(name: str, made: Parts, **changes: Any) -> dict[str, Any]:
    """What creates a dataflow that runs once, at once; ``delta`` names a column of one that runs hourly."""
    delta = changes.pop("delta", None)
    copy = [{"name": "Copy", "params": {"deltaColumn": {"name": delta}}}] if delta else []
    start = 1_780_000_000
    once: dict[str, Any] = {"startTime": start, "frequency": "once"}
    hourly: dict[str, Any] = {"startTime": start, "frequency": "hour", "interval": 1, "backfill": True}
    return {
        "name": name,
        "flowSpec": {"id": TABLE_FLOW, "version": "1.0"},
        "sourceConnectionIds": [made.source],
        "targetConnectionIds": [made.target],
        "transformations": [*copy, {"name": "Mapping", "params": {"mappingId": made.mapping, "mappingVersion": "0"}}],
        "scheduleParams": hourly if delta else once,
        "options": {"errorDiagnosticsEnabled": True, "partialIngestionPercent": 5},
    } | changes


async def flow(platform: Platform, title: str, made: Parts | None = None, **changes: Any) -> str:
    """The id of a new dataflow."""
    made = made or await parts(platform, title)
    return (await platform.flow_service.flows.create(flow_body(title, made, **changes))).id


async def file_flow(platform: Platform, path: str, columns: Sequence[str] = ("a", "b")) -> str:
    """The id of a dataflow from a delimited file of the connection ``Local files``, whose first column is the id."""
    title = fresh("File")
    schema = await target_schema(platform, title)
    dataset = await platform.catalog.create_dataset(dataset_body(title, schema))
    service = platform.flow_service
    (base,) = await service.connections.named("Local files")
    spec = {"id": base.spec.id, "version": "1.0"}
    data, params = {"format": "delimited"}, {"path": path, "type": "file"}
    source = await service.source_connections.create(
        {"name": title, "baseConnectionId": base.id, "data": data, "params": params, "connectionSpec": spec}
    )
    target = await service.target_connections.create(target_body(title, schema, dataset))
    mapping = await platform.data_prep.create(mapping_body(schema, {"_id": columns[0]}))
    made = Parts("", schema, dataset, source.id, target.id, mapping.id)
    kind = await service.flow_specs.for_source(base.spec.id, "CloudStorageToAEP")
    return await flow(platform, title, made, flowSpec={"id": kind.id, "version": "1.0"})


async def first_ended(platform: Platform, flow_id: str) -> RunSummary:
    """The first run of a dataflow, ended."""
    run = await first_run(platform, flow_id, SECONDS)
    assert run is not None and run.ended, run
    return run


async def ended(platform: Platform, run_id: str) -> RunSummary:
    """A run, ended."""
    run = await ended_run(platform, run_id, SECONDS)
    assert run is not None and run.ended, run
    return run
