"""The mapping set: every row of the mapping table, in the words of the Data Prep service."""

from typing import Any

from aeptui.core.mapping.wire import wire_row, wire_set
from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Live, Ref, Wanted
from aeptui.engine.steps.kind import Change, Kind
from aeptui.services import data_prep
from aeptui.services.data_prep import MappingSet
from aeptui.services.errors import NotFound
from aeptui.services.platform import Platform
from aeptui.services.request import Request


class MappingSetKind(Kind):
    """One mapping set. Its create call documents no description, so its name carries the mark."""

    name = "mapping_set"
    replaceable = True

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """Always one."""
        mark = blueprint.mark(self.name)
        flat = blueprint.surroundings.source_kind == "tabular" or blueprint.manifest.source.format == "delimited"
        rows = [wire_row(row, blueprint.platform_path, flat=flat) for row in blueprint.manifest.mapping]
        body = wire_set(mark, Ref("target_schema"), rows)
        return [Wanted(self.name, self.name, ("target_schema",), body, mark)]

    def create_request(self, body: dict[str, Any]) -> Request:
        """POST /mappingSets."""
        return data_prep.create_mapping_set_request(body)

    async def create(self, platform: Platform, body: dict[str, Any]) -> Live:
        """The service answers with id and version only."""
        made = await platform.data_prep.create(body)
        return _live(made, body)

    async def look_up(self, platform: Platform, id_: str) -> Live | None:
        """The mapping set with this id."""
        try:
            found = await platform.data_prep.lookup(id_)
        except NotFound:
            return None
        return _live(found, dict(found.raw))

    async def find(self, platform: Platform, wanted: Wanted) -> Live | None:
        """The name is asked for, and compared: the service may take it as a part of a name."""
        for each in await platform.data_prep.named(wanted.mark):
            return await self.look_up(platform, each.id)
        return None

    async def delete(self, platform: Platform, id_: str) -> None:
        """Deletes the set."""
        await platform.data_prep.delete(id_)

    def changes(self, body: dict[str, Any], live: Live) -> tuple[Change, ...]:
        """Rows added, removed or changed; a set for another schema cannot be mended."""
        if _schema(live.body) != body["outputSchema"]["schemaRef"]["id"]:
            return (Change("the schema changes", fatal=True),)
        old = {_pair(row) for row in live.body.get("mappings") or []}
        new = {_pair(row) for row in body["mappings"]}
        added = tuple(Change(f"{source} → {target} is added") for source, target in sorted(new - old))
        return (*added, *(Change(f"{source} → {target} is removed") for source, target in sorted(old - new)))

    def update_request(self, body: dict[str, Any], live: Live) -> Request | None:
        """PUT of the whole set, which raises its version."""
        return data_prep.replace_mapping_set_request(live.id, body | {"id": live.id})

    async def update(self, platform: Platform, body: dict[str, Any], live: Live) -> Live:
        """Replaces the set and returns it with its new version."""
        return _live(await platform.data_prep.replace(live.id, body | {"id": live.id}), body)


def _live(answer: MappingSet, body: dict[str, Any]) -> Live:
    # Flows refer to the version as text; the service counts in numbers.
    return Live(answer.id, {"version": str(answer.version)}, body)


def _schema(body: dict[str, Any]) -> Any:
    return ((body.get("outputSchema") or {}).get("schemaRef") or {}).get("id") or body.get("xdmSchema")


def _pair(row: dict[str, Any]) -> tuple[str, str]:
    source = row.get("source", row.get("sourceAttribute"))
    return str(source), str(row.get("destination", row.get("destinationXdmPath")))
