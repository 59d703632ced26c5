"""What values are to the language: their names, their text, their numbers, their truth, and how large they may grow."""

import datetime as dt
import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from aeptui.core.expressions.errors import TransformError

MAX_TEXT = 1_000_000
"""The longest text an expression may build, in characters; a streaming record is limited to 1 MB."""

MAX_ITEMS = 100_000
"""The most elements an array or map may get, nested ones included, when an expression builds it."""

TEXT_UNIT = 100
"""How many characters weigh as much as one element."""

MAX_BITS = 13_000
"""The largest integer, in bits: some 3,900 digits, below Python's own limit for writing integers."""

MAX_DEPTH = 100
"""How deep arrays and objects may be nested in a value that is written out."""

Number = int | float | Decimal

_NUMBER = re.compile(r"[+-]?(?:([0-9]+)|(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][+-]?[0-9]+)?)")
_LONGEST_NUMBER = 4000


def kind_of(value: Any) -> str:
    """The word for the type of a value in messages."""
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int() | float() | Decimal():
            return "a number"
        case str():
            return "text"
        case dt.datetime():
            return "a datetime"
        case list():
            return "an array"
        case Mapping():
            return "an object"
    return "a function"


def shown(value: Any) -> str:
    """A value as messages show it, cut to a readable length; large arrays and objects only as an ellipsis."""
    if isinstance(value, list | Mapping) and measure(value, _SHOWN) > _SHOWN:
        return "…"
    try:
        text = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else to_text(value)
    except TransformError:
        return "…"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


_SHOWN = 60


def to_text(value: Any) -> str:
    """The text of a value: numbers in plain notation, datetimes in ISO 8601, null empty, arrays and objects as JSON."""
    if type(value) is str:
        return value
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return _real_text(value)
        case Decimal():
            if abs(value.adjusted()) > MAX_BITS:
                raise too_large("number")
            return format(value, "f")
        case dt.datetime():
            from aeptui.core.expressions.dates.moments import iso_text

            return iso_text(value)
        case list() | Mapping():
            return limit_text(json.dumps(to_json(value), ensure_ascii=False, separators=(",", ":")))
    return str(value)


def _real_text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    text = repr(value)
    if "e" not in text:
        return text
    plain = format(Decimal(text), "f")
    return plain if "." in plain else plain + ".0"


def limit_text(text: str) -> str:
    """The text itself; TransformError where it is longer than an expression may build."""
    if len(text) > MAX_TEXT:
        raise too_large("text")
    return text


def too_large(what: str) -> TransformError:
    """The error for a value that grows beyond what is evaluated here."""
    return TransformError(f"the {what} gets too large to be evaluated here", unknown=True)


def parse_number(text: str) -> Number | None:
    """The number that a text is, None where it is none; blanks, words such as NaN and hexadecimal are none."""
    if text.isdecimal() and text.isascii() and len(text) <= _LONGEST_NUMBER:
        return int(text)
    match = _NUMBER.fullmatch(text)
    if match is None or len(text) > _LONGEST_NUMBER:
        return None
    return int(text) if match.group(1) is not None else float(text)


def number_of(value: Any) -> Number | None:
    """The value as a number for arithmetic: null is 0, booleans 0 and 1, numeric text its number; else None."""
    kind = type(value)
    if kind is int or kind is float or kind is Decimal:
        return value  # type: ignore[no-any-return]
    if value is None:
        return 0
    if kind is bool:
        return int(value)
    return parse_number(value) if isinstance(value, str) else None


def is_true(value: Any) -> bool:
    """Whether a condition holds: not for null, false, 0, NaN, empty text and the text ``false``."""
    if value is True or value is False:
        return value
    if value is None:
        return False
    if isinstance(value, int | float | Decimal):
        return bool(value == value and value != 0)
    return not (isinstance(value, str) and value in ("", "false"))


def measure(value: Any, limit: int = MAX_ITEMS) -> int:
    """How much a value weighs: 1 for each element of it, and for each unit of text; stops beyond the limit."""
    weight = 0
    waiting = [value]
    while waiting and weight + len(waiting) <= limit:
        item = waiting.pop()
        weight += 1
        if isinstance(item, str):
            weight += len(item) // TEXT_UNIT
        elif isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, Mapping):
            waiting.extend(item.values())
    return weight + len(waiting)


def to_json(value: Any) -> Any:
    """The value as JSON has it.

    Datetimes become ISO 8601 text of the moment in UTC (``2020-12-31T00:00:00Z``, with a fraction only where it is not
    zero), big decimals become floats. Raises TransformError for numbers that are not finite and for values that are too
    large or too deep to be written.
    """
    if isinstance(value, list | Mapping) and measure(value) > MAX_ITEMS:
        raise too_large("result")
    return _json(value, 0)


def _json(value: Any, depth: int) -> Any:
    match value:
        case None | bool() | str() | int():
            return value
        case float() if not math.isfinite(value):
            raise TransformError(f"the result {_real_text(value)} is no finite number")
        case float():
            return value
        case Decimal():
            return _json(float(value), depth)
        case dt.datetime():
            from aeptui.core.expressions.dates.moments import utc_text

            return utc_text(value)
        case dt.date():
            return value.isoformat()
        case _ if depth >= MAX_DEPTH:
            raise too_large("result")
        case list():
            return [_json(item, depth + 1) for item in value]
        case Mapping():
            return {str(key): _json(item, depth + 1) for key, item in value.items()}
    return str(value)
