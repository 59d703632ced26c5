"""The Schema Registry: classes, field groups, data types, schemas, behaviours and unions.

Field groups were once called mixins and are still in their identifiers; the current path is used throughout.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from aeptui.services.calls import ask, walk
from aeptui.services.descriptors import Descriptors
from aeptui.services.http import HttpClient
from aeptui.services.paging import by_key
from aeptui.services.request import Request, pairs, repeated, segment
from aeptui.services.wire import Wire, members, read_all

Kind = Literal["behaviors", "classes", "fieldgroups", "datatypes", "schemas", "unions"]
Container = Literal["tenant", "global"]
Form = Literal["", "-full", "-notext", "-full-notext", "-full-desc", "-deprecatefield"]
"""How much a lookup resolves and shows: nothing resolved, all fields resolved, without texts, with descriptors ..."""
ListForm = Literal["-id", ""]
"""A listing of identifiers and titles alone, or of whole resources."""

PAGE = 300
"""Resources asked for at once; the service takes the number as a hint and at most 500."""
_WORDS = {
    "behaviors": "behaviour",
    "classes": "class",
    "fieldgroups": "field group",
    "datatypes": "data type",
    "schemas": "schema",
    "unions": "union",
}


class Stats(Wire):
    """What the registry knows of the organisation; ``tenant_id`` is without the underscore of its namespace."""

    tenant_id: str = Field(alias="tenantId")
    counts: dict[str, int] = Field(default_factory=dict)


class Resource(Wire):
    """A class, field group, data type, schema, behaviour or union; ``raw`` is its whole definition."""

    id: str = Field(alias="$id")
    alt_id: str = Field(default="", alias="meta:altId")
    title: str = ""
    description: str = ""
    version: str = ""
    class_id: str = Field(default="", alias="meta:class")
    extends: tuple[str, ...] = Field(default=(), alias="meta:extends")
    intended_to_extend: tuple[str, ...] = Field(default=(), alias="meta:intendedToExtend")
    immutable_tags: tuple[str, ...] = Field(default=(), alias="meta:immutableTags")
    dataset_namespace: str = Field(default="", alias="meta:datasetNamespace")
    tenant_namespace: str = Field(default="", alias="meta:tenantNamespace")
    container: str = Field(default="", alias="meta:containerId")

    @property
    def profile_enabled(self) -> bool:
        """Whether the schema takes part in the Profile's union, which cannot be undone."""
        return "union" in self.immutable_tags


def stats_request() -> Request:
    """Counts and the tenant id."""
    return Request("read the tenant id", "GET", "schema-registry", "/stats")


def list_request(
    kind: Kind,
    container: Container = "tenant",
    *,
    properties: Sequence[str] = (),
    orderby: str = "title",
    limit: int | None = PAGE,
    form: ListForm = "-id",
) -> Request:
    """One page of a kind. ``properties`` are conditions such as ``title==Incidents``, all of which must hold.

    The order is always sent, since only then can the list be continued. Behaviours have neither order nor conditions.
    """
    paged = (*repeated("property", tuple(properties)), *pairs(orderby=orderby, limit=limit))
    return Request(
        f"list the {_plural(kind)}",
        "GET",
        "schema-registry",
        f"/{container}/{kind}",
        params=() if kind == "behaviors" else paged,
        headers=(("Accept", f"application/vnd.adobe.xed{form}+json"),),
    )


def lookup_request(kind: Kind, resource_id: str, container: Container = "tenant", form: Form = "-full") -> Request:
    """One resource by its ``meta:altId`` or ``$id``; its version is always 1, the only major one there is."""
    return Request(
        f"look up the {_WORDS[kind]} {resource_id}",
        "GET",
        "schema-registry",
        f"/{container}/{kind}/{segment(resource_id)}",
        headers=(("Accept", f"application/vnd.adobe.xed{form}+json; version=1"),),
    )


def create_request(kind: Kind, body: Mapping[str, Any]) -> Request:
    """Makes a resource of the tenant."""
    return Request(f"create the {_WORDS[kind]}", "POST", "schema-registry", f"/tenant/{kind}", body=body)


def patch_request(kind: Kind, resource_id: str, operations: Sequence[Mapping[str, Any]]) -> Request:
    """Changes a resource of the tenant by JSON Patch operations."""
    path = f"/tenant/{kind}/{segment(resource_id)}"
    return Request(f"change the {_WORDS[kind]}", "PATCH", "schema-registry", path, body=list(operations))


def replace_request(kind: Kind, resource_id: str, body: Mapping[str, Any]) -> Request:
    """Replaces a resource of the tenant by another definition."""
    return Request(
        f"replace the {_WORDS[kind]}", "PUT", "schema-registry", f"/tenant/{kind}/{segment(resource_id)}", body=body
    )


