"""Plain data as YAML, by the table of keys.

Sections stand in lines of their own; rows of lists, and keys that the table calls inline, stand on one line as long as
they fit into ``WIDTH`` columns.
"""

from typing import Any

from aeptui.core.manifest.kinds import Items, Key, Kind
from aeptui.core.manifest.plain import section_for
from aeptui.core.manifest.scalars import scalar_text

WIDTH = 118


def inline(data: Any) -> str:
    """Any data on one line, in braces and brackets."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{name}: {inline(value)}" for name, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(inline(value) for value in data) + "]"
    return scalar_text(data)


def entry_lines(key: Key, data: Any, indent: int) -> list[str]:
    """A key with its value; the first line is not indented, the others stand below a key in column ``indent``."""
    if not isinstance(data, dict | list) or not data:
        return [f"{key.name}: {inline(data)}"]
    if key.inline or _is_plain_list(data):
        line = f"{key.name}: {inline(data)}"
        if indent + len(line) <= WIDTH:
            return [line]
    pad = " " * (indent + 2)
    if isinstance(data, list):
        kind = key.kind.of if isinstance(key.kind, Items) else key.kind
        rows = [item_lines(kind, item, indent + 2) for item in data]
        return [f"{key.name}:", *(line for row in rows for line in (pad + row[0], *row[1:]))]
    lines = map_lines(key.kind, data, indent + 2)
    return [f"{key.name}:", pad + lines[0], *lines[1:]]


def item_lines(kind: Kind, data: Any, indent: int) -> list[str]:
    """An element of a list with its dash; the first line is not indented, the dash stands in column ``indent``."""
    line = f"- {inline(data)}"
    if not isinstance(data, dict) or indent + len(line) <= WIDTH:
        return [line]
    lines = map_lines(kind, data, indent + 2)
    return [f"- {lines[0]}", *lines[1:]]


def map_lines(kind: Kind, data: dict[str, Any], indent: int) -> list[str]:
    """A map in lines; the first is not indented, the keys stand in column ``indent``."""
    section = section_for(kind, data)
    assert section is not None
    pad = " " * indent
    lines: list[str] = []
    for key in section.keys:
        if key.name in data:
            first, *rest = entry_lines(key, data[key.name], indent)
            lines += [(pad if lines else "") + first, *rest]
    return lines


def _is_plain_list(data: Any) -> bool:
    """Whether it is a list of numbers and short words, as an enumeration."""
    return isinstance(data, list) and not any(isinstance(each, dict) or len(str(each)) > 40 for each in data)
