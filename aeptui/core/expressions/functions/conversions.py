"""Functions that convert text: to numbers, and from JSON."""

import json
import struct
from decimal import Decimal
from typing import Any

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.functions.registry import function
from aeptui.core.expressions.values import kind_of, parse_number, shown

INT_MIN, INT_MAX = -(2**31), 2**31 - 1


def _integer(name: str, value: Any) -> int:
    number = parse_number(value) if isinstance(value, str) else value
    if isinstance(number, float | Decimal) and not isinstance(value, str) and number == number // 1:
        number = int(number)
    if type(number) is not int:
        raise TransformError(f"{name}: {kind_of(value)} {shown(value)} is no integer")
    return number


@function("to_bigint", raw=True)
def to_bigint(value: Any) -> int | None:
    """The integer that a text is."""
    return None if value is None else _integer("to_bigint", value)


@function("to_integer", raw=True)
def to_integer(value: Any) -> int | None:
    """The 32-bit integer that a text is."""
    if value is None:
        return None
    number = _integer("to_integer", value)
    if not INT_MIN <= number <= INT_MAX:
        raise TransformError(f"to_integer: {shown(number)} needs more than 32 bits; use to_bigint")
    return number


def _real(name: str, value: Any) -> float:
    number = parse_number(value.strip()) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int | float | Decimal):
        raise TransformError(f"{name}: {kind_of(value)} {shown(value)} is no number")
    try:
        return float(number)
    except OverflowError as error:
        raise TransformError(f"{name}: {shown(value)} is too large") from error


@function("to_decimal", raw=True)
def to_decimal(value: Any) -> float | None:
    """The double-precision number that a text is."""
    return None if value is None else _real("to_decimal", value)


@function("to_float", raw=True)
def to_float(value: Any) -> float | None:
    """The single-precision number that a text is, in its shortest decimal form."""
    return None if value is None else single(_real("to_float", value))


def single(number: float) -> float:
    """The number cut to single precision, as the double of its shortest decimal form. Raises TransformError."""
    try:
        packed = struct.pack(">f", number)
    except OverflowError as error:
        raise TransformError(f"{number} is too large for a single-precision number") from error
    for digits in range(1, 10):
        shortest = float(f"{number:.{digits}g}")
        if struct.pack(">f", shortest) == packed:
            return shortest
    return number


def _refuse(word: str) -> Any:
    raise ValueError(f"{word} is no JSON number")


@function("json_to_object")
def json_to_object(text: str) -> Any:
    """What a JSON text describes."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise TransformError(f"json_to_object: the text is no valid JSON: {error}") from error
