"""The fields of a target schema: where a destination leads, and what a value becomes there."""

from typing import Any

from aeptui.core.expressions import ConversionError, convert, to_json
from aeptui.localplatform.dataprep.paths import Path, PathError, spelled

Node = dict[str, Any]


class TargetError(ValueError):
    """A value that cannot become what its field wants."""


def node_at(tree: Node, path: Path) -> Node:
    """The field that a destination leads to in a resolved schema; PathError if there is none."""
    node = tree
    for number, step in enumerate(path):
        inner = _child(node, step) if isinstance(step, str) else node.get("items")
        if inner is None:
            raise PathError(_lost(node, path, number))
        node = inner
    return node


def coerced(value: Any, node: Node) -> Any:
    """The value as its field wants it, as JSON; TargetError if it cannot be."""
    kind = node["meta:xdmType"]
    if value is None or (kind == "string" and isinstance(value, str)):
        return value
    if kind == "object":
        return _object(value, node.get("properties", {}))
    if kind == "array":
        return _array(value, node["items"])
    if kind == "map":
        return _map(value, node["additionalProperties"])
    try:
        return to_json(convert(value, kind))
    except ConversionError as error:
        raise TargetError(error.message) from error


def coerced_at(value: Any, node: Node, path: Path) -> Any:
    """As ``coerced``; behind steps ``[*]`` of the path, each element of the lists that the value then is."""
    depth = path.count(...)
    return _each(value, node, depth)


def _each(value: Any, node: Node, depth: int) -> Any:
    if depth == 0 or value is None:
        return coerced(value, node)
    if not isinstance(value, list):
        raise TargetError("[*] wants an array")
    return [_each(item, node, depth - 1) for item in value]


def _object(value: Any, fields: Node) -> Any:
    if not isinstance(value, dict):
        raise TargetError("an object is wanted")
    return {name: coerced(item, fields[name]) for name, item in value.items() if name in fields}


def _array(value: Any, item: Node) -> Any:
    if not isinstance(value, list):
        raise TargetError("an array is wanted")
    return [coerced(inner, item) for inner in value]


def _map(value: Any, item: Node) -> Any:
    if not isinstance(value, dict):
        raise TargetError("a map is wanted")
    return {str(name): coerced(inner, item) for name, inner in value.items()}


def _child(node: Node, name: str) -> Node | None:
    found: Node | None = node.get("properties", {}).get(name)
    return node["additionalProperties"] if found is None and node["meta:xdmType"] == "map" else found


def _lost(node: Node, path: Path, number: int) -> str:
    reached, whole = spelled(path[:number]), spelled(path)
    if isinstance(path[number], str) and "items" in node:
        return f"{whole}: {reached} is an array: write {reached}[0] or {reached}[*]"
    return f"{whole} is no field of the schema" + (f": {reached} has no such part" if reached else "")
