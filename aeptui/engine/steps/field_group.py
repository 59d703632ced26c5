"""The field group of the manifest's custom fields, below the tenant's namespace."""

from typing import Any

from aeptui.core.xdm.field_group import field_group_body
from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Wanted, marked
from aeptui.engine.steps.registry_kind import RegistryKind


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
