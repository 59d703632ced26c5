"""Runs: each reads one window of a flow's source."""

from typing import Any

from aeptui.localplatform.context import Answer, Call, Result, Route
from aeptui.localplatform.flowservice import entities, flowrules, flowspecs, listing, runqueue
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.ingest import report
from aeptui.localplatform.problems import Problem

KIND = runqueue.RUNS
_FIELDS = (*entities.COMMON_FIELDS, "flowId", "flowSpec", "params", "metrics", "activities")
_TIMES = ("startTime", "windowStartTime", "windowEndTime")


async def _list(call: Call) -> Result:
    runs = [report.with_links(run, call.base_url) for run in call.platform.store.all(KIND, call.sandbox)]
    return listing.answer(call, KIND, runs, _FIELDS)


async def _lookup(call: Call) -> Result:
    return {"items": [report.with_links(_stored(call), call.base_url)]}


async def _create(call: Call) -> Result:
    body = entities.body_of(call)
    flow_id = body.get("flowId")
    if not flow_id:
        raise Problem.flow("1446-400", "Flow id empty", "flowId is missing")
    flow = _runnable_flow(call, str(flow_id))
    if flow["scheduleParams"]["frequency"] != "once":
        detail = f"the flow runs by {flow['scheduleParams']['frequency']}; only one that runs once runs on demand"
        raise Problem.flow("1386-400", "On-demand run not supported", detail)
    params = _typed(body.get("params"))
    column = _delta_column(call, flow, params)
    work = {
        "due": params["startTime"],
        "window": [params["windowStartTime"], params["windowEndTime"]],
        "deltaColumn": column,
        "scheduled": False,
    }
    with call.platform.store.transaction():
        if column is not None and flowrules.delta_column(flow) is None:
            _remember_column(call, flow, params["deltaColumn"])
        run = runqueue.add(call.platform, flow, call.client_id, work, params)
    return Answer(201, {"items": [entities.reference(run)]}, {"Location": f"{entities.BASE}/{KIND}/{run['id']}"})


async def _action(call: Call) -> Result:
    run = _stored(call)
    entities.operation(call, ("re-trigger",))
    entities.check_match(call, run, demanded=False)
    status = run["metrics"]["statusSummary"]["status"]
    read = run["metrics"].get("recordSummary", {}).get("inputRecordCount", 0)
    if status != "failed" and not (status == "success" and read == 0):
        detail = f"the run is {status}; what can be run again are failed runs and successful ones without records"
        raise Problem.flow("1387-400", "Run cannot be re-triggered", detail)
    flow = call.platform.store.get("flows", call.sandbox, run["flowId"])
    if flow is None or flow["state"] != "enabled":
        raise Problem.flow("1388-400", "Run cannot be re-triggered", f"the flow {run['flowId']} is not enabled")
    return entities.reference(runqueue.again(call.platform, run))


async def _refused(call: Call) -> Result:
    raise Problem.flow("1427-400", "Not allowed", "runs cannot be written with the token of a user")


def _stored(call: Call) -> Document:
    return entities.get(call.platform, KIND, call.sandbox, call.params["id"])


def _runnable_flow(call: Call, id: str) -> Document:
    flow = call.platform.store.get("flows", call.sandbox, id)
    if flow is None:
        raise Problem.flow("1430-400", "Flow not found", f"there is no flow {id}")
    if flow["state"] != "enabled":
        raise Problem.flow("1444-400", "Flow not in expected state", f"the flow {id} is {flow['state']}")
    return flow


def _typed(params: Any) -> Document:
    """The parameters with numbers where the service takes texts for them."""
    if not isinstance(params, dict):
        raise entities.missing("params is missing")
    return {
        name: int(value) if name in _TIMES and isinstance(value, str) and value.isdecimal() else value
        for name, value in params.items()
    }


def _delta_column(call: Call, flow: Document, params: Document) -> str | None:
    """The column that the window is about, None for sources without one; a Problem for wrong parameters."""
    spec = flowrules.flow_spec(flow)
    schema = spec["runSpec"]["spec"]
    known = flowrules.delta_column(flow)
    given = params.get("deltaColumn")
    incremental = flowspecs.has_delta_column(spec)
    if incremental and known is None and not given:
        raise Problem.flow("1367-400", "Delta column required", "the first run on demand names the deltaColumn")
    if incremental and not given:
        schema = schema | {"required": list(_TIMES)}
    entities.check_schema(schema, params, "params")
    if params["windowEndTime"] <= params["windowStartTime"]:
        raise Problem.flow("1381-400", "Invalid window", "windowEndTime must be after windowStartTime")
    if not incremental:
        return None
    name = str(given["name"]) if given else str(known)
    if known is not None and name != known:
        detail = f"the delta column of this flow is {known}, not {name}"
        raise Problem.flow("1382-400", "Delta column differs", detail)
    source = entities.get(call.platform, "sourceConnections", call.sandbox, flow["sourceConnectionIds"][0])
    flowrules.check_delta_column(call.platform, source, name)
    return name


def _remember_column(call: Call, flow: Document, column: Document) -> None:
    """The delta column of the first on-demand run becomes the flow's."""
    copy = {"name": "Copy", "params": {"deltaColumn": column}}
    others = [item for item in flow["transformations"] if item["name"] != "Copy"]
    changed = entities.touch(call.platform, flow) | {"transformations": [copy, *others], "onDemand": True}
    entities.save(call.platform, "flows", changed)


ROUTES = [
    Route("GET", "/runs", _list),
    Route("POST", "/runs", _create),
    Route("GET", "/runs/{id}", _lookup),
    Route("PUT", "/runs/{id}", _refused),
    Route("POST", "/runs/{id}/action", _action),
]
"""The calls about runs."""
