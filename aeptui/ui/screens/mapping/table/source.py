"""The source as the mapping table sees it: its columns, and the sample row that is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from aeptui.core.expressions import ExpressionError
from aeptui.core.expressions.fields import SourceFields
from aeptui.core.xdm.profile import ColumnProfile, text_of, value_at
from aeptui.ui.widgets.fuzzy import Ranking
from aeptui.ui.words import shortened

if TYPE_CHECKING:
    from aeptui.core.manifest.model import Source
    from aeptui.operations.explore import Sample

_BOUND_WIDTH = 20


@dataclass(frozen=True)
class SourceView:
    """Columns (name, type) and sample rows; ``position`` is the row that is looked at. Empty until they are known.

    ``nested``: columns are paths into records.
    """

    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    position: int = 0
    nested: bool = False

    @classmethod
    def of(cls, source: "Source", sample: "Sample | None", position: int) -> "SourceView":
        """What a document's source has: the columns that it chooses, else those of the sample."""
        if source.fields is not None:
            columns = tuple((field.name, field.type) for field in source.fields)
        else:
            columns = tuple((column.name, column.type) for column in sample.columns) if sample is not None else ()
        rows = sample.rows if sample is not None else ()
        nested = source.format not in ("tabular", "delimited")
        return cls(columns, rows, max(0, min(position, len(rows) - 1)), nested)

    @property
    def row(self) -> Mapping[str, Any] | None:
        """The sample row that is looked at; None without a sample."""
        return self.rows[self.position] if self.rows else None

    @cached_property
    def types(self) -> dict[str, str]:
        """The columns' types by name."""
        return dict(self.columns)

    @cached_property
    def names(self) -> Ranking[str]:
        """The columns' names, to be found by a few letters."""
        return Ranking((name, name, "") for name, _ in self.columns)

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

    def sample(self, column: str) -> str:
        """The column's value in the sample row, as text; empty where there is none."""
        return text_of(value_at(self.row, column)) if self.row is not None else ""

    def at(self, position: int) -> "SourceView":
        """The same with another sample row, the first after the last and the other way round."""
        return replace(self, position=position % len(self.rows)) if self.rows else self


def profile_text(profile: ColumnProfile | None) -> str:
    """What the sample rows tell about a column, in one line; empty where there is no sample."""
    if profile is None or not profile.rows:
        return ""
    if not profile.filled:
        return f"empty in all {profile.rows} sample rows"
    parts = [f"{profile.filled_percent}% filled", f"{profile.distinct:,} distinct"]
    if profile.least:
        bounds = (profile.least,) if profile.least == profile.greatest else (profile.least, profile.greatest)
        parts.append(" to ".join(shortened(each, _BOUND_WIDTH) for each in bounds))
    if profile.form:
        parts.append(f"all as {profile.form}")
    return ", ".join(parts)
