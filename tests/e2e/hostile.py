"""A local platform whose faults change while it runs, and every call of the service layer to try them on."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aeptui.localplatform.faults import Faults, Rule
from aeptui.services.access import SOURCES
from aeptui.services.flow_service.explore import FileFormat
from aeptui.services.platform import Platform
from tests.e2e import scene
from tests.localplatform.support import running_server
from tests.services.support import gather

KINDS: dict[str, dict[str, Any]] = {
    "500": {"do": "status", "status": 500},
    "503 with Retry-After": {"do": "status", "status": 503, "headers": {"Retry-After": "1"}},
    "503 of a proxy": {"do": "status", "status": 503, "body": "<html>out of order</html>"},
    "429": {"do": "status", "status": 429, "headers": {"Retry-After": "1"}},
    "401": {"do": "status", "status": 401},
    "403": {"do": "status", "status": 403, "body": {"type": "FLOW-2118-403", "title": "no"}},
    "an empty success": {"do": "status", "status": 200, "body": ""},
    "a success of another shape": {"do": "status", "status": 200, "body": [{"surprise": None}]},
    "delay": {"do": "delay", "ms": 600},
    "reset": {"do": "reset"},
    "drop-reply": {"do": "drop-reply"},
    "malformed": {"do": "malformed"},
    "expire-token": {"do": "expire-token"},
}  # fmt: skip
"""Every kind of fault, as the rule of a fault file says it."""

SERVICES, SIGN_IN = "/data/*", "/ims/*"


def rule(kind: str, path: str = SERVICES, **more: Any) -> Rule:
    """The rule of a kind of fault for the requests below ``path``."""
    return Rule(**(KINDS[kind] | {"path": path} | more))


def first_of_each(kind: str) -> "OfEach":
    """The rule of a kind of fault that lets the second of two equal requests pass."""
    return OfEach(**(KINDS[kind] | {"path": SERVICES}))


class OfEach(Rule):
    """A rule that is used for the first request of each method and path alone; ``hits`` counts them all."""

    hits: Counter[tuple[str, str]]

    def fits(self, method: str, path: str) -> bool:
        self.hits = getattr(self, "hits", Counter())
        if not fnmatchcase(path, self.path):
            return False
        self.hits[method, path] += 1
        return self.hits[method, path] == 1


class Hostility(Faults):
    """Faults that a test changes while the platform runs; ``folder`` is the platform's data folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__([])
        self.folder = folder


@contextmanager
def hostile(data_dir: Path, **options: Any) -> Iterator[tuple[dict[str, Any], Hostility]]:
    """A running platform and its faults, none at first: whoever changes ``faults.rules`` changes what it does."""
    faults = Hostility(data_dir)
    with (
        patch("aeptui.localplatform.server.load_faults", return_value=faults),
        running_server(data_dir, faults=data_dir / "unused.yaml", **options) as info,
    ):
        yield info, faults


async def settle(platform: Platform) -> dict[str, str]:
    """Makes what operations read: a dataflow that has run, with everything that belongs to it."""
    title = scene.fresh("World")
    made = await scene.parts(platform, title, fields={"code": {"type": "string", "title": "Code"}})
    flow = await scene.flow(platform, title, made)
    run = await scene.first_ended(platform, flow)
    (file,) = await gather(platform.data_access.batch_files(run.batches[0]))
    window = {"startTime": 1_780_000_000, "windowStartTime": 1, "windowEndTime": 2}
    empty = await platform.flow_service.runs.start(flow, window | {"deltaColumn": {"name": "sys_updated_on"}})
    await scene.ended(platform, empty.id)
    schema = await platform.schema_registry.lookup("schemas", made.schema, form="")
    identity = await platform.schema_registry.descriptors.create(descriptor(made.schema, made.tenant))
    return {
        "title": title, "flow": flow, "run": run.id, "batch": run.batches[0], "file": file.id, "empty": empty.id,
        "schema": schema.alt_id, "schema_id": made.schema, "dataset": made.dataset, "source": made.source,
        "target": made.target, "mapping": made.mapping, "base": await scene.base_connection(platform),
        "files": await scene.base_connection(platform, "Local files"),
        "zendesk": await scene.base_connection(platform, "Zendesk demo"), "tenant": made.tenant,
        "descriptor": identity.id, "rejecting": await _rejecting(platform), "profile dataset": await _merged(platform),
    }  # fmt: skip


