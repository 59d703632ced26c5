"""The dataflow itself: source, mapping, target and schedule together."""

from typing import Any

from aeptui.core.schedule.form import epoch, to_params
from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Live, Ref, Wanted, marked
from aeptui.engine.steps.flow_object import FlowObject
from aeptui.engine.steps.kind import Change, texts
from aeptui.services.errors import BadAnswer
from aeptui.services.flow_service.entities import create_request, patch_request
from aeptui.services.platform import Platform
from aeptui.services.request import Request

# Not a step: the platform's own time, read when the dataflow is made.
NOW = Ref("platform", "time")
# The manifest's state travels with the body as far as the request, which has its own ways to say it.
STATE, DISABLED, DRAFT = "state", "disabled", "draft"


class Flow(FlowObject):
    """One dataflow. It starts running by its schedule as soon as it is made."""

    name = "flow"
    collection = "flows"

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """Always one, after everything else."""
        manifest, surroundings = blueprint.manifest, blueprint.surroundings
        schema = blueprint.new_schema or blueprint.existing_schema
        start: Any = NOW if isinstance(manifest.schedule.start, str) else epoch(manifest.schedule.start)
        mark = blueprint.mark(self.name)
        body: dict[str, Any] = {
            "name": manifest.name,
            "description": marked(manifest.description, mark),
            "flowSpec": dict(surroundings.flow_spec),
            "sourceConnectionIds": [Ref("source_connection")],
            "targetConnectionIds": [Ref("target_connection")],
            "transformations": self._transformations(blueprint),
            "options": self._options(blueprint),
            "scheduleParams": to_params(manifest.schedule, start),
            STATE: manifest.state,
        }
        needs = ["source_connection", "target_connection", "mapping_set"]
        # Identities are there before the first row is: they tell Profile what the rows are about.
        if schema and schema.identities:
            needs.append("descriptor")
        return [Wanted(self.name, self.name, tuple(needs), body, mark)]

    def _transformations(self, blueprint: Blueprint) -> list[dict[str, Any]]:
        delta = blueprint.manifest.schedule.delta_column
        mapping = {"mappingId": Ref("mapping_set"), "mappingVersion": Ref("mapping_set", "version")}
        made: list[dict[str, Any]] = []
        if delta is not None and "Copy" in blueprint.surroundings.transformations:
            extra = {"dateFormat": delta.date_format, "timezone": delta.timezone}
            given = {name: value for name, value in extra.items() if value is not None}
            made.append({"name": "Copy", "params": {"deltaColumn": {"name": delta.name} | given}})
        return [*made, {"name": "Mapping", "params": mapping}]

    def _options(self, blueprint: Blueprint) -> dict[str, Any]:
        options = blueprint.manifest.options
        made: dict[str, Any] = {"errorDiagnosticsEnabled": options.error_diagnostics}
        if options.partial_ingestion_percent is not None:
            made["partialIngestionPercent"] = options.partial_ingestion_percent
        return made

    def create_request(self, body: dict[str, Any]) -> Request:
        """POST /flows; a draft by its query. A state in the body would be refused."""
        return create_request(self.collection, _without_state(body), draft=body[STATE] == DRAFT)

    async def create(self, platform: Platform, body: dict[str, Any]) -> Live:
        """Makes the dataflow. It is born enabled, so one that is to be disabled is disabled at once."""
        flows = platform.flow_service.flows
        made = await flows.create(_without_state(body), draft=body[STATE] == DRAFT)
        if body[STATE] == DISABLED:
            await flows.disable(made.id)
        return Live(made.id, body=body)

    async def update(self, platform: Platform, body: dict[str, Any], live: Live) -> Live:
        """Patches what differs, then moves the dataflow to its state."""
        await super().update(platform, body, live)
        action = _action(live.body.get(STATE), body[STATE])
        if action is not None:
            await platform.flow_service.flows.act(live.id, action)
        return await self.look_up(platform, live.id) or live

    async def before_create(self, platform: Platform, body: dict[str, Any]) -> dict[str, Any]:
        """``start: now`` becomes the platform's time, to the second."""
        schedule = body["scheduleParams"]
        if schedule.get("startTime") == NOW:
            return body | {"scheduleParams": schedule | {"startTime": await _platform_time(platform)}}
        return body

    def conditions(self, wanted: Wanted) -> tuple[str, ...]:
        """Any dataflow of the sandbox may be the one."""
        return ()

    def changes(self, body: dict[str, Any], live: Live) -> tuple[Change, ...]:
        """Name, schedule and mapping can change; the connections cannot."""
        old = live.body
        moved = [
            Change(f"another {what} connection", fatal=True)
            for what in ("source", "target")
            if old.get(f"{what}ConnectionIds") != body[f"{what}ConnectionIds"]
        ]
        schedule = _schedule_changes(old.get("scheduleParams") or {}, body["scheduleParams"])
        mapping = _mapping(old) != _mapping(body)
        delta = _copy(old) != _copy(body)
        return (
            *texts(body, live, "name"),
            *moved,
            *schedule,
            *((Change("the mapping set's version changes"),) if mapping else ()),
            *((Change("the delta column changes"),) if delta else ()),
            *_state_changes(old.get(STATE), body[STATE]),
        )

    def update_request(self, body: dict[str, Any], live: Live) -> Request | None:
        """PATCH with the entity's etag, every transformation at the place where the live dataflow has it."""
        places = {item.get("name"): index for index, item in enumerate(live.body.get("transformations") or [])}
        patch: list[dict[str, Any]] = []
        if live.body.get("name") != body["name"]:
            patch.append({"op": "replace", "path": "/name", "value": body["name"]})
        for change, name in _schedule_names(live.body.get("scheduleParams") or {}, body["scheduleParams"]):
            patch.append({"op": change, "path": f"/scheduleParams/{name}", "value": body["scheduleParams"][name]})
        for item in body["transformations"]:
            place = places.get(item["name"])
            if place is None:
                patch.append({"op": "add", "path": "/transformations/0", "value": item})
            elif live.body["transformations"][place].get("params") != item["params"]:
                patch.append({"op": "replace", "path": f"/transformations/{place}", "value": item})
        return patch_request("flows", live.id, str(live.attributes.get("etag") or ""), patch) if patch else None


