"""The fields of the target as a tree to look things up in: what is required, what identifies, what is custom."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from aeptui.core.xdm.tree import Field, Tree
from aeptui.core.xdm.types import TYPES
from aeptui.ui.widgets.tree_picker import TreeNode
from aeptui.ui.words import printable

_MEANING = {
    "string": "text",
    "number": "a number with decimals",
    "boolean": "true or false",
    "date": "a day, such as 2026-12-01",
    "date-time": "a moment with its zone, such as 2026-12-01T06:00:00Z",
    "object": "fields of its own",
    "array": "a list",
    "map": "values under keys that the data brings along",
}


@dataclass(frozen=True, slots=True)
class SchemaNode(TreeNode):
    """A field in the tree; ``custom``: it is the organisation's own."""

    custom: bool = False

    @property
    def marks(self) -> str:
        """What is special about it, in words."""
        words = ("required", "identity", "custom", "mapped")
        return " ".join(word for word in words if getattr(self, word))


class SchemaTree:
    """The target's fields as the nodes of a tree picker."""

    def __init__(self) -> None:
        self._tree = Tree(())
        self._identities: Mapping[str, str] = {}
        self._mapped: Collection[str] = ()
        self._fields: dict[str, Field] = {}

    def show(self, tree: Tree | None, identities: Mapping[str, str], mapped: Collection[str]) -> None:
        """Takes the fields; ``identities`` are namespaces by path, ``mapped`` the paths that are filled."""
        self._tree = tree or Tree(())
        self._identities, self._mapped = identities, mapped
        self._fields = {"": Field("", "", "object", children=self._tree.fields)}

    def field(self, path: str | None) -> Field | None:
        """The field of a node."""
        return self._fields.get(path or "") if path else None

    def children(self, path: str) -> Sequence[TreeNode]:
        """The fields below one, those of an array's elements or a map's values included."""
        parent = self._fields.get(path)
        while parent is not None and parent.element is not None:
            parent = parent.element
        children = parent.children if parent is not None else ()
        self._fields.update((child.path, child) for child in children)
        return [self._node(child) for child in children]

    def explain(self, path: str | None) -> str:
        """What a field holds, in a few sentences."""
        field = self.field(path)
        if field is None:
            return ""
        identity = self._identities.get(field.path)
        identifies = f" Identifies in the namespace {identity}." if identity else ""
        return f"{type_name(field)}: {type_meaning(field)}.{constraints(field)}{identifies}"

    def _node(self, field: Field) -> SchemaNode:
        return SchemaNode(
            path=field.path,
            name=printable(field.name),
            detail=type_name(field),
            meaning=printable(field.title or ""),
            required=field.required,
            identity=field.path in self._identities,
            mapped=field.path in self._mapped,
            branch=not field.is_leaf,
            custom=field.custom,
        )


def type_name(field: Field) -> str:
    """A field's type in a word: ``string``, ``string[]`` for a list of them."""
    if field.type == "array" and field.element is not None:
        return f"{type_name(field.element)}[]"
    return field.type


def type_meaning(field: Field) -> str:
    """What values of a field's type are, in words."""
    if field.element is not None:
        inside = "objects" if field.element.children else f"{field.element.type} values"
        return f"{_MEANING.get(field.type, field.type)} ({inside})"
    return meaning_of(field.type)


def meaning_of(name: str) -> str:
    """What values of a type are, in words, by the type's name."""
    known = TYPES.get(name)
    if known is not None and known.bounds is not None:
        return f"a whole number from {known.bounds[0]:,} to {known.bounds[1]:,}"
    return _MEANING.get(name, name)


def constraints(field: Field) -> str:
    """What else a field's values have to be, as sentences that begin with a blank."""
    found: list[str] = []
    if field.required:
        found.append("Required")
    if field.enum:
        found.append(f"One of {', '.join(map(str, field.enum))}")
    if field.suggested:
        found.append(f"Suggested: {', '.join(field.suggested)}")
    if field.format:
        found.append(f"Written as {field.format}")
    if field.pattern:
        found.append(f"Matches {field.pattern}")
    bounds = (
        ("At least", field.min),
        ("At most", field.max),
        ("Characters: at least", field.min_length),
        ("Characters: at most", field.max_length),
    )
    for word, bound in bounds:
        if bound is not None:
            found.append(f"{word} {bound:,}")
    if field.deprecated:
        found.append("Deprecated")
    return "".join(f" {text}." for text in found)