def delete_request(kind: Kind, resource_id: str) -> Request:
    """Deletes a resource of the tenant; refused while something uses it."""
    path = f"/tenant/{kind}/{segment(resource_id)}"
    return Request(f"delete the {_WORDS[kind]}", "DELETE", "schema-registry", path, answer="optional")


def enable_profile_request(schema_id: str, *, has_tags: bool = False) -> Request:
    """Takes a schema into the Profile's union, for ever. ``has_tags``: the schema has immutable tags already."""
    fresh = {"op": "add", "path": "/meta:immutableTags", "value": ["union"]}
    added = {"op": "add", "path": "/meta:immutableTags/-", "value": "union"}
    return patch_request("schemas", schema_id, [added if has_tags else fresh])


def add_field_group_request(schema_id: str, field_group_id: str) -> Request:
    """Adds a field group to a schema."""
    return patch_request("schemas", schema_id, [{"op": "add", "path": "/allOf/-", "value": {"$ref": field_group_id}}])


def sample_request(schema_id: str) -> Request:
    """A made-up record of a schema."""
    return Request(
        "read a sample record",
        "GET",
        "schema-registry",
        f"/rpc/sampledata/{segment(schema_id)}",
        headers=(("Accept", "application/vnd.adobe.xed+json; version=1"),),
    )


def container_of(resource_id: str, tenant_id: str) -> Container:
    """The container that holds a resource: the tenant's identifiers carry its id, all others are Adobe's."""
    own = (f"https://ns.adobe.com/{tenant_id}/", f"_{tenant_id}.")
    return "tenant" if resource_id.startswith(own) else "global"


class SchemaRegistry:
    """The Schema Registry; its descriptors are in ``descriptors``."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http
        self.descriptors = Descriptors(http)

    async def stats(self) -> Stats:
        """Counts and the tenant id."""
        return await ask(self._http, stats_request(), Stats)

    def resources(
        self,
        kind: Kind,
        container: Container = "tenant",
        *,
        properties: Sequence[str] = (),
        orderby: str = "title",
        form: ListForm = "-id",
    ) -> AsyncIterator[Resource]:
        """All resources of a kind that meet the conditions, in the order given; ids and titles only, but for
        ``form=""``."""
        request = list_request(kind, container, properties=properties, orderby=orderby, form=form)
        return walk(
            self._http, request, lambda body: read_all(Resource, members(body, "results"), request.operation), by_key
        )

    async def with_title(self, kind: Kind, title: str, container: Container = "tenant") -> list[Resource]:
        """The resources of a kind that are called exactly ``title``, whole (the short form shows no description)."""
        found = self.resources(kind, container, properties=(f"title=={title}",), form="")
        return [resource async for resource in found if resource.title == title]

    async def lookup(
        self, kind: Kind, resource_id: str, container: Container = "tenant", form: Form = "-full"
    ) -> Resource:
        """One resource by its ``meta:altId`` or ``$id``. Raises NotFound."""
        return await ask(self._http, lookup_request(kind, resource_id, container, form), Resource)

    async def create(self, kind: Kind, body: Mapping[str, Any]) -> Resource:
        """Makes a resource of the tenant and returns it as the registry completed it."""
        return await ask(self._http, create_request(kind, body), Resource)

    async def patch(self, kind: Kind, resource_id: str, operations: Sequence[Mapping[str, Any]]) -> Resource:
        """Changes a resource of the tenant by JSON Patch operations and returns its new state."""
        return await ask(self._http, patch_request(kind, resource_id, operations), Resource)

    async def replace(self, kind: Kind, resource_id: str, body: Mapping[str, Any]) -> Resource:
        """Replaces a resource of the tenant and returns its new state."""
        return await ask(self._http, replace_request(kind, resource_id, body), Resource)

    async def delete(self, kind: Kind, resource_id: str) -> None:
        """Deletes a resource of the tenant. Raises NotFound, Invalid while something uses it."""
        await self._http.send(delete_request(kind, resource_id))

    async def enable_profile(self, schema_id: str) -> Resource:
        """Takes a schema into the Profile's union, for ever; does nothing where it is in already."""
        schema = await self.lookup("schemas", schema_id, form="")
        if schema.profile_enabled:
            return schema
        request = enable_profile_request(schema_id, has_tags="meta:immutableTags" in schema.raw)
        return await ask(self._http, request, Resource)

    async def sample(self, schema_id: str) -> Any:
        """A made-up record of a schema, as JSON."""
        return (await self._http.send(sample_request(schema_id))).body


def _plural(kind: Kind) -> str:
    return "classes" if kind == "classes" else _WORDS[kind] + "s"
