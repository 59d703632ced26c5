"""What connections and dataflows have in common: entities of the Flow Service, whose description carries the mark."""

from typing import Any, ClassVar

from aeptui.engine.graph import Live, Wanted, has_mark
from aeptui.engine.steps.kind import Kind
from aeptui.services.errors import NotFound
from aeptui.services.flow_service.entities import Collection, Entities, create_request
from aeptui.services.flow_service.models import Entity
from aeptui.services.platform import Platform
from aeptui.services.request import Request


class FlowObject(Kind):
    """An entity of one collection of the Flow Service."""

    collection: ClassVar[Collection]
    replaceable = True

    def create_request(self, body: dict[str, Any]) -> Request:
        """POST to the collection."""
        return create_request(self.collection, body)

    async def create(self, platform: Platform, body: dict[str, Any]) -> Live:
        """Flow Service answers a create with id and etag only."""
        made = await self.entities(platform).create(body)
        return Live(made.id, {"etag": made.etag}, body)

    async def look_up(self, platform: Platform, id_: str) -> Live | None:
        """The entity with this id."""
        try:
            return _live(await self.entities(platform).lookup(id_))
        except NotFound:
            return None

    async def find(self, platform: Platform, wanted: Wanted) -> Live | None:
        """Every entity that comes into question is read: filters know no descriptions, and names may have changed."""
        entities = self.entities(platform).where(*self.conditions(wanted))
        found = [entity async for entity in entities if has_mark(entity.description, wanted.mark)]
        return _live(max(found, key=lambda entity: entity.created_at or 0)) if found else None

    async def delete(self, platform: Platform, id_: str) -> None:
        """Deletes the entity."""
        await self.entities(platform).delete(id_)

    def entities(self, platform: Platform) -> Entities[Any]:
        """The collection as the service layer has it."""
        collections: dict[Collection, Entities[Any]] = {
            "connections": platform.flow_service.connections,
            "sourceConnections": platform.flow_service.source_connections,
            "targetConnections": platform.flow_service.target_connections,
            "flows": platform.flow_service.flows,
        }
        return collections[self.collection]

    def conditions(self, wanted: Wanted) -> tuple[str, ...]:
        """What narrows the list among which the wanted one must be."""
        return (f"connectionSpec.id=={wanted.body['connectionSpec']['id']}",)


def _live(entity: Entity) -> Live:
    return Live(entity.id, {"etag": entity.etag}, dict(entity.raw))