async def spare(platform: Platform) -> dict[str, str]:
    """Makes one of everything that can be deleted."""
    title = scene.fresh("Spare")
    registry, service = platform.schema_registry, platform.flow_service
    schema = await registry.create("schemas", scene.schema_body(title, scene.PROFILE, scene.DETAILS))
    group = await registry.create("fieldgroups", await scene.group_body(platform, title, {"a": {"type": "string"}}))
    made_class = await registry.create("classes", raw_class(title))
    made = await scene.parts(platform, f"{title} flow", fields={"code": {"type": "string", "title": "Code"}})
    identity = await registry.descriptors.create(descriptor(made.schema, made.tenant))
    base = await service.connections.create(scene.connection_body(title))
    body = await scene.source_body(platform, title, await scene.base_connection(platform))
    target = await service.target_connections.create(scene.target_body(title, made.schema, made.dataset))
    later = {"startTime": 4_000_000_000, "frequency": "once"}
    flow = await scene.flow(platform, title, made, scheduleParams=later)
    draft = await service.flows.create(scene.flow_body(f"{title} draft", made, scheduleParams=later), draft=True)
    disabled = await scene.flow(platform, f"{title} disabled", made, scheduleParams=later)
    await service.flows.disable(disabled)
    return {
        "schema": schema.alt_id, "group": group.alt_id, "class": made_class.alt_id, "descriptor": identity.id,
        "base": base.id, "source": (await service.source_connections.create(body)).id, "target": target.id,
        "flow": flow, "flow mapping": made.mapping, "draft": draft.id, "disabled": disabled,
        "profile": await _identified(platform, f"{title} profile"),
        "dataset": await platform.catalog.create_dataset(scene.dataset_body(title, schema.id)),
        "mapping": (await platform.data_prep.create(scene.mapping_body(made.schema))).id,
    }  # fmt: skip


async def _rejecting(platform: Platform) -> str:
    """The batch of a run whose rows were all rejected, with diagnostics."""
    fields = {"level": {"type": "string", "title": "Level", "enum": ["none"]}}
    rows, columns = {"_id": "sys_id", "TENANT.level": "priority"}, ("sys_id", "priority")
    made = await scene.parts(platform, scene.fresh("Rejecting"), fields=fields, rows=rows, columns=columns)
    run = await scene.first_ended(platform, await scene.flow(platform, scene.fresh("Rejecting"), made))
    return run.batches[0]


async def _merged(platform: Platform) -> str:
    """A dataset whose schema is enabled for Profile."""
    title = scene.fresh("Merged")
    schema = await _identified(platform, title)
    await platform.schema_registry.enable_profile(schema)
    return await platform.catalog.create_dataset(scene.dataset_body(title, schema))


async def _identified(platform: Platform, title: str) -> str:
    """A schema with a primary identity."""
    schema = await scene.target_schema(platform, title, {"code": {"type": "string", "title": "Code"}})
    tenant = (await platform.schema_registry.stats()).tenant_id
    await platform.schema_registry.descriptors.create(descriptor(schema, f"_{tenant}"))
    return schema


def raw_class(title: str) -> dict[str, Any]:
    """What creates an ad-hoc class."""
    columns = {"properties": {"_adhoc": {"type": "object", "properties": {"Id": {"type": "string"}}}}}
    parts = [{"$ref": "https://ns.adobe.com/xdm/data/adhoc"}, columns]
    return {"title": title, "description": "made by a test", "type": "object", "allOf": parts}


def descriptor(schema_id: str, tenant: str) -> dict[str, Any]:
    """What makes the custom field ``code`` an identity."""
    return {
        "@type": "xdm:descriptorIdentity",
        "xdm:sourceSchema": schema_id,
        "xdm:sourceVersion": 1,
        "xdm:sourceProperty": f"/{tenant}/code",
        "xdm:namespace": "CRMID",
        "xdm:property": "xdm:code",
        "xdm:isPrimary": True,
    }


