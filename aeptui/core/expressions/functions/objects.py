"""Functions on objects and maps."""

from collections.abc import Mapping
from typing import Any

from aeptui.core.expressions.errors import ExpressionError, TransformError
from aeptui.core.expressions.functions.registry import function
from aeptui.core.expressions.operators import equal
from aeptui.core.expressions.paths import has_path, parse_path
from aeptui.core.expressions.values import kind_of, to_text

Object = Mapping[str, Any]


@function("nullify", raw=True)
def nullify() -> None:
    """Null."""
    return None


@function("is_empty", raw=True)
def is_empty(value: Any) -> bool:
    """Whether a value holds nothing."""
    return value is None or (isinstance(value, str | list | Mapping) and not value)


def _key(value: Any, name: str) -> str:
    if value is None or isinstance(value, list | Mapping):
        raise TransformError(f"{name}: {kind_of(value)} cannot be a key")
    return to_text(value)


def _pairs(values: tuple[Any, ...], name: str) -> dict[str, Any]:
    """The object of key, value, key, value and so on."""
    if len(values) % 2:
        raise TransformError(
            f"{name} takes keys and values in turn; the last of {len(values)} arguments has no partner"
        )
    return {_key(key, name): value for key, value in zip(values[::2], values[1::2], strict=True)}


@function("to_object", raw=True)
def to_object(*values: Any) -> dict[str, Any]:
    """An object of keys and values in turn; null values stay."""
    return _pairs(values, "to_object")


@function("to_map", raw=True)
def to_map(*values: Any) -> dict[str, Any] | None:
    """A map of keys and values in turn; null alone gives null."""
    return None if values[0] is None else _pairs(values, "to_map")


@function("object_to_map", raw=True)
def object_to_map(first: Any, *more: Any) -> Object | None:
    """A map of keys and values, of one object, or of an array of objects keyed by an attribute."""
    if first is None:
        return None
    if isinstance(first, list) and len(more) == 1:
        return _by_attribute(first, _key(more[0], "object_to_map"), "object_to_map")
    if not more:
        if not isinstance(first, Mapping):
            raise TransformError(f"object_to_map takes an object, not {kind_of(first)}")
        return dict(first)
    return _pairs((first, *more), "object_to_map")


@function("array_to_map")
def array_to_map(array: list[Any], key: str) -> dict[str, Any]:
    """The objects of an array, keyed by an attribute."""
    return _by_attribute(array, key, "array_to_map")


def _by_attribute(array: list[Any], attribute: str, name: str) -> dict[str, Any]:
    result = {}
    for index, item in enumerate(array):
        if not isinstance(item, Mapping) or item.get(attribute) is None:
            raise TransformError(f"{name}: element {index} is no object with an attribute {attribute!r}")
        result[_key(item[attribute], name)] = item
    return result


@function("arrays_to_object", raw=True)
def arrays_to_object(*values: Any) -> list[dict[str, Any]] | None:
    """An array of objects: object i has, for each key, element i of the array that follows the key."""
    if values[0] is None:
        return None
    columns = _pairs(values, "arrays_to_object")
    for key, column in columns.items():
        if not isinstance(column, list):
            raise TransformError(f"arrays_to_object: what belongs to {key!r} is {kind_of(column)}, not an array")
    if len({len(column) for column in columns.values()}) > 1:
        sizes = ", ".join(f"{key} {len(column)}" for key, column in columns.items())
        raise TransformError(f"arrays_to_object: the arrays differ in length ({sizes})")
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _parsed(text: str, value_delimiter: str | None, field_delimiter: str | None) -> dict[str, str]:
    """The trimmed names and values of ``name:value,name:value``; delimiters that are null or empty are : and ,."""
    between = value_delimiter or ":"
    result = {}
    for pair in text.split(field_delimiter or ","):
        name, _, value = pair.partition(between)
        if pair.strip():
            result[name.strip()] = value.strip()
    return result


@function("str_to_object")
def str_to_object(text: str, value_delimiter: str | None = None, field_delimiter: str | None = None) -> dict[str, str]:
    """An object of text such as ``name:value,name:value``."""
    return _parsed(text, value_delimiter, field_delimiter)


@function("get_values")
def get_values(text: str, key: str, value_delimiter: str | None, field_delimiter: str | None = None) -> str | None:
    """The value of one key in text such as ``name:value,name:value``."""
    return _parsed(text, value_delimiter, field_delimiter).get(key.strip())


@function("contains_key", need="row")
def contains_key(row: Object, path: Any) -> bool:
    """Whether the source row has a path given as text, even with null there."""
    if path is None:
        return False
    if not isinstance(path, str):
        raise TransformError(f"contains_key takes a path as text, not {kind_of(path)}")
    try:
        return has_path(row, parse_path(path))
    except ExpressionError as error:
        raise TransformError(f"contains_key: {error.message}") from error


function("is_set", need="row")(contains_key)


@function("get_keys")
def get_keys(value: Object) -> list[str]:
    """The keys of an object or map."""
    return list(value)


@function("map_get_values", raw=True)
def map_get_values(value: Any, key: Any) -> Any:
    """The value of a key, or the distinct values of several keys."""
    if value is None or key is None:
        return None
    entries = _map("map_get_values", value)
    if not isinstance(key, list):
        return entries.get(_key(key, "map_get_values"))
    found: list[Any] = []
    for name in (_key(item, "map_get_values") for item in key):
        if name in entries and not any(equal(entries[name], known) for known in found):
            found.append(entries[name])
    return found


@function("map_has_keys", raw=True)
def map_has_keys(value: Any, key: Any) -> bool:
    """Whether a map has a key, or any of several keys."""
    if value is None or key is None:
        return False
    entries = _map("map_has_keys", value)
    return any(_key(item, "map_has_keys") in entries for item in (key if isinstance(key, list) else [key]))


def _map(name: str, value: Any) -> Object:
    if not isinstance(value, Mapping):
        raise TransformError(f"{name}: MAP takes a map, not {kind_of(value)}")
    return value


@function("add_to_map", raw=True)
def add_to_map(first: Any, *others: Any) -> dict[str, Any] | None:
    """One map of several, the first value of a key counting; further nulls count as not given."""
    if first is None:
        return None
    result: dict[str, Any] = {}
    for entries in (first, *others):
        if entries is not None:
            for key, value in _map("add_to_map", entries).items():
                result.setdefault(key, value)
    return result
