"""The targets worth a closer look for a column, found by the terms that both have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter

from aeptui.core.mapping.suggest.table import Column, Table
from aeptui.core.mapping.suggest.targets import TargetIndex

MOST = 16
# What the table is about adds less than what the column says, and only for columns that say little.
_ABOUT = 0.5
# What has less than this share of the best one's score is not worth a look.
_LEAST = 0.35
_FIRST = itemgetter(0)


@dataclass(slots=True)
class Finder:
    """Finds targets for the columns of one table."""

    table: Table
    index: TargetIndex
    _about: dict[int, float] = field(init=False)

    def __post_init__(self) -> None:
        held = self._held({term: _ABOUT * sure for term, sure in self.table.about.items()})
        self._about = {}
        for _, weight, targets in held:
            _add(self._about, weight, targets)

    def candidates(self, column: Column) -> list[int]:
        """The numbers of the most promising targets, at most ``MOST``."""
        terms = column.meaning.terms
        vague = column.meaning.bare or len(terms) <= 1
        weights = {term: share * terms[number][1] for term, (share, number) in column.reach.items()}
        scores = self._scores(weights, 0.0 if vague else _LEAST)
        if not scores:
            return []
        if vague:
            about = self._about
            for target in scores.keys() & about.keys():
                scores[target] += about[target]
        least = _LEAST * max(scores.values())
        near = [number for number, score in scores.items() if score >= least]
        return near if len(near) <= MOST else sorted(near, key=scores.__getitem__, reverse=True)[:MOST]

    def _scores(self, weights: Mapping[str, float], least: float) -> dict[int, float]:
        """What the targets that hold some of the terms score under their weights.

        The terms that can add most come first. Once all that are left could not lift a target from nothing to the share
        ``least`` of the best one's score, they count only for targets that others have found.
        """
        held = self._held(weights)
        left = sum(map(_FIRST, held))
        best = 0.0
        scores: dict[int, float] = {}
        for most, weight, targets in held:
            if left < least * best:
                for target in scores.keys() & targets.keys():
                    scores[target] += weight * targets[target]
            else:
                _add(scores, weight, targets)
                best = max(scores.values())
            left -= most
        return scores

    def _held(self, weights: Mapping[str, float]) -> list[tuple[float, float, Mapping[int, float]]]:
        """The terms that targets hold: the most that each adds to any, its weight, and its targets; by the most."""
        postings = self.index.postings
        held: list[tuple[float, float, Mapping[int, float]]] = []
        for term, weight in weights.items():
            targets = postings.get(term)
            if targets:
                held.append((weight * next(iter(targets.values())), weight, targets))
        held.sort(key=_FIRST, reverse=True)
        return held


def _add(scores: dict[int, float], weight: float, targets: Mapping[int, float]) -> None:
    """Adds to the scores what one term is worth."""
    get = scores.get
    for target, part in targets.items():
        scores[target] = get(target, 0.0) + weight * part
