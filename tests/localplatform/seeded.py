"""A platform on which the objects of the published examples exist, under the identifiers that the examples use."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from aeptui.localplatform.platform import Platform
from tests.localplatform import workflow
from tests.localplatform.support import PERSON_DETAILS, PERSONAL_DETAILS, PROFILE, REGISTRY, Client
from tests.localplatform.workflow import FLOW, PREP, ok

SERVICE_CLOUD = "cb66ab34-8619-49cb-96d1-39b37ede86ea"
SALESFORCE = "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5"
CONNECTION = "f1da3694-38a9-403d-9a36-9438a9203d42"
OTHER_CONNECTION = "139f6a5f-a78b-4744-9f6a-5fa78bd74431"
SCHEMA = "b750bd161fef405bc324d0c8809b02c494d73e60e7ae9b3e"
RAW_SCHEMA = "26f6833e55db1dd8308aa07a64f2042d"
GROUP = "443fe51457047d958f4a97853e64e0eca93ef34d7990583b"
DATASET, OTHER_DATASET = "5ed18e0f4f90b719196f44a9", "5ab540d0864cf0267448ead4"
SOURCE, TARGET = "17faf955-2cf8-4b15-baf9-552cf88b1540", "1f5af99c-f1ef-4076-9af9-9cf1ef507678"
MAPPING, OTHER_MAPPING = "7c3547d3cfc14f568a51c32b4c0ed739", "c5f22f04e09f44498e528901546a83b1"
DRAFT_MAPPING = "44d42ed27c46499a80eb0c0705c38cbd"
FLOW_ID, DRAFT = "2edc08ac-4df5-4fe6-936f-81a19ce92f5c", "c9751426-dff8-49b0-965f-50defcf4187b"
DOOMED, ON_DEMAND = "20c115bc-46e3-40f3-bfe9-fb25abe4ba76", "3abea21c-7e36-4be1-bec1-d3bad0e3e0de"
RUN_FLOW, RUN = "c9cef9cb-c934-4467-8ef9-cbc934546741", "9830305a-985f-47d0-b030-5a985fd7d004"
COLUMNS = ("Id", "Name", "Phone", "CreatedDate")
HASHES = {
    "Target": SCHEMA,
    "Mapped": "89abc189258b1cb1a816d8f2b2341a6d98000ed8f4008305",
    "Described": "fbc52b243d04b5d4f41eaa72a8ba58be",
    "Profile": "31670881463308a46f7d2cb09762715",
    "Hotels": "0238be93d3e7a06aec5e0655955901ec",
}
RAW_CLASS = "6395cbd58812a6d64c4e5344f7b9120f"
BIRTH = {"name": "DOB", "type": "string", "meta:xdmType": "date", "xdm": {"type": "string", "format": "date"}}
MAPPED = {"_id": "Id", "person.name.fullName": "Name", "_repo.createDate": "CreatedDate"}


def adopt(platform: Platform, old: str, new: str) -> None:
    """Gives an object the identifier that an example uses, wherever it stands."""
    with closing(sqlite3.connect(platform.data_dir / "platform.sqlite3")) as database, database:
        database.execute(
            "UPDATE documents SET id = replace(id, :old, :new), document = replace(document, :old, :new)",
            {"old": old, "new": new},
        )
    generation = "registry.generation"
    platform.store.set_setting(generation, int(platform.store.setting(generation, 0)) + 1)


def change(platform: Platform, kind: str, id: str, **changes: Any) -> None:
    """Gives members of an object the values that an example takes for granted."""
    document = platform.store.get(kind, "dev", id)
    assert document is not None
    platform.store.put(kind, "dev", id, document | changes)


async def seed(client: Client, files: Path) -> None:
    """Makes everything."""
    (files / "some" / "path" / "foobar").mkdir(parents=True)
    (files / "some" / "path" / "data.csv").write_text("Id,FirstName,Email\n1,Ada,ada@example.com\n")
    await connections(client)
    await schemas(client)
    await parts(client)
    await flows(client)
    await run(client)


async def connections(client: Client) -> None:
    platform = client.platform
    for name, id in (
        ("Salesforce Service Cloud demo", CONNECTION),
        ("Zendesk demo", "70383d02-2777-4be7-a309-9dd6eea1b46d"),
    ):
        adopt(platform, await workflow.connection_id(client, name), id)
    adopt(platform, await workflow.connection_id(client, "Local files"), "{CONNECTION_ID}")
    params = {"environmentUrl": "login.salesforce.com", "username": "u", "password": "p", "securityToken": "t"}
    auth = {"specName": "Basic Authentication", "params": params}
    body = {"name": "E2E_SF Base_Connection", "auth": auth, "connectionSpec": {"id": SALESFORCE, "version": "1.0"}}
    made = ok(await client.call("POST", f"{FLOW}/connections", body), 201)
    adopt(platform, made["id"], OTHER_CONNECTION)


async def schemas(client: Client) -> None:
    platform = client.platform
    references = [{"$ref": id} for id in (PROFILE, PERSON_DETAILS, PERSONAL_DETAILS)]
    for title, hash in HASHES.items():
        body = {"type": "object", "title": title, "description": title, "allOf": references}
        made = await client.done("POST", f"{REGISTRY}/tenant/schemas", body)
        adopt(platform, made["$id"].rsplit("/", 1)[-1], hash)
    await raw_schema(client)
    namespace = {platform.tenant_namespace: {"type": "object", "properties": {"a": {"type": "string"}}}}
    group = {
        "type": "object", "title": "Group", "meta:intendedToExtend": [PROFILE],
        "definitions": {"f": {"type": "object", "properties": namespace}}, "allOf": [{"$ref": "#/definitions/f"}],
    }  # fmt: skip
    made = await client.done("POST", f"{REGISTRY}/tenant/fieldgroups", group)
    adopt(platform, made["$id"].rsplit("/", 1)[-1], GROUP)
    for hash in (SCHEMA, HASHES["Profile"]):
        await client.done("POST", f"{REGISTRY}/tenant/descriptors", identity(platform, hash))
    for extra in others(platform):
        await client.done("POST", f"{REGISTRY}/tenant/descriptors", extra)
    place = f"{REGISTRY}/tenant/schemas/_{platform.tenant_id}.schemas.{HASHES['Profile']}"
    await client.done("PATCH", place, [{"op": "add", "path": "/meta:immutableTags", "value": ["union"]}])


def identity(platform: Platform, hash: str) -> dict[str, Any]:
    """What makes the e-mail address the primary identity of a schema."""
    return {
        "@type": "xdm:descriptorIdentity",
        "xdm:sourceSchema": schema_id(platform, hash),
        "xdm:sourceVersion": 1,
        "xdm:sourceProperty": "/personalEmail/address",
        "xdm:namespace": "Email",
        "xdm:property": "xdm:code",
        "xdm:isPrimary": True,
    }


def others(platform: Platform) -> list[dict[str, Any]]:
    """Descriptors of other types."""
    place = {
        "xdm:sourceSchema": schema_id(platform, HASHES["Hotels"]),
        "xdm:sourceVersion": 1,
        "xdm:sourceProperty": "/person/name/firstName",
    }
    shown = {"@type": "xdm:alternateDisplayInfo", "xdm:title": {"en_us": "First"}}
    linked = {
        "@type": "xdm:descriptorOneToOne",
        "xdm:destinationSchema": schema_id(platform),
        "xdm:destinationVersion": 1,
        "xdm:destinationProperty": "/person/name/firstName",
        "xdm:cardinality": "1:1",
    }
    return [place | shown, place | linked]


async def raw_schema(client: Client) -> None:
    columns = {"_adhoc": {"type": "object", "properties": {name: {"type": "string"} for name in ("field1", "field2")}}}
    body = {"type": "object", "title": "Raw", "description": "Raw columns"}
    parts = [{"$ref": "https://ns.adobe.com/xdm/data/adhoc"}, {"properties": columns}]
    made = await client.done("POST", f"{REGISTRY}/tenant/classes", body | {"allOf": parts})
    schema = await client.done("POST", f"{REGISTRY}/tenant/schemas", body | {"allOf": [{"$ref": made["$id"]}]})
    adopt(client.platform, made["$id"].rsplit("/", 1)[-1], RAW_CLASS)
    adopt(client.platform, schema["$id"].rsplit("/", 1)[-1], RAW_SCHEMA)


def schema_id(platform: Platform, hash: str = SCHEMA) -> str:
    """The ``$id`` of a schema."""
    return f"https://ns.adobe.com/{platform.tenant_id}/schemas/{hash}"


async def parts(client: Client) -> None:
    platform, target = client.platform, schema_id(client.platform)
    for name, id in (("Target", DATASET), ("Other", OTHER_DATASET)):
        adopt(platform, await workflow.dataset(client, target, name), id)
    tags = {"tags": {"foo": ["bar"]}, "enableErrorDiagnostics": True}
    await client.done("PATCH", f"/foundation/catalog/dataSets/{OTHER_DATASET}", tags)
    listed = await workflow.columns(client, CONNECTION, "Account", COLUMNS)
    params = {"tableName": "Account", "columns": listed}
    source = await workflow.source_connection(client, CONNECTION, SERVICE_CLOUD, params)
    adopt(platform, source, SOURCE)
    adopt(platform, await workflow.target_connection(client, target, DATASET), TARGET)
    for id, versions in ((MAPPING, 0), (OTHER_MAPPING, 2), (DRAFT_MAPPING, 0)):
        made = await workflow.mapping_set(client, target, MAPPED)
        for _ in range(versions):
            ok(await client.call("PUT", f"{PREP}/mappingSets/{made}", workflow.mapping_body(target, MAPPED)))
        adopt(platform, made, id)


async def flows(client: Client) -> None:
    platform = client.platform
    later = {"startTime": 4_000_000_000, "frequency": "hour", "interval": 1, "backfill": True}
    hourly = workflow.flow_body(SOURCE, TARGET, MAPPING, delta="CreatedDate", scheduleParams=later)
    hourly["transformations"][0]["params"]["deltaColumn"] |= {"dateFormat": "yyyy-MM-dd HH:mm:ss", "timezone": "UTC"}
    for id in (FLOW_ID, DOOMED):
        adopt(platform, await workflow.flow(client, hourly), id)
    listed = [*await workflow.columns(client, CONNECTION, "Account", COLUMNS), BIRTH]
    params = {"tableName": "Account", "columns": listed}
    source = await workflow.source_connection(client, CONNECTION, SERVICE_CLOUD, params)
    once = workflow.flow_body(source, TARGET, MAPPING, scheduleParams={"startTime": 4_000_000_000, "frequency": "once"})
    adopt(platform, await workflow.flow(client, once), ON_DEMAND)
    await draft(client)


async def draft(client: Client) -> None:
    """A draft from a source without a delta column."""
    base = await workflow.connection_id(client, "Zendesk demo")
    spec = "0a27232b-2c6e-4396-b8c6-c9fc24e37ba4"
    source = await workflow.source_connection(client, base, spec, {"path": "tickets"}, format="json")
    body = {
        "name": "draft",
        "flowSpec": {"id": workflow.REST_FLOW, "version": "1.0"},
        "sourceConnectionIds": [source],
        "targetConnectionIds": [TARGET],
        "scheduleParams": {"startTime": 4_000_000_000, "frequency": "hour", "interval": 1},
        "transformations": [{"name": "Mapping", "params": {"mappingId": DRAFT_MAPPING, "mappingVersion": "0"}}],
    }
    made = ok(await client.call("POST", f"{FLOW}/flows", body, params={"mode": "draft"}), 201)
    adopt(client.platform, made["id"], DRAFT)


async def run(client: Client) -> None:
    """A run with a few rejected rows, of the dataflow that the example lists the runs of."""
    platform = client.platform
    choice = {"priority": {"type": "string", "enum": ["1", "2", "3", "4"]}}
    target = await workflow.schema(client, "Strict", choice)
    base = await workflow.connection_id(client, "ServiceNow demo")
    listed = await workflow.columns(client, base, "incident", ("sys_id", "priority"))
    mapped = {"_id": "sys_id", f"{platform.tenant_namespace}.priority": "priority"}
    body = workflow.flow_body(
        await workflow.source_connection(
            client, base, workflow.SERVICENOW, {"tableName": "incident", "columns": listed}
        ),
        await workflow.target_connection(client, target, await workflow.dataset(client, target)),
        await workflow.mapping_set(client, target, mapped),
        options={"errorDiagnosticsEnabled": True, "partialIngestionPercent": 100},
    )
    ended = await workflow.run_flow(client, body)
    assert ended["metrics"]["recordSummary"]["failedRecordCount"] > 0
    adopt(platform, ended["flowId"], RUN_FLOW)
    adopt(platform, ended["id"], RUN)