def _without_state(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != STATE}


def _state_changes(old: Any, new: str) -> tuple[Change, ...]:
    """States in passing (``enabling`` …) count as the one they lead to; what is published is never a draft again."""
    if old is None or old == new or str(old).startswith(new[:5]):
        return ()
    return (Change(f"state: {old} becomes {new}", fatal=new == DRAFT),)


def _action(old: Any, new: str) -> str | None:
    if not _state_changes(old, new):
        return None
    return "publish" if old == DRAFT else "enable" if new == "enabled" else "disable"


async def _platform_time(platform: Platform) -> int:
    """The platform's own time in epoch seconds, from the ``Date`` of an answer just received."""
    async for _ in platform.sandboxes.available():
        pass
    date = platform.http.date
    if date is None:
        raise BadAnswer("the platform does not say what time it is there", operation="resolve 'start: now'")
    return int(date.timestamp())


def _same(old: Any, new: Any) -> bool:
    """Whether two values of a schedule agree: the service prints numbers and booleans as text."""
    return str(old).lower() == str(new).lower()


def _schedule_names(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    names = [name for name in new if not (name == "startTime" and new[name] == NOW)]
    return [("replace" if name in old else "add", name) for name in names if not _same(old.get(name), new[name])]


def _schedule_changes(old: dict[str, Any], new: dict[str, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(f"schedule {name}: {old.get(name)} becomes {new[name]}") for _, name in _schedule_names(old, new)
    )


def _transformation(body: dict[str, Any], name: str) -> dict[str, Any]:
    return next(
        (item.get("params") or {} for item in body.get("transformations") or [] if item.get("name") == name), {}
    )


def _mapping(body: dict[str, Any]) -> tuple[Any, str]:
    params = _transformation(body, "Mapping")
    return params.get("mappingId"), str(params.get("mappingVersion") or 0)


def _copy(body: dict[str, Any]) -> Any:
    return (_transformation(body, "Copy").get("deltaColumn") or {}).get("name")
