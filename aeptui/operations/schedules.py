"""What a source's flow spec lets a schedule say, and its options."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aeptui.services.platform import Platform


@dataclass(frozen=True, slots=True)
class FlowRules:
    """The flow spec of a source as far as a schedule goes: its ``scheduleSpec`` and the names of what else it takes.

    ``transformations`` are those that a dataflow may have (``Copy`` stands for a delta column), ``options`` the
    parameters of its option spec.
    """

    name: str
    schedule: Mapping[str, Any]
    transformations: tuple[str, ...]
    options: tuple[str, ...]


async def flow_rules(platform: Platform, system: str) -> FlowRules | None:
    """The rules of the source called ``system`` (a connection spec's id or name); None where the platform knows no such
    source, or none that leads into the data lake. Raises PlatformError."""
    specs = [spec async for spec in platform.flow_service.connection_specs.where()]
    spec = next((each for each in specs if each.is_called(system)), None)
    if spec is None:
        return None
    async for flow_spec in platform.flow_service.flow_specs.where():
        if flow_spec.connects(spec.id):
            return FlowRules(
                name=flow_spec.name,
                schedule=flow_spec.schedule.spec,
                transformations=tuple(each.name for each in flow_spec.transformations),
                options=tuple(flow_spec.options.spec.get("properties") or ()),
            )
    return None
