"""Choosing among values: ``iif``, ``decode``, ``min``, ``max``."""

from typing import Any

from aeptui.core.expressions.functions.registry import function
from aeptui.core.expressions.operators import compare, equal
from aeptui.core.expressions.values import is_true


@function("iif", raw=True)
def iif(condition: Any, when_true: Any, when_false: Any) -> Any:
    """The second value where the condition holds, else the third."""
    return when_true if is_true(condition) else when_false


@function("decode", raw=True)
def decode(key: Any, *options: Any) -> Any:
    """The option after the first one that equals the key; else the last of an odd number of options, else null."""
    kind = type(key)
    for index in range(0, len(options) - 1, 2):
        option = options[index]
        if option == key if kind is str and type(option) is str else equal(key, option):
            return options[index + 1]
    return options[-1] if len(options) % 2 else None


def _extreme(options: tuple[Any, ...], sign: int) -> Any:
    values = options[0] if len(options) == 1 and isinstance(options[0], list) else options
    best = None
    for value in values:
        if value is not None and (best is None or compare(value, best) * sign > 0):
            best = value
    return best


@function("min", raw=True)
def smallest(*options: Any) -> Any:
    """The smallest of the arguments, or of the elements of a single array; nulls are passed over."""
    return _extreme(options, -1)


@function("max", raw=True)
def largest(*options: Any) -> Any:
    """The largest of the arguments, or of the elements of a single array; nulls are passed over."""
    return _extreme(options, 1)
