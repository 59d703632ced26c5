"""Identity descriptors: which field identifies whom, in which namespace."""

from typing import Any

from aeptui.core.manifest.model import Identity
from aeptui.engine.blueprint import Blueprint
from aeptui.engine.graph import Live, Ref, Wanted
from aeptui.engine.steps.kind import Change, Kind
from aeptui.services import descriptors
from aeptui.services.errors import NotFound
from aeptui.services.platform import Platform
from aeptui.services.request import Request

TYPE = "xdm:descriptorIdentity"


class Descriptor(Kind):
    """One descriptor for each identity. Descriptors carry no text: schema, property and namespace tell them apart."""

    name = "descriptor"

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """One for each identity, after the schema."""
        schema = blueprint.new_schema or blueprint.existing_schema
        identities = schema.identities if schema else ()
        single = len(identities) == 1
        return [self._wanted(blueprint, identity, single) for identity in identities]

    def _wanted(self, blueprint: Blueprint, identity: Identity, single: bool) -> Wanted:
        key = self.name if single else f"{self.name}:{identity.path}"
        body = {
            "@type": TYPE,
            "xdm:sourceSchema": Ref("target_schema"),
            "xdm:sourceVersion": 1,
            "xdm:sourceProperty": "/" + blueprint.platform_path(identity.path).replace(".", "/"),
            "xdm:namespace": identity.namespace,
            "xdm:property": "xdm:code",
            "xdm:isPrimary": identity.primary,
        }
        return Wanted(key, self.name, ("target_schema",), body, blueprint.mark(key))

    def create_request(self, body: dict[str, Any]) -> Request:
        """POST to the tenant container."""
        return descriptors.create_request(body)

    async def create(self, platform: Platform, body: dict[str, Any]) -> Live:
        """The registry answers with the whole descriptor."""
        made = await platform.schema_registry.descriptors.create(body)
        return Live(made.id, body=dict(made.raw))

    async def look_up(self, platform: Platform, id_: str) -> Live | None:
        """The descriptor with this id."""
        try:
            return Live(id_, body=dict((await platform.schema_registry.descriptors.lookup(id_)).raw))
        except NotFound:
            return None

    async def find(self, platform: Platform, wanted: Wanted) -> Live | None:
        """The identity descriptor of the same field of the same schema, in the same namespace."""
        same = ("xdm:sourceSchema", "xdm:sourceProperty", "xdm:namespace")
        for item in await platform.schema_registry.descriptors.of_schema(wanted.body["xdm:sourceSchema"]):
            if item.type == TYPE and all(item.raw.get(name) == wanted.body[name] for name in same):
                return Live(item.id, body=dict(item.raw))
        return None

    def changes(self, body: dict[str, Any], live: Live) -> tuple[Change, ...]:
        """A primary identity cannot become another, and neither can a field's namespace, once data has landed."""
        names = ("xdm:sourceSchema", "xdm:sourceProperty", "xdm:namespace", "xdm:isPrimary")
        return tuple(
            Change(f"{name}: {live.body.get(name)!r} would become {body[name]!r}", fatal=True)
            for name in names
            if live.body.get(name, False) != body[name]
        )
