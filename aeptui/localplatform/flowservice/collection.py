"""The calls that source connections and target connections have in common."""

from collections.abc import Callable
from dataclasses import dataclass

from aeptui.localplatform import registry
from aeptui.localplatform.context import Answer, Call, Result, Route
from aeptui.localplatform.flowservice import entities, listing
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.problems import Problem

FIELDS = (*entities.COMMON_FIELDS, "baseConnectionId", "data", "params", "connectionSpec")
_CHANGEABLE = ("name", "description", "data", "params")


@dataclass(frozen=True)
class Collection:
    """Connections of one kind.

    ``check`` raises a Problem for a connection that could not work; drafts are checked when they are published.
    ``used_as`` is the list of a flow in which it names its connections of this kind.
    """

    kind: str
    used_as: str
    check: Callable[[Call, Document], None]

    def routes(self) -> list[Route]:
        """The calls about the collection."""
        one = f"/{self.kind}/{{id}}"
        return [
            Route("GET", f"/{self.kind}", self._list),
            Route("POST", f"/{self.kind}", self._create),
            Route("GET", one, self._lookup),
            Route("PATCH", one, self._patch),
            Route("DELETE", one, self._delete),
            Route("POST", f"{one}/action", self._action),
        ]

    async def _list(self, call: Call) -> Result:
        return listing.answer(call, self.kind, call.platform.store.all(self.kind, call.sandbox), FIELDS)

    async def _lookup(self, call: Call) -> Result:
        return {"items": [self._stored(call)]}

    async def _create(self, call: Call) -> Result:
        body = entities.body_of(call)
        draft = entities.is_draft(call)
        # Nothing can add it later, so that a draft needs it too.
        entities.text(body, "connectionSpec", "id")
        fields: Document = {
            "name": entities.text(body, "name"),
            "description": body.get("description") or "",
            "connectionSpec": {"version": "1.0"} | entities.part(body, "connectionSpec"),
            "state": "draft" if draft else "enabled",
            **_parts(body),
        }
        if body.get("baseConnectionId"):
            fields["baseConnectionId"] = body["baseConnectionId"]
        if not draft:
            self.check(call, fields)
        connection = entities.new(call.platform, call.sandbox, call.client_id, fields)
        entities.save(call.platform, self.kind, connection)
        return entities.created(self.kind, connection)

    async def _patch(self, call: Call) -> Result:
        old = self._stored(call)
        draft = old["state"] == "draft"
        changed, _ = entities.patched(call, old, (*_CHANGEABLE, "baseConnectionId") if draft else _CHANGEABLE)
        entities.text(changed, "name")
        changed |= _parts(changed)
        if not draft:
            self.check(call, changed)
        changed = entities.touch(call.platform, changed)
        entities.save(call.platform, self.kind, changed)
        # Adobe's guide shows id and etag here, its specification a list: both readings find what they expect.
        return entities.reference(changed) | {"items": [changed]}

    async def _delete(self, call: Call) -> Result:
        id = self._stored(call)["id"]
        users = [flow["id"] for flow in call.platform.store.all("flows", call.sandbox) if id in flow[self.used_as]]
        if users:
            detail = f"the flow {users[0]} uses {id}: delete it first"
            raise Problem.flow("1447-400", "Active flows use the id", detail)
        call.platform.store.delete(self.kind, call.sandbox, id)
        return Answer(204)

    async def _action(self, call: Call) -> Result:
        connection = entities.publish(call, self._stored(call))
        self.check(call, connection)
        entities.save(call.platform, self.kind, connection)
        return entities.reference(connection)

    def _stored(self, call: Call) -> Document:
        return entities.get(call.platform, self.kind, call.sandbox, call.params["id"])


def _parts(fields: Document) -> Document:
    """What a connection leads to, as objects."""
    return {name: entities.part(fields, name) for name in ("data", "params")}


def check_schema_exists(call: Call, schema_id: str) -> None:
    """A Problem unless ``schema_id`` is the ``$id`` of a schema of the sandbox; that of a class is none."""
    if registry.resolved(call.platform, call.sandbox, schema_id) is None:
        raise entities.missing(f"data.schema.id: there is no schema {schema_id}; it must be the $id of a schema")
