"""What a flow must be: its schedule, its transformations, its options, and that all its parts fit together."""

from typing import Any

from aeptui.localplatform import datasets, registry
from aeptui.localplatform.dataprep import sets
from aeptui.localplatform.flowservice import columns, entities, flowspecs
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem

_BOOLEANS = {"true": True, "false": False}


def typed_schedule(given: Any) -> Document:
    """The schedule with numbers and booleans where the service takes texts for them."""
    if not isinstance(given, dict):
        raise entities.missing("scheduleParams is missing or no JSON object")
    return {name: _typed(name, value) for name, value in given.items()}


def typed_transformations(given: Any) -> list[Document]:
    """The transformations with the version of the mapping as text; a Problem if they have no usable form."""
    if not isinstance(given, list):
        raise entities.missing("transformations is missing or no list")
    made = []
    for item in given:
        if not isinstance(item, dict) or not isinstance(item.get("params"), dict):
            raise entities.missing("a transformation has a name and params")
        params = dict(item["params"])
        if type(params.get("mappingVersion")) is int:
            params["mappingVersion"] = str(params["mappingVersion"])
        made.append({"name": entities.text(item, "name"), "params": params})
    return made


def check(platform: Platform, sandbox: str, flow: Document) -> None:
    """A Problem for the first thing that keeps a flow from running."""
    spec = flow_spec(flow)
    source = _only(platform, sandbox, flow, "sourceConnections", "sourceConnectionIds")
    target = _only(platform, sandbox, flow, "targetConnections", "targetConnectionIds")
    for connection, fitting in ((source, "sourceConnectionSpecIds"), (target, "targetConnectionSpecIds")):
        if connection["connectionSpec"]["id"] not in spec[fitting]:
            detail = f"flows of {spec['name']} cannot use {connection['id']}: its specification is not among {fitting}"
            raise Problem.flow("1413-400", "Invalid connection specification", detail)
    _check_schedule(spec, flow["scheduleParams"])
    _check_transformations(platform, spec, flow, source)
    _check_mapping(platform, sandbox, flow, target)
    entities.check_schema(spec["optionSpec"]["spec"], flow.get("options") or {}, "options")


def flow_spec(flow: Document) -> Document:
    """The flow's specification; a Problem if it does not exist."""
    id = entities.text(flow, "flowSpec", "id")
    known = flowspecs.spec(id)
    if known is None or flow["flowSpec"].get("version", known["version"]) != known["version"]:
        detail = f"there is no flow specification {id} in this version"
        raise Problem.flow("1413-400", "Invalid flow specification", detail)
    return known


def _check_schedule(spec: Document, schedule: Document) -> None:
    """A Problem unless the schedule is what the flow specification wants."""
    once = schedule.get("frequency") == "once"
    if once and "interval" in schedule:
        raise Problem.flow("1363-400", "Interval not allowed", "a flow that runs once has no interval")
    if once and "backfill" in schedule:
        raise Problem.flow("1364-400", "Backfill not allowed", "a flow that runs once has no backfill")
    if schedule.get("frequency") and not once and "interval" not in schedule:
        raise Problem.flow("1361-400", "Interval missing", "a flow that runs repeatedly needs an interval")
    least = 15 if schedule.get("frequency") == "minute" else 1
    if isinstance(schedule.get("interval"), int) and schedule["interval"] < least:
        detail = f"the interval is at least {least} for the frequency {schedule.get('frequency')}"
        raise Problem.flow("1362-400", "Interval too small", detail)
    entities.check_schema(spec["scheduleSpec"]["spec"], schedule, "scheduleParams")


def transformation(flow: Document, name: str) -> Document | None:
    """The parameters of a flow's transformation, None if it has none of this name."""
    return next((item["params"] for item in flow.get("transformations") or [] if item["name"] == name), None)


def delta_column(flow: Document) -> str | None:
    """The column by which a flow reads incrementally."""
    copy = transformation(flow, "Copy")
    return str(copy["deltaColumn"]["name"]) if copy and "deltaColumn" in copy else None


