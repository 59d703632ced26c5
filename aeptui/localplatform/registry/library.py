"""The global container: Adobe's standard behaviors, classes, field groups and data types in the platform's form."""

from functools import cache
from hashlib import sha256
from typing import Any

from aeptui.core.facts import load

KINDS = ("behaviors", "classes", "fieldgroups", "datatypes")
"""Kinds of the global container, each as its endpoint is called; it has no finished schemas."""

VERSION = "1.31.4"
"""The version of the standard library, which all its resources show."""

_JSON_TYPES = {
    "int": "integer",
    "long": "integer",
    "short": "integer",
    "byte": "integer",
    "date": "string",
    "date-time": "string",
    "map": "object",
}
_SAME = "title format enum pattern default const minLength maxLength minItems maxItems uniqueItems"
_COPIED = {name: name for name in (*_SAME.split(), "exclusiveMinimum", "exclusiveMaximum")} | {
    "min": "minimum",
    "max": "maximum",
}


@cache
def _facts() -> dict[str, tuple[str, dict[str, Any]]]:
    """Kind and facts of every resource, by ``$id`` and by ``meta:altId``."""
    found = {}
    for kind in KINDS:
        for resource in load(f"xdm/{kind}"):
            found[resource["$id"]] = found[resource["meta:altId"]] = (kind, resource)
    return found


@cache
def ids(kind: str) -> tuple[str, ...]:
    """The ``$id`` of every resource of a kind."""
    return tuple(key for key, (of_kind, facts) in _facts().items() if of_kind == kind and key == facts["$id"])


@cache
def document(id: str) -> dict[str, Any] | None:
    """The resource with its references kept, by ``$id`` or ``meta:altId``; not to be changed."""
    known = _facts().get(id)
    if known is None:
        return None
    kind, facts = known
    name = facts["$id"].rstrip("/").rsplit("/", 1)[-1]
    own: dict[str, Any] = {"properties": _fields(facts["properties"])}
    if "required" in facts:
        own["required"] = facts["required"]
    references = [*facts.get("allOf", []), f"#/definitions/{name}"]
    found = {
        "$id": facts["$id"],
        "meta:altId": facts["meta:altId"],
        "meta:resourceType": "mixins" if kind == "fieldgroups" else kind,
        "version": facts["version"],
        "title": facts["title"],
        "type": "object",
        "definitions": {name: own},
        "allOf": [{"$ref": ref, "type": "object", "meta:xdmType": "object"} for ref in references],
        "meta:extensible": True,
        "meta:abstract": True,
        "meta:extends": ancestors(facts["$id"]),
        "meta:xdmType": "object",
        "meta:status": facts.get("meta:status", "stable"),
        "meta:containerId": "global",
        "meta:registryMetadata": {"eTag": sha256(repr(facts).encode()).hexdigest(), "meta:globalLibVersion": VERSION},
    }
    if kind == "fieldgroups":
        found["meta:intendedToExtend"] = facts["meta:intendedToExtend"]
    return found


def ancestors(id: str) -> list[str]:
    """What a resource is built from, directly or not."""
    found: list[str] = []
    _collect_ancestors(id, found)
    return found


def _collect_ancestors(id: str, found: list[str]) -> None:
    facts = _facts()[id][1]
    for parent in [*facts.get("allOf", []), *facts.get("meta:extends", [])]:
        if parent not in found:
            found.append(parent)
            _collect_ancestors(parent, found)


def _fields(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: _field(node, name) for name, node in facts.items()}


def _field(facts: dict[str, Any], name: str | None = None) -> dict[str, Any]:
    kind = facts["t"]
    node = {_COPIED[key]: value for key, value in facts.items() if key in _COPIED}
    node |= {"type": _JSON_TYPES.get(kind, kind), "meta:xdmType": kind}
    if kind in ("date", "date-time"):
        node["format"] = kind
    if "suggest" in facts:
        node["meta:enum"] = {value: value for value in facts["suggest"]}
    if "status" in facts:
        node["meta:status"] = facts["status"]
    if name is not None and not facts.get("ns"):
        node["meta:xdmField"] = facts.get("x", f"xdm:{name}")
    if kind == "object":
        node |= _object_parts(facts)
    elif kind == "map":
        node["additionalProperties"] = _field(facts["items"])
    elif kind == "array":
        node["items"] = _field(facts["items"])
    return node


def _object_parts(facts: dict[str, Any]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    references = facts.get("ref")
    if isinstance(references, str):
        parts["$ref"] = references
    elif references:
        parts["allOf"] = [{"$ref": reference} for reference in references]
    if "p" in facts:
        parts["properties"] = _fields(facts["p"])
    if "required" in facts:
        parts["required"] = facts["required"]
    if facts.get("closed"):
        parts["additionalProperties"] = False
    return parts
