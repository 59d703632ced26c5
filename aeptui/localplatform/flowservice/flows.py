"""Flows: what is read, where it goes, how it is mapped, and when."""

from typing import Any

from aeptui.localplatform.context import Answer, Call, Result, Route
from aeptui.localplatform.flowservice import entities, flowrules, listing, progress
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem

KIND = "flows"
_FIELDS = (
    *entities.COMMON_FIELDS, "flowSpec", "sourceConnectionIds", "targetConnectionIds", "transformations",
    "scheduleParams", "inheritedAttributes", "options", "lastOperation", "lastRunDetails",
)  # fmt: skip
_CHANGEABLE = ("name", "description", "transformations", "scheduleParams", "options")
_TOLERANCE = 300
"""Seconds that a start may have passed when it is asked for."""

_CHANGEABLE_DRAFT = (*_CHANGEABLE, "sourceConnectionIds", "targetConnectionIds")


async def _list(call: Call) -> Result:
    stored = call.platform.store.all(KIND, call.sandbox)
    return listing.answer(call, KIND, [shown(call.platform, flow) for flow in stored], _FIELDS)


async def _lookup(call: Call) -> Result:
    return {"items": [shown(call.platform, _stored(call))]}


async def _create(call: Call) -> Result:
    body = entities.body_of(call)
    draft = entities.is_draft(call)
    fields: Document = {
        "name": entities.text(body, "name"),
        "description": body.get("description") or "",
        "flowSpec": {"version": "1.0"} | entities.part(body, "flowSpec"),
        "sourceConnectionIds": body.get("sourceConnectionIds") or [],
        "targetConnectionIds": body.get("targetConnectionIds") or [],
        "state": "draft" if draft else "enabled",
    }
    fields |= {name: body[name] for name in ("transformations", "scheduleParams", "options") if name in body}
    fields = _typed(fields, complete=not draft)
    if draft:
        _check_draft(fields)
    else:
        flowrules.check(call.platform, call.sandbox, fields)
    flow = entities.new(call.platform, call.sandbox, call.client_id, fields)
    entities.save(call.platform, KIND, flow)
    return entities.created(KIND, flow)


async def _patch(call: Call) -> Result:
    flow = _stored(call)
    entities.check_settled(flow, "1457-400")
    draft = flow["state"] == "draft"
    changed, operations = entities.patched(call, flow, _CHANGEABLE_DRAFT if draft else _CHANGEABLE)
    entities.text(changed, "name")
    changed = _typed(changed, complete=not draft)
    if draft:
        _check_draft(changed)
    else:
        _check_frozen(call.platform, flow, changed)
        flowrules.check(call.platform, call.sandbox, changed)
    changed = entities.touch(call.platform, changed)
    changed["lastOperation"] = _finished(call.platform, operations, "update")
    entities.save(call.platform, KIND, changed)
    return entities.reference(changed)


async def _delete(call: Call) -> Result:
    flow = _stored(call)
    entities.check_settled(flow, "1458-400")
    with call.platform.store.transaction():
        call.platform.store.delete(KIND, call.sandbox, flow["id"])
        progress.forget(call.platform, flow)
    return Answer(204)


async def _action(call: Call) -> Result:
    name = entities.operation(call, ("enable", "disable", "publish"))
    flow = call.platform.store.get(KIND, call.sandbox, call.params["id"])
    if flow is None:
        raise Problem.flow("1439-400", "Flow not found", f"there is no flow {call.params['id']}")
    entities.check_settled(flow, "1420-400")
    if name == "publish":
        changed = entities.publish(call, flow)
        changed = _typed(changed, complete=True)
        flowrules.check(call.platform, call.sandbox, changed)
    else:
        entities.check_match(call, flow, demanded=False)
        wanted, code = ("disabled", "1421-400") if name == "enable" else ("enabled", "1422-400")
        if flow["state"] != wanted:
            detail = f"only a flow that is {wanted} can be {name}d; {flow['id']} is {flow['state']}"
            raise Problem.flow(code, "State cannot be changed", detail)
        changed = entities.touch(call.platform, flow) | {"state": f"{name}d"}
    changed["lastOperation"] = _finished(call.platform, [], name)
    with call.platform.store.transaction():
        # A run may end at this very moment, in another thread: it finds the flow disabling, or not busy any more.
        if name == "disable" and progress.busy(call.platform, flow):
            changed["state"] = "disabling"
        entities.save(call.platform, KIND, changed)
    return entities.reference(changed)


