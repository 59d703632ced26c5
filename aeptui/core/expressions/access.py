"""Reading fields, sub-fields and elements. What is absent, and any step into what has no such step, is null."""

from collections.abc import Mapping
from typing import Any

from aeptui.core.expressions.arguments import Run
from aeptui.core.expressions.values import parse_number, to_text


def row_field(name: str, *, scoped: bool) -> Run:
    """Reads a top-level field of the row."""
    if scoped:
        return lambda scope: scope.row.get(name)
    return lambda row: row.get(name)


def parameter(levels: int) -> Run:
    """Reads the argument of the lambda so many levels out."""
    if levels == 0:
        return lambda scope: scope.value

    def run(scope: Any) -> Any:
        for _ in range(levels):
            scope = scope.outer
        return scope.value

    return run


def member(target: Run, name: str) -> Run:
    """Reads ``target.name``."""

    def run(env: Any) -> Any:
        value = target(env)
        return value.get(name) if type(value) is dict else step(value, name)

    return run


def nested_field(first: str, second: str) -> Run:
    """Reads ``first.second`` of a row in one go."""

    def run(row: Any) -> Any:
        value = row.get(first)
        return value.get(second) if type(value) is dict else step(value, second)

    return run


def step(value: Any, name: str) -> Any:
    """The sub-field of a value, null where it has none."""
    return value.get(name) if isinstance(value, Mapping) else None


def element(target: Run, index: Run) -> Run:
    """Reads ``target[index]``."""
    return lambda env: element_of(target(env), index(env))


def element_of(value: Any, index: Any) -> Any:
    """The element of an array or the entry of a map; null where there is none, as with a negative index."""
    if isinstance(value, list):
        number = parse_number(index) if isinstance(index, str) else index
        if isinstance(number, float) and number.is_integer():
            number = int(number)
        if type(number) is int and 0 <= number < len(value):
            return value[number]
        return None
    if isinstance(value, Mapping) and index is not None:
        return value.get(to_text(index))
    return None
