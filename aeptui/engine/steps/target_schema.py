"""The target schema: a class with field groups, or one that exists."""

from dataclasses import replace
from typing import Any

from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Live, Ref, Wanted, marked
from aeptui.engine.steps.kind import Change
from aeptui.engine.steps.registry_kind import RegistryKind, distinct_title
from aeptui.services import schema_registry
from aeptui.services.platform import Platform
from aeptui.services.request import Request


class TargetSchema(RegistryKind):
    """One schema for everything that the dataflow lands."""

    name = "target_schema"
    resource = "schemas"

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """Always one: made, or given by the manifest."""
        existing, schema = blueprint.existing_schema, blueprint.new_schema
        mark = blueprint.mark(self.name)
        if existing is not None or schema is None:
            return [Wanted(self.name, self.name, (), {}, mark, given=existing.id if existing else None)]
        refs: list[Any] = [schema.class_id, *schema.field_groups]
        if schema.fields:
            refs.append(Ref("field_group"))
        body = {
            "title": schema.title,
            "description": marked(schema.description or "", mark),
            "type": "object",
            "allOf": [{"$ref": ref} for ref in refs],
        }
        return [Wanted(self.name, self.name, ("field_group",) if schema.fields else (), body, mark)]

    async def distinct(self, platform: Platform, wanted: Wanted) -> Wanted:
        """The user's title, with the manifest's id behind it where another schema has that title."""
        if await platform.schema_registry.with_title(self.resource, wanted.body["title"]):
            return replace(wanted, body=wanted.body | {"title": distinct_title(wanted)})
        return wanted

    def changes(self, body: dict[str, Any], live: Live) -> tuple[Change, ...]:
        """Title, and field groups: new ones can be added, none can be taken away."""
        there = {part.get("$ref") for part in live.body.get("allOf", [])}
        wanted = {part["$ref"] for part in body["allOf"]}
        added = tuple(Change(f"field group {ref} is added") for ref in wanted - there)
        removed = tuple(Change(f"field group {ref} would be removed", fatal=True) for ref in there - wanted)
        return (*super().changes(body, live), *added, *removed)

    def update_request(self, body: dict[str, Any], live: Live) -> Request | None:
        """PATCH that adds what is new; nothing is ever taken out of a schema."""
        there = {part.get("$ref") for part in live.body.get("allOf", [])}
        patch = [
            {"op": "add", "path": "/allOf/-", "value": part} for part in body["allOf"] if part["$ref"] not in there
        ]
        if super().changes(body, live):
            patch.append({"op": "replace", "path": "/title", "value": body["title"]})
        return schema_registry.patch_request(self.resource, live.id, patch)
