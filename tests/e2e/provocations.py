"""What provokes each error that there is guidance for."""

from typing import Any

from aeptui.services.schema_registry import list_request, lookup_request
from tests.e2e import scene
from tests.e2e.provoking import (
    DESCRIPTORS,
    HOURLY,
    NO_SUCH,
    ONCE,
    PATCH,
    SPEC,
    Provoke,
    accept,
    act,
    action,
    call,
    dataset_gone,
    disabling,
    explore,
    flow,
    frozen_schedule,
    frozen_start,
    initializing,
    loose_group,
    mapping,
    moved_to_the_past,
    other_column,
    other_schema,
    patched,
    refusing_source,
    repeated_success,
    repeated_while_disabled,
    run,
    runs_of_a_flow,
    schedule,
    schema_gone,
    stale,
    twice,
    used_connection,
    used_source,
)

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
    "1360-400": moved_to_the_past,
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
    "1404-400": frozen_schedule,
    "1404-412": stale,
    "1405-400": call("POST", "/connections"),
    "1406-400": action("?op=publish&subOp=dance"),
    "1407-400": action("?op=publish", {"status": {"value": "asleep"}}),
    "1408-400": action("?op=publish", {"percentCompleted": 101}),
    "1409-400": action("?op=publish", {"state": "asleep"}),
    "1411-400": lambda p, w: runs_of_a_flow(p, w),
    "1410-400": flow(scheduleParams=ONCE, state="enabled"),
    "1412-400": mapping(version="7"),
    "1413-400": lambda p, w: p.flow_service.connections.create(scene.connection_body("x") | SPEC),
    "1414-400": lambda p, w: patched(p, [{"op": "replace", "path": "/connectionSpec/id", "value": "0"}]),
    "1415-400": lambda p, w: p.flow_service.connections.create(
        scene.connection_body("x") | {"auth": {"specName": "Nothing", "params": {}}}
    ),
    "1416-400": lambda p, w: initializing(p, "change"),
    "1417-400": lambda p, w: initializing(p, "delete"),
    "1418-400": used_connection,
    "1419-400": mapping(id="0" * 32),
    "1420-400": lambda p, w: disabling(p, "enable"),
    "1421-400": act("enabled", "enable"),
    "1422-400": act("enabled", "disable", "disable"),
    "1423-400": call("GET", "/connections?property=auth.params.username==a"),
    "1425-400": other_schema,
    "1426-400": call("POST", "/connectionSpecs", {"name": "x"}),
    "1427-400": call("PUT", "/runs/x", {"name": "x"}),
    "1430-400": call("POST", "/runs", {"flowId": NO_SUCH, "params": {}}),
    "1432-400": call("GET", "/flows?orderby=nothing"),
    "1433-400": call("GET", "/flows?orderby=name,,id"),
    "1434-400": lambda p, w: patched(p, [{"op": "move", "path": "/name", "from": "/description"}]),
    "1436-400": call("POST", "/sourceConnections/{source}/action?op=dance"),
    "1439-400": call("POST", f"/flows/{NO_SUCH}/action?op=disable"),
    "1440-400": call("GET", "/flows?property=name~x"),
    "1443-400": call("GET", "/flows?property=name!=a,b"),
    "1444-400": run(op="disable"),
    "1446-400": call("POST", "/runs", {"params": {}}),
    "1447-400": used_source,
    "1448-400": call("GET", "/flows?property=name>a"),
    "1449-400": call("GET", "/flows?property=nothing==a"),
    "1450-400": call("GET", "/flows?property===a"),
    "1451-400": call("GET", "/flows?property=name"),
    "1452-400": call("GET", "/flows?limit=many"),
    "1453-400": call("GET", "/flows?property=name=="),
    "1454-400": call("GET", "/flows?property=createdAt>yesterday"),
    "1455-400": lambda p, w: patched(p, [{"op": "replace", "path": "/nothing", "value": 1}]),
    "1456-400": call("GET", "/flows?property=state==asleep"),
    "1457-400": lambda p, w: disabling(p, "change"),
    "1458-400": lambda p, w: disabling(p, "delete"),
    "2200-500": dataset_gone,
    "2250-500": schema_gone,
    "XDM-1006-400": accept(lambda w: list_request("schemas"), "xed-id+json; version=1"),
    "XDM-1007-400": accept(lambda w: lookup_request("schemas", w.schema), "xed-full+json"),
    "XDM-1008-400": accept(lambda w: DESCRIPTORS, "xed-id+json"),
    "XDM-1009-400": accept(lambda w: DESCRIPTORS, "xdm+json; version=1"),
    "XDM-1012-404": lambda p, w: p.schema_registry.lookup("schemas", "_x.schemas.none"),
    "title-taken": lambda p, w: twice(p),
    "tenant-namespace": lambda p, w: p.schema_registry.create("fieldgroups", loose_group()),
    "no-identity": lambda p, w: p.schema_registry.enable_profile(w.schema),
    "schema-in-use": lambda p, w: p.schema_registry.replace(
        "schemas", w.schema, scene.schema_body(scene.fresh("Smaller"), scene.PROFILE)
    ),
}  # fmt: skip
"""Errors that the local platform answers because of what was asked."""

SERVER, RIVAL, BEYOND = "the service's own trouble", "another code is answered", "nothing that a user's token can send"
ANSWERED = {
    "1102-500": SERVER, "1103-503": SERVER, "1104-504": SERVER, "1400-500": SERVER, "2102-500": SERVER,
    "2104-500": SERVER, "2107-500": SERVER, "2108-500": SERVER, "2116-500": SERVER, "2117-500": SERVER,
    "1105-401": RIVAL, "1302-400": RIVAL, "1435-400": RIVAL, "1437-400": RIVAL, "2000-401": RIVAL, "2001-401": RIVAL,
    "2002-401": RIVAL, "2103-404": RIVAL, "2106-404": RIVAL, "2112-400": RIVAL, "2113-400": RIVAL, "2114-400": RIVAL,
    "2115-400": RIVAL, "2121-403": RIVAL,
    "1100-400": BEYOND, "1424-400": BEYOND, "1428-400": BEYOND, "1429-400": BEYOND, "1431-400": BEYOND,
    "1438-400": BEYOND, "1441-400": BEYOND, "1442-400": BEYOND, "1445-400": BEYOND,
}  # fmt: skip
"""Errors that a fault file makes the platform answer, and why nothing else does.

RIVAL: the same mistake of a client is answered with another of the published codes, mostly by the gateway, which sees
the request first. BEYOND: licences, features, service tokens and parameters that no published call has.
"""

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

IN_RUNS = ("INGEST-1554-400", "133", "array-notation", "too-much-at-once")
"""Errors of runs and batches that only Adobe's pipeline makes; a fault file puts them into a run."""

OF_THE_CLIENT = (
    "not-signed-in", "unreachable", "timed-out", "disconnected", "ambiguous", "bad-answer", "read-only", "unknown",
    "unreadable-file",
    "http-400", "http-401", "http-403", "http-404", "http-406", "http-409", "http-412", "http-429", "http-4xx",
    "http-500", "http-502", "http-503", "http-504", "http-5xx",
)  # fmt: skip
"""What the client says by itself, or of a status without a code."""

OF_FILES = {"106": "", "118": ",,\n1,2,3\n"}
"""Errors of batches, by the content of the delimited file that they come from."""

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
