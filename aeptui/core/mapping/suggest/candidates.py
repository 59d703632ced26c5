"""The targets worth a closer look for a column, found by the terms that both have."""

from collections import defaultdict

from aeptui.core.mapping.suggest.table import Column, Table
from aeptui.core.mapping.suggest.targets import TargetIndex

MOST = 24
# What the table is about adds less than what the column says, and only for columns that say little.
_ABOUT = 0.5
# What has less than this share of the best one's score is not worth a look.
_LEAST = 0.35


def candidates(column: Column, table: Table, index: TargetIndex, most: int = MOST) -> list[int]:
    """The numbers of the most promising targets, at most ``most``."""
    scores: defaultdict[int, float] = defaultdict(float)
    postings = index.postings
    for term, (share, number) in column.reach.items():
        weight = share * column.terms[number][1]
        for target, part in postings.get(term, ()):
            scores[target] += weight * part
    if column.bare or len(column.terms) <= 1:
        for term, sure in table.about.items():
            for target, part in postings.get(term, ()):
                if target in scores:
                    scores[target] += _ABOUT * sure * part
    if not scores:
        return []
    least = _LEAST * max(scores.values())
    near = [number for number, score in scores.items() if score >= least]
    return near if len(near) <= most else sorted(near, key=scores.__getitem__, reverse=True)[:most]
