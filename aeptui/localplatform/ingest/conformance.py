"""Whether a mapped row is valid XDM: required fields, enumerations, patterns, formats, bounds."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address
from typing import Any
from urllib.parse import urlsplit

Node = dict[str, Any]
Place = tuple[str, ...]

REQUIRED = "INGEST-1555-400"
WRONG_FORMAT = "DCVS-1105-400"
NOT_IN_ENUM = "DCVS-1106-400"


@dataclass(frozen=True)
class Violation:
    """A field of a row that breaks the schema; ``code`` is one of this module's."""

    code: str
    place: Place
    message: str

    @property
    def text(self) -> str:
        """The message with the place in front of it."""
        return f"#/{'/'.join(self.place)}: {self.message}"


class Conformance:
    """The rules of a resolved schema for rows whose values have the types of their fields.

    A required field counts once its parent is there; below ``tenant``, the namespace of the tenant's own fields, it
    makes its parents required too.
    """

    def __init__(self, tree: Node, tenant: str) -> None:
        self._tree = tree
        own = tree.get("properties", {}).get(tenant)
        self._required = [] if own is None else list(_required_below(own, (tenant,)))

    def violations(self, row: dict[str, Any]) -> list[Violation]:
        """All that is wrong with a row."""
        found = list(_object(row, self._tree, ()))
        seen = {violation.place for violation in found}
        missing = (place for place in self._required if place not in seen and not _has(row, place))
        return found + [Violation(REQUIRED, place, "the required field is missing or null") for place in missing]


def _object(value: dict[str, Any], node: Node, place: Place) -> Iterator[Violation]:
    for name in node.get("required", ()):
        if value.get(name) is None:
            yield Violation(REQUIRED, (*place, name), "the required field is missing or null")
    known = node.get("properties", {})
    others = node.get("additionalProperties")
    for name, item in value.items():
        inner = known.get(name) or (others if isinstance(others, dict) else None)
        if inner is not None:
            yield from _value(item, inner, (*place, name))


def _value(value: Any, node: Node, place: Place) -> Iterator[Violation]:
    if "enum" in node and value not in node["enum"]:
        yield Violation(NOT_IN_ENUM, place, f"{_short(value)} is not a valid enum value")
    if isinstance(value, dict):
        yield from _object(value, node, place)
    elif isinstance(value, list):
        yield from _array(value, node, place)
    elif isinstance(value, str):
        yield from _string(value, node, place)
    elif not isinstance(value, bool):
        yield from _number(value, node, place)


def _array(value: list[Any], node: Node, place: Place) -> Iterator[Violation]:
    if not node.get("minItems", 0) <= len(value) <= node.get("maxItems", len(value)):
        yield Violation(WRONG_FORMAT, place, f"an array of {len(value)} elements is too short or too long")
    for index, item in enumerate(value):
        yield from _value(item, node.get("items", {}), (*place, str(index)))


def _string(value: str, node: Node, place: Place) -> Iterator[Violation]:
    if not node.get("minLength", 0) <= len(value) <= node.get("maxLength", len(value)):
        yield Violation(WRONG_FORMAT, place, f"a text of {len(value)} characters is too short or too long")
    pattern = _pattern(node["pattern"]) if "pattern" in node else None
    if pattern is not None and not pattern.search(value):
        yield Violation(WRONG_FORMAT, place, f"{_short(value)} does not match the pattern {node['pattern']}")
    check = _FORMATS.get(node.get("format", ""))
    if check is not None and not check(value):
        yield Violation(WRONG_FORMAT, place, f"{_short(value)} does not have the format {node['format']}")


def _number(value: Any, node: Node, place: Place) -> Iterator[Violation]:
    too_low = value < node.get("minimum", value) or value <= node.get("exclusiveMinimum", value - 1)
    too_high = value > node.get("maximum", value) or value >= node.get("exclusiveMaximum", value + 1)
    if too_low or too_high:
        yield Violation(WRONG_FORMAT, place, f"{value} is out of range")


def _required_below(node: Node, place: Place) -> Iterator[Place]:
    """Required fields inside an object and the objects in it, not those inside arrays."""
    required = node.get("required", ())
    for name, inner in node.get("properties", {}).items():
        if name in required:
            yield (*place, name)
        yield from _required_below(inner, (*place, name))


def _has(row: Any, place: Place) -> bool:
    for step in place:
        row = row.get(step) if isinstance(row, dict) else None
    return row is not None


@cache
def _pattern(text: str) -> re.Pattern[str] | None:
    """The pattern; None for one in another dialect of regular expressions, which then is not checked."""
    try:
        return re.compile(text)
    except re.error:
        return None


def _parses(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def check(value: str) -> bool:
        try:
            parse(value)
        except ValueError:
            return False
        return True

    return check


def _is_uri(value: str) -> bool:
    return _parses(urlsplit)(value) and re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", value) is not None


_FORMATS: dict[str, Callable[[str], bool]] = {
    "email": lambda value: re.fullmatch(r"[^@\s]+@[^@\s]+", value) is not None,
    "uri": _is_uri,
    "hostname": lambda value: re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", value) is not None,
    "ipv4": _parses(IPv4Address),
    "ipv6": _parses(IPv6Address),
}


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
