"""What the operators do with values of any types, after Apache Commons JEXL, whose operators the platform lists.

Integer arithmetic stays integer, null counts as 0, numeric text as a number where the other side is one.
"""

import datetime as dt
import math
import operator
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Context, DecimalException
from decimal import Decimal as Big
from typing import Any

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.values import (
    MAX_BITS,
    MAX_ITEMS,
    Number,
    is_true,
    kind_of,
    limit_text,
    measure,
    number_of,
    parse_number,
    shown,
    to_text,
    too_large,
)

_CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144)
"""Decimal128, the precision of big decimals."""

BinaryFunction = Callable[[Any, Any], Any]


def add(left: Any, right: Any) -> Any:
    """``+``: the sum of numbers, or the two as one text where a text is no number or both are texts."""
    if isinstance(left, str) and isinstance(right, str):
        return limit_text(left + right)
    first, second = number_of(left), number_of(right)
    if first is not None and second is not None:
        return _calculate(operator.add, first, second)
    if isinstance(left, str) or isinstance(right, str):
        return limit_text(to_text(left) + to_text(right))
    raise TransformError(f"+ cannot add {kind_of(left)} and {kind_of(right)}")


def _two_numbers(sign: str, left: Any, right: Any) -> tuple[Number, Number]:
    return _number(sign, left), _number(sign, right)


def _number(sign: str, value: Any) -> Number:
    number = number_of(value)
    if number is None:
        raise TransformError(f"{sign} needs a number, not {kind_of(value)} {shown(value)}")
    return number


def _calculate(function: BinaryFunction, left: Number, right: Number) -> Number:
    if isinstance(left, Big) or isinstance(right, Big):
        return _big(_BIG[function], left, right)
    try:
        result: Number = function(left, right)
    except OverflowError as error:
        raise too_large("number") from error
    if type(result) is int and result.bit_length() > MAX_BITS:
        raise too_large("number")
    return result


_BIG: dict[BinaryFunction, Callable[[Big, Big], Big]] = {
    operator.add: _CONTEXT.add,
    operator.sub: _CONTEXT.subtract,
    operator.mul: _CONTEXT.multiply,
    operator.truediv: _CONTEXT.divide,
}
"""The operations of Decimal128 in place of Python's."""


def _decimal(value: Number) -> Big:
    return value if isinstance(value, Big) else _CONTEXT.create_decimal(repr(value))


def _big(function: Callable[[Big, Big], Big], left: Number, right: Number) -> Big:
    try:
        return function(_decimal(left), _decimal(right))
    except DecimalException as error:
        raise TransformError("the decimal number is out of range") from error


def subtract(left: Any, right: Any) -> Any:
    """``-`` between two numbers."""
    return _calculate(operator.sub, *_two_numbers("-", left, right))


def multiply(left: Any, right: Any) -> Any:
    """``*``."""
    return _calculate(operator.mul, *_two_numbers("*", left, right))


def divide(left: Any, right: Any) -> Any:
    """``/``: of integers the quotient without fraction, cut towards zero. Raises ZeroDivisionError."""
    first, second = _two_numbers("/", left, right)
    if second == 0:
        raise ZeroDivisionError
    if type(first) is int and type(second) is int:
        quotient = abs(first) // abs(second)
        return quotient if (first < 0) == (second < 0) else -quotient
    return _calculate(operator.truediv, first, second)


def modulo(left: Any, right: Any) -> Any:
    """``%``: the remainder that is not negative. Raises ZeroDivisionError."""
    first, second = _two_numbers("%", left, right)
    if second == 0:
        raise ZeroDivisionError
    if isinstance(first, Big) or isinstance(second, Big):
        rest = _big(_CONTEXT.remainder, first, second)
        return rest if rest >= 0 else _CONTEXT.add(rest, abs(_decimal(second)))
    divisor = abs(second)
    if type(first) is int and type(divisor) is int:
        return first % divisor
    try:
        remainder = math.fmod(first, divisor)
    except (OverflowError, ValueError) as error:
        raise TransformError("% has no result for numbers that large") from error
    return remainder if remainder >= 0 else remainder + divisor


def negate(value: Any) -> Any:
    """``-`` before a number; text is refused, as JEXL refuses it."""
    if isinstance(value, str):
        raise TransformError(f"- before a value needs a number, not text {shown(value)}; convert it with to_decimal")
    return -_number("-", value)


def equal(left: Any, right: Any) -> bool:
    """``==``: numbers by value, a number and numeric text by value, everything else only within its own type."""
    kind, other = type(left), type(right)
    if kind is other:
        if kind is list:
            return _same_items(left, right)
        if kind is dt.datetime:
            return bool(left == right and left.utcoffset() == right.utcoffset())
        return bool(left == right) if not isinstance(left, Mapping) else _same_entries(left, right)
    if left is None or right is None or kind is bool or other is bool:
        return False
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return _same_entries(left, right)
    first = parse_number(left) if kind is str else left
    second = parse_number(right) if other is str else right
    if isinstance(first, int | float | Big) and isinstance(second, int | float | Big):
        return _order(first, second) == 0
    return bool(left == right)


