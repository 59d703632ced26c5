"""What classes, field groups and schemas have in common: the registry's resources, told apart by title and mark."""

from collections.abc import Mapping
from typing import Any, ClassVar

from aeptui.engine.graph import Live, Wanted, has_mark
from aeptui.engine.steps.kind import Change, Kind, texts
from aeptui.services import schema_registry
from aeptui.services.errors import NotFound
from aeptui.services.platform import Platform
from aeptui.services.request import Request

# Adobe's registry keeps one title for one resource, so a taken title is made distinct with the manifest's id.
TITLE_WITH_ID = "{title} ({id})"


class RegistryKind(Kind):
    """A tenant resource of the Schema Registry."""

    resource: ClassVar[schema_registry.Kind]

    def create_request(self, body: dict[str, Any]) -> Request:
        """POST to the tenant container."""
        return schema_registry.create_request(self.resource, body)

    async def create(self, platform: Platform, body: dict[str, Any]) -> Live:
        """The registry answers with the whole resource."""
        return live_resource((await platform.schema_registry.create(self.resource, body)).raw)

    async def look_up(self, platform: Platform, id_: str) -> Live | None:
        """The resource with references kept, so that its parts can be compared."""
        try:
            resource = await platform.schema_registry.lookup(self.resource, id_, form="")
        except NotFound:
            return None
        return live_resource(resource.raw)

    async def find(self, platform: Platform, wanted: Wanted) -> Live | None:
        """Resources cannot be found by their description, so those with one of our titles are looked at."""
        for title in (wanted.body["title"], distinct_title(wanted)):
            for resource in await platform.schema_registry.with_title(self.resource, title):
                if has_mark(resource.description, wanted.mark):
                    return await self.look_up(platform, resource.id)
        return None

    def changes(self, body: dict[str, Any], live: Live) -> tuple[Change, ...]:
        """Titles are compared by what the user wrote: the part that made them distinct is ours."""
        if str(live.body.get("title", "")).startswith(body["title"]):
            return ()
        return texts(body, live, "title")


def live_resource(resource: Mapping[str, Any]) -> Live:
    """A registry resource as the engine sees it."""
    return Live(id=resource["$id"], attributes={"alt_id": resource.get("meta:altId")}, body=dict(resource))


def distinct_title(wanted: Wanted) -> str:
    """The title that no other manifest's object has."""
    return TITLE_WITH_ID.format(title=wanted.body["title"], id=wanted.mark.removeprefix("aeptui ").split("/")[0])
