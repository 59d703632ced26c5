"""Where the implementations of functions are kept and found.

A module of this folder implements one or more categories and registers each function with ``@function``; it is imported
when the first of its functions is compiled.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Need = Literal["", "clock", "row"]
Implementation = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Registered:
    """An implementation.

    ``need`` says what it gets before its arguments; ``raw`` that it takes arguments of any type, null included, instead
    of those its signature names; ``stable`` that equal arguments always give an equal result.
    """

    call: Implementation
    need: Need
    raw: bool
    stable: bool


_MODULES = {
    "String": "strings",
    "Regular expression": "regexes",
    "Hashing": "hashing",
    "URL": "urls",
    "Date and time": "datetimes",
    "Hierarchies - Objects": "objects",
    "Hierarchies - Arrays": "arrays",
    "Hierarchies - Map": "objects",
    "Logical": "logical",
    "Aggregation": "logical",
    "Type conversion": "conversions",
    "JSON": "conversions",
    "Special operations": "special",
    "User agent": "useragents",
    "Analytics": "analytics",
}

_registered: dict[str, Registered] = {}


def function(
    name: str, *, need: Need = "", raw: bool = False, stable: bool = True
) -> Callable[[Implementation], Implementation]:
    """Registers the decorated callable as the implementation of a function."""

    def register(call: Implementation) -> Implementation:
        _registered[name] = Registered(call, need, raw, stable)
        return call

    return register


def implementation(name: str, category: str) -> Registered:
    """The implementation of a function by its name (no alias) and category. Raises KeyError where there is none."""
    if name not in _registered:
        importlib.import_module(f"aeptui.core.expressions.functions.{_MODULES[category]}")
    return _registered[name]
