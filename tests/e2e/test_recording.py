"""Every operation that the program needs, through the service layer against the local platform, judged from outside.

The judge is a program of its own that knows neither side: it holds the recorded requests and answers against the
platform's published documents.
"""

import asyncio
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from aeptui.services.access import SOURCES
from aeptui.services.platform import Platform
from aeptui.services.record import Recorder
from tests.e2e import scene
from tests.e2e.exchanges import recording
from tests.services.support import gather

pytestmark = pytest.mark.thorough


async def look_around(platform: Platform) -> None:
    assert {each.name for each in await gather(platform.sandboxes.available())} == {"dev", "prod"}
    assert (await platform.sandboxes.lookup("dev")).usable
    assert "CRMID" in {each.code for each in await platform.identities.namespaces()}
    assert (await platform.access.effective_policies([SOURCES]))[SOURCES]
    assert "resource-types" in await platform.access.reference()
    assert len(await platform.data_prep.functions()) > 50
    assert await platform.data_prep.operators()
    assert await platform.data_prep.validate_expression('concat("a", "b")')


async def connections(platform: Platform) -> None:
    service = platform.flow_service.connections
    specs = platform.flow_service.connection_specs
    (spec,) = await specs.named("service-now")
    assert (await specs.lookup(spec.id)).auth_specs
    made = await service.create(scene.connection_body(scene.fresh("Account")))
    assert await service.check(made.id)
    assert await service.root(made.id)
    assert await service.configs(made.id) == [] == await service.spec_root(scene.LANDING_ZONE)
    assert (await service.table(made.id, "incident", rows=3)).rows
    account = scene.connection_body("")["auth"]["params"]
    changed = await service.rotate(made.id, (await service.lookup(made.id)).etag, account | {"password": "another"})
    assert changed.etag != made.etag
    assert await service.count(f"connectionSpec.id=={spec.id}") >= 1
    await service.delete(made.id)


async def schemas(platform: Platform) -> None:
    registry = platform.schema_registry
    for kind in ("classes", "fieldgroups", "schemas"):
        await gather(registry.resources(kind))
        assert await gather(registry.resources("classes", "global"))
    assert (await registry.lookup("classes", scene.PROFILE, "global")).title
    assert (await registry.lookup("fieldgroups", scene.DETAILS, "global")).title
    columns = {"Id": {"type": "string"}, "CreatedDate": {"type": "string", "format": "date-time"}}
    adhoc = [
        {"$ref": "https://ns.adobe.com/xdm/data/adhoc"},
        {"properties": {"_adhoc": {"type": "object", "properties": columns}}},
    ]
    raw = {"title": scene.fresh("Raw"), "description": "d", "type": "object", "allOf": adhoc}
    made_class = await registry.create("classes", raw)
    assert (await registry.lookup("classes", made_class.id)).dataset_namespace
    text = {"code": {"type": "string", "title": "Code"}}
    group = await registry.create("fieldgroups", await scene.group_body(platform, scene.fresh("Group"), text))
    assert (await registry.lookup("fieldgroups", group.alt_id)).id == group.id
    schema = await registry.create("schemas", scene.schema_body(scene.fresh("Schema"), scene.PROFILE, scene.DETAILS))
    await registry.patch("schemas", schema.alt_id, [{"op": "add", "path": "/allOf/-", "value": {"$ref": group.id}}])
    tenant = (await registry.stats()).tenant_id
    descriptor = await registry.descriptors.create(
        {
            "@type": "xdm:descriptorIdentity",
            "xdm:sourceSchema": schema.id,
            "xdm:sourceVersion": 1,
            "xdm:sourceProperty": f"/_{tenant}/code",
            "xdm:namespace": "CRMID",
            "xdm:property": "xdm:code",
            "xdm:isPrimary": True,
        }
    )
    assert [each.id for each in await registry.descriptors.of_schema(schema.id)] == [descriptor.id]
    assert (await registry.lookup("schemas", schema.id, form="-full-desc")).version == "1.1"
    await registry.descriptors.delete(descriptor.id)
    await registry.delete("schemas", schema.alt_id)
    await registry.delete("fieldgroups", group.alt_id)
    await registry.delete("classes", made_class.alt_id)


