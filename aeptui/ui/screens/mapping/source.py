"""The source as the mapping table sees it: its columns, and the sample row that is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aeptui.core.expressions import ExpressionError
from aeptui.core.expressions.checker import check
from aeptui.core.expressions.fields import SourceFields
from aeptui.core.expressions.paths import parse_path
from aeptui.core.manifest.nearest import nearest
from aeptui.core.xdm.profile import text_of, value_at

if TYPE_CHECKING:
    from aeptui.core.manifest.model import MappingRow, Source
    from aeptui.operations.explore import Sample


@dataclass(frozen=True)
class SourceView:
    """Columns (name, type) and sample rows; ``position`` is the row that is looked at. Empty until they are known.

    ``nested``: columns are paths into records.
    """

    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    position: int = 0
    nested: bool = False
    explored: bool = False
    """Whether the columns are those of the source itself, which the search for problems does not know."""

    @classmethod
    def of(cls, source: "Source", sample: "Sample | None", position: int) -> "SourceView":
        """What a document's source has: the columns that it chooses, else those of the sample."""
        if source.fields is not None:
            columns = tuple((field.name, field.type) for field in source.fields)
        else:
            columns = tuple((column.name, column.type) for column in sample.columns) if sample is not None else ()
        rows = sample.rows if sample is not None else ()
        nested = source.format not in ("tabular", "delimited")
        explored = source.fields is None and bool(columns)
        return cls(columns, rows, max(0, min(position, len(rows) - 1)), nested, explored)

    @property
    def row(self) -> Mapping[str, Any] | None:
        """The sample row that is looked at; None without a sample."""
        return self.rows[self.position] if self.rows else None

    @cached_property
    def types(self) -> dict[str, str]:
        """The columns' types by name."""
        return dict(self.columns)

    @cached_property
    def fields(self) -> SourceFields | None:
        """The columns as expressions read them; None where they are not known."""
        if not self.columns:
            return None
        if self.nested:
            try:
                return SourceFields.of_paths(self.columns)
            except ExpressionError:
                pass  # Names that are no paths are raw names, whatever the format.
        return SourceFields.of_columns(self.columns)

    def lacks(self, column: str) -> bool:
        """Whether the source, as it was explored, has no such column."""
        if not self.explored or column in self.types:
            return False
        try:
            path = tuple(step for step in parse_path(column) if isinstance(step, str))
        except ExpressionError:
            return True
        return not self.nested or self.fields is None or self.fields.type_of(path) is None

    def missing(self, row: "MappingRow") -> str:
        """What to say of a row that reads a column that the source does not have; empty for all others."""
        if row.from_ and self.lacks(row.from_):
            meant = nearest(row.from_, self.types)
            return f"the source has no column '{row.from_}'" + (f"; did you mean '{meant}'?" if meant else "")
        if row.expr and self.explored:
            found = (each.message for each in check(row.expr, self.fields) if each.rule == "unknown-field")
            return next(found, "")
        return ""

    def sample(self, column: str) -> str:
        """The column's value in the sample row, as text; empty where there is none."""
        return text_of(value_at(self.row, column)) if self.row is not None else ""

    def at(self, position: int) -> "SourceView":
        """The same with another sample row, the first after the last and the other way round."""
        return replace(self, position=position % len(self.rows)) if self.rows else self
