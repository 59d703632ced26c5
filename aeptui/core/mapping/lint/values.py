"""Whether values and types fit the fields that they are meant for."""

import re
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from aeptui.core.xdm.tree import Field
from aeptui.core.xdm.types import INTEGERS, TYPES

Fit: TypeAlias = Literal["fits", "parsed", "narrowed", "clash"]

_TRUE_AND_FALSE = {
    "y",
    "yes",
    "Y",
    "YES",
    "on",
    "ON",
    "true",
    "TRUE",
    "n",
    "N",
    "no",
    "NO",
    "off",
    "OFF",
    "false",
    "FALSE",
}
_TIMES = ("date", "date-time")
_GROUPS = ("object", "array", "map")


def misfit(value: Any, type_name: str) -> str | None:
    """Why a constant is not of a type, in words that follow the value; None when it is.

    Texts fit numbers, booleans and times when the platform's conversion can read them.
    """
    if type_name in _GROUPS:
        return f"is a single value; the field is of type {type_name}"
    if type_name == "string":
        return None
    if type_name == "boolean":
        fits = isinstance(value, bool) or value in _TRUE_AND_FALSE
        return None if fits else "is neither true nor false"
    if type_name in _TIMES:
        return None if isinstance(value, str) and _is_time(value) else f"is no {type_name}"
    number = _number(value)
    if number is None:
        return "is no number"
    return _integer_misfit(number, type_name) if type_name in INTEGERS else None


def constraint_breach(value: Any, field: Field) -> str | None:
    """Which constraint of a field a constant of its type breaks, in words that follow the value; None for none."""
    if field.enum and value not in field.enum and str(value) not in map(str, field.enum):
        shown = ", ".join(map(str, field.enum[:6])) + (" …" if len(field.enum) > 6 else "")
        return f"is not one of the values allowed: {shown}"
    number = _number(value) if field.type in (*INTEGERS, "number") else None
    if number is not None and field.min is not None and number < field.min:
        return f"is less than {field.min}, the least value allowed"
    if number is not None and field.max is not None and number > field.max:
        return f"is greater than {field.max}, the greatest value allowed"
    return _text_breach(str(value), field) if field.type == "string" else None


def conversion(source: str, target: str) -> Fit:
    """What becomes of values of one type in a field of another.

    ``parsed``: texts that must be readable as the target's type; ``narrowed``: a part may be lost or may not fit;
    ``clash``: it cannot work.
    """
    if source == target or (target == "string" and source not in _GROUPS):
        return "fits"
    if source in _GROUPS or target in _GROUPS:
        return "fits" if {source, target} == {"object", "map"} else "clash"
    if source == "string":
        return "parsed"
    if source in _TIMES and target in _TIMES:
        return "fits" if target == "date-time" else "narrowed"
    if "boolean" in (source, target) or source in _TIMES or target in _TIMES:
        return "clash"
    return _numeric(source, target)


def _numeric(source: str, target: str) -> Fit:
    if target == "number":
        return "fits"
    mine, other = TYPES[source].bounds, TYPES[target].bounds
    if mine is None or other is None:
        return "narrowed"
    return "fits" if other[0] <= mine[0] and mine[1] <= other[1] else "narrowed"


def _integer_misfit(number: float, type_name: str) -> str | None:
    bounds = TYPES[type_name].bounds
    if number != int(number):
        return "is no whole number"
    if bounds is not None and not bounds[0] <= number <= bounds[1]:
        return f"does not fit the type {type_name}, which ends at {bounds[1]}"
    return None


def _text_breach(text: str, field: Field) -> str | None:
    if field.min_length is not None and len(text) < field.min_length:
        return f"is shorter than the {field.min_length} characters needed"
    if field.max_length is not None and len(text) > field.max_length:
        return f"is longer than the {field.max_length} characters allowed"
    if field.pattern is not None:
        try:
            matches = re.search(field.pattern, text)
        except re.error:
            return None
        return None if matches else f"does not match the pattern {field.pattern}"
    return None


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None


def _is_time(text: str) -> bool:
    """Whether a text is a date or a time in the form of ISO 8601; other forms depend on the platform's patterns."""
    for kind in (date, datetime):
        try:
            kind.fromisoformat(text)
        except ValueError:
            continue
        return True
    return False