async def _runs(call: Call) -> Result:
    """The address that a flow's ``runs`` names is a query of the runs."""
    raise Problem.flow("1411-400", "Invalid path", f"list /runs?property=flowId=={_stored(call)['id']} instead")


def shown(platform: Platform, flow: Document) -> Document:
    """The flow as answers show it: the values of the schedule as texts, with what it inherits and its last run."""
    answer = {name: value for name, value in flow.items() if name != "onDemand"}
    if "scheduleParams" in flow:
        answer["scheduleParams"] = {name: _text(value) for name, value in flow["scheduleParams"].items()}
    answer["inheritedAttributes"] = _inherited(platform, flow)
    answer["runs"] = f"/runs?property=flowId=={flow['id']}"
    last = progress.of(platform, flow).get("lastRun")
    return answer | ({"lastRunDetails": last} if last else {})


def _stored(call: Call) -> Document:
    return entities.get(call.platform, KIND, call.sandbox, call.params["id"])


def _typed(flow: Document, complete: bool) -> Document:
    """The flow with plain types in its schedule and transformations, which a draft may lack."""
    changed = dict(flow)
    if complete or "scheduleParams" in flow:
        changed["scheduleParams"] = flowrules.typed_schedule(flow.get("scheduleParams"))
    if complete or "transformations" in flow:
        changed["transformations"] = flowrules.typed_transformations(flow.get("transformations"))
    return changed


def _check_draft(flow: Document) -> None:
    """A draft names a flow specification; everything else is checked when it is published."""
    flowrules.flow_spec(flow)
    for name in ("sourceConnectionIds", "targetConnectionIds"):
        if not isinstance(flow[name], list):
            raise entities.missing(f"{name} is a list")


def _check_frozen(platform: Platform, old: Document, new: Document) -> None:
    """Once it has passed, the start time stays, and with it the whole schedule of a flow that runs once.

    A flow that is still to start cannot be moved to a start that has passed; a new one may begin then.
    """
    before, after = old["scheduleParams"], new["scheduleParams"]
    now = platform.clock.now()
    if before == after:
        return
    if before["startTime"] > now:
        if isinstance(after.get("startTime"), int) and after["startTime"] < now - _TOLERANCE:
            raise Problem.flow(
                "1360-400", "Start time in the past", "a flow cannot be moved to a start that has passed"
            )
        return
    if before["startTime"] != after.get("startTime"):
        raise Problem.flow("1366-400", "Start time cannot be changed", "the start time of this flow has passed")
    if "once" in (before["frequency"], after.get("frequency")):
        raise Problem.flow("1404-400", "Schedule cannot be changed", "the start time of this flow has passed")


def _finished(platform: Platform, operations: list[Document], name: str) -> Document:
    now = platform.clock.now_ms()
    return {
        "started": now,
        "updated": now,
        "percentCompleted": 100.0,
        "status": {"value": "completed", "errors": []},
        "ops": operations,
        "operation": name,
    }


def _inherited(platform: Platform, flow: Document) -> Document:
    store, sandbox = platform.store, flow["sandboxName"]
    sources: list[Document] = []
    for id in flow["sourceConnectionIds"]:
        source = store.get("sourceConnections", sandbox, str(id))
        if source is None:
            continue
        made = {"id": id, "connectionSpec": source["connectionSpec"]}
        base = store.get("connections", sandbox, source.get("baseConnectionId") or "")
        if base is not None:
            made["baseConnection"] = {"id": base["id"], "connectionSpec": base["connectionSpec"]}
        sources.append(made)
    targets = [store.get("targetConnections", sandbox, str(id)) for id in flow["targetConnectionIds"]]
    return {
        "properties": {"isSourceFlow": True},
        "sourceConnections": sources,
        "targetConnections": [
            {"id": target["id"], "connectionSpec": target["connectionSpec"]} for target in targets if target
        ],
    }


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


ROUTES = [
    Route("GET", "/flows", _list),
    Route("POST", "/flows", _create),
    Route("GET", "/flows/{id}", _lookup),
    Route("PATCH", "/flows/{id}", _patch),
    Route("DELETE", "/flows/{id}", _delete),
    Route("POST", "/flows/{id}/action", _action),
    Route("GET", "/flows/{id}/runs", _runs),
]
"""The calls about flows."""