FAR = {"startTime": 4_000_000_000, "windowStartTime": 1, "windowEndTime": 2}
"""Parameters of a run that never begins."""

Operation = Callable[[Platform, dict[str, str], dict[str, str]], Awaitable[Any]]
"""What is done with the services, the ids of what is kept, and those of what may be deleted."""

READS: dict[str, Operation] = {
    "list the sandboxes": lambda p, w, d: gather(p.sandboxes.available()),
    "look up a sandbox": lambda p, w, d: p.sandboxes.lookup("dev"),
    "list the identity namespaces": lambda p, w, d: p.identities.namespaces(),
    "read the permissions": lambda p, w, d: p.access.effective_policies([SOURCES]),
    "list the permissions": lambda p, w, d: p.access.reference(),
    "read the tenant id": lambda p, w, d: p.schema_registry.stats(),
    "list the schemas": lambda p, w, d: gather(p.schema_registry.resources("schemas")),
    "list the global classes": lambda p, w, d: gather(p.schema_registry.resources("classes", "global")),
    "find a schema by its title": lambda p, w, d: p.schema_registry.with_title("schemas", w["title"]),
    "look up a schema": lambda p, w, d: p.schema_registry.lookup("schemas", w["schema"]),
    "read a sample record": lambda p, w, d: p.schema_registry.sample(w["schema"]),
    "list the descriptors": lambda p, w, d: p.schema_registry.descriptors.all(),
    "list the descriptors of a schema": lambda p, w, d: p.schema_registry.descriptors.of_schema(w["schema_id"]),
    "look up a descriptor": lambda p, w, d: p.schema_registry.descriptors.lookup(w["descriptor"]),
    "list the datasets": lambda p, w, d: gather(p.catalog.datasets()),
    "find a dataset by its name": lambda p, w, d: p.catalog.datasets_named(w["title"]),
    "look up a dataset": lambda p, w, d: p.catalog.dataset(w["dataset"]),
    "list the batches": lambda p, w, d: gather(p.catalog.batches(w["dataset"])),
    "look up a batch": lambda p, w, d: p.catalog.batch(w["batch"]),
    "list the files of a batch": lambda p, w, d: gather(p.data_access.batch_files(w["batch"])),
    "list the failed files of a batch": lambda p, w, d: gather(p.data_access.failed_files(w["batch"])),
    "read the diagnosis of a batch": lambda p, w, d: p.data_access.batch_meta(w["batch"], "input_files"),
    "read the rejected rows of a batch": lambda p, w, d: gather(p.data_access.row_errors(w["rejecting"])),
    "list the parts of a file": lambda p, w, d: p.data_access.parts(w["file"]),
    "read a part of a file": lambda p, w, d: p.data_access.download(w["file"], "part-00000.json", first=0, last=9),
    "read rows of a dataset": lambda p, w, d: p.data_access.dataset_rows(w["dataset"]),
    "list the mapping sets": lambda p, w, d: gather(p.data_prep.mapping_sets()),
    "find a mapping set by its name": lambda p, w, d: p.data_prep.named("none"),
    "look up a mapping set": lambda p, w, d: p.data_prep.lookup(w["mapping"]),
    "list the mappings": lambda p, w, d: p.data_prep.mappings(w["mapping"]),
    "check the mappings": lambda p, w, d: p.data_prep.validate(scene.mapping_body(w["schema_id"])),
    "try the mappings": lambda p, w, d: p.data_prep.preview([{"sys_id": "1"}], scene.mapping_body(w["schema_id"])),
    "list the functions": lambda p, w, d: p.data_prep.functions(),
    "list the operators": lambda p, w, d: p.data_prep.operators(),
    "check an expression": lambda p, w, d: p.data_prep.validate_expression("1 + 1"),
    "list the connection specifications": lambda p, w, d: gather(p.flow_service.connection_specs.where()),
    "look up a connection specification": lambda p, w, d: p.flow_service.connection_specs.lookup(scene.SERVICENOW),
    "find a dataflow specification": lambda p, w, d: p.flow_service.flow_specs.for_source(scene.SERVICENOW),
    "list the dataflow specifications": lambda p, w, d: gather(p.flow_service.flow_specs.where()),
    "look up a dataflow specification": lambda p, w, d: p.flow_service.flow_specs.lookup(scene.TABLE_FLOW),
    "list the connections": lambda p, w, d: gather(p.flow_service.connections.where()),
    "find a connection by its name": lambda p, w, d: p.flow_service.connections.named("ServiceNow demo"),
    "count the connections": lambda p, w, d: p.flow_service.connections.count(),
    "look up a connection": lambda p, w, d: p.flow_service.connections.lookup(w["base"]),
    "test a connection": lambda p, w, d: p.flow_service.connections.check(w["base"]),
    "read the choices of a source": lambda p, w, d: p.flow_service.connections.configs(w["base"]),
    "list the objects of a source": lambda p, w, d: p.flow_service.connections.root(w["base"]),
    "read a table": lambda p, w, d: p.flow_service.connections.table(w["base"], "incident", rows=3),
    "read a file": lambda p, w, d: p.flow_service.connections.file(w["files"], "/a.csv", FileFormat(), rows=3),
    "look into a source without an account": lambda p, w, d: p.flow_service.connections.spec_root(scene.LANDING_ZONE),
    "list a folder": lambda p, w, d: p.flow_service.connections.folder(w["files"], "/"),
    "read the records of a source": lambda p, w, d: p.flow_service.connections.rest(w["zendesk"]),
    "look up a source connection": lambda p, w, d: p.flow_service.source_connections.lookup(w["source"]),
    "list the source connections": lambda p, w, d: gather(p.flow_service.source_connections.where()),
    "look up a target connection": lambda p, w, d: p.flow_service.target_connections.lookup(w["target"]),
    "list the target connections": lambda p, w, d: gather(p.flow_service.target_connections.where()),
    "list the dataflows": lambda p, w, d: gather(p.flow_service.flows.where()),
    "find a dataflow by its name": lambda p, w, d: p.flow_service.flows.named(w["title"]),
    "look up a dataflow": lambda p, w, d: p.flow_service.flows.lookup(w["flow"]),
    "list the runs": lambda p, w, d: gather(p.flow_service.runs.of_flow(w["flow"])),
    "look up a run": lambda p, w, d: p.flow_service.runs.lookup(w["run"]),
}
"""Calls that change nothing."""

