"""Field trees: what a schema holds, found by path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from aeptui.core.xdm.paths import Index, Step, join, parse
from aeptui.core.xdm.types import of_schema

CUSTOM = "aeptui:custom"
"""The key that marks a node of a schema, and all below it, as a field of the tenant."""

# Objects of so many fields are worth an index of them.
_MANY = 32

_CONSTRAINTS = {
    "pattern": "pattern",
    "minimum": "min",
    "maximum": "max",
    "minLength": "min_length",
    "maxLength": "max_length",
    "default": "default",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a schema.

    ``path`` is dotted and has ``[*]`` behind every array on the way, not behind the field itself. ``element`` describes
    an array's elements or a map's values, ``children`` the fields of an object. ``required``: its parent object may not
    be without it. ``in_array``: it stands inside an array or map. ``custom``: it belongs to the tenant, not to Adobe.
    """

    name: str
    path: str
    type: str
    title: str | None = None
    required: bool = False
    enum: tuple[Any, ...] = ()
    suggested: tuple[str, ...] = ()
    pattern: str | None = None
    format: str | None = None
    min: int | float | None = None
    max: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    default: Any = None
    in_array: bool = False
    deprecated: bool = False
    custom: bool = False
    element: "Field | None" = None
    children: "tuple[Field, ...]" = ()
    _by_name: "dict[str, Field] | None" = field(default=None, init=False, repr=False, compare=False)

    def child(self, name: str) -> "Field | None":
        """The child of that name, or None."""
        if len(self.children) < _MANY:
            return next((each for each in self.children if each.name == name), None)
        if self._by_name is None:
            object.__setattr__(self, "_by_name", {each.name: each for each in reversed(self.children)})
        return (self._by_name or {}).get(name)

    @property
    def is_leaf(self) -> bool:
        """Whether the field holds values of its own and no fields: a single value, or an array or map of them."""
        if self.element is not None:
            return not self.element.children and self.element.element is None
        return self.type != "object"


@dataclass(frozen=True, slots=True)
class Found:
    """A field that a path leads to; ``unindexed`` are the arrays on the way that lack ``[0]`` or ``[*]``."""

    field: Field
    unindexed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """The fields of a schema. ``missing`` names parts of it that are not known, so that it may hold more fields."""

    fields: tuple[Field, ...]
    missing: tuple[str, ...] = ()
    _by_name: dict[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {each.name: each for each in self.fields})

    @property
    def complete(self) -> bool:
        """Whether a field that is not in the tree is not in the schema."""
        return not self.missing

    def find(self, path: str) -> Found | None:
        """The field at a path with or without indexes (``phones[0].number``, ``identityMap.Email[0].id``).

        None where there is none. Raises PathError for a text that is no path.
        """
        return self.follow(parse(path))

    def follow(self, steps: tuple[Step, ...]) -> Found | None:
        """The field that the steps lead to, or None."""
        found: Field | None = None
        unindexed: list[str] = []
        for number, step in enumerate(steps):
            if isinstance(step, Index):
                found = found.element if found is not None and found.type == "array" else None
            elif found is None:
                found = self._by_name.get(step) if number == 0 else None
            else:
                while found is not None and found.type == "array":
                    unindexed.append(join(steps[:number]))
                    found = found.element
                found = _into(found, step)
            if found is None:
                return None
        return Found(found, tuple(unindexed)) if found is not None else None

    def walk(self) -> Iterator[Field]:
        """Every field, parents before children, elements of arrays and maps left out but their fields included."""
        for each in self.fields:
            yield from _walk(each)

    def leaves(self) -> Iterator[Field]:
        """The fields that hold values."""
        return (each for each in self.walk() if each.is_leaf)


def _into(found: Field | None, step: str) -> Field | None:
    if found is None:
        return None
    return found.element if found.type == "map" else found.child(step)


def _walk(each: Field) -> Iterator[Field]:
    yield each
    inner = each
    while inner.element is not None:
        inner = inner.element
    for child in inner.children:
        yield from _walk(child)


def from_json_schema(schema: Mapping[str, Any], missing: tuple[str, ...] = (), tenant: str | None = None) -> Tree:
    """The tree of a schema in the registry's full form, in which nothing refers to anything else.

    ``tenant`` is the tenant's id without underscore; what stands below its object counts as custom.
    """
    names = schema.get("properties") or {}
    required = schema.get("required") or ()
    fields = (
        _field(name, node, name, required=name in required, custom=bool(tenant) and name == f"_{tenant}")
        for name, node in names.items()
    )
    return Tree(tuple(fields), missing)


def _field(
    name: str,
    node: Mapping[str, Any],
    path: str,
    *,
    required: bool = False,
    in_array: bool = False,
    custom: bool = False,
) -> Field:
    kind = of_schema(node)
    custom = custom or bool(node.get(CUSTOM))
    values: dict[str, Any] = {ours: node[theirs] for theirs, ours in _CONSTRAINTS.items() if theirs in node}
    element: Field | None = None
    children: tuple[Field, ...] = ()
    if kind in ("array", "map"):
        inner = node.get("items") if kind == "array" else node.get("additionalProperties")
        below = f"{path}[*]" if kind == "array" else f"{path}.*"
        element = _field("", inner if isinstance(inner, Mapping) else {}, below, in_array=True, custom=custom)
    elif kind == "object":
        needed = node.get("required") or ()
        children = tuple(
            _field(each, sub, f"{path}.{each}", required=each in needed, in_array=in_array, custom=custom)
            for each, sub in (node.get("properties") or {}).items()
        )
    return Field(
        name,
        path,
        kind,
        title=node.get("title"),
        required=required,
        enum=tuple(node.get("enum") or ()),
        suggested=() if node.get("enum") else tuple(node.get("meta:enum") or ()),
        format=node.get("format") if kind == "string" else None,
        deprecated=node.get("meta:status") == "deprecated",
        in_array=in_array,
        custom=custom,
        element=element,
        children=children,
        **values,
    )
