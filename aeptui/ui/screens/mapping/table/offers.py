"""Which suggestions stand in the table: those whose column and target are free, and that nobody refused."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from aeptui.core.expressions import ExpressionError, field_paths, parse
from aeptui.core.mapping.suggest.advice import Advice, Candidate
from aeptui.ui.screens.mapping.table.targets import TargetsFilled, target_names

if TYPE_CHECKING:
    from aeptui.core.manifest.model import MappingRow

LEAST_WHEN_ASKED = 0.1
"""Among unmapped columns the best candidate is shown from this probability on: one looks for any help there."""
_UNLIKELY = 0.5
_EXPRESSIONS_KEPT = 65_536
_FEW = 64


class Offer(NamedTuple):
    """A line for a column that no row reads, with the target that is suggested for it (None: there is none)."""

    column: str
    candidate: Candidate | None


class Aims:
    """Which columns have a likely candidate at a target or within it."""

    def __init__(self, columns: Iterable[str], advice: Advice) -> None:
        self._columns: dict[tuple[str, ...], list[str]] = {}
        self._within: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for column in columns:
            for each in advice.candidates[column]:
                if each.probability >= advice.threshold:
                    self._columns.setdefault(target_names(each.path), []).append(column)
        for names in self._columns:
            for depth in range(1, len(names)):
                self._within.setdefault(names[:depth], []).append(names)

    def columns(self, names: tuple[str, ...]) -> Iterator[str]:
        """The columns that filling the target, or ceasing to, may make a difference for."""
        yield from self._columns.get(names, ())
        for within in self._within.get(names, ()):
            yield from self._columns[within]


class Offers:
    """The suggestions of a mapping as its rows come and go. Nothing of them is in the document.

    Made of advice and of the rows as they are, which takes a moment for thousands of columns: not between two keys.
    After that each change costs what it is about. ``filled`` counts the targets of the same rows.
    """

    def __init__(
        self,
        advice: Advice | None = None,
        rows: "Iterable[MappingRow]" = (),
        filled: TargetsFilled | None = None,
        refused: Iterable[tuple[str, str]] = (),
    ) -> None:
        """``refused`` are pairs of column and path, besides those that the advice knows of."""
        self._counts = advice is not None
        self.advice = advice or Advice()
        self._filled = filled or TargetsFilled()
        self._given = frozenset(refused)
        candidates = self.advice.candidates
        every = (each for found in candidates.values() for each in found)
        self.refused = {*self._given, *((each.column, each.path) for each in every if each.refused)}
        self._read = Counter(column for row in rows for column in columns_of(row))
        self._among: Mapping[str, object] = {}
        self._unread = 0
        least = self.advice.threshold
        hopeful = (column for column, found in candidates.items() if found[0].probability >= least)
        self._order = {column: place for place, column in enumerate(hopeful)}
        self._aims = Aims(self._order, self.advice)
        self._choices: dict[str, Candidate] = {}
        """The best that there is for each column, whether or not another column has more right to it."""
        self._rivals: dict[str, set[str]] = {}
        """The columns by the path of what is the best for them."""
        self._winners: dict[str, Offer] = {}
        self.by_target: dict[str, Offer] = {}
        """The lines by the target that their row would fill."""
        self.lines: list[Offer] = []
        """The suggestions for unmapped columns in the source's order: one for a target, the likelier one."""
        self._settle(self._order)

    def change(self, gone: "Iterable[MappingRow]", come: "Iterable[MappingRow]") -> bool:
        """Rows that are gone, and rows that have come; what they fill is counted already.

        Tells whether other suggestions are left.
        """
        if not self._counts:
            return False
        touched: set[str] = set()
        for rows, by in ((gone, -1), (come, 1)):
            for row in rows:
                touched.update(self._aims.columns(target_names(row.to)))
                for column in columns_of(row):
                    self._count(column, by)
                    touched.add(column)
        return self._settle(touched)

    def _count(self, column: str, by: int) -> None:
        before = self.is_read(column)
        self._read[column] += by
        if column in self._among:
            self._unread += before - self.is_read(column)

    def join(
        self,
        filled: TargetsFilled,
        refused: Collection[tuple[str, str]],
        gone: "Iterable[MappingRow]",
        come: "Iterable[MappingRow]",
    ) -> None:
        """Goes on with another count of the targets, and with all that was refused until now.

        The rows came and went since the offers were made.
        """
        self._filled = filled
        for pair in self._given.symmetric_difference(refused):
            (self.refused.add if pair in refused else self.refused.discard)(pair)
            self._settle((pair[0],))
        self.change(gone, come)

    def refuse(self, candidate: Candidate, refused: bool = True) -> None:
        """Never shows the candidate again, or does so again."""
        pair = (candidate.column, candidate.path)
        if refused:
            self.refused.add(pair)
        else:
            self.refused.discard(pair)
        self._settle((candidate.column,))

    def is_refused(self, candidate: Candidate) -> bool:
        """Whether it was refused."""
        return (candidate.column, candidate.path) in self.refused

    def is_read(self, column: str) -> bool:
        """Whether a row reads the column."""
        return self._read.get(column, 0) > 0

    def unread_of(self, columns: Mapping[str, object]) -> int:
        """How many of the columns no row reads."""
        if self._among is not columns:
            self._among, self._unread = columns, sum(not self.is_read(column) for column in columns)
        return self._unread

    def candidates(self, column: str) -> tuple[Candidate, ...]:
        """Everything that suits a column, the best first."""
        return self.advice.candidates.get(column, ())

    def free(self, columns: Iterable[str]) -> list[Offer]:
        """A line for each of the columns that no row reads."""
        shown = {line.column: line for line in self.lines}
        return [
            shown.get(column) or Offer(column, self._best(column, LEAST_WHEN_ASKED))
            for column in columns
            if not self.is_read(column)
        ]

    # -- which of them are lines

    def _settle(self, columns: Iterable[str]) -> bool:
        """Chooses again for columns; tells whether other lines are left."""
        paths: set[str] = set()
        for column in columns:
            if column in self._order:
                old = self._choices.pop(column, None)
                new = None if self.is_read(column) else self._best(column, self.advice.threshold)
                if new is not None:
                    self._choices[column] = new
                if new is not old:
                    paths.update(self._change_rivals(column, old, new))
        gone: list[Offer] = []
        come: list[Offer] = []
        for path in paths:
            before, after = self._winners.pop(path, None), self._winner(path)
            if after is not None:
                self._winners[path] = after
            if before is None or after is None or before.candidate is not after.candidate:
                gone += [] if before is None else [before]
                come += [] if after is None else [after]
        self._put(gone, come)
        return bool(gone or come)

    def _change_rivals(self, column: str, old: Candidate | None, new: Candidate | None) -> Iterator[str]:
        if old is not None:
            self._rivals[old.path].discard(column)
            yield old.path
        if new is not None:
            self._rivals.setdefault(new.path, set()).add(column)
            yield new.path

    def _winner(self, path: str) -> Offer | None:
        rivals = self._rivals.get(path)
        if not rivals:
            return None
        column = min(rivals, key=lambda each: (-self._choices[each].probability, self._order[each]))
        return Offer(column, self._choices[column])

    def _put(self, gone: Sequence[Offer], come: Sequence[Offer]) -> None:
        for line in gone:
            self.by_target.pop(_target(line), None)
        self.by_target.update((_target(line), line) for line in come)
        if len(gone) + len(come) > _FEW:
            self.lines = sorted(self._winners.values(), key=self._place)
            return
        # Not in place: who has the lines of before may compare them.
        self.lines = list(self.lines)
        for line in gone:
            del self.lines[bisect_left(self.lines, self._place(line), key=self._place)]
        for line in come:
            self.lines.insert(bisect_left(self.lines, self._place(line), key=self._place), line)

    def _place(self, line: Offer) -> int:
        return self._order[line.column]

    def _best(self, column: str, least: float) -> Candidate | None:
        for each in self.candidates(column):
            if each.probability < least:
                return None
            if not self.is_refused(each) and not self._filled.whole(target_names(each.path)):
                return each
        return None

    # -- what they say of rows

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


def _target(line: Offer) -> str:
    assert line.candidate is not None
    return line.candidate.row.to


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
