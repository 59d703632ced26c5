"""What a client does so that the platform refuses it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aeptui.services.platform import Platform
from aeptui.services.request import Request
from tests.e2e import scene
from tests.e2e.scene import Parts

Provoke = Callable[[Platform, Parts], Awaitable[Any]]
FAR = {"startTime": 4_000_000_000}
ONCE, HOURLY = FAR | {"frequency": "once"}, FAR | {"frequency": "hour", "interval": 1, "backfill": True}
SALESFORCE = "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5"
LARGE, LINES = "/large.csv", 40_000
"""A file of the connection to local files that takes a while to be read."""

PATCH = [{"op": "replace", "path": "/description", "value": "x"}]


def call(method: str, path: str, body: Any = None, *headers: tuple[str, str]) -> Provoke:
    """A call of the Flow Service that it refuses; ``{flow}`` and the like in the path are filled in."""

    async def send(platform: Platform, parts: Parts) -> Any:
        place, _, query = path.format(**vars_of(parts)).partition("?")
        params = tuple(tuple(pair.split("=", 1)) for pair in query.split("&")) if query else ()
        request = Request("try it", method, "flow-service", place, params=params, body=body, headers=headers)  # type: ignore[arg-type]
        return await platform.http.send(request)

    return send


def vars_of(parts: Parts) -> dict[str, str]:
    return {name: getattr(parts, name) for name in ("schema", "dataset", "source", "target", "mapping")}


def action(query: str, body: Any = None) -> Provoke:
    """An action on a draft of a dataflow that is refused for what it carries."""

    async def go(platform: Platform, parts: Parts) -> None:
        made = await platform.flow_service.flows.create(
            scene.flow_body(scene.fresh("Provoked"), parts, scheduleParams=ONCE), draft=True
        )
        await call("POST", f"/flows/{made.id}/action{query}", body)(platform, parts)

    return go


def flow(**changes: Any) -> Provoke:
    """A dataflow of the parts that is refused."""

    async def create(platform: Platform, parts: Parts) -> Any:
        return await platform.flow_service.flows.create(scene.flow_body("x", parts, **changes))

    return create


def act(state: str, *ops: str, **changes: Any) -> Provoke:
    """Actions on a dataflow that is made for them, a draft where ``state`` says so."""

    async def go(platform: Platform, parts: Parts) -> None:
        flows = platform.flow_service.flows
        body = scene.flow_body(scene.fresh("Provoked"), parts, **({"scheduleParams": ONCE} | changes))
        made = await flows.create(body, draft=state == "draft")
        for op in ops:
            await flows.act(made.id, op)

    return go


def run(column: str = "sys_updated_on", window: tuple[int, int] = (1, 2), op: str = "", **changes: Any) -> Provoke:
    """An on-demand run that is refused, of a dataflow made for it and moved to another state by ``op``."""

    async def go(platform: Platform, parts: Parts) -> Any:
        body = scene.flow_body(scene.fresh("Provoked"), parts, **({"scheduleParams": ONCE} | changes))
        id = (await platform.flow_service.flows.create(body)).id
        if op:
            await platform.flow_service.flows.act(id, op)
        params = FAR | {"windowStartTime": window[0], "windowEndTime": window[1], "deltaColumn": {"name": column}}
        return await platform.flow_service.runs.start(id, params)

    return go


async def stale(platform: Platform, parts: Parts) -> None:
    connections = platform.flow_service.connections
    made = await connections.create(scene.connection_body(scene.fresh("Provoked")))
    await connections.patch(made.id, made.etag, PATCH)
    await connections.patch(made.id, made.etag, PATCH)


async def frozen_start(platform: Platform, parts: Parts) -> None:
    flows = platform.flow_service.flows
    body = scene.flow_body(scene.fresh("Provoked"), parts, delta="sys_updated_on")
    past = await flows.create(body | {"scheduleParams": HOURLY | {"startTime": 1_780_000_000}})
    await flows.reschedule(past.id, HOURLY)


async def frozen_schedule(platform: Platform, parts: Parts) -> None:
    body = scene.flow_body(scene.fresh("Provoked"), parts)
    past = await platform.flow_service.flows.create(body | {"scheduleParams": ONCE | {"startTime": 1_780_000_000}})
    await platform.flow_service.flows.reschedule(past.id, HOURLY | {"startTime": 1_780_000_000})


async def moved_to_the_past(platform: Platform, parts: Parts) -> None:
    id = await scene.flow(platform, scene.fresh("Provoked"), parts, scheduleParams=ONCE)
    await platform.flow_service.flows.reschedule(id, ONCE | {"startTime": 1_780_000_000})


async def other_column(platform: Platform, parts: Parts) -> None:
    columns = ("sys_id", "number", "opened_at", "sys_updated_on")
    dated = await scene.parts(platform, scene.fresh("Provoked"), columns=columns)
    id = await scene.flow(platform, "x", dated, scheduleParams=ONCE)
    for name in ("opened_at", "sys_updated_on"):
        window = FAR | {"windowStartTime": 1, "windowEndTime": 2, "deltaColumn": {"name": name}}
        await platform.flow_service.runs.start(id, window)


async def other_schema(platform: Platform, parts: Parts) -> None:
    other = await scene.target_schema(platform, scene.fresh("Provoked"))
    await platform.flow_service.target_connections.create(scene.target_body("x", other, parts.dataset))


async def used_connection(platform: Platform, parts: Parts) -> None:
    base = await platform.flow_service.connections.create(scene.connection_body(scene.fresh("Provoked")))
    read = await scene.parts(platform, scene.fresh("Provoked"), base=base.id)
    await scene.flow(platform, "x", read, scheduleParams=ONCE)
    await platform.flow_service.connections.delete(base.id)


async def used_source(platform: Platform, parts: Parts) -> None:
    await scene.flow(platform, "x", parts, scheduleParams=ONCE)
    await platform.flow_service.source_connections.delete(parts.source)


async def refusing_source(platform: Platform, parts: Parts) -> None:
    made = await platform.flow_service.connections.create(scene.connection_body(scene.fresh("P"), password="wrong"))
    await platform.flow_service.connections.check(made.id)


async def explore(platform: Platform, parts: Parts, **params: str) -> Any:
    base = await scene.base_connection(platform)
    return await call("GET", f"/connections/{base}/explore?" + "&".join(f"{k}={v}" for k, v in params.items()))(
        platform, parts
    )


async def dataset_gone(platform: Platform, parts: Parts) -> None:
    made = await scene.parts(platform, scene.fresh("Provoked"))
    await platform.catalog.delete_dataset(made.dataset)
    await platform.flow_service.flows.create(scene.flow_body("x", made, scheduleParams=ONCE))


async def schema_gone(platform: Platform, parts: Parts) -> None:
    schema = await scene.target_schema(platform, scene.fresh("Gone"))
    made = await platform.data_prep.create(scene.mapping_body(schema))
    await platform.schema_registry.delete("schemas", schema)
    await mapping(made.id)(platform, parts)


async def initializing(platform: Platform, what: str) -> None:
    """A change of a connection that the platform is still preparing, as it does on AWS."""
    connections = platform.flow_service.connections
    params = {"jwtToken": "t", "clientId": "c", "clientSecret": "s", "instanceUrl": "https://x.example"}
    made = await connections.create(
        {
            "name": scene.fresh("Provoked"),
            "auth": {"specName": "OAuth2 JWT Token Credential", "params": params},
            "connectionSpec": {"id": SALESFORCE, "version": "1.0"},
        }
    )
    await (connections.delete(made.id) if what == "delete" else connections.patch(made.id, made.etag, PATCH))


async def running(platform: Platform) -> str:
    """A dataflow that is reading a large file."""
    id = await scene.file_flow(platform, LARGE)
    for _ in range(int(scene.SECONDS * 100)):
        if [run async for run in platform.flow_service.runs.of_flow(id) if run.status == "inprogress"]:
            return id
        await asyncio.sleep(0.01)
    raise TimeoutError("the run did not begin in time")


async def disabling(platform: Platform, what: str) -> None:
    """A change of a dataflow that was disabled while it runs."""
    flows = platform.flow_service.flows
    id = await running(platform)
    await flows.disable(id)
    if what == "change":
        await flows.patch(id, (await flows.lookup(id)).etag, PATCH)
    await (flows.delete(id) if what == "delete" else flows.enable(id))


async def repeated_success(platform: Platform, parts: Parts) -> None:
    id = await scene.flow(platform, scene.fresh("Provoked"), parts)
    await platform.flow_service.runs.retrigger((await scene.first_ended(platform, id)).id)


async def repeated_while_disabled(platform: Platform, parts: Parts) -> None:
    id = await scene.flow(platform, scene.fresh("Provoked"), parts, scheduleParams=ONCE)
    window = {
        "startTime": 1_780_000_000,
        "windowStartTime": 1,
        "windowEndTime": 2,
        "deltaColumn": {"name": "sys_updated_on"},
    }
    started = await platform.flow_service.runs.start(id, window)
    await scene.ended(platform, started.id)
    await platform.flow_service.flows.disable(id)
    await platform.flow_service.runs.retrigger(started.id)


def accept(path_of: Callable[[Parts], Request], form: str) -> Provoke:
    """A call of the Schema Registry with a wrong Accept header."""

    async def send(platform: Platform, parts: Parts) -> Any:
        headers = (("Accept", f"application/vnd.adobe.{form}"),)
        return await platform.http.send(replace(path_of(parts), headers=headers))

    return send


async def patched(platform: Platform, operations: list[dict[str, Any]]) -> None:
    connections = platform.flow_service.connections
    made = await connections.create(scene.connection_body(scene.fresh("Provoked")))
    await connections.patch(made.id, made.etag, operations)


async def runs_of_a_flow(platform: Platform, parts: Parts) -> None:
    id = await scene.flow(platform, scene.fresh("Provoked"), parts, scheduleParams=ONCE)
    await call("GET", f"/flows/{id}/runs")(platform, parts)


async def twice(platform: Platform) -> None:
    title = scene.fresh("Twice")
    for _ in range(2):
        await scene.target_schema(platform, title)


def loose_group() -> dict[str, Any]:
    fields = {"definitions": {"f": {"type": "object", "properties": {"loose": {"type": "string"}}}}}
    head = {"type": "object", "title": scene.fresh("Loose"), "meta:intendedToExtend": [scene.PROFILE]}
    return head | fields | {"allOf": [{"$ref": "#/definitions/f"}]}


DESCRIPTORS = Request("list them", "GET", "schema-registry", "/tenant/descriptors")
SPEC = {"connectionSpec": {"id": "0", "version": "1.0"}}
NO_SUCH = "5e31a5c2-0000-4000-8000-000000000000"


def mapping(id: str | None = None, version: str = "0") -> Provoke:
    """A dataflow with another mapping set or version."""

    async def create(platform: Platform, parts: Parts) -> Any:
        body = scene.flow_body("x", parts, scheduleParams=ONCE)
        body["transformations"][0]["params"] = {"mappingId": id or parts.mapping, "mappingVersion": version}
        return await platform.flow_service.flows.create(body)

    return create


def schedule(**params: Any) -> Provoke:
    return flow(delta="sys_updated_on", scheduleParams=FAR | params)
