"""Resolution: from a resource that refers to others to one tree of fields with nothing left to follow."""

from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]
Find = Callable[[str], Node | None]
"""Gives the resource with a ``$id``."""

_STRUCTURE = {"$ref", "allOf", "definitions", "properties", "required", "items", "additionalProperties", "refs"}
_IDENTITY = {"$id", "version", "title", "description", "imsOrg"}


def resolve(document: Node, find: Find) -> Node:
    """The full form of a resource: what it is, and the ``properties`` and ``required`` of all it is made of.

    Where two parts define the same field the earlier one holds and objects are united. References that ``find`` does
    not know, and data types that contain themselves, end in an object without fields.
    """
    head = {key: value for key, value in document.items() if key not in _STRUCTURE}
    resolver = _Resolver(find)
    for key in ("items", "additionalProperties"):
        if isinstance(document.get(key), dict):
            head[key] = resolver.field(document[key], document, ())
    return head | resolver.content(document, document, (document.get("$id", ""),))


def references(node: Any) -> Iterator[str]:
    """Every ``$ref`` below a node, once or more."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def merge(into: Node, other: Node) -> Node:
    """Adds what ``other`` has and ``into`` has not; objects are united field by field."""
    for key, value in other.items():
        if key == "properties":
            mine = into.setdefault("properties", {})
            for name, node in value.items():
                if name in mine:
                    merge(mine[name], node)
                else:
                    mine[name] = node
        elif key == "required":
            known = into.get("required", [])
            into["required"] = known + [name for name in value if name not in known]
        else:
            into.setdefault(key, value)
    return into


class _Resolver:
    """Follows references; ``seen`` are the resources that are being followed on the way to a node."""

    def __init__(self, find: Find) -> None:
        self._find = find

    def content(self, node: Node, root: Node, seen: tuple[str, ...]) -> Node:
        """What an object consists of: what it refers to first, then its own fields."""
        found: Node = {"properties": {}}
        if "$ref" in node:
            merge(found, self._referred(node["$ref"], root, seen))
        for part in node.get("allOf", []):
            merge(found, self.content(part, root, seen))
        own = {name: self.field(child, root, seen) for name, child in node.get("properties", {}).items()}
        merge(found, {"properties": own})
        if node.get("required"):
            merge(found, {"required": list(node["required"])})
        if node.get("additionalProperties") is False:
            found["additionalProperties"] = False
        return found

    def field(self, node: Node, root: Node, seen: tuple[str, ...]) -> Node:
        """A field with everything below it."""
        found = {key: value for key, value in node.items() if key not in _STRUCTURE}
        for key in ("items", "additionalProperties"):
            if isinstance(node.get(key), dict):
                found[key] = self.field(node[key], root, seen)
        refs = [part["$ref"] for part in (node, *node.get("allOf", [])) if "$ref" in part]
        outside = [ref for ref in refs if not ref.startswith("#")]
        if outside:
            found["meta:referencedFrom"] = outside[0]
        if len(refs) == 1:
            self._adopt(found, *self._target(refs[0], root), seen)
        if found.get("type") == "object" and found.get("meta:xdmType") != "map":
            merge(found, self.content(node, root, seen))
        return found

    def _adopt(self, found: Node, target: Node | None, root: Node, seen: tuple[str, ...]) -> None:
        """A field takes the title of the one data type it has, and its constraints unless that is an object."""
        if target is None:
            return
        if "title" in target:
            found.setdefault("title", target["title"])
        if target.get("type", "object") == "object" and target.get("meta:xdmType") != "map":
            return
        found.pop("type", None)
        found.pop("meta:xdmType", None)
        for key, value in self.field(target, root, seen).items():
            if key not in _IDENTITY and (not key.startswith("meta:") or key == "meta:xdmType"):
                found.setdefault(key, value)

    def _referred(self, reference: str, root: Node, seen: tuple[str, ...]) -> Node:
        target, target_root = self._target(reference, root)
        mark = f"{root.get('$id', '')}{reference}" if reference.startswith("#") else reference
        if target is None or mark in seen:
            return {}
        return self.content(target, target_root, (*seen, mark))

    def _target(self, reference: str, root: Node) -> tuple[Node | None, Node]:
        if not reference.startswith("#"):
            target = self._find(reference)
            return target, target or root
        found: Any = root
        for part in reference.removeprefix("#").strip("/").split("/"):
            found = found.get(part) if isinstance(found, dict) else None
        return (found if isinstance(found, dict) else None), root
