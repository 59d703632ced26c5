"""Which suggestions stand in the table: those whose column and target are free, and that nobody refused."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from aeptui.core.expressions import ExpressionError, field_paths, parse
from aeptui.core.mapping.suggest.advice import Advice, Candidate
from aeptui.ui.screens.mapping.table.targets import TargetsFilled, target_names

if TYPE_CHECKING:
    from aeptui.core.manifest.model import MappingRow

SURE = 0.8
"""From this probability on a suggestion is sure enough to be accepted unseen."""
LEAST_WHEN_ASKED = 0.1
"""Among unmapped columns the best candidate is shown from this probability on: one looks for any help there."""
_UNLIKELY = 0.5
_EXPRESSIONS_KEPT = 65_536


class Offer(NamedTuple):
    """A line for a column that no row reads, with the target that is suggested for it (None: there is none)."""

    column: str
    candidate: Candidate | None


class Offers:
    """The suggestions of a mapping as its rows come and go. Nothing of them is in the document."""

    def __init__(self) -> None:
        self.advice = Advice()
        self._read: Counter[str] = Counter()
        self._refused: set[tuple[str, str]] = set()
        self._hopeful: list[str] = []

    def take(self, advice: Advice, rows: "Iterable[MappingRow]") -> None:
        """What suggestions say now, and the rows as they are."""
        self.advice = advice
        every = (each for found in advice.candidates.values() for each in found)
        self._refused.update((each.column, each.path) for each in every if each.refused)
        self._read = Counter(column for row in rows for column in columns_of(row))
        self._hopeful = [
            column for column, found in advice.candidates.items() if found[0].probability >= advice.threshold
        ]

    def change(self, gone: "Iterable[MappingRow]", come: "Iterable[MappingRow]") -> None:
        """Rows that are gone, and rows that have come."""
        if self.advice.profiles:
            self._read.subtract(column for row in gone for column in columns_of(row))
            self._read.update(column for row in come for column in columns_of(row))

    def refuse(self, candidate: Candidate, refused: bool = True) -> None:
        """Never shows the candidate again, or does so again."""
        if refused:
            self._refused.add((candidate.column, candidate.path))
        else:
            self._refused.discard((candidate.column, candidate.path))

    def is_refused(self, candidate: Candidate) -> bool:
        """Whether it was refused."""
        return (candidate.column, candidate.path) in self._refused

    def is_read(self, column: str) -> bool:
        """Whether a row reads the column."""
        return self._read[column] > 0

    def read_of(self, columns: Iterable[str]) -> int:
        """How many of the columns rows read."""
        return sum(self._read[column] > 0 for column in columns)

    def candidates(self, column: str) -> tuple[Candidate, ...]:
        """Everything that suits a column, the best first."""
        return self.advice.candidates.get(column, ())

    def shown(self, filled: TargetsFilled) -> list[Candidate]:
        """The suggestions for unmapped columns in the source's order: one for a target, the likelier one."""
        best: dict[str, Candidate] = {}
        for column in self._hopeful:
            found = None if self.is_read(column) else self._best(column, filled, self.advice.threshold)
            if found is not None:
                rival = best.get(found.path)
                if rival is None or rival.probability < found.probability:
                    best[found.path] = found
        chosen = {each.column: each for each in best.values()}
        return [chosen[column] for column in self._hopeful if column in chosen]

    def free(self, columns: Iterable[str], filled: TargetsFilled) -> list[Offer]:
        """A line for each of the columns that no row reads."""
        shown = {each.column: each for each in self.shown(filled)}
        return [
            Offer(column, shown.get(column) or self._best(column, filled, LEAST_WHEN_ASKED))
            for column in columns
            if not self.is_read(column)
        ]

    def _best(self, column: str, filled: TargetsFilled, least: float) -> Candidate | None:
        for each in self.candidates(column):
            if each.probability < least:
                return None
            if not self.is_refused(each) and not filled.whole(target_names(each.path)):
                return each
        return None

    def confidence(self, row: "MappingRow") -> float | None:
        """The probability that suggestions give to what a row does; None where they say nothing about it."""
        path = ".".join(target_names(row.to))
        candidates = (each for column in columns_of(row) for each in self.candidates(column))
        return max((each.probability for each in candidates if each.path == path), default=None)

    def doubts(self, row: "MappingRow") -> bool:
        """Whether suggestions find a row unlikely, or would rather have another target for its column."""
        sure = self.confidence(row)
        if sure is not None:
            return sure < _UNLIKELY
        found = (self.candidates(column)[:1] for column in columns_of(row))
        return any(first and first[0].probability >= self.advice.threshold for first in found)


def columns_of(row: "MappingRow") -> Sequence[str]:
    """The columns that a row reads."""
    if row.expr is None:
        return (row.from_,) if row.from_ else ()
    return _read_by(row.expr)


@lru_cache(_EXPRESSIONS_KEPT)
def _read_by(expression: str) -> tuple[str, ...]:
    """The columns of an expression: for records of records, a column is a path."""
    try:
        paths = [use.path for use in field_paths(parse(expression))]
    except ExpressionError:
        return ()
    return tuple(dict.fromkeys(name for path in paths for name in (path[0], ".".join(map(str, path)))))
