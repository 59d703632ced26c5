"""Dataflows: their changes by name of what changes, and their states."""

from collections.abc import Mapping
from typing import Any

from aeptui.services.errors import Invalid
from aeptui.services.flow_service.entities import Entities
from aeptui.services.flow_service.models import Flow
from aeptui.services.http import HttpClient
from aeptui.services.wire import Created


def reschedule_operations(schedule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Replaces the schedule as a whole; refused for another start once the first start has passed."""
    return [{"op": "replace", "path": "/scheduleParams", "value": dict(schedule)}]


def remap_operations(flow: Flow, mapping_id: str, version: int) -> list[dict[str, Any]]:
    """Points the dataflow at another mapping set or version.

    The place of the mapping among the transformations is taken from ``flow``, which must be fresh: in a dataflow of
    tables the first one is the copy. Raises ValueError where the dataflow has no mapping.
    """
    found = flow.transformation("Mapping")
    if found is None:
        raise ValueError(f"the dataflow {flow.id} has no mapping that could be replaced")
    value = {"name": "Mapping", "params": {"mappingId": mapping_id, "mappingVersion": str(version)}}
    return [{"op": "replace", "path": f"/transformations/{found[0]}", "value": value}]


class Flows(Entities[Flow]):
    """Dataflows."""

    def __init__(self, http: HttpClient) -> None:
        super().__init__(http, "flows", Flow)

    async def enable(self, flow_id: str) -> Created | None:
        """Lets it run by its schedule."""
        return await self.act(flow_id, "enable")

    async def disable(self, flow_id: str) -> Created | None:
        """Keeps it from running."""
        return await self.act(flow_id, "disable")

    async def publish(self, flow_id: str) -> Created | None:
        """Makes a draft a dataflow that runs."""
        return await self.act(flow_id, "publish")

    async def remap(self, flow_id: str, mapping_id: str, version: int) -> Created:
        """Points it at another mapping set or version, by its state of this moment. Raises Invalid without a
        mapping."""
        flow = await self.lookup(flow_id)
        try:
            operations = remap_operations(flow, mapping_id, version)
        except ValueError as error:
            raise Invalid(str(error), operation="change the dataflow") from None
        return await self.patch(flow_id, flow.etag, operations)

    async def reschedule(self, flow_id: str, schedule: Mapping[str, Any]) -> Created:
        """Replaces its schedule, by its state of this moment."""
        flow = await self.lookup(flow_id)
        return await self.patch(flow_id, flow.etag, reschedule_operations(schedule))
