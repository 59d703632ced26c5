"""The types of XDM fields: the document's names for them, their JSON Schema, and what source systems call them.

Types, their schemas and bounds are those of the Schema Registry's documentation of XDM field constraints.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aeptui.core import facts


@dataclass(frozen=True, slots=True)
class XdmType:
    """A type: ``name`` in the document, ``xdm`` as ``meta:xdmType``, ``schema`` as a field's JSON Schema.

    ``bounds`` are the least and greatest whole number of the integer types, None for the others.
    """

    name: str
    xdm: str
    schema: Mapping[str, Any] = field(hash=False)
    bounds: tuple[int, int] | None = None


_FACTS: dict[str, Any] = facts.load("types")
TYPES: dict[str, XdmType] = {
    each["name"]: XdmType(
        each["name"], each["xdm"], each["schema"], tuple(each["bounds"]) if "bounds" in each else None
    )
    for each in _FACTS["types"]
}
MAP_VALUES: tuple[str, ...] = tuple(_FACTS["map_values"])
"""The types that the values of a custom map may have."""

INTEGERS = tuple(name for name, each in TYPES.items() if each.bounds)
"""The whole-number types."""

_BY_XDM = {each.xdm: each.name for each in TYPES.values()} | {"double": "number"}
_ALIASES: dict[str, str] = {alias: each["name"] for each in _FACTS["types"] for alias in each["aliases"]}
_NATIVE: dict[str, str] = {
    native: name for name, natives in _FACTS["native"].items() if name in TYPES for native in natives
}
_TEXT_PREFIXES: tuple[str, ...] = tuple(_FACTS["native"]["string_prefixes"])


def canonical(name: str) -> str | None:
    """The document's name of a type given by that name or another spelling of it (``int``); None for other words."""
    return name if name in TYPES else _ALIASES.get(name)


def json_schema(name: str) -> dict[str, Any]:
    """A new JSON Schema for a field of that type, as the Schema Registry takes it. Raises KeyError for no type."""
    return dict(TYPES[name].schema)


def from_native(native: str) -> str:
    """The type for a source system's own type name, in any case; what is not known is a string."""
    word = native.strip().lower()
    if word.startswith(_TEXT_PREFIXES):
        return "string"
    return _NATIVE.get(word.partition("(")[0].strip(), "string")


def of_column(column: Mapping[str, Any]) -> str:
    """The type of a column as the explore call of a base connection describes it.

    Its ``xdm`` schema decides, then ``meta:xdmType``, then the native ``type``.
    """
    xdm = column.get("xdm")
    if isinstance(xdm, Mapping) and xdm.get("type"):
        return of_schema({"meta:xdmType": column.get("meta:xdmType"), **xdm})
    declared = _BY_XDM.get(str(column.get("meta:xdmType")))
    return declared or from_native(str(column.get("type") or ""))


def of_schema(schema: Mapping[str, Any]) -> str:
    """The type of a JSON Schema node. ``meta:xdmType`` decides; without it, bounds choose among the integers."""
    declared = _BY_XDM.get(str(schema.get("meta:xdmType")))
    if declared:
        return declared
    kind = schema.get("type")
    if kind == "integer":
        return _integer(schema.get("minimum"), schema.get("maximum"))
    if kind == "string":
        return str(schema["format"]) if schema.get("format") in ("date", "date-time") else "string"
    if kind == "object" and "properties" not in schema and isinstance(schema.get("additionalProperties"), Mapping):
        return "map"
    return str(kind) if kind in TYPES else "object" if "properties" in schema else "string"


def _integer(least: Any, greatest: Any) -> str:
    """The smallest integer type that holds the bounds; without both of them a plain or, beyond it, a long integer."""
    given = [bound for bound in (least, greatest) if isinstance(bound, int | float)]
    names = ("byte", "short", "integer") if len(given) == 2 else ("integer",)
    for name in names:
        bounds = TYPES[name].bounds
        assert bounds is not None
        if all(bounds[0] <= bound <= bounds[1] for bound in given):
            return name
    return "long"
