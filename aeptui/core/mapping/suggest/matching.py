"""Every column of a table looked up among the targets, each target with its numbers and its utility."""

from dataclasses import dataclass
from operator import attrgetter, itemgetter

from aeptui.core.mapping.suggest.candidates import candidates
from aeptui.core.mapping.suggest.features import features, silence
from aeptui.core.mapping.suggest.priors import Priors
from aeptui.core.mapping.suggest.scoring import Model
from aeptui.core.mapping.suggest.table import Column, Table
from aeptui.core.mapping.suggest.targets import Target, TargetIndex

# How many targets of a column the later steps look at; the lists that people see are shorter.
KEPT = 20
# What a leaf that is spelled as the column gains, in logits: words that carry no meaning tell assigned_to from
# assigned_on, and an organisation's own field from a standard one that means the same. Short names say too little.
_LITERAL = 2.0
_LITERAL_LETTERS = 5
# What matches are sorted by, the best first.
UTILITY = attrgetter("utility")


@dataclass(slots=True)
class Match:
    """A target for a column: its numbers, its utility under the model, and whether another column has it."""

    target: Target
    numbers: list[float]
    utility: float
    lost: bool = False


@dataclass(slots=True)
class Look:
    """A column with the targets found for it, the best first, and the utility of leaving it unmapped."""

    column: Column
    found: list[Match]
    unmapped: float
    silence: list[float]


def look_up(table: Table, index: TargetIndex, model: Model, priors: Priors) -> list[Look]:
    """What is found for each column, in the table's order; columns that say the same share one search."""
    known: dict[tuple[object, ...], list[tuple[Target, list[float], float]]] = {}
    looks: list[Look] = []
    for column in table.columns:
        key = (column.terms, column.kind, column.letters, len(column.reach))
        if key not in known:
            known[key] = _search(column, table, index, model, priors)
        found = _told_apart(column, [Match(target, numbers, utility) for target, numbers, utility in known[key]])
        quiet = silence(column)
        looks.append(Look(column, found, model.unmapped(quiet), quiet))
    return looks


def _told_apart(column: Column, found: list[Match]) -> list[Match]:
    """The targets, those first that are spelled as the column is."""
    spelled = column.field.name.replace("_", "").lower()
    if len(spelled) >= _LITERAL_LETTERS:
        alike = [each for each in found if each.target.spelled == spelled]
        for each in alike:
            each.utility += _LITERAL
        if alike:
            found.sort(key=UTILITY, reverse=True)
    return found


def _search(
    column: Column, table: Table, index: TargetIndex, model: Model, priors: Priors
) -> list[tuple[Target, list[float], float]]:
    found: list[tuple[Target, list[float], float]] = []
    for number in candidates(column, table, index):
        target = index.target(number)
        numbers = features(column, target, table, priors)
        found.append((target, numbers, model.utility(numbers)))
    found.sort(key=itemgetter(2), reverse=True)
    return found[:KEPT]
