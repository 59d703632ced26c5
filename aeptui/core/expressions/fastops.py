"""Compiled operators: the common types in line, everything else through ``operators``."""

import operator
from collections.abc import Callable
from typing import Any

from aeptui.core.expressions import operators
from aeptui.core.expressions.arguments import Run
from aeptui.core.expressions.values import is_true

_PLAIN = frozenset({int, float})
_SMALL = 2**62
"""Results below need no look at how large numbers may get."""


def _arithmetic(sign: str, fast: Callable[[Any, Any], Any]) -> Callable[[Run, Run], Run]:
    slow = operators.BINARY[sign]

    def build(left: Run, right: Run) -> Run:
        def run(env: Any) -> Any:
            first, second = left(env), right(env)
            if type(first) in _PLAIN and type(second) in _PLAIN:
                result = fast(first, second)
                if -_SMALL < result < _SMALL:
                    return result
            return slow(first, second)

        return run

    return build


def _comparison(sign: str, fast: Callable[[Any, Any], bool]) -> Callable[[Run, Run], Run]:
    slow = operators.BINARY[sign]

    def build(left: Run, right: Run) -> Run:
        def run(env: Any) -> Any:
            first, second = left(env), right(env)
            if type(first) in _PLAIN and type(second) in _PLAIN:
                return fast(first, second)
            return slow(first, second)

        return run

    return build


def equals(left: Run, right: Run) -> Run:
    """``left == right``."""
    equal = operators.equal

    def run(env: Any) -> Any:
        first, second = left(env), right(env)
        return first == second if type(first) is type(second) is str else equal(first, second)

    return run


def differs(left: Run, right: Run) -> Run:
    """``left != right``."""
    equal = operators.equal

    def run(env: Any) -> Any:
        first, second = left(env), right(env)
        return first != second if type(first) is type(second) is str else not equal(first, second)

    return run


def both(left: Run, right: Run) -> Run:
    """``left && right``: the right side only where the left one is true."""

    def run(env: Any) -> bool:
        value = left(env)
        if value is False or (value is not True and not is_true(value)):
            return False
        value = right(env)
        return value is True or (value is not False and is_true(value))

    return run


def either(left: Run, right: Run) -> Run:
    """``left || right``: the right side only where the left one is false."""

    def run(env: Any) -> bool:
        value = left(env)
        if value is True or (value is not False and is_true(value)):
            return True
        value = right(env)
        return value is True or (value is not False and is_true(value))

    return run


def otherwise(left: Run, right: Run) -> Run:
    """``left ?: right``: the left value unless it counts as false."""

    def run(env: Any) -> Any:
        value = left(env)
        return value if is_true(value) else right(env)

    return run


def conditional(test: Run, then: Run, other: Run) -> Run:
    """``test ? then : other``, of which only one is evaluated."""

    def run(env: Any) -> Any:
        value = test(env)
        if value is True or (value is not False and is_true(value)):
            return then(env)
        return other(env)

    return run


def quotient(sign: str) -> Callable[[Run, Run], Run]:
    """``/`` or ``%``, which by zero give 0.0 and a warning."""
    function = operators.BINARY[sign]
    word = {"/": "division", "%": "remainder of a division"}[sign]

    def build(left: Run, right: Run) -> Run:
        def run(scope: Any) -> Any:
            first, second = left(scope), right(scope)
            try:
                return function(first, second)
            except ZeroDivisionError:
                scope.session.note(f"{word} by zero gives 0.0")
                return 0.0

        return run

    return build


SPECIAL: dict[str, Callable[[Run, Run], Run]] = {
    "+": _arithmetic("+", operator.add),
    "-": _arithmetic("-", operator.sub),
    "*": _arithmetic("*", operator.mul),
    "<": _comparison("<", operator.lt),
    ">": _comparison(">", operator.gt),
    "<=": _comparison("<=", operator.le),
    ">=": _comparison(">=", operator.ge),
    "==": equals,
    "!=": differs,
    "&&": both,
    "||": either,
    "?:": otherwise,
    "/": quotient("/"),
    "%": quotient("%"),
}


def binary(sign: str, left: Run, right: Run) -> Run:
    """The compiled form of any binary operator."""
    if sign in SPECIAL:
        return SPECIAL[sign](left, right)
    function = operators.BINARY[sign]
    return lambda env: function(left(env), right(env))


def unary(sign: str, operand: Run) -> Run:
    """The compiled form of a sign before its operand."""
    function = operators.UNARY[sign]
    return lambda env: function(operand(env))
