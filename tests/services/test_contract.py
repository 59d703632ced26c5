"""Everything that the service layer can send, judged by the published documents of the platform.

The answers are made up here; only the requests are judged. The checker is a program of its own that reads a recording.
"""

import asyncio
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from aeptui.services import data_prep, descriptors, schema_registry
from aeptui.services.access import SOURCES
from aeptui.services.flow_service.explore import FileFormat
from aeptui.services.flow_service.models import DATA_LAKE_SPEC
from aeptui.services.platform import Platform
from aeptui.services.record import Recorder
from tests.services.support import PLATFORM, SCHEMA, TENANT, TOKEN_URL, gather, platform, token_answer

ID = "2edc08ac-4df5-4fe6-936f-81a19ce92f5c"
DATASET = "5ed18e0f4f90b719196f44a9"
ALT = f"_{TENANT}.schemas.b750bd161fef405bc324d0c8809b02c494d73e60e7ae9b3e"
SPEC = {"id": "cb66ab34-8619-49cb-96d1-39b37ede86ea", "version": "1.0"}
MAPPING_SET = {
    "outputSchema": {"schemaRef": {"id": SCHEMA, "contentType": "application/vnd.adobe.xed-full+json;version=1"}},
    "mappings": [{"sourceType": "ATTRIBUTE", "source": "Id", "destination": "_id"}],
}
DESCRIPTOR = {
    "@type": "xdm:descriptorIdentity",
    "xdm:sourceSchema": SCHEMA,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": "/personalEmail/address",
    "xdm:namespace": "Email",
    "xdm:property": "xdm:code",
    "xdm:isPrimary": True,
}
FLOW = {
    "name": "n",
    "flowSpec": {"id": "14518937-270c-4525-bdec-c2ba7cce3860", "version": "1.0"},
    "sourceConnectionIds": [ID],
    "targetConnectionIds": [ID],
    "transformations": [{"name": "Mapping", "params": {"mappingId": "7c3547d3cfc14f568a51c32b4c0ed739"}}],
    "scheduleParams": {"startTime": 1590792316, "frequency": "minute", "interval": 15, "backfill": True},
}
PATCH = [{"op": "replace", "path": "/name", "value": "m"}]


def answer(request: httpx.Request) -> httpx.Response:
    """A made-up success that the service layer can read, for any request."""
    path = request.url.path
    shapes: list[tuple[str, Any]] = [
        (r"/sandbox-management/sandboxes/", {"name": "dev"}),
        (r"/sandbox-management/", {"sandboxes": [{"name": "dev"}]}),
        (r"/stats$", {"tenantId": TENANT}),
        (r"/descriptors$", DESCRIPTOR | {"@id": "d"} if request.method == "POST" else {"xdm:descriptorIdentity": []}),
        (r"/descriptors/", DESCRIPTOR | {"@id": "d"}),
        (r"/schemaregistry/\w+/\w+$", {"$id": SCHEMA} if request.method == "POST" else {"results": []}),
        (r"/schemaregistry/", {"$id": SCHEMA}),
        (r"/catalog/(dataSets|batches)", [f"@/dataSets/{DATASET}"]),
        (r"/validate$", {"validationResponse": []} if "mappingSets" in path else True),
        (r"/preview$", {"data": []} if "export" in path else []),
        (r"/(functions|operators|identities|mappings)$", {"id": 1, "code": "c"} if request.method == "POST" else []),
        (r"/mappingSets$", {"data": [], "id": "7c35"}),
        (r"/mappingSets/", {"id": "7c35", "version": 1}),
        (r"/test$", {"result": True}),
        (r"/explore$", {"schema": {"columns": []}, "items": []}),
        (r"/export/", {"data": [], "_page": {}}),
        (r"/acl/", {"policies": {}}),
        (r"/configs$", {"items": [{"columnName": "name", "columnType": "string"}]}),
        (r"/flowservice/.*/action$", {"id": ID}),
    ]
    if request.method == "GET" and re.search(r"/catalog/(dataSets|batches)", path):
        return httpx.Response(200, json={path.rsplit("/", 1)[-1]: {}} if path.count("/") > 4 else {})
    found = next((body for pattern, body in shapes if re.search(pattern, path)), None)
    whole = {"id": ID, "etag": '"1"', "name": "n", "items": [{"id": ID, "etag": '"1"', "name": "n"}], "count": 1}
    transformed = whole["items"][0] | FLOW  # type: ignore[index]
    return httpx.Response(200, json=(whole | {"items": [transformed]}) if found is None else found)


