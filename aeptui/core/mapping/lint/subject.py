"""What the rules look at: a manifest, the fields of its target, and the collection of findings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aeptui.core.expressions.errors import ExpressionError
from aeptui.core.expressions.fields import SourceFields
from aeptui.core.manifest.lint import Findings
from aeptui.core.manifest.model import CustomField, ExistingSchema, Identity, Manifest, NewSchema
from aeptui.core.manifest.nearest import Words
from aeptui.core.manifest.problems import Path
from aeptui.core.mapping.lint.demands import Demands
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import Library, standard
from aeptui.core.xdm.nearest import PathIndex, path_index
from aeptui.core.xdm.tree import Tree, from_json_schema

SCHEMA: Path = ("target", "schema")


@dataclass(frozen=True)
class Subject:
    """A manifest under examination, but for its mapping: rows come and go, and are examined apart, in a ``Table``.

    ``tree`` is None where the fields of the target are not known. ``explored`` are the columns (name, type) of the
    source itself, None where it was not explored; ``sampled`` are rows of it whose values are looked at.
    """

    manifest: Manifest
    tree: Tree | None
    findings: Findings
    library: Library
    explored: tuple[tuple[str, str], ...] | None = None
    sampled: tuple[Mapping[str, Any], ...] = ()

    @cached_property
    def new_schema(self) -> NewSchema | None:
        """The schema to be made, None where one is used that exists."""
        schema = self.manifest.target.schema
        return schema if isinstance(schema, NewSchema) else None

    @property
    def custom(self) -> tuple[CustomField, ...]:
        """The custom fields of the manifest."""
        return self.new_schema.fields if self.new_schema else ()

    @cached_property
    def custom_paths(self) -> frozenset[str]:
        """The paths of the custom fields."""
        return frozenset(field.path for field in self.custom)

    @property
    def identities(self) -> tuple[Identity, ...]:
        """The identities of the manifest."""
        return self.manifest.target.schema.identities

    @cached_property
    def identity_paths(self) -> frozenset[str]:
        """The paths of the identities."""
        return frozenset(each.path for each in self.identities)

    @cached_property
    def columns(self) -> dict[str, str] | None:
        """The types of the source's columns by name: those that the manifest chooses, else those of the source itself.

        None where neither is known.
        """
        fields = self.manifest.source.fields
        if fields is not None:
            return {field.name: field.type for field in fields}
        return dict(self.explored) if self.explored else None

    def nearest_field(self, path: str) -> str | None:
        """The field of the target that a path was probably meant to name, or None."""
        return next(iter(self._paths.nearest(path, 1)), None)

    def nearest_column(self, name: str) -> str | None:
        """The column of the source that a name was probably meant to be, or None."""
        return self._column_names.nearest(name)

    @cached_property
    def _paths(self) -> PathIndex:
        return path_index(self.tree) if self.tree is not None else PathIndex(())

    @cached_property
    def _column_names(self) -> Words:
        return Words(self.columns or ())

    @cached_property
    def demands(self) -> Demands:
        """What the target's fields ask to be filled."""
        return Demands(self.tree)

    @cached_property
    def expression_fields(self) -> SourceFields | None:
        """The source's columns as expressions read them, None where they are not known."""
        if self.columns is None:
            return None
        if self.hierarchical:
            try:
                return SourceFields.of_paths(self.columns.items())
            except ExpressionError:
                pass  # Names that are no paths are raw names, whatever the format.
        return SourceFields.of_columns(self.columns.items())

    @property
    def tabular(self) -> bool:
        """Whether the source is a table."""
        return self.manifest.source.format == "tabular"

    @property
    def hierarchical(self) -> bool:
        """Whether the source's records may hold objects and arrays."""
        return self.manifest.source.format in ("json", "parquet")

    @property
    def draft(self) -> bool:
        """Whether the manifest asks for a draft, of which nothing runs yet."""
        return self.manifest.state == "draft"


def target_tree(
    manifest: Manifest, known: Mapping[str, Mapping[str, Any]] | None = None, tenant: str | None = None
) -> Tree | None:
    """The fields of a manifest's target, None where they are not known.

    ``known`` holds what was fetched before, in the registry's full form: schemas that exist, and field groups and
    classes of the organisation, by ``$id``. ``tenant`` is the tenant's id, by which custom fields of a fetched schema
    are told from standard ones.
    """
    schema = manifest.target.schema
    fetched = known or {}
    if isinstance(schema, ExistingSchema):
        return from_json_schema(fetched[schema.id], tenant=tenant) if schema.id in fetched else None
    return compose(standard(), schema.class_id, schema.field_groups, schema.fields, fetched)
