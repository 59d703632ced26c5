"""Descriptors of the Schema Registry: what is known of one property of a schema, such as that it identifies a
person."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import AliasChoices, Field

from aeptui.services.calls import ask, walk
from aeptui.services.http import HttpClient
from aeptui.services.paging import by_key
from aeptui.services.request import Request, pairs, segment
from aeptui.services.wire import Wire, read_all

DescriptorForm = Literal["", "-id", "-link", "-v2", "-v2-id", "-v2-link"]
"""Whole descriptors, ids or links; the ``-v2`` forms alone can be continued page by page."""

CAP = 300
"""What a listing without pages shows at most."""
_PATH = "/tenant/descriptors"


class Descriptor(Wire):
    """A descriptor; ``type`` is such as ``xdm:descriptorIdentity``, ``source_property`` such as ``/person/name``."""

    id: str = Field(validation_alias=AliasChoices("@id", "id"))
    type: str = Field(default="", alias="@type")
    source_schema: str = Field(default="", alias="xdm:sourceSchema")
    source_property: str | tuple[str, ...] = Field(default="", alias="xdm:sourceProperty")
    namespace: str = Field(default="", alias="xdm:namespace")
    primary: bool = Field(default=False, alias="xdm:isPrimary")


def list_request(form: DescriptorForm = "") -> Request:
    """The descriptors of the tenant, grouped by type."""
    return Request(
        "list the descriptors",
        "GET",
        "schema-registry",
        _PATH,
        params=pairs(orderby="@id", limit=CAP) if form.startswith("-v2") else (),
        headers=(("Accept", f"application/vnd.adobe.xdm{form}+json"),),
    )


def lookup_request(descriptor_id: str) -> Request:
    """One descriptor by its ``@id``."""
    words = f"look up the descriptor {descriptor_id}"
    return Request(words, "GET", "schema-registry", f"{_PATH}/{segment(descriptor_id)}")


def create_request(body: Mapping[str, Any]) -> Request:
    """Describes a property of a schema."""
    return Request("create the descriptor", "POST", "schema-registry", _PATH, body=body)


def replace_request(descriptor_id: str, body: Mapping[str, Any]) -> Request:
    """Replaces a descriptor as a whole."""
    path = f"{_PATH}/{segment(descriptor_id)}"
    return Request("replace the descriptor", "PUT", "schema-registry", path, body=body)


def delete_request(descriptor_id: str) -> Request:
    """Deletes a descriptor."""
    path = f"{_PATH}/{segment(descriptor_id)}"
    return Request("delete the descriptor", "DELETE", "schema-registry", path, answer="optional")


class Descriptors:
    """The descriptors of the tenant."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    async def all(self) -> list[Descriptor]:
        """All descriptors, whole, whatever their type; page by page where there are more than one listing shows."""
        request = list_request()
        found = _objects((await self._http.send(request)).body)
        if len(found) >= CAP:
            found = [item async for item in walk(self._http, list_request("-v2"), _objects, by_key)]
        return read_all(Descriptor, found, request.operation)

    async def of_schema(self, schema_id: str) -> list[Descriptor]:
        """The descriptors of the schema whose ``$id`` is given."""
        return [each for each in await self.all() if each.source_schema == schema_id]

    async def lookup(self, descriptor_id: str) -> Descriptor:
        """One descriptor by its ``@id``. Raises NotFound."""
        return await ask(self._http, lookup_request(descriptor_id), Descriptor)

    async def create(self, body: Mapping[str, Any]) -> Descriptor:
        """Describes a property of a schema."""
        return await ask(self._http, create_request(body), Descriptor)

    async def replace(self, descriptor_id: str, body: Mapping[str, Any]) -> str:
        """Replaces a descriptor and returns its id; the registry answers nothing else."""
        return (await ask(self._http, replace_request(descriptor_id, body), Descriptor)).id

    async def delete(self, descriptor_id: str) -> None:
        """Deletes a descriptor. Raises NotFound."""
        await self._http.send(delete_request(descriptor_id))


def _objects(body: Any) -> list[Mapping[str, Any]]:
    """The descriptors in a listing: below each type, below ``results``, or bare."""
    groups = body.values() if isinstance(body, Mapping) else [body]
    return [item for group in groups if isinstance(group, list) for item in group if isinstance(item, Mapping)]