async def schemas(services: Platform) -> None:
    registry = services.schema_registry
    await registry.stats()
    for kind in ("classes", "fieldgroups", "datatypes", "schemas"):
        await gather(registry.resources(kind))
        await gather(registry.resources(kind, "global", properties=("meta:class==x",), form=""))
        await registry.lookup(kind, ALT)
        await registry.lookup(kind, SCHEMA, "global")
        await registry.delete(kind, ALT)
    for form in ("", "-full", "-notext", "-full-notext", "-full-desc", "-deprecatefield"):
        await registry.lookup("schemas", ALT, form=form)
    await gather(registry.resources("behaviors", "global"))
    await registry.lookup("behaviors", "_xdm.data.record", "global")
    await gather(registry.resources("unions"))
    await registry.lookup("unions", "_xdm.context.profile__union")
    await registry.sample(ALT)
    adhoc = [{"$ref": "https://ns.adobe.com/xdm/data/adhoc"}, {"properties": {"_adhoc": {"type": "object"}}}]
    class_body = {"title": "t", "description": "d", "type": "object", "allOf": adhoc}
    await registry.create("classes", class_body)
    schema_body = class_body | {"allOf": [{"$ref": "https://ns.adobe.com/xdm/context/profile"}]}
    await registry.create("schemas", schema_body)
    await registry.replace("schemas", ALT, schema_body)
    group = {"type": "object", "title": "t", "meta:intendedToExtend": ["https://ns.adobe.com/xdm/context/profile"]}
    definitions = {"definitions": {"f": {"type": "object"}}, "allOf": [{"$ref": "#/definitions/f"}]}
    await registry.create("fieldgroups", group | definitions)
    await registry.enable_profile(ALT)
    await services.http.send(schema_registry.enable_profile_request(ALT, has_tags=True))
    await services.http.send(schema_registry.add_field_group_request(ALT, SCHEMA))
    await registry.descriptors.all()
    for form in ("-id", "-link", "-v2", "-v2-id", "-v2-link"):
        await services.http.send(descriptors.list_request(form))
    await registry.descriptors.create(DESCRIPTOR)
    await registry.descriptors.lookup("d")
    await registry.descriptors.replace("d", DESCRIPTOR)
    await registry.descriptors.delete("d")


async def datasets(services: Platform) -> None:
    catalog = services.catalog
    ref = {"id": SCHEMA, "contentType": "application/vnd.adobe.xed+json;version=1"}
    await catalog.create_dataset({"name": "n", "schemaRef": ref})
    await gather(catalog.datasets(conditions=("name~^n",)))
    await catalog.datasets_named("n")
    await catalog.dataset(DATASET)
    await catalog.update_dataset(DATASET, {"name": "m"})
    await catalog.patch_dataset(DATASET, PATCH)
    await catalog.enable_profile(DATASET)
    await catalog.delete_dataset(DATASET)
    await gather(catalog.batches(DATASET))
    await catalog.batch("b1")
    access = services.data_access
    await gather(access.batch_files("b1"))
    await gather(access.failed_files("b1"))
    await gather(access.row_errors("b1"))
    await access.parts("f1")
    await access.download("f1", "p", first=0, last=9)
    await access.dataset_rows(DATASET)


async def mappings(services: Platform) -> None:
    prep = services.data_prep
    await prep.create(MAPPING_SET | {"name": "n"})
    await prep.named("n")
    await prep.lookup("7c35", 1)
    await prep.replace("7c35", MAPPING_SET)
    await prep.mappings("7c35")
    await prep.validate(MAPPING_SET)
    await prep.preview([{"Id": 1}], MAPPING_SET)
    await prep.functions()
    await prep.operators()
    await prep.validate_expression("1 + 1")
    await services.http.send(data_prep.validate_expression_request("1", nested=True))
    await prep.delete("7c35")


