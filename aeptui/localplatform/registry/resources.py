"""The resources that a sandbox knows: the tenant's own, kept in the store, and the standard library."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlparse

from aeptui.localplatform.datasets import datasets_of_schema
from aeptui.localplatform.ids import hex_id
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem
from aeptui.localplatform.registry import library
from aeptui.localplatform.registry.compose import Node, references, resolve

TENANT_KINDS = ("classes", "mixins", "datatypes", "schemas")
"""Kinds of the tenant container as identifiers spell them; ``fieldgroups`` is the endpoint of ``mixins``."""

UNION = "union"
"""The tag of a schema that is enabled for Profile."""

_DIGITS = {"classes": 32, "mixins": 48, "datatypes": 48, "schemas": 48}
_HOST = "https://ns.adobe.com/"


class Resources:
    """The classes, field groups, data types and schemas of one sandbox."""

    def __init__(self, platform: Platform, sandbox: str) -> None:
        self.platform = platform
        self.sandbox = sandbox

    def new_id(self, kind: str) -> str:
        """A fresh ``$id`` for a kind."""
        return f"{_HOST}{self.platform.tenant_id}/{kind}/{hex_id(_DIGITS[kind])}"

    def find(self, id: str) -> Node | None:
        """A resource of either container by ``$id`` or ``meta:altId``; standard ones are not to be changed."""
        return library.document(id) or self.own(id)

    def own(self, id: str) -> Node | None:
        """A resource of the tenant by ``$id`` or ``meta:altId``."""
        place = self._place(id)
        return self.platform.store.get(_kept(place[0]), self.sandbox, place[1]) if place else None

    def all(self, kind: str) -> list[Node]:
        """The tenant's resources of a kind in order of creation."""
        return self.platform.store.all(_kept(kind), self.sandbox)

    def everything(self) -> Iterator[Node]:
        """The tenant's resources of all kinds."""
        for kind in TENANT_KINDS:
            yield from self.all(kind)

    def save(self, document: Node) -> None:
        """Writes a resource; what was resolved with its old form is forgotten."""
        self.platform.store.put(_kept(document["meta:resourceType"]), self.sandbox, document["$id"], document)
        self.platform.store.set_setting(_GENERATION, self.generation() + 1)

    def remove(self, document: Node) -> None:
        """Removes a resource."""
        self.platform.store.delete(_kept(document["meta:resourceType"]), self.sandbox, document["$id"])
        self.platform.store.set_setting(_GENERATION, self.generation() + 1)

    def generation(self) -> int:
        """A number that grows with every change of a resource of the tenant."""
        return int(self.platform.store.setting(_GENERATION, 0))

    def resolved(self, document: Node) -> Node:
        """The full form of a resource."""
        return resolve(document, self.find)

    def users(self, id: str) -> list[Node]:
        """The tenant's resources that refer to a resource directly."""
        return [known for known in self.everything() if known["$id"] != id and id in references(known)]

    def schemas_with(self, id: str) -> list[Node]:
        """The schemas that a resource is part of, directly or not; a schema is part of itself."""
        found: dict[str, Node] = {}
        waiting, seen = [id], {id}
        while waiting:
            current = waiting.pop()
            known = self.own(current)
            if known is not None and known["meta:resourceType"] == "schemas":
                found[current] = known
            for user in self.users(current):
                if user["$id"] not in seen:
                    seen.add(user["$id"])
                    waiting.append(user["$id"])
        return list(found.values())

    def is_bound(self, schema: Node) -> bool:
        """Whether only additions are allowed to a schema: it has a dataset or is enabled for Profile."""
        return UNION in schema.get("meta:immutableTags", []) or bool(
            datasets_of_schema(self.platform, self.sandbox, schema["$id"])
        )

    def ancestors(self, id: str) -> list[str]:
        """What a resource is built from, of both containers."""
        known = self.find(id)
        found: list[str] = []
        for parent in known.get("meta:extends", []) if known else []:
            for further in (parent, *self.ancestors(parent)):
                if further not in found:
                    found.append(further)
        return found

    def check_title(self, document: Node) -> None:
        """Refuses a title that another resource of the same kind has."""
        for known in self.all(document["meta:resourceType"]):
            if known["title"] == document["title"] and known["$id"] != document["$id"]:
                raise Problem.bad_request(
                    f"Title must be unique. An object {known['$id']} already exists with the same title."
                )

    def _place(self, id: str) -> tuple[str, str] | None:
        """Kind and ``$id`` of what an identifier of the tenant names."""
        tenant = self.platform.tenant_id
        if id.startswith(f"_{tenant}."):
            parts = id.split(".")
        elif id.startswith(f"{_HOST}{tenant}/"):
            parts = urlparse(id).path.strip("/").split("/")
        else:
            return None
        if len(parts) != 3 or parts[1] not in TENANT_KINDS:
            return None
        return parts[1], f"{_HOST}{tenant}/{parts[1]}/{parts[2]}"


_GENERATION = "registry.generation"


def _kept(kind: str) -> str:
    return f"registry.{kind}"


def alt_id(id: str) -> str:
    """The ``meta:altId`` of a ``$id`` of ns.adobe.com."""
    return "_" + id.removeprefix(_HOST).replace("/", ".")


def summary(document: Node) -> dict[str, Any]:
    """The four keys by which lists in the short form show a resource."""
    return {key: document[key] for key in ("$id", "meta:altId", "version", "title")}