async def dataflow(platform: Platform) -> None:
    """A dataflow from its parts to its rows, and away again."""
    title = scene.fresh("Recorded")
    service, prep = platform.flow_service, platform.data_prep
    made = await scene.parts(platform, title)
    mapping = scene.mapping_body(made.schema)
    assert all(check.valid for check in await prep.validate(mapping))
    assert (await prep.preview([{"sys_id": "1", "number": "n"}], mapping))[0].data["person"]["name"]["fullName"] == "N"
    assert (await service.flow_specs.for_source(scene.SERVICENOW)).id == scene.TABLE_FLOW
    flow_id = await scene.flow(platform, title, made)
    run = await scene.first_ended(platform, flow_id)
    assert run.landed == run.input == 1150
    await read_back(platform, made.dataset, run.batches[0])
    started = await service.runs.start(flow_id, window(1, 2) | {"deltaColumn": {"name": "sys_updated_on"}})
    assert (await scene.ended(platform, started.id)).input == 0
    await service.runs.retrigger(started.id)
    assert (await scene.ended(platform, started.id)).input == 0
    newer = await prep.replace(made.mapping, scene.mapping_body(made.schema, {"_id": "sys_id"}))
    await service.flows.remap(flow_id, made.mapping, newer.version)
    assert (await service.flows.lookup(flow_id)).mapping == (made.mapping, newer.version)
    assert (await prep.lookup(made.mapping, newer.version)).mappings[0].destination == "_id"
    await service.flows.disable(flow_id)
    await service.flows.enable(flow_id)
    await tidy(platform, flow_id, made)


def window(start: int, end: int) -> dict[str, Any]:
    return {"startTime": 1_780_000_000, "windowStartTime": start, "windowEndTime": end}


async def read_back(platform: Platform, dataset_id: str, batch_id: str) -> None:
    access, catalog = platform.data_access, platform.catalog
    batch = await catalog.batch(batch_id)
    assert (batch.status, batch.record_count) == ("success", 1150)
    assert [each.id for each in await gather(catalog.batches(dataset_id))] == [batch_id]
    (file,) = await gather(access.batch_files(batch_id))
    (part,) = await access.parts(file.id)
    whole = await access.download(file.id, part.path)
    assert len(whole.splitlines()) == 1150
    assert await access.download(file.id, part.path, first=0, last=9) == whole[:10]
    assert (await access.batch_meta(batch_id, "input_files")).files
    assert len(await access.dataset_rows(dataset_id)) == 100


async def tidy(platform: Platform, flow_id: str, made: scene.Parts) -> None:
    service = platform.flow_service
    assert await gather(service.flows.where(f"sourceConnectionIds[]=={made.source}"))
    await service.flows.delete(flow_id)
    await platform.data_prep.delete(made.mapping)
    assert made.mapping not in {each.id for each in await gather(platform.data_prep.mapping_sets())}
    assert await service.source_connections.named((await service.source_connections.lookup(made.source)).name)
    assert await service.target_connections.named((await service.target_connections.lookup(made.target)).name)
    await service.source_connections.delete(made.source)
    await service.target_connections.delete(made.target)
    await platform.catalog.patch_dataset(made.dataset, [{"op": "replace", "path": "/name", "value": "renamed"}])
    assert (await platform.catalog.dataset(made.dataset)).name == "renamed"
    assert await platform.catalog.datasets_named("renamed")
    await platform.catalog.delete_dataset(made.dataset)


async def everything(info: dict[str, Any], file: Path) -> None:
    async with scene.connected(info, recorder=Recorder(file)) as platform:
        await asyncio.gather(look_around(platform), connections(platform), schemas(platform), dataflow(platform))


@pytest.fixture(scope="module")
def exchanges(live: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The recording of everything."""
    file = recording("every-operation") or tmp_path_factory.mktemp("recording") / "exchanges.jsonl"
    asyncio.run(everything(live, file))
    return file


def test_every_operation_works_against_the_local_platform(exchanges: Path) -> None:
    lines = [json.loads(line) for line in exchanges.read_text(encoding="utf-8").splitlines()]
    assert len({(line["method"], urlsplit(line["url"]).path) for line in lines}) >= 66
    assert {line["status"] // 100 for line in lines} == {2}


def test_every_exchange_keeps_to_the_published_documents_on_both_sides(exchanges: Path, reference: Path) -> None:
    python = os.environ.get("CONTRACT_PYTHON", sys.executable)
    if python == sys.executable and importlib.util.find_spec("yaml") is None:
        pytest.skip("the contract check wants PyYAML; CONTRACT_PYTHON may name an interpreter that has it")
    contract = reference / "contract"
    command = [python, str(contract / "check_exchanges.py"), "--responses", "--skip-note", str(exchanges)]
    command += ["--require-file", str(contract / "required-operations.txt")]
    judged = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert "66 of 66 required operations seen" in judged.stdout
    assert ", 0 unmatched, 0 violations" in judged.stdout