async def connections(services: Platform) -> None:
    flow_service = services.flow_service
    base = flow_service.connections
    await gather(base.where(f"connectionSpec.id=={ID}", orderby="-createdAt"))
    await base.create({"name": "n", "auth": {"specName": "Basic Authentication", "params": {}}, "connectionSpec": SPEC})
    await base.lookup(ID)
    await base.rotate(ID, '"1"', {"password": "p"})
    await base.check(ID)
    assert [(field.name, field.type) for field in await base.configs(ID)] == [("name", "string")]
    await base.act(ID, "publish")
    await base.delete(ID)
    await base.root(ID)
    await base.spec_root(ID)
    await base.folder(ID, "/a")
    await base.table(ID, "Account", rows=5)
    await base.file(ID, "/a.csv", FileFormat("delimited", ",", "UTF-8", "gzip"), rows=5)
    await base.rest(ID)
    data_lake = {"id": DATA_LAKE_SPEC, "version": "1.0"}
    version = "application/vnd.adobe.xed-full+json;version=1"
    source = {"name": "n", "baseConnectionId": ID, "data": {"format": "tabular"}, "connectionSpec": SPEC}
    target = {
        "name": "n",
        "data": {"format": "parquet_xdm", "schema": {"id": SCHEMA, "version": version}},
        "params": {"dataSetId": DATASET},
        "connectionSpec": data_lake,
    }
    params = {"params": {"tableName": "Account", "columns": [{"name": "Id", "type": "string"}]}}
    sides = ((flow_service.source_connections, source | params), (flow_service.target_connections, target))
    for collection, body in sides:
        await gather(collection.where())
        await collection.create(body, draft=True)
        await collection.lookup(ID)
        await collection.patch(ID, '"1"', PATCH)
        await collection.act(ID, "publish")
        await collection.delete(ID)


async def dataflows(services: Platform) -> None:
    flow_service = services.flow_service
    await flow_service.connection_specs.named("service-now")
    await flow_service.connection_specs.lookup(ID)
    await flow_service.flow_specs.named("CRMToAEP")
    await flow_service.flow_specs.lookup(ID)
    flows = flow_service.flows
    await gather(flows.where("state==enabled"))
    await flows.named("n, m")
    await flows.count()
    await flows.create(FLOW)
    await flows.lookup(ID)
    await flows.reschedule(ID, FLOW["scheduleParams"])  # type: ignore[arg-type]
    await flows.remap(ID, "7c35", 1)
    await flows.enable(ID)
    await flows.disable(ID)
    await flows.publish(ID)
    await flows.delete(ID)
    runs = flow_service.runs
    await gather(runs.of_flow(ID, properties=("metrics.durationSummary.startedAtUTC>1593134665781",)))
    params = {"startTime": 1663735590, "windowStartTime": 1651584991, "windowEndTime": 1651585956}
    await runs.start(ID, params | {"deltaColumn": {"name": "at"}})
    await runs.lookup(ID)
    await runs.retrigger(ID)


async def everything(services: Platform) -> None:
    await gather(services.sandboxes.available())
    await services.sandboxes.lookup("dev")
    await services.identities.namespaces()
    await services.identities.create("n", "CRMID", "CROSS_DEVICE")
    await services.access.effective_policies([SOURCES])
    await services.access.reference()
    for part in (schemas, datasets, mappings, connections, dataflows):
        await part(services)


async def record(path: Path) -> None:
    with respx.mock(assert_all_called=False) as router:
        router.post(TOKEN_URL).mock(return_value=token_answer())
        router.route(url__startswith=PLATFORM).mock(side_effect=answer)
        async with platform(recorder=Recorder(path)) as services:
            await everything(services)


def test_every_request_keeps_to_the_published_documents(reference: Path, tmp_path: Path) -> None:
    python = os.environ.get("CONTRACT_PYTHON", sys.executable)
    if python == sys.executable and importlib.util.find_spec("yaml") is None:
        pytest.skip("the contract check wants PyYAML; CONTRACT_PYTHON may name an interpreter that has it")
    recording = tmp_path / "exchanges.jsonl"
    asyncio.run(record(recording))
    contract = reference / "contract"
    command = [python, str(contract / "check_exchanges.py"), "--coverage", str(recording)]
    command += ["--require-file", str(contract / "required-operations.txt")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "66 of 66 required operations seen" in result.stdout
    assert ", 0 unmatched, 0 violations" in result.stdout
