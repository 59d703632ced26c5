"""The fields that a mapping can aim at: found by path, those still to be filled, and as a tree to pick from."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from aeptui.core.manifest.model import Identity, Manifest
from aeptui.core.mapping.lint.coverage import identity_lacks
from aeptui.core.mapping.lint.demands import Demands
from aeptui.core.mapping.lint.subject import target_tree
from aeptui.core.xdm.paths import PathError, names_of, parse
from aeptui.core.xdm.tree import Field, Tree
from aeptui.ui.widgets.tree_picker import TreeNode

_PATHS_KEPT = 65_536


@dataclass(frozen=True, slots=True)
class Need:
    """A target that is to be filled and is not: why in a word or two, and what is known of the field."""

    path: str
    why: str
    type: str = ""
    title: str = ""


class Targets:
    """The target schema of a manifest, as the mapping table asks about it. ``tree`` is None where it is not known."""

    def __init__(
        self,
        tree: Tree | None,
        identities: Sequence[Identity],
        *,
        nested: bool,
        class_id: str = "",
        tenant: str | None = None,
    ) -> None:
        """``class_id`` is the schema's class, ``tenant`` the organisation's id; both as far as they are known."""
        self._tenant = tenant
        self.tree = tree
        self.identities = tuple(identities)
        self.class_id = class_id
        self.every = "[*]" if nested else "[0]"
        self._primary = {each.path: each.primary for each in identities}
        self.field = lru_cache(_PATHS_KEPT)(self._field)
        """The field that a path leads to, or None."""
        self.leaves = tuple(self._leaves())
        self._demands = Demands(tree)

    @classmethod
    def of(cls, manifest: Manifest, known: Mapping[str, Any], tenant: str | None) -> "Targets":
        """Those of a manifest; ``known`` and ``tenant`` as the desk has them. Takes a moment: not between two keys."""
        schema = manifest.target.schema
        chosen = getattr(schema, "class_id", "") or getattr(schema, "id", "")
        tree = target_tree(manifest, known, tenant) if chosen else None
        nested = manifest.source.format not in ("tabular", "delimited")
        class_id = getattr(schema, "class_id", "") or str(known.get(chosen, {}).get("meta:class", ""))
        return cls(tree, schema.identities, nested=nested, class_id=class_id, tenant=tenant)

    def path(self, field: Field) -> str:
        """The field's path as a target: flat rows fill the first element of an array, nested ones every element."""
        return field.path.replace("[*]", self.every)

    def alias(self, field: Field) -> str:
        """The path that a custom field has on the platform, below the organisation's own object; else empty."""
        return f"_{self._tenant}.{self.path(field)}" if field.custom and self._tenant else ""

    def words(self, path: str, field: Field | None) -> str:
        """What is special about a field: required, identity; empty for nothing."""
        primary = self._primary.get(path)
        words = ["required"] if field is not None and field.required else []
        words += [] if primary is None else ["primary identity" if primary else "identity"]
        return ", ".join(words)

    def needs(self, filled: "TargetsFilled") -> list[Need]:
        """What a mapping with these targets still has to fill."""
        fields = [field for lack in self._demands.lacks(filled) for field in _required_in(lack.field)]
        found = {self.path(field): self._need(self.path(field), "required") for field in fields}
        for _, identity in identity_lacks(self.identities, self.tree, filled):
            found.setdefault(identity.path, self._need(identity.path, "primary" if identity.primary else "identity"))
        return list(found.values())

    def _need(self, path: str, why: str) -> Need:
        field = self.field(path)
        return Need(path, why, field.type if field else "", (field.title or "") if field else "")

    def _field(self, path: str) -> Field | None:
        try:
            found = self.tree.find(path) if self.tree is not None else None
        except PathError:
            return None
        return found.field if found is not None else None

    def _leaves(self) -> Iterable[Field]:
        """The fields that hold values; what lies in a map has no path before somebody names a key."""
        return (each for each in self.tree.leaves() if ".*" not in each.path) if self.tree is not None else ()


class TargetsFilled:
    """The targets of a mapping, counted as rows come and go."""

    def __init__(self) -> None:
        self._whole: Counter[tuple[str, ...]] = Counter()
        self._touched: Counter[tuple[str, ...]] = Counter()

    def change(self, gone: Iterable[str], come: Iterable[str]) -> None:
        """Targets that are filled no longer, and targets that are filled now."""
        for path in gone:
            self._count(target_names(path), -1)
        for path in come:
            self._count(target_names(path), 1)

    def _count(self, names: tuple[str, ...], by: int) -> None:
        if names:
            self._whole[names] += by
        for depth in range(1, len(names) + 1):
            self._touched[names[:depth]] += by

    def whole(self, names: tuple[str, ...]) -> bool:
        """Whether a row fills the field itself, or an object around it."""
        return any(self._whole.get(names[:depth], 0) for depth in range(1, len(names) + 1))

    def touched(self, names: tuple[str, ...]) -> bool:
        """Whether a row fills the field or a part of it."""
        return bool(self._touched.get(names, 0))


class TargetTree:
    """The target schema as a tree to pick from."""

    def __init__(self, targets: Targets, mapped: frozenset[str]) -> None:
        self._targets = targets
        self._mapped = mapped
        self._fields: dict[str, Field] = {}

    def children(self, path: str) -> Sequence[TreeNode]:
        """The fields below one; those of the schema for the empty path."""
        tree = self._targets.tree
        if not path:
            return [self._node(each) for each in tree.fields] if tree is not None else []
        return [self._node(each) for each in _children(self._fields[path])]

    def _node(self, field: Field) -> TreeNode:
        path = self._targets.path(field)
        self._fields[path] = field
        return TreeNode(
            path,
            field.name,
            detail=field.type,
            meaning=field.title or "",
            required=field.required,
            identity="identity" in self._targets.words(path, None),
            mapped=path in self._mapped,
            branch=bool(_children(field)),
        )


def _required_in(field: Field) -> list[Field]:
    """What fills a required field: in an object the fields that are required there, where there are any."""
    inner = [below for child in _children(field) if child.required for below in _required_in(child)]
    return inner or [field]


def _children(field: Field) -> tuple[Field, ...]:
    """The fields below one; those of its elements where it is an array."""
    while field.type == "array" and field.element is not None:
        field = field.element
    return field.children


@lru_cache(_PATHS_KEPT)
def target_names(path: str) -> tuple[str, ...]:
    """The names on the way to a target, without indexes; none for what is no path."""
    try:
        return names_of(parse(path))
    except PathError:
        return ()