CREATES: dict[str, Operation] = {
    "create a class": lambda p, w, d: p.schema_registry.create("classes", raw_class(scene.fresh("C"))),
    "create a schema": lambda p, w, d: p.schema_registry.create(
        "schemas", scene.schema_body(scene.fresh("S"), scene.PROFILE)
    ),
    "create a dataset": lambda p, w, d: p.catalog.create_dataset(scene.dataset_body(scene.fresh("D"), w["schema_id"])),
    "create a mapping set": lambda p, w, d: p.data_prep.create(scene.mapping_body(w["schema_id"])),
    "create a connection": lambda p, w, d: p.flow_service.connections.create(scene.connection_body(scene.fresh("B"))),
    "create a target connection": lambda p, w, d: p.flow_service.target_connections.create(
        scene.target_body(scene.fresh("T"), w["schema_id"], w["dataset"])
    ),
    "create an identity namespace": lambda p, w, d: p.identities.create(
        scene.fresh("N"), scene.fresh("N").replace(" ", ""), "CROSS_DEVICE"
    ),
    "start a run": lambda p, w, d: p.flow_service.runs.start(
        w["flow"], FAR | {"deltaColumn": {"name": "sys_updated_on"}}
    ),
}
"""Calls that must not be sent twice."""

CHANGES: dict[str, Operation] = {
    "rotate a connection": lambda p, w, d: _rotated(p, d["base"]),
    "rename a source connection": lambda p, w, d: _renamed(p.flow_service.source_connections, d["source"]),
    "rename a target connection": lambda p, w, d: _renamed(p.flow_service.target_connections, d["target"]),
    "reschedule a dataflow": lambda p, w, d: p.flow_service.flows.reschedule(
        d["flow"], {"startTime": 4_100_000_000, "frequency": "once"}
    ),
    "remap a dataflow": lambda p, w, d: p.flow_service.flows.remap(d["flow"], d["flow mapping"], 0),
    "replace a mapping set": lambda p, w, d: p.data_prep.replace(d["mapping"], scene.mapping_body(w["schema_id"])),
    "change a dataset": lambda p, w, d: p.catalog.update_dataset(d["dataset"], {"description": "x"}),
    "patch a dataset": lambda p, w, d: p.catalog.patch_dataset(
        d["dataset"], [{"op": "add", "path": "/description", "value": "x"}]
    ),
    "change a schema": lambda p, w, d: p.schema_registry.patch(
        "schemas", d["schema"], [{"op": "replace", "path": "/description", "value": "x"}]
    ),
    "enable a schema for Profile": lambda p, w, d: p.schema_registry.enable_profile(d["profile"]),
    "enable a dataset for Profile": lambda p, w, d: p.catalog.enable_profile(w["profile dataset"]),
    "replace a schema": lambda p, w, d: p.schema_registry.replace(
        "schemas", d["schema"], scene.schema_body(scene.fresh("R"), scene.PROFILE, scene.DETAILS)
    ),
    "replace a descriptor": lambda p, w, d: p.schema_registry.descriptors.replace(
        w["descriptor"], descriptor(w["schema_id"], w["tenant"])
    ),
    "disable a dataflow": lambda p, w, d: p.flow_service.flows.disable(d["flow"]),
    "enable a dataflow": lambda p, w, d: p.flow_service.flows.enable(d["disabled"]),
    "publish a draft": lambda p, w, d: p.flow_service.flows.publish(d["draft"]),
    "repeat a run": lambda p, w, d: p.flow_service.runs.retrigger(w["empty"]),
}
"""Calls that change what is there."""

