"""Dataflows as a person lists them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aeptui.core.runs.summary import status_word
from aeptui.services.errors import NotFound
from aeptui.services.flow_service.models import Flow
from aeptui.services.platform import Platform


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One dataflow. ``source`` is the name of its source system, ``last_run`` of None: it never ran."""

    id: str
    name: str
    state: str
    source: str | None
    target_dataset_id: str | None
    schedule: dict[str, Any]
    last_run: dict[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """The dataflow as ``flows --json`` prints it."""
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "source": self.source,
            "target_dataset_id": self.target_dataset_id,
            "schedule": self.schedule,
            "last_run": self.last_run,
        }


async def flow_lines(platform: Platform) -> list[FlowLine]:
    """All dataflows of the sandbox, in the platform's order. Raises PlatformError."""
    flows, specs = await asyncio.gather(_flows(platform), _names(platform))
    targets = await asyncio.gather(*(target_dataset_id(platform, flow) for flow in flows))
    return [_line(flow, specs, target) for flow, target in zip(flows, targets, strict=True)]


async def target_dataset_id(platform: Platform, flow: Flow) -> str | None:
    """The dataset that a dataflow lands its rows in; None where its target connection is gone or names none."""
    for id_ in flow.target_connection_ids:
        try:
            connection = await platform.flow_service.target_connections.lookup(id_)
        except NotFound:
            continue
        if connection.dataset_id:
            return connection.dataset_id
    return None


async def _flows(platform: Platform) -> list[Flow]:
    return [flow async for flow in platform.flow_service.flows.where()]


async def _names(platform: Platform) -> dict[str, str]:
    return {spec.id: spec.name async for spec in platform.flow_service.connection_specs.where()}


def _line(flow: Flow, specs: Mapping[str, str], target: str | None) -> FlowLine:
    sources = [(item.get("connectionSpec") or {}).get("id") for item in flow.inherited.get("sourceConnections") or []]
    last = flow.raw.get("lastRunDetails")
    return FlowLine(
        id=flow.id,
        name=flow.name,
        state=flow.state,
        source=next((specs.get(spec, spec) for spec in sources if spec), None),
        target_dataset_id=target,
        schedule=flow.schedule.model_dump(exclude_none=True),
        last_run={
            "id": last.get("id"),
            "status": status_word(last.get("state")),
            "started": last.get("startedAtUTC"),
            "finished": last.get("completedAtUTC"),
        }
        if isinstance(last, Mapping)
        else None,
    )
