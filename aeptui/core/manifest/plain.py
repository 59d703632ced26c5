"""The model as plain data, by the table of keys: what the document says, in the order in which it is written."""

from typing import Any

from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.kinds import ByKey, Items, Key, Kind, Section, TextOr


def plain(part: object, section: Section = MANIFEST) -> dict[str, Any]:
    """A part of the document as dicts, lists and single values, times as ``datetime``; what equals its default is left
    out. ``section`` describes the part, which is a whole manifest unless it is given.
    """
    data = _plain(section, part)
    assert isinstance(data, dict)
    return data


def section_for(kind: Kind, data: Any) -> Section | None:
    """The section that describes a map in plain data; None for values that are no maps."""
    if isinstance(kind, Section):
        return kind
    if isinstance(kind, TextOr):
        return kind.section if isinstance(data, dict) else None
    if isinstance(kind, ByKey):
        return kind.having if kind.key in data else kind.lacking
    return None


def _plain(kind: Kind, value: Any) -> Any:
    section = _section_of(kind, value)
    if section is not None:
        return {key.name: _plain(key.kind, key.value_of(value)) for key in section.keys if _written(key, value)}
    if isinstance(kind, Items):
        return [_plain(kind.of, item) for item in value]
    return value


def _section_of(kind: Kind, value: Any) -> Section | None:
    """The section that describes a part of the model; None for values that are no maps."""
    if isinstance(kind, Section):
        return kind
    if isinstance(kind, TextOr):
        return None if isinstance(value, str) else kind.section
    if isinstance(kind, ByKey):
        return kind.having if hasattr(value, kind.key) else kind.lacking
    return None


def _written(key: Key, part: object) -> bool:
    value = key.value_of(part)
    return key.required or key.always or value != key.default
