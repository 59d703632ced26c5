"""What provokes each error that there is guidance for."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aeptui.services.platform import Platform
from aeptui.services.request import Request
from aeptui.services.schema_registry import list_request, lookup_request
from tests.e2e import scene
from tests.e2e.hostile import Hostility
from tests.e2e.scene import Parts

Failing = tuple[dict[str, Any], Hostility, Parts]
Provoke = Callable[[Platform, Parts], Awaitable[Any]]
FAR = {"startTime": 4_000_000_000}
ONCE, HOURLY = FAR | {"frequency": "once"}, FAR | {"frequency": "hour", "interval": 1, "backfill": True}
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


async def _patched(platform: Platform, operations: list[dict[str, Any]]) -> None:
    connections = platform.flow_service.connections
    made = await connections.create(scene.connection_body(scene.fresh("Provoked")))
    await connections.patch(made.id, made.etag, operations)


async def _runs_of_a_flow(platform: Platform, parts: Parts) -> None:
    id = await scene.flow(platform, scene.fresh("Provoked"), parts, scheduleParams=ONCE)
    await call("GET", f"/flows/{id}/runs")(platform, parts)


async def _twice(platform: Platform) -> None:
    title = scene.fresh("Twice")
    for _ in range(2):
        await scene.target_schema(platform, title)


def _loose_group() -> dict[str, Any]:
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


BEHAVIOUR: dict[str, Provoke] = {
    "1101-404": lambda p, w: p.flow_service.flows.lookup(NO_SUCH),
    "1304-400": lambda p, w: p.flow_service.connections.create({"name": "x"}),
    "1307-400": lambda p, w: p.flow_service.target_connections.create(
        scene.target_body("x", w.schema, w.dataset) | {"connectionSpec": {"id": scene.SERVICENOW, "version": "1.0"}}
    ),
    "1308-400": refusing_source,
    "1330-400": lambda p, w: explore(p, w, objectType="table", object="none"),
    "1336-400": lambda p, w: explore(p, w, objectType="folder"),
    "1353-400": lambda p, w: explore(p, w, objectType="table", object="incident", filters="e30"),
    "1361-400": schedule(frequency="hour"),
    "1362-400": schedule(frequency="minute", interval=5),
    "1363-400": flow(scheduleParams=ONCE | {"interval": 1}),
    "1364-400": flow(scheduleParams=ONCE | {"backfill": True}),
    "1366-400": frozen_start,
    "1367-400": flow(scheduleParams=HOURLY),
    "1369-400": flow(delta="sys_updated_on", scheduleParams=ONCE),
    "1378-400": flow(delta="none"),
    "1379-400": flow(delta="number"),
    "1381-400": run(window=(2, 1)),
    "1382-400": other_column,
    "1386-400": run(scheduleParams=HOURLY, delta="sys_updated_on"),
    "1387-400": repeated_success,
    "1388-400": repeated_while_disabled,
    "1401-400": call("GET", "/flows?limit=5&count=true"),
    "1402-400": call("POST", "/sourceConnections/{source}/action?op=finalize"),
    "1403-400": call("PATCH", "/sourceConnections/{source}", PATCH),
    "1404-412": stale,
    "1405-400": call("POST", "/connections"),
    "1411-400": lambda p, w: _runs_of_a_flow(p, w),
    "1410-400": flow(scheduleParams=ONCE, state="enabled"),
    "1412-400": mapping(version="7"),
    "1413-400": lambda p, w: p.flow_service.connections.create(scene.connection_body("x") | SPEC),
    "1414-400": lambda p, w: _patched(p, [{"op": "replace", "path": "/connectionSpec/id", "value": "0"}]),
    "1415-400": lambda p, w: p.flow_service.connections.create(
        scene.connection_body("x") | {"auth": {"specName": "Nothing", "params": {}}}
    ),
    "1418-400": used_connection,
    "1419-400": mapping(id="0" * 32),
    "1421-400": act("enabled", "enable"),
    "1422-400": act("enabled", "disable", "disable"),
    "1425-400": other_schema,
    "1426-400": call("POST", "/connectionSpecs", {"name": "x"}),
    "1427-400": call("PUT", "/runs/x", {"name": "x"}),
    "1430-400": call("POST", "/runs", {"flowId": NO_SUCH, "params": {}}),
    "1432-400": call("GET", "/flows?orderby=nothing"),
    "1434-400": lambda p, w: _patched(p, [{"op": "move", "path": "/name", "from": "/description"}]),
    "1436-400": call("POST", "/sourceConnections/{source}/action?op=dance"),
    "1440-400": call("GET", "/flows?property=name~x"),
    "1443-400": call("GET", "/flows?property=name!=a,b"),
    "1444-400": run(op="disable"),
    "1446-400": call("POST", "/runs", {"params": {}}),
    "1447-400": used_source,
    "1448-400": call("GET", "/flows?property=name>a"),
    "1449-400": call("GET", "/flows?property=nothing==a"),
    "1450-400": call("GET", "/flows?property=name"),
    "1452-400": call("GET", "/flows?property=name=="),
    "1455-400": lambda p, w: _patched(p, [{"op": "replace", "path": "/nothing", "value": 1}]),
    "2200-500": dataset_gone,
    "XDM-1006-400": accept(lambda w: list_request("schemas"), "xed-id+json; version=1"),
    "XDM-1007-400": accept(lambda w: lookup_request("schemas", w.schema), "xed-full+json"),
    "XDM-1008-400": accept(lambda w: DESCRIPTORS, "xed-id+json"),
    "XDM-1009-400": accept(lambda w: DESCRIPTORS, "xdm+json; version=1"),
    "XDM-1012-404": lambda p, w: p.schema_registry.lookup("schemas", "_x.schemas.none"),
    "title-taken": lambda p, w: _twice(p),
    "tenant-namespace": lambda p, w: p.schema_registry.create("fieldgroups", _loose_group()),
    "no-identity": lambda p, w: p.schema_registry.enable_profile(w.schema),
    "schema-in-use": lambda p, w: p.schema_registry.replace(
        "schemas", w.schema, scene.schema_body(scene.fresh("Smaller"), scene.PROFILE)
    ),
}  # fmt: skip
"""Errors that the local platform answers because of what was asked."""

ANSWERED = (
    "1100-400", "1102-500", "1103-503", "1104-504", "1105-401", "1302-400", "1360-400", "1400-500", "1404-400",
    "1406-400", "1407-400", "1408-400", "1409-400", "1416-400", "1417-400", "1420-400", "1423-400", "1424-400",
    "1428-400", "1429-400", "1431-400", "1433-400", "1435-400", "1437-400", "1438-400", "1439-400", "1441-400",
    "1442-400", "1445-400", "1451-400", "1453-400", "1454-400", "1456-400", "1457-400", "1458-400", "2000-401",
    "2001-401", "2002-401", "2101-404", "2102-500", "2103-404", "2104-500", "2106-404", "2107-500", "2108-500",
    "2112-400", "2113-400", "2114-400", "2115-400", "2116-500", "2117-500", "2120-403", "2121-403", "2250-500",
)  # fmt: skip
"""Errors of the platform's own parts, or of what a local platform has not: a fault file makes it answer them."""

