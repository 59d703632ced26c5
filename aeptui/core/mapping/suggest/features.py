"""What speaks for and against a target, as numbers."""

from functools import cache

from aeptui.core.mapping.suggest.priors import Priors
from aeptui.core.mapping.suggest.table import Column, Table
from aeptui.core.mapping.suggest.targets import Target, pairs_of

NAMES = (
    "column_covered", "leaf_covered", "both", "same_letters", "exact", "around_matched", "around_missed",
    "leaf_by_table", "same_type", "type_clash", "text_for_time", "prior_path", "prior_tail", "in_array", "depth",
    "minor", "internal", "key_plain", "key_source_id", "key_source_key", "bare_by_table", "other_entity", "place",
    "similar", "unmatched", "structure", "block", "top",
    "consent", "record_id", "head", "leaf_missed", "entity", "event_id",
)  # fmt: skip
BLOCK = NAMES.index("block")
_TYPED = ("number", "boolean", "time")
_CLASH = {
    ("boolean", "time"), ("time", "boolean"), ("number", "time"), ("time", "number"), ("boolean", "number"),
    ("email", "time"), ("email", "number"), ("email", "boolean"), ("phone", "time"), ("phone", "boolean"),
    ("url", "time"), ("url", "number"), ("url", "boolean"), ("key", "time"), ("key", "boolean"), ("choice", "time"),
    ("key", "number"), ("time", "text"), ("boolean", "text"),
}  # fmt: skip


def features(column: Column, target: Target, table: Table, priors: Priors) -> list[float]:
    """The numbers in the order of ``NAMES``; most lie between 0 and 1."""
    best: dict[int, float] = {}
    said, by_table, direct, lacking = _leaf(column, target, table.about, best)
    around, missed = _around(column, target, table.about, best)
    covered, unmatched = _covered(column, target, table.about, best)
    bare, top = column.bare, target.parent == ""
    record = top and target.leaf == "id"
    event = record and "event" in table.entity
    named = [
        covered,
        said,
        covered * said,
        1.0 if column.letters == target.letters else 0.0,
        1.0 if covered > 0.97 and said > 0.97 and missed < 0.3 else 0.0,
        around if around < 1.0 else 1.0,
        missed if missed < 2.5 else 2.5,
        by_table,
    ]
    usual = [priors.of_path(target.field.path), priors.of_tail(target.tail)]
    placed = [
        1.0 if bare and by_table and direct else 0.0,
        1.0 if bare and not by_table and not top else 0.0,
        table.business * target.home,
        _similar(pairs_of(column.letters), pairs_of(target.letters)) if direct < 0.5 else 0.0,
        unmatched,
        1.0 if target.kind == "structure" else 0.0,
        0.0,
        1.0 if top else 0.0,
        1.0 if target.consent and not column.consent else 0.0,
        1.0 if record and not event else 0.0,
        1.0 if _heads(column, target) else 0.0,
        lacking,
        1.0 if bare and by_table and target.entity >= table.entity else 0.0,
        1.0 if event else 0.0,
    ]
    return named + _types(column.kind, target.kind) + usual + target.fixed + placed


@cache
def _types(mine: str, theirs: str) -> list[float]:
    """How the kinds of a column and of a target go together: the features from ``same_type`` to ``text_for_time``."""
    typed = theirs in _TYPED
    return [float(each) for each in (typed and mine == theirs, (mine, theirs) in _CLASH, typed and mine == "text")]


def _leaf(
    column: Column, target: Target, about: dict[str, float], best: dict[int, float]
) -> tuple[float, float, float, float]:
    """How much of the leaf's own terms is said: in all, by the table, by the column; and the most that nobody says.

    ``best`` learns how well each of the column's terms is met.
    """
    reach = column.reach
    direct = implied = by_table = lacking = 0.0
    for term, weight in target.own:
        found = reach.get(term)
        if found is not None:
            share, number = found
            direct += weight * share
            if share > best.get(number, 0.0):
                best[number] = share
        elif term in about:
            implied += weight * 0.8 * about[term]
            by_table += weight
        elif weight > lacking:
            lacking = weight
    whole = target.own_weight
    return (direct + implied) / whole, by_table / whole, direct / whole, lacking


def _around(column: Column, target: Target, about: dict[str, float], best: dict[int, float]) -> tuple[float, float]:
    """How much of the objects around a leaf is said, and how much is not."""
    said = missed = 0.0
    for term, weight in target.around:
        found = column.reach.get(term)
        if found is not None:
            share, number = found
            said += weight * share
            if share > best.get(number, 0.0):
                best[number] = share
        elif term in about:
            said += 0.3 * weight * about[term]
        else:
            missed += weight
    return said, missed


def _covered(column: Column, target: Target, about: dict[str, float], best: dict[int, float]) -> tuple[float, float]:
    """The share of the column's terms that the target meets, and the weight of the greatest one that it does not."""
    for term in target.extra:
        found = column.reach.get(term)
        if found is not None and 0.8 * found[0] > best.get(found[1], 0.0):
            best[found[1]] = 0.8 * found[0]
    covered = unmatched = 0.0
    for number, (term, weight) in enumerate(column.terms):
        share = best.get(number, 0.0)
        if not share and term in about:
            share = 0.6 * about[term]
        covered += weight * share
        if share < 0.3 and weight > unmatched:
            unmatched = weight
    return covered / column.weight, unmatched


def _heads(column: Column, target: Target) -> bool:
    """Whether the things that both name are the same: the last word decides, ``id`` of ``company id``."""
    head = target.own[-1][0] if target.own else ""
    found = column.reach.get(head)
    return found is not None and found[0] >= 0.5 and column.terms[found[1]][0] == column.head


def _similar(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of pairs of letters that two names have in common; names of a few letters have nothing in common."""
    if len(one) < 3 or len(other) < 3:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))


SILENCE = ("always", "unknown", "useless", "structure", "terms")


def silence(column: Column) -> list[float]:
    """What speaks for leaving a column unmapped, in the order of ``SILENCE``."""
    return [1.0, 1.0 - column.known, column.useless, 1.0 if column.kind == "structure" else 0.0, len(column.terms) / 5]
