"""What speaks for and against a target, as numbers.

They come in four parts: what the terms of a column say of a target, how their kinds go together, what is known of a
target whatever the column, and how many of the other columns belong in the target's object. Only the first has to be
worked out for every pair from its words.
"""

from functools import cache

from aeptui.core.mapping.suggest.priors import Priors
from aeptui.core.mapping.suggest.table import Column, Table
from aeptui.core.mapping.suggest.targets import Target

SAID = (
    "column_covered", "leaf_covered", "both", "exact", "around_matched", "around_missed", "bare_by_table",
    "other_entity", "foreign", "foreign_word", "unmatched", "all_unmatched", "consent", "leaf_missed", "entity",
)  # fmt: skip
KINDS = ("same_type", "type_clash", "type_doubt", "text_for_typed")
KNOWN = (
    "prior_path", "prior_tail", "in_array", "depth", "minor", "internal", "key_plain", "key_source_id",
    "key_source_key", "place", "structure", "top", "record_id", "event_id", "foreign_id",
)  # fmt: skip
PLACED = ("block", "siblings")
NAMES = (*SAID, *KINDS, *KNOWN, *PLACED)
_TYPED = ("number", "boolean", "time")
# Kinds of values that cannot become the target's, and kinds of which some can: seconds of an epoch, a consent's yes.
_NEVER = {
    ("boolean", "time"), ("time", "boolean"), ("time", "number"), ("boolean", "number"), ("email", "time"),
    ("email", "number"), ("email", "boolean"), ("phone", "time"), ("phone", "boolean"), ("url", "time"),
    ("url", "number"), ("url", "boolean"), ("key", "time"), ("key", "boolean"), ("choice", "time"),
}  # fmt: skip
_SELDOM = {("number", "time"), ("key", "number"), ("time", "text"), ("boolean", "text")}


def said(column: Column, target: Target, table: Table, strange: bool) -> tuple[float, ...]:
    """What the terms of a column say of a target, in the order of ``SAID``; most lie between 0 and 1.

    ``strange``: the target belongs to what the class is about, and the table is about something else.
    """
    best: dict[int, float] = {}
    about = table.about
    leaf, by_table, direct, lacking = _leaf(column, target, about, best)
    around, missed = _around(column, target, about, best)
    covered, unmatched = _covered(column, target, about, best)
    bare = column.meaning.bare
    ours = bare and by_table and not table.foreign
    return (
        covered,
        leaf,
        covered * leaf,
        1.0 if covered > 0.97 and leaf > 0.97 and missed < 0.3 else 0.0,
        around if around < 1.0 else 1.0,
        missed if missed < 2.5 else 2.5,
        1.0 if ours and direct else 0.0,
        1.0 if bare and not ours and target.parent else 0.0,
        1.0 if strange and bare else 0.0,
        1.0 if strange and len(column.meaning.terms) == 1 and not bare else 0.0,
        unmatched,
        min(3.0, column.meaning.weight * (1.0 - covered)),
        1.0 if target.consent and not column.meaning.consent else 0.0,
        lacking,
        1.0 if ours and target.entity >= table.entity else 0.0,
    )


@cache
def kinds(mine: str, theirs: str) -> tuple[float, ...]:
    """How the kinds of a column and of a target go together, in the order of ``KINDS``."""
    typed = theirs in _TYPED
    pair = (mine, theirs)
    return tuple(
        float(each) for each in (typed and mine == theirs, pair in _NEVER, pair in _SELDOM, typed and mine == "text")
    )


def known(target: Target, table: Table, priors: Priors) -> tuple[float, ...]:
    """What is known of a target for every column of a table, in the order of ``KNOWN``."""
    top = target.parent == ""
    record = top and target.leaf == "id"
    event = record and "event" in table.entity
    return (
        priors.of_path(target.field.path),
        priors.of_tail(target.tail),
        *target.fixed,
        table.business * target.home,
        float(target.kind == "structure"),
        float(top),
        float(record and not event),
        float(event),
        float(record and table.foreign),
    )


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
    for number, (term, weight) in enumerate(column.meaning.terms):
        share = best.get(number, 0.0)
        if not share and term in about:
            share = 0.6 * about[term]
        covered += weight * share
        if share < 0.3 and weight > unmatched:
            unmatched = weight
    return covered / column.meaning.weight, unmatched


SILENCE = ("always", "unknown", "useless", "structure", "terms")


def silence(column: Column) -> list[float]:
    """What speaks for leaving a column unmapped, in the order of ``SILENCE``."""
    return [
        1.0,
        1.0 - column.meaning.known,
        column.meaning.useless,
        1.0 if column.kind == "structure" else 0.0,
        len(column.meaning.terms) / 5,
    ]