def _same_items(left: list[Any], right: list[Any]) -> bool:
    _check_comparable(left)
    return len(left) == len(right) and all(map(equal, left, right))


def _same_entries(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    _check_comparable(left)
    return left.keys() == right.keys() and all(equal(value, right[key]) for key, value in left.items())


def _check_comparable(value: Any) -> None:
    if measure(value) > MAX_ITEMS:
        raise too_large("value compared")


def _order(left: Number, right: Number) -> int:
    if isinstance(left, Big) or isinstance(right, Big):
        left, right = _decimal(left), _decimal(right)
    return (left > right) - (left < right)


def compare(left: Any, right: Any) -> int:
    """Negative, zero or positive as ``left`` comes before, with or after ``right``; neither is null.

    Two texts compare as texts; where one side is a number the other must be one, a boolean or numeric text.
    """
    if isinstance(left, str) and isinstance(right, str):
        return (left > right) - (left < right)
    if isinstance(left, dt.datetime) and isinstance(right, dt.datetime):
        return (left > right) - (left < right)
    if _counts(left) or _counts(right):
        return _order(*_two_numbers("the comparison", left, right))
    texts = str | bool | dt.datetime
    if isinstance(left, texts) and isinstance(right, texts):
        return compare(to_text(left), to_text(right))
    raise TransformError(f"{kind_of(left)} and {kind_of(right)} cannot be compared")


def _counts(value: Any) -> bool:
    return isinstance(value, int | float | Big) and not isinstance(value, bool)


def less(left: Any, right: Any) -> bool:
    """``<``; false where a side is null."""
    return left is not None and right is not None and compare(left, right) < 0


def greater(left: Any, right: Any) -> bool:
    """``>``; false where a side is null."""
    return left is not None and right is not None and compare(left, right) > 0


def at_most(left: Any, right: Any) -> bool:
    """``<=``; with null true only for two nulls, which are equal."""
    if left is None or right is None:
        return left is right
    return compare(left, right) <= 0


def at_least(left: Any, right: Any) -> bool:
    """``>=``; with null true only for two nulls, which are equal."""
    if left is None or right is None:
        return left is right
    return compare(left, right) >= 0


def matches(value: Any, pattern: Any) -> bool:
    """``=~``: membership in an array or among the keys of a map, or the whole text against a regular expression.

    On the right of anything else it is ``==``.
    """
    if isinstance(pattern, list):
        return any(isinstance(value, str) == isinstance(item, str) and equal(value, item) for item in pattern)
    if isinstance(pattern, Mapping):
        return isinstance(value, str) and value in pattern
    if value is None or not isinstance(pattern, str):
        return equal(value, pattern)
    from aeptui.core.expressions.regex import compile_regex

    return compile_regex(pattern).fullmatch(to_text(value)) is not None


def starts_with(value: Any, prefix: Any) -> bool:
    """``=^``: whether a text begins with another; for other values it is ``==``."""
    if not isinstance(value, str) or prefix is None:
        return equal(value, prefix)
    return value.startswith(to_text(prefix))


def ends_with(value: Any, suffix: Any) -> bool:
    """``=$``: whether a text ends with another; for other values it is ``==``."""
    if not isinstance(value, str) or suffix is None:
        return equal(value, suffix)
    return value.endswith(to_text(suffix))


def _not(function: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda left, right: not function(left, right)


def _long(sign: str, value: Any) -> int:
    number = _number(sign, value)
    if not math.isfinite(number) or (isinstance(value, str) and not isinstance(number, int)):
        raise TransformError(f"{sign} needs an integer, not {shown(value)}")
    return _wrap(int(number))


def _wrap(number: int) -> int:
    """The integer cut to 64 bits with a sign, as the platform's long."""
    return (number + 2**63) % 2**64 - 2**63


def bit_and(left: Any, right: Any) -> int:
    """``&`` of two longs."""
    return _long("&", left) & _long("&", right)


def bit_or(left: Any, right: Any) -> int:
    """``|`` of two longs."""
    return _long("|", left) | _long("|", right)


def bit_xor(left: Any, right: Any) -> int:
    """``^`` of two longs."""
    return _long("^", left) ^ _long("^", right)


def complement(value: Any) -> int:
    """``~`` of a long."""
    return ~_long("~", value)


def not_true(value: Any) -> bool:
    """``!``."""
    return not is_true(value)


UNARY: dict[str, Callable[[Any], Any]] = {"-": negate, "~": complement, "!": not_true}

BINARY: dict[str, BinaryFunction] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": modulo,
    "==": equal,
    "!=": _not(equal),
    "<": less,
    ">": greater,
    "<=": at_most,
    ">=": at_least,
    "=~": matches,
    "!~": _not(matches),
    "=^": starts_with,
    "!^": _not(starts_with),
    "=$": ends_with,
    "!$": _not(ends_with),
    "&": bit_and,
    "|": bit_or,
    "^": bit_xor,
}
"""The operators that always evaluate both sides; ``&&``, ``||``, ``?:`` and ``? :`` are the compiler's."""
