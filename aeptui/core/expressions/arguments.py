"""How the arguments of a call become what an implementation takes, and how a call is made fast.

A call whose arguments already have the types of the signature goes straight to the implementation; only others take
the way through ``Slow``: null propagates, text is made of numbers, numbers and datetimes of text.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from aeptui.core.expressions.catalog import Function, Parameter
from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.values import kind_of, parse_number, shown, to_text

Run = Callable[[Any], Any]
"""A compiled part of an expression: takes the row (or a scope), gives the value."""

KNOWN_TYPES: dict[str, type | None] = {
    "string": str,
    "integer": int,
    "long": int,
    "boolean": bool,
    "datetime": dt.datetime,
    "array": list,
    "map": dict,
    "object": dict,
    "any": None,
    "lambda": None,
}
"""The types of parameters, with Python's own of a value that needs no conversion."""


def coerce(value: Any, kind: str, what: str) -> Any:
    """The value as the type that a parameter wants. Raises TransformError; ``what`` names the parameter in it."""
    match kind:
        case "string" if not isinstance(value, list | Mapping):
            return to_text(value)
        case "integer" | "long":
            number = parse_number(value.strip()) if isinstance(value, str) else value
            if isinstance(number, int | float | Decimal) and not isinstance(number, bool) and number == number // 1:
                return int(number)
        case "boolean" if value is True or value is False:
            return value
        case "boolean" if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        case "datetime" if isinstance(value, dt.datetime):
            return value
        case "datetime" if isinstance(value, str):
            from aeptui.core.expressions.dates.automatic import parse_automatic

            return parse_automatic(value)
        case "array" if isinstance(value, list):
            return value
        case "map" | "object" if isinstance(value, Mapping):
            return value
        case "any" | "lambda":
            return value
    raise TransformError(f"{what} takes {_ARTICLES[kind]}, not {kind_of(value)} {shown(value)}".rstrip())


_ARTICLES = {
    "string": "text",
    "integer": "an integer",
    "long": "an integer",
    "boolean": "a boolean",
    "datetime": "a datetime",
    "array": "an array",
    "map": "a map",
    "object": "an object",
}


class Slow:
    """A call whose arguments are not all of the types wanted."""

    __slots__ = ("_call", "_name", "_params")

    def __init__(self, call: Callable[..., Any], name: str, params: list[Parameter]) -> None:
        self._call = call
        self._name = name
        self._params = params

    def __call__(self, *values: Any) -> Any:
        """The result: null where a required argument is null, else that of the implementation."""
        converted: list[Any] = []
        for value, param in zip(values, self._params, strict=True):
            if value is None:
                if not (param.optional or param.nullable):
                    return None
                converted.append(None)
            else:
                converted.append(coerce(value, param.type, f"{self._name}: {param.name}"))
        return self._call(*converted)


def typed_call(function: Function, call: Callable[..., Any], args: list[Run]) -> Run:
    """The compiled call of an implementation that takes the types of the signature."""
    overload = function.overload(len(args))
    params = [param for index in range(len(args)) if (param := overload.param(index)) is not None]
    slow = Slow(call, function.name, params)
    types = [KNOWN_TYPES[param.type] for param in params]
    if None not in types and len(args) <= 3:
        return _typed[len(args)](call, slow, args, types)
    return lambda env: slow(*[arg(env) for arg in args])


def _typed_1(call: Callable[..., Any], slow: Slow, args: list[Run], types: list[Any]) -> Run:
    (arg,), (kind,) = args, types

    def run(env: Any) -> Any:
        value = arg(env)
        return call(value) if type(value) is kind else slow(value)

    return run


def _typed_2(call: Callable[..., Any], slow: Slow, args: list[Run], types: list[Any]) -> Run:
    (arg_1, arg_2), (kind_1, kind_2) = args, types

    def run(env: Any) -> Any:
        value_1, value_2 = arg_1(env), arg_2(env)
        if type(value_1) is kind_1 and type(value_2) is kind_2:
            return call(value_1, value_2)
        return slow(value_1, value_2)

    return run


def _typed_3(call: Callable[..., Any], slow: Slow, args: list[Run], types: list[Any]) -> Run:
    (arg_1, arg_2, arg_3), (kind_1, kind_2, kind_3) = args, types

    def run(env: Any) -> Any:
        value_1, value_2, value_3 = arg_1(env), arg_2(env), arg_3(env)
        if type(value_1) is kind_1 and type(value_2) is kind_2 and type(value_3) is kind_3:
            return call(value_1, value_2, value_3)
        return slow(value_1, value_2, value_3)

    return run


_typed: dict[int, Callable[[Callable[..., Any], Slow, list[Run], list[Any]], Run]] = {
    1: _typed_1,
    2: _typed_2,
    3: _typed_3,
}


def raw_call(call: Callable[..., Any], args: list[Run]) -> Run:
    """The compiled call of an implementation that takes arguments of any type."""
    match args:
        case []:
            return lambda env: call()
        case [arg]:
            return lambda env: call(arg(env))
        case [first, second]:
            return lambda env: call(first(env), second(env))
        case [first, second, third]:
            return lambda env: call(first(env), second(env), third(env))
    return lambda env: call(*[arg(env) for arg in args])
