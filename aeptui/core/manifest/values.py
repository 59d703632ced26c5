"""Values of the document as JSON, by the table of keys: checked on the way out, made complete on the way in.

The working copy of a document takes what reading a text would take, and besides that empty texts and lists: they stand
for what is still to be filled in.
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache
from math import isfinite
from typing import Any, get_type_hints

from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.kinds import (
    ByKey,
    Choice,
    Constant,
    Flag,
    Items,
    Key,
    Kind,
    Number,
    Section,
    Text,
    TextOr,
    Time,
)
from aeptui.core.manifest.plain import section_for
from aeptui.core.manifest.problems import Path
from aeptui.core.manifest.scalars import LARGEST_INTEGER, parse_time, time_text


class EditError(ValueError):
    """An edit that the document cannot take: the message says which value, where, and what would be right."""


def path_text(path: Path) -> str:
    """The path as people write it: ``mapping[3].to``; list elements count from 0, as in the document's own paths."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".") or "the document"


def sections_in(kind: Kind) -> tuple[Section, ...]:
    """The sections that a value of the kind may be."""
    if isinstance(kind, Section):
        return (kind,)
    if isinstance(kind, TextOr):
        return (kind.section,)
    return (kind.having, kind.lacking) if isinstance(kind, ByKey) else ()


def section_of(kind: Kind, value: object) -> Section | None:
    """The section that describes a part of the model; None for single values and lists, and for what does not fit."""
    return next((each for each in sections_in(kind) if type(value) is _made_by(each.make)), None)


def key_at(path: Path) -> Key:
    """The key whose value the path leads to; for an element of a list, one of the element's kind.

    Raises EditError for a path that no document has.
    """
    found = _key_at(tuple([0 if isinstance(step, int) else step for step in path]))
    if isinstance(found, int):
        raise EditError(f"no document has a place '{path_text(path[:found])}'")
    return found


@lru_cache(maxsize=512)
def _key_at(path: Path) -> Key | int:
    """The key at a path, or how many of its steps lead to the first place that no document has."""
    key = Key("", MANIFEST, "", required=True)
    for depth, step in enumerate(path, 1):
        inside = key.kind
        if isinstance(step, int):
            found = Key("", inside.of, "", required=True) if isinstance(inside, Items) else None
        else:
            found = next((each for section in sections_in(inside) if (each := section.key(step))), None)
        if found is None:
            return depth
        key = found
    return key


def encode(kind: Kind, value: Any, path: Path = ()) -> Any:
    """The value as JSON: what the document would say, keys that are left out left out, times as text.

    Raises EditError for a value that the kind does not take; texts and lists may be empty. ``path`` is for its message.
    """
    if isinstance(kind, Items):
        if not isinstance(value, tuple):
            raise _misfit(kind, value, path)
        return [encode(kind.of, item, (*path, index)) for index, item in enumerate(value)]
    section = section_of(kind, value)
    if section is not None:
        return _encode_section(section, value, path)
    single = kind.text if isinstance(kind, TextOr) else kind
    fits = _FITS.get(type(single))
    if fits is None or not fits(single, value):
        raise _misfit(kind, value, path)
    return time_text(value) if isinstance(value, datetime) else value


def decode(kind: Kind, data: Any, blank: Any = None) -> Any:
    """The value that ``encode`` gave as JSON.

    A required key that is not there takes its value in ``blank``, the same part of a blank document; else it is empty.
    """
    if isinstance(kind, Items):
        return tuple(decode(kind.of, item) for item in data)
    section = section_for(kind, data) if isinstance(data, dict) else None
    if section is not None:
        beside = blank if section_of(section, blank) is not None else None
        return section.make(**{key.argument: _decode_key(key, data, beside) for key in section.keys})
    return parse_time(data) if isinstance(kind, Time) and data not in kind.words else data


def _decode_key(key: Key, data: dict[str, Any], blank: Any) -> Any:
    inside = None if blank is None else key.value_of(blank)
    if key.name in data:
        return decode(key.kind, data[key.name], inside)
    if not key.required:
        return key.default
    return "" if inside is None else inside


def _encode_section(section: Section, value: Any, path: Path) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key in section.keys:
        inside = key.value_of(value)
        if key.required or (inside is not key.default and inside != key.default):
            out[key.name] = encode(key.kind, inside, (*path, key.name))
    rivals = [name for name in section.exactly_one if name in out]
    if len(rivals) > 1:
        raise EditError(f"'{path_text(path)}': {' and '.join(rivals)} exclude each other")
    return out


@cache
def _made_by(make: Callable[..., Any]) -> Any:
    """The class of what a section's ``make`` gives."""
    return make if isinstance(make, type) else get_type_hints(make)["return"]


def _misfit(kind: Kind, value: object, path: Path) -> EditError:
    shown = repr(value)
    return EditError(
        f"'{path_text(path)}' must be {kind.label}; {shown if len(shown) <= 40 else shown[:40] + '…'} is not"
    )


def _fits_text(kind: Text, value: object) -> bool:
    return isinstance(value, str) and (kind.shape is None or not value or bool(re.fullmatch(kind.shape, value)))


def _fits_number(kind: Number, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
        return False
    if (kind.whole and isinstance(value, float)) or (kind.above is not None and value <= kind.above):
        return False
    return (kind.at_least is None or value >= kind.at_least) and (kind.at_most is None or value <= kind.at_most)


def _fits_time(kind: Time, value: object) -> bool:
    if isinstance(value, datetime):
        return value.utcoffset() is not None and not value.microsecond
    return value in kind.words


def _finite(value: int | float) -> bool:
    return isfinite(value) if isinstance(value, float) else abs(value) <= LARGEST_INTEGER


_FITS: dict[type, Callable[[Any, Any], bool]] = {
    Text: _fits_text,
    Choice: lambda kind, value: value in kind.values,
    Flag: lambda _, value: isinstance(value, bool),
    Number: _fits_number,
    Time: _fits_time,
    Constant: lambda _, value: isinstance(value, str) or (isinstance(value, int | float) and _finite(value)),
}