DELETES: dict[str, Operation] = {
    "delete a class": lambda p, w, d: p.schema_registry.delete("classes", d["class"]),
    "delete a field group": lambda p, w, d: p.schema_registry.delete("fieldgroups", d["group"]),
    "delete a descriptor": lambda p, w, d: p.schema_registry.descriptors.delete(d["descriptor"]),
    "delete a mapping set": lambda p, w, d: p.data_prep.delete(d["mapping"]),
    "delete a dataflow": lambda p, w, d: p.flow_service.flows.delete(d["flow"]),
    "delete a draft": lambda p, w, d: p.flow_service.flows.delete(d["draft"]),
    "delete a source connection": lambda p, w, d: p.flow_service.source_connections.delete(d["source"]),
    "delete a target connection": lambda p, w, d: p.flow_service.target_connections.delete(d["target"]),
    "delete a connection": lambda p, w, d: p.flow_service.connections.delete(d["base"]),
    "delete a dataset": lambda p, w, d: p.catalog.delete_dataset(d["dataset"]),
    "delete a schema": lambda p, w, d: p.schema_registry.delete("schemas", d["schema"]),
}
"""Calls that delete."""

_ALONE = ("remap a dataflow", "disable a dataflow", "delete a schema")
"""Calls that would meet another one at the same object, or need one that is deleted first."""

ROUNDS = (
    READS,
    CREATES,
    {name: each for name, each in CHANGES.items() if name not in _ALONE},
    {"remap a dataflow": CHANGES["remap a dataflow"]},
    {"disable a dataflow": CHANGES["disable a dataflow"]},
    {name: each for name, each in DELETES.items() if name not in _ALONE},
    {"delete a schema": DELETES["delete a schema"]},
)
"""All calls, by what may go on at the same time."""


async def _rotated(platform: Platform, id: str) -> None:
    connections = platform.flow_service.connections
    account = scene.connection_body("")["auth"]["params"]
    await connections.rotate(id, (await connections.lookup(id)).etag, account)


async def _renamed(entities: Any, id: str) -> None:
    operations = [{"op": "replace", "path": "/name", "value": scene.fresh("renamed")}]
    await entities.patch(id, (await entities.lookup(id)).etag, operations)
