"""The full form of library resources: JSON Schema in which nothing refers to anything else.

The library keeps fields in a short form (``t`` type, ``p`` children, ``ref`` a data type ...); the full form is the one
that the Schema Registry answers with under ``Accept: application/vnd.adobe.xed-full+json``.
"""

from collections.abc import Mapping
from typing import Any

from aeptui.core.xdm.library import Library, Resource

_SAME = (
    "title", "format", "enum", "exclusiveMinimum", "exclusiveMaximum", "pattern", "minLength", "maxLength", "default",
    "const", "minItems", "maxItems", "uniqueItems",
)  # fmt: skip
_JSON_TYPES = {
    "int": "integer", "long": "integer", "short": "integer", "byte": "integer",
    "date": "string", "date-time": "string", "map": "object",
}  # fmt: skip


def unite(into: dict[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Adds to an object's schema what another one says: objects unite, for all else the first one holds.

    Returns ``into``, which shares no changeable part with ``other`` that a later union could reach.
    """
    for key, value in other.items():
        if key == "properties":
            mine = into.setdefault("properties", {})
            for name, node in value.items():
                mine[name] = unite(mine.get(name, {}), node)
        elif key == "required":
            into["required"] = list(dict.fromkeys([*into.get("required", ()), *value]))
        else:
            into.setdefault(key, value)
    return into


def full(library: Library, id: str) -> dict[str, Any]:
    """The object schema of a resource: its ``properties`` and ``required``. Raises KeyError for an id not known."""
    resource = library.get(id)
    if resource is None:
        raise KeyError(id)
    return _content(library, resource, (resource.id,))


def _content(library: Library, resource: Resource, within: tuple[str, ...]) -> dict[str, Any]:
    body = resource.body
    return _object(library, body.get("allOf") or (), body["properties"], body, within)


def _object(
    library: Library,
    references: Any,
    properties: Mapping[str, Any],
    holder: Mapping[str, Any],
    within: tuple[str, ...],
) -> dict[str, Any]:
    """An object from the resources it refers to, then its own fields. A data type inside itself is left out."""
    out: dict[str, Any] = {"type": "object", "properties": {}}
    for reference in references:
        resource = library.get(reference)
        if resource is not None and resource.id not in within:
            unite(out, _content(library, resource, (*within, resource.id)))
    unite(out, {"properties": {name: _node(library, node, within, name) for name, node in properties.items()}})
    if holder.get("required"):
        unite(out, {"required": holder["required"]})
    if holder.get("closed"):
        out["additionalProperties"] = False
    return out


def _node(
    library: Library, node: Mapping[str, Any], within: tuple[str, ...], name: str | None = None
) -> dict[str, Any]:
    kind = node["t"]
    out: dict[str, Any] = {key: node[key] for key in _SAME if key in node}
    out |= {theirs: node[ours] for ours, theirs in (("min", "minimum"), ("max", "maximum")) if ours in node}
    out |= {"type": _JSON_TYPES.get(kind, kind), "meta:xdmType": kind}
    if kind in ("date", "date-time"):
        out["format"] = kind
    if "suggest" in node:
        out["meta:enum"] = {value: value for value in node["suggest"]}
    if "status" in node:
        out["meta:status"] = node["status"]
    if name and not node.get("ns"):
        out["meta:xdmField"] = node.get("x", f"xdm:{name}")
    if kind == "object":
        return _object_node(library, node, within, out)
    if kind in ("array", "map"):
        out["items" if kind == "array" else "additionalProperties"] = _node(library, node["items"], within)
    return out


def _object_node(
    library: Library, node: Mapping[str, Any], within: tuple[str, ...], out: dict[str, Any]
) -> dict[str, Any]:
    reference = node.get("ref") or []
    references = [reference] if isinstance(reference, str) else reference
    if references:
        out["meta:referencedFrom"] = references[0]
    unite(out, _object(library, references, node.get("p") or {}, node, within))
    if len(references) == 1 and "title" not in out and (resource := library.get(references[0])) is not None:
        out["title"] = resource.title
    return out
