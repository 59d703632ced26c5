"""Functions on arrays."""

from collections.abc import Callable
from typing import Any

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.functions.registry import function
from aeptui.core.expressions.functions.strings import join
from aeptui.core.expressions.values import MAX_ITEMS, is_true, kind_of, measure, too_large


def _elements(values: tuple[Any, ...]) -> Any:
    """The arguments, or the elements of a single array."""
    return values[0] if len(values) == 1 and isinstance(values[0], list) else values


@function("coalesce", raw=True)
def coalesce(*values: Any) -> Any:
    """The first value that is not null."""
    for value in _elements(values):
        if value is not None:
            return value
    return None


@function("first", raw=True)
def first(*values: Any) -> Any:
    """The first element, null where there is none."""
    elements = _elements(values)
    return elements[0] if elements else None


@function("last", raw=True)
def last(*values: Any) -> Any:
    """The last element, null where there is none."""
    elements = _elements(values)
    return elements[-1] if elements else None


def _limited(values: list[Any]) -> list[Any]:
    if len(values) > MAX_ITEMS:
        raise too_large("array")
    return values


@function("add_to_array")
def add_to_array(array: list[Any], *values: Any) -> list[Any]:
    """A new array with the values at its end; null arguments count as not given."""
    return _limited([*array, *[value for value in values if value is not None]])


@function("join_arrays")
def join_arrays(array: list[Any], *others: list[Any] | None) -> list[Any]:
    """One array with the elements of all; null arguments count as not given."""
    return _limited([item for part in (array, *others) if part is not None for item in part])


@function("to_array", raw=True)
def to_array(include_nulls: Any, *values: Any) -> list[Any]:
    """The values as an array, with its nulls or without."""
    return list(values) if is_true(include_nulls) else [value for value in values if value is not None]


@function("size_of", raw=True)
def size_of(value: Any) -> int:
    """The number of elements, entries or characters."""
    if value is None:
        return 0
    if isinstance(value, str | list | dict):
        return len(value)
    raise TransformError(f"size_of takes an array, an object, a map or text, not {kind_of(value)}")


@function("upsert_array_append")
def upsert_array_append(array: list[Any]) -> list[Any]:
    """The array itself: without a profile to update, the function has nothing to do."""
    return array


@function("upsert_array_replace")
def upsert_array_replace(array: list[Any], index: int | None = None) -> list[Any]:
    """The array itself: without a profile to update, the function has nothing to do."""
    return array


@function("flattenArray")
def flatten_array(array: list[Any]) -> list[Any]:
    """All elements of the nested arrays in one."""
    if measure(array) > MAX_ITEMS:
        raise too_large("array")
    flat: list[Any] = []
    waiting = [iter(array)]
    while waiting:
        for item in waiting[-1]:
            if isinstance(item, list):
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    return flat


@function("array_to_string")
def array_to_string(separator: str, array: list[Any]) -> str:
    """All elements, nested ones included, as one text with the separator between them."""
    return str(join(separator, flatten_array(array)))


def _lambda(name: str, value: Any) -> Callable[[Any], Any]:
    if not callable(value):
        raise TransformError(f"{name} takes a lambda such as x -> x > 0 as its second argument")
    return value  # type: ignore[no-any-return]


@function("filterArray", stable=False)
def filter_array(array: list[Any], predicate: Any) -> list[Any]:
    """The elements for which the predicate is true."""
    holds = _lambda("filterArray", predicate)
    return [item for item in array if is_true(holds(item))]


@function("transformArray", stable=False)
def transform_array(array: list[Any], change: Any) -> list[Any]:
    """What the lambda makes of each element."""
    apply = _lambda("transformArray", change)
    return [apply(item) for item in array]