def check_delta_column(platform: Platform, source: Document, name: str) -> None:
    """A Problem unless the source connection reads a column of this name that holds a date or time."""
    known = columns.of_connection(platform, source)
    if name not in known:
        fitting = [column for column, kind in known.items() if kind in columns.TIME_KINDS]
        detail = (
            f"the source connection has no column {name}; with a date or time it has: {', '.join(fitting) or 'none'}"
        )
        raise Problem.flow("1378-400", "Invalid delta column", detail)
    if known[name] not in columns.TIME_KINDS:
        detail = f"the column {name} is of the type {known[name]}, not a date or date-time"
        raise Problem.flow("1379-400", "Invalid delta column type", detail)


def _typed(name: str, value: Any) -> Any:
    if name in ("startTime", "endTime", "interval") and isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    if name == "backfill" and isinstance(value, str):
        return _BOOLEANS.get(value.strip().lower(), value)
    return value


def _only(platform: Platform, sandbox: str, flow: Document, kind: str, name: str) -> Document:
    """The one connection that the flow names in a list; a Problem if it is not one, or no finished one."""
    ids = flow.get(name)
    if not isinstance(ids, list) or len(ids) != 1:
        raise entities.missing(f"{name} names exactly one connection")
    connection = entities.get(platform, kind, sandbox, str(ids[0]))
    if connection["state"] != "enabled":
        detail = f"{connection['id']} is {connection['state']}: publish it first"
        raise Problem.flow("1444-400", "Connection not in expected state", detail)
    return connection


def _check_transformations(platform: Platform, spec: Document, flow: Document, source: Document) -> None:
    for item in flow.get("transformations") or []:
        schema = flowspecs.transformation_spec(spec, item["name"])
        if schema is None:
            detail = f"flows of {spec['name']} have no transformation {item['name']}"
            raise Problem.flow("1304-400", "Unknown transformation", detail)
        if item["name"] == "Copy" and "deltaColumn" not in item["params"]:
            raise Problem.flow("1367-400", "Delta column required", "the transformation Copy has no deltaColumn")
        entities.check_schema(schema, item["params"], f"transformations.{item['name']}")
    if not flowspecs.has_delta_column(spec):
        return
    once, column = flow["scheduleParams"]["frequency"] == "once", delta_column(flow)
    if once and column is not None and not flow.get("onDemand"):
        raise Problem.flow("1369-400", "Delta column not allowed", "a flow that runs once has no delta column")
    if not once and column is None:
        detail = "a flow that reads a table repeatedly needs a deltaColumn in the transformation Copy"
        raise Problem.flow("1367-400", "Delta column required", detail)
    if column is not None:
        check_delta_column(platform, source, column)


def _check_mapping(platform: Platform, sandbox: str, flow: Document, target: Document) -> None:
    params = transformation(flow, "Mapping")
    if params is None:
        raise entities.missing("transformations has no Mapping")
    id, version = entities.text(params, "mappingId"), str(params.get("mappingVersion") or "0")
    newest = sets.stored(platform, sandbox, id)
    if newest is None:
        raise Problem.flow("1419-400", "Mapping validation failed", f"there is no mapping set {id}")
    document = sets.stored(platform, sandbox, id, int(version)) if version.isdecimal() else None
    if document is None:
        detail = f"the mapping set {id} has no version {version}; its newest is {newest['version']}"
        raise Problem.flow("1412-400", "Invalid mapping version", detail)
    if registry.resolved(platform, sandbox, document["schemaRef"]["id"]) is None:
        detail = f"Data Prep cannot read the schema {document['schemaRef']['id']} of the mapping set {id}"
        raise Problem.flow("2250-500", "Data Prep call failed", detail)
    dataset = datasets.dataset(platform, sandbox, target["params"]["dataSetId"])
    if dataset is None:
        raise Problem.flow("2200-500", "Catalog call failed", f"there is no dataset {target['params']['dataSetId']}")
    ids = {document["schemaRef"]["id"], dataset["schemaRef"]["id"], target["data"]["schema"]["id"]}
    if len(ids) > 1:
        detail = f"mapping set, dataset and target connection have different schemas: {', '.join(sorted(ids))}"
        raise Problem.flow("1425-400", "Schema mismatch", detail)
    wrong = [problem for problem in sets.mapper(platform, sandbox, document).problems if problem is not None]
    if wrong:
        detail = f"{wrong[0].mapping.destination}: {wrong[0].message}"
        raise Problem.flow("1419-400", "Mapping validation failed", detail)