GATEWAY = {
    "403010": {"Authorization": None},
    "401013": {"Authorization": "Bearer none"},
    "403000": {"x-api-key": None},
    "403003": {"x-api-key": "none"},
    "400003": {"x-gw-ims-org-id": None},
    "403025": {"x-gw-ims-org-id": "none"},
    "2105-400": {"x-sandbox-name": None},
    "2100-404": {"x-sandbox-name": "none"},
    "2110-400": {"x-sandbox-id": "1"},
    "2111-403": {"x-sandbox-name": "*"},
}
"""Headers, replaced or left out, that the edge refuses; the service layer cannot send most of them."""

SIGN_IN: dict[str, dict[str, str]] = {
    "invalid_client": {"client_secret": "none"},
    "invalid_scope": {"scope": "none"},
    "unsupported_grant_type": {"grant_type": "password"},
    "invalid_request": {"scope": ""},
}
"""Fields of the form of sign-in, replaced."""

IN_RUNS = ("CONNECTOR-3001-500", "INGEST-1554-400", "106", "118", "133", "array-notation", "too-much-at-once")
"""Errors of runs and batches that only Adobe's pipeline makes; a fault file puts them into a run."""

OF_THE_CLIENT = (
    "not-signed-in", "unreachable", "timed-out", "disconnected", "ambiguous", "bad-answer", "read-only", "unknown",
    "http-400", "http-401", "http-403", "http-404", "http-406", "http-409", "http-412", "http-429", "http-4xx",
    "http-500", "http-502", "http-503", "http-504", "http-5xx",
)  # fmt: skip
"""What the client says by itself, or of a status without a code."""

DETAILS, SOME = {"errorDiagnosticsEnabled": True}, {"errorDiagnosticsEnabled": True, "partialIngestionPercent": 90}
LEVEL = {"level": {"type": "string", "title": "Level", "enum": ["1", "2", "3"]}}
CLOSED = {"code": {"type": "string", "title": "Code"}}
DATED = {"at": {"type": "string", "title": "At", "format": "date-time"}}
OF_RUNS: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "CONNECTOR-2001-500": (LEVEL, "priority", {}),
    "INGEST-1211-400": (LEVEL, "priority", {}),
    "INGEST-1212-400": (LEVEL, "priority", DETAILS),
    "DCVS": (LEVEL, "priority", SOME),
    "INGEST-1555-400": (CLOSED, "close_code", DETAILS),
    "MAPPER-3700-400": (DATED, 'date(number, "yyyy-MM-dd")', DETAILS),
}
"""Errors of rows: a required custom field, what is mapped to it, and the options of a dataflow that has them."""
