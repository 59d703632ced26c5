"""Suggestions for the mapping table of a dataflow: targets of its own schema for the columns of its source."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from aeptui.core.manifest.model import Source
from aeptui.core.mapping.preview import Preview
from aeptui.core.mapping.suggest.advice import Advice, Candidate
from aeptui.core.mapping.suggest.model import SourceObject, Suggestion, Suggestions, TargetField
from aeptui.core.mapping.suggest.suggest import Learned, suggest
from aeptui.core.mapping.suggest.targets import TargetIndex
from aeptui.core.xdm.profile import ColumnProfile, profiles, value_at
from aeptui.core.xdm.tree import Field, Tree
from aeptui.operations.explore import SampleColumn
from aeptui.operations.proposing import row_for, source_field

_TRIED_ROWS = 20
_WORTH_TRYING = 0.2
_MISFIT = 0.25
"""What is left of a probability where most values of the sample cannot stand in the target."""


class Advisor:
    """Suggests targets of one schema. Making it takes a moment for a large one: once, and not between two keys."""

    def __init__(self, tree: Tree | None, leaves: Sequence[Field], class_id: str, *, every: str = "[0]") -> None:
        """``leaves`` are those of the tree's fields that are targets; ``every`` stands behind arrays in their paths."""
        self._preview = Preview(tree, nested=every != "[0]")
        self._fields = {each.path.replace("[*]", ""): each for each in leaves if not each.deprecated}
        self._class_id, self._every = class_id, every
        self._index = TargetIndex(
            [TargetField(path, each.type, each.title or "", each.in_array) for path, each in self._fields.items()]
        )

    def advise(
        self,
        source: Source,
        columns: Sequence[tuple[str, str]],
        rows: Sequence[Mapping[str, Any]],
        learned: Learned | None,
    ) -> Advice:
        """The candidates for columns (name, type), as if none were mapped; ``rows`` are sample rows, maybe none."""
        told = profiles(rows, (name for name, _ in columns))
        known = {name: SampleColumn(name, kind) for name, kind in columns}
        table = SourceObject(
            source.system, source.object, tuple(source_field(each, told[each.name]) for each in known.values())
        )
        if not self._fields:
            return Advice(told)
        found = suggest(table, self._index, self._class_id, learned=learned)
        refused = _refused(source, found, learned)
        candidates = {
            name: self._candidates(known[name], told[name], suggestions, rows[:_TRIED_ROWS], refused)
            for name, suggestions in found.by_source.items()
            if suggestions
        }
        return Advice(told, candidates, found.threshold)

    def _candidates(
        self,
        column: SampleColumn,
        profile: ColumnProfile,
        suggestions: Sequence[Suggestion],
        rows: Sequence[Mapping[str, Any]],
        refused: Collection[tuple[str, str]],
    ) -> tuple[Candidate, ...]:
        """The candidates of a column, behind the others those that its values say are wrong."""
        found = [self._candidate(column, profile, each, refused) for each in suggestions]
        tried = [self._tried(each, rows) if each.probability >= _WORTH_TRYING else each for each in found]
        return tuple(sorted(tried, key=lambda each: -each.probability))

    def _candidate(
        self, column: SampleColumn, profile: ColumnProfile, found: Suggestion, refused: Collection[tuple[str, str]]
    ) -> Candidate:
        row = replace(row_for(column, profile, self._fields[found.path], every=self._every), note=None)
        pair = (column.name, found.path)
        return Candidate(*pair, found.probability, row, refused=pair in refused, why=found.why)

    def _tried(self, candidate: Candidate, rows: Sequence[Mapping[str, Any]]) -> Candidate:
        """The candidate, less likely where the target does not take most of the values."""
        filled = [row for row in rows if value_at(row, candidate.column) not in (None, "")]
        wrong = sum(self._preview.result(candidate.row, row).kind in ("error", "warning") for row in filled)
        if 2 * wrong <= len(filled):
            return candidate
        why = candidate.why
        probability = candidate.probability * _MISFIT
        return replace(candidate, probability=probability, why=lambda: f"{why()}, values do not fit")


def _refused(source: Source, found: Suggestions, learned: Learned | None) -> frozenset[tuple[str, str]]:
    """The columns with the targets that were refused for them."""
    if learned is None:
        return frozenset()
    pairs = ((column, each.path) for column, suggestions in found.by_source.items() for each in suggestions)
    return frozenset(pair for pair in pairs if learned.weight(source.system, source.object, *pair) < 0)
