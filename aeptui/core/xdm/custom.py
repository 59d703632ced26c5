"""Custom fields: the paths of the document made into nested JSON Schema, and into the platform's paths."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Protocol

from aeptui.core.xdm.names import name_problem
from aeptui.core.xdm.paths import names_of, parse
from aeptui.core.xdm.types import json_schema


class CustomField(Protocol):
    """What is asked of a custom field; the document's model has it."""

    @property
    def path(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def description(self) -> str | None: ...
    @property
    def required(self) -> bool: ...
    @property
    def enum(self) -> tuple[Any, ...]: ...
    @property
    def pattern(self) -> str | None: ...
    @property
    def format(self) -> str | None: ...
    @property
    def min(self) -> int | float | None: ...
    @property
    def max(self) -> int | float | None: ...
    @property
    def min_length(self) -> int | None: ...
    @property
    def max_length(self) -> int | None: ...
    @property
    def default(self) -> Any: ...
    @property
    def items(self) -> str | None: ...


def path_problem(path: str) -> str | None:
    """What is wrong with a custom field's path, in words; None when nothing is. It is dotted and has no indexes."""
    return next((found for found in map(name_problem, path.split(".")) if found), None)


def schema_of(field: CustomField) -> dict[str, Any]:
    """The JSON Schema of one custom field, without its name and place.

    Bounds that the type implies are written where the field gives only one, for the registry tells the integer types
    apart by their bounds.
    """
    out = json_schema(field.type)
    texts = {"title": field.title, "description": field.description, "pattern": field.pattern, "format": field.format}
    numbers = {"minimum": field.min, "maximum": field.max, "minLength": field.min_length, "maxLength": field.max_length}
    out |= {key: value for key, value in texts.items() if value}
    out |= {key: value for key, value in (numbers | {"default": field.default}).items() if value is not None}
    if field.enum:
        out["enum"] = list(field.enum)
    if field.type == "object":
        out["properties"] = {}
    elif field.type == "array":
        out["items"] = _inner(field.items)
    elif field.type == "map":
        out["additionalProperties"] = _inner(field.items)
    return out


def _inner(type_name: str | None) -> dict[str, Any]:
    out = json_schema(type_name or "string")
    if type_name == "object":
        out["properties"] = {}
    return out


def nested(
    fields: Iterable[CustomField], node_of: Callable[[CustomField], dict[str, Any]] = schema_of
) -> dict[str, Any]:
    """An object schema with every field at its path; parents that no field declares are objects.

    A required field makes the objects around it required, up to the root or the next array. Fields below an array of
    objects belong to its elements. Where two fields contradict each other the first one holds. ``node_of`` makes the
    schema of a single field.
    """
    root: dict[str, Any] = {"type": "object", "properties": {}}
    given = list(fields)
    by_path = {field.path: field for field in reversed(given)}
    for field in given:
        steps = field.path.split(".")
        # A field that says what its children's parent is comes before them, wherever the document puts it.
        for depth in range(1, len(steps)):
            parent = by_path.get(".".join(steps[:depth]))
            if parent is not None:
                _place(root, parent, node_of(parent))
        _place(root, field, node_of(field))
    return root


def _place(root: dict[str, Any], field: CustomField, node: dict[str, Any]) -> None:
    *parents, name = steps = field.path.split(".")
    inside, holders = root, [(root, steps[0])]
    for parent, below in zip(parents, steps[1:], strict=True):
        outer = inside["properties"].setdefault(parent, {"type": "object", "properties": {}})
        inside = outer.get("items", outer)
        if "properties" not in inside:
            return
        holders = [(inside, below)] if inside is not outer else [*holders, (inside, below)]
    inside["properties"].setdefault(name, node)
    if field.required:
        for holder, key in holders:
            holder["required"] = list(dict.fromkeys([*holder.get("required", ()), key]))


def is_custom(path: str, custom_paths: Collection[str]) -> bool:
    """Whether a path of the document, indexes allowed, is that of a custom field, or lies above or below one.

    Raises PathError for a text that is no path.
    """
    return _lies_on(names_of(parse(path)), custom_paths)


def platform_path(path: str, custom_paths: Collection[str], tenant: str) -> str:
    """The platform's path for one of the document: a custom one gets the tenant's object in front.

    ``tenant`` is the tenant's id without underscore. Raises PathError for a text that is no path.
    """
    return f"_{tenant}.{path}" if is_custom(path, custom_paths) else path


def document_path(path: str, tenant: str) -> str:
    """The document's path for one of the platform: without the tenant's object in front."""
    return path.removeprefix(f"_{tenant}.")


def _lies_on(names: tuple[str, ...], custom_paths: Collection[str]) -> bool:
    for custom in custom_paths:
        other = tuple(custom.split("."))
        shared = min(len(names), len(other))
        if names[:shared] == other[:shared]:
            return True
    return False
