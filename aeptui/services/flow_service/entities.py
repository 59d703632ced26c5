"""What connections, source and target connections, dataflows and runs have in common: the same calls on another
path."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar

from aeptui.services.calls import ask, walk
from aeptui.services.errors import BadAnswer, Invalid
from aeptui.services.http import HttpClient
from aeptui.services.paging import by_link
from aeptui.services.request import Request, if_match, pairs, repeated, segment
from aeptui.services.wire import Created, Wire, members, read, read_all

Collection = Literal[
    "connections", "sourceConnections", "targetConnections", "flows", "runs", "connectionSpecs", "flowSpecs"
]
Operations = Sequence[Mapping[str, Any]]
PAGE = 50
_WORDS: dict[Collection, str] = {
    "connections": "base connection",
    "sourceConnections": "source connection",
    "targetConnections": "target connection",
    "flows": "dataflow",
    "runs": "run",
    "connectionSpecs": "connection specification",
    "flowSpecs": "dataflow specification",
}
_ENUM_FORMS = {"re-trigger": "RE_TRIGGER"}
_Model = TypeVar("_Model", bound=Wire)


def list_request(
    collection: Collection, *, properties: Sequence[str] = (), orderby: str | None = None, limit: int | None = PAGE
) -> Request:
    """One page of a collection. ``properties`` are conditions such as ``state==enabled``, all of which must hold.

    Specifications are listed by conditions alone: they take neither order nor limit.
    """
    paged = () if collection in ("connectionSpecs", "flowSpecs") else pairs(limit=limit, orderby=orderby)
    params = (*repeated("property", tuple(properties)), *paged)
    return Request(f"list the {_WORDS[collection]}s", "GET", "flow-service", f"/{collection}", params=params)


def count_request(collection: Collection, properties: Sequence[str] = ()) -> Request:
    """How many objects meet the conditions; takes no limit."""
    params = (*repeated("property", tuple(properties)), *pairs(count=True))
    return Request(f"count the {_WORDS[collection]}s", "GET", "flow-service", f"/{collection}", params=params)


def lookup_request(collection: Collection, entity_id: str) -> Request:
    """One object by its id."""
    words = f"look up the {_WORDS[collection]} {entity_id}"
    return Request(words, "GET", "flow-service", f"/{collection}/{segment(entity_id)}")


def create_request(collection: Collection, body: Mapping[str, Any], *, draft: bool = False) -> Request:
    """Makes an object; a draft does nothing until it is published."""
    params = pairs(mode="draft") if draft else ()
    return Request(
        f"create the {_WORDS[collection]}", "POST", "flow-service", f"/{collection}", params=params, body=body
    )


def patch_request(collection: Collection, entity_id: str, etag: str, operations: Operations) -> Request:
    """Changes an object by JSON Patch operations, provided that it is still in the state of ``etag``."""
    return Request(
        f"change the {_WORDS[collection]}",
        "PATCH",
        "flow-service",
        f"/{collection}/{segment(entity_id)}",
        headers=if_match(etag),
        body=list(operations),
    )


def delete_request(collection: Collection, entity_id: str) -> Request:
    """Deletes an object."""
    path = f"/{collection}/{segment(entity_id)}"
    return Request(f"delete the {_WORDS[collection]}", "DELETE", "flow-service", path, answer="optional")


def action_request(collection: Collection, entity_id: str, op: str, etag: str | None = None) -> Request:
    """Moves an object to another state: ``publish``, ``enable``, ``disable``, or of a run ``re-trigger``."""
    return Request(
        f"{op} the {_WORDS[collection]}",
        "POST",
        "flow-service",
        f"/{collection}/{segment(entity_id)}/action",
        params=pairs(op=op),
        headers=if_match(etag) if etag else (),
        answer="optional",
    )


class Entities(Generic[_Model]):
    """One collection of the Flow Service."""

    def __init__(self, http: HttpClient, collection: Collection, model: type[_Model]) -> None:
        self._http = http
        self._collection: Collection = collection
        self._model = model

    def where(self, *properties: str, orderby: str | None = None, limit: int | None = PAGE) -> AsyncIterator[_Model]:
        """The objects that meet all the conditions (none: all objects); ``limit`` is the size of a page."""
        return self.walk(list_request(self._collection, properties=properties, orderby=orderby, limit=limit))

    def walk(self, request: Request) -> AsyncIterator[_Model]:
        """The objects of a listing, page after page."""
        return walk(
            self._http, request, lambda body: read_all(self._model, members(body, "items"), request.operation), by_link
        )

    async def named(self, name: str, *properties: str) -> list[_Model]:
        """The objects called exactly ``name`` that meet the conditions too.

        Names are asked for with and without double quotes, since the service takes the one here and the other there.
        A bare comma separates alternatives, and no document says that quotes keep it from doing so: a name with one
        that is not found in quotes is looked for in the whole list.
        """
        quoted, bare = (f'name=="{name}"',), (f"name=={name}",)
        forms: list[tuple[str, ...]] = [quoted, ()] if "," in name else [bare, quoted]
        if self._collection in ("connectionSpecs", "flowSpecs"):
            forms = [quoted, bare]
        for form in forms:
            found = [item async for item in self.where(*form, *properties) if getattr(item, "name", "") == name]
            if found:
                return found
        return []

    async def count(self, *properties: str) -> int:
        """How many objects meet the conditions."""
        request = count_request(self._collection, properties)
        body = (await self._http.send(request)).body
        number = body.get("count") if isinstance(body, Mapping) else None
        if not isinstance(number, int):
            raise BadAnswer("the answer has no count", operation=request.operation)
        return number

    async def lookup(self, entity_id: str) -> _Model:
        """One object by its id. Raises NotFound."""
        return await ask(self._http, lookup_request(self._collection, entity_id), self._model)

    async def create(self, body: Mapping[str, Any], *, draft: bool = False) -> Created:
        """Makes an object and returns its id and tag."""
        return await ask(self._http, create_request(self._collection, body, draft=draft), Created)

    async def patch(self, entity_id: str, etag: str, operations: Operations) -> Created:
        """Changes an object and returns its new tag. Raises Conflict where it is no longer in the state of ``etag``."""
        return await ask(self._http, patch_request(self._collection, entity_id, etag, operations), Created)

    async def delete(self, entity_id: str) -> None:
        """Deletes an object. Raises NotFound, Invalid while something uses it."""
        await self._http.send(delete_request(self._collection, entity_id))

    async def act(self, entity_id: str, op: str, etag: str | None = None) -> Created | None:
        """Moves an object to another state; returns its new tag where the service tells it.

        The documents spell actions in two ways; the second is tried when the first is refused as such.
        """
        request = action_request(self._collection, entity_id, op, etag)
        try:
            body = (await self._http.send(request)).body
        except Invalid as refusal:
            spelled = _ENUM_FORMS.get(op, op.upper())
            try:
                body = (await self._http.send(action_request(self._collection, entity_id, spelled, etag))).body
            except Invalid:
                raise refusal from None
        if not isinstance(body, Mapping) or "id" not in body:
            return None
        return read(Created, body, request.operation)
