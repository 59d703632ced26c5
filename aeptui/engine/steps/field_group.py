"""The field group of the manifest's custom fields, below the tenant's namespace."""

from collections.abc import Mapping
from typing import Any

from aeptui.core.xdm.field_group import field_group_body
from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Live, Wanted, marked
from aeptui.engine.steps.kind import Change
from aeptui.engine.steps.registry_kind import RegistryKind
from aeptui.services import schema_registry
from aeptui.services.request import Request


class FieldGroup(RegistryKind):
    """One field group with all custom fields, where there are any."""

    name = "field_group"
    resource = "fieldgroups"

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """Wanted where the manifest makes a schema with custom fields."""
        schema = blueprint.new_schema
        if schema is None or not schema.fields:
            return []
        mark = blueprint.mark(self.name)
        body: dict[str, Any] = field_group_body(
            title=f"{schema.title} fields ({blueprint.id})",
            description=marked("", mark),
            class_id=schema.class_id,
            fields=schema.fields,
            tenant=blueprint.surroundings.tenant,
        )
        return [Wanted(self.name, self.name, (), body, mark)]

    def changes(self, body: dict[str, Any], live: Live) -> tuple[Change, ...]:
        """Fields can be added; a field that is there keeps its name and type for ever, as data may lie in it."""
        old, new = _leaves(live.body), _leaves(body)
        added = tuple(Change(f"field {path} is added") for path in new if path not in old)
        lost = tuple(Change(f"field {path} would be removed", fatal=True) for path in old if path not in new)
        other = tuple(
            Change(f"field {path} would become {kind}", fatal=True)
            for path, kind in new.items()
            if old.get(path, kind) != kind
        )
        return (*super().changes(body, live), *added, *lost, *other)

    def update_request(self, body: dict[str, Any], live: Live) -> Request | None:
        """PUT of the whole field group."""
        return schema_registry.replace_request(self.resource, live.id, body)


def _leaves(resource: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a field group by path, with their JSON types; where they are defined differs between answers."""
    found: dict[str, str] = {}
    for part in (*(resource.get("definitions") or {}).values(), *resource.get("allOf", ()), resource):
        _walk(part.get("properties") or {}, "", found)
    return found


def _walk(properties: Mapping[str, Any], above: str, found: dict[str, str]) -> None:
    for name, node in properties.items():
        path = f"{above}.{name}" if above else name
        if node.get("properties"):
            _walk(node["properties"], path, found)
        else:
            found[path] = f"{node.get('type')} {node.get('format', '')}".strip()
