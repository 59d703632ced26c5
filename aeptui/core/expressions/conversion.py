"""Conversion of a result to the type of the target field."""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from aeptui.core.expressions.errors import ConversionError, TransformError
from aeptui.core.expressions.values import kind_of, parse_number, shown, to_text

TRUE_TEXTS = frozenset(["y", "yes", "Y", "YES", "on", "ON", "true", "TRUE"])
FALSE_TEXTS = frozenset(["n", "N", "no", "NO", "off", "OFF", "false", "FALSE"])
"""The texts that become booleans, from the Data Prep page on data formats; any other fails."""

_BITS = {"byte": 8, "short": 16, "integer": 32, "int": 32, "long": 64}

TYPES = frozenset({*_BITS, "string", "number", "double", "boolean", "date", "date-time", "object", "array", "map"})
"""The types of XDM that a target field may have."""


def convert(value: Any, xdm_type: str) -> Any:
    """The value as a field of an XDM type takes it; null stays null.

    ``date`` gives a date, ``date-time`` an aware datetime. Raises ConversionError where the value does not fit the
    type, ValueError for a type that XDM does not have.
    """
    if xdm_type not in TYPES:
        raise ValueError(f"XDM has no type {xdm_type!r}")
    if value is None:
        return None
    if xdm_type in _BITS:
        return _integer(value, xdm_type)
    return _CONVERSIONS[xdm_type](value)


def _fail(value: Any, wanted: str, why: str = "") -> ConversionError:
    return ConversionError(f"{kind_of(value)} {shown(value)} does not become {wanted}{why}")


def _integer(value: Any, xdm_type: str) -> int:
    number = parse_number(value.strip()) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        raise _fail(value, xdm_type)
    if not isinstance(number, int):
        if not math.isfinite(number) or number != number // 1:
            raise _fail(value, xdm_type, ": it has a fraction")
        number = int(number)
    half = 2 ** (_BITS[xdm_type] - 1)
    if not -half <= number < half:
        raise _fail(value, xdm_type, f": the type holds {-half} to {half - 1}")
    return number


def _number(value: Any) -> int | float:
    number = parse_number(value.strip()) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        raise _fail(value, "number")
    if isinstance(number, Decimal):
        number = float(number)
    if isinstance(number, float) and not math.isfinite(number):
        raise _fail(value, "number", ": it is not finite")
    return number


def _string(value: Any) -> str:
    if isinstance(value, list | Mapping):
        raise _fail(value, "string", "; use join or name the part wanted")
    return to_text(value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and (value in TRUE_TEXTS or value in FALSE_TEXTS):
        return value in TRUE_TEXTS
    raise _fail(value, "boolean")


def _date_time(value: Any) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str):
        raise _fail(value, "date-time")
    from aeptui.core.expressions.dates.automatic import parse_automatic

    try:
        return parse_automatic(value)
    except TransformError as error:
        raise ConversionError(error.message) from error


def _date(value: Any) -> dt.date:
    return _date_time(value).date()


def _object(value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise _fail(value, "object")
    return value


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _fail(value, "array")
    return value


_CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "number": _number,
    "double": _number,
    "boolean": _boolean,
    "date": _date,
    "date-time": _date_time,
    "object": _object,
    "map": _object,
    "array": _array,
}
