"""Every column of a table looked up among the targets, each target with its numbers and its utility."""

from dataclasses import dataclass, field
from operator import attrgetter, itemgetter
from typing import NamedTuple

from aeptui.core.mapping.suggest.candidates import Finder
from aeptui.core.mapping.suggest.features import KINDS, kinds, known, said, silence
from aeptui.core.mapping.suggest.priors import Priors
from aeptui.core.mapping.suggest.scoring import Model, weighted
from aeptui.core.mapping.suggest.table import Column, Table
from aeptui.core.mapping.suggest.targets import Target, TargetIndex

# What a leaf that is spelled as the column gains, in logits: words that carry no meaning tell assigned_to from
# assigned_on, and an organisation's own field from a standard one that means the same. Short names say too little.
_LITERAL = 2.0
_LITERAL_LETTERS = 5
# Leads, in logits, from which a greater one makes nothing surer: over leaving a column unmapped, over the next target.
_MOST_LEAD = 8.0
_FAR = 3.0
_CLASH = KINDS.index("type_clash")
# What matches are sorted by, the best first.
UTILITY = attrgetter("utility")


class Numbers(NamedTuple):
    """What speaks for and against a target, in the parts that ``features`` describes."""

    said: tuple[float, ...]
    kinds: tuple[float, ...]
    known: tuple[float, ...]


@dataclass(slots=True)
class Match:
    """A target for a column: its numbers, its utility under the model, how much of the column's whole address goes to
    its object, and whether another column has it."""

    target: Target
    numbers: Numbers
    utility: float
    placed: tuple[float, float] = (0.0, 0.0)
    lost: bool = False

    def features(self) -> tuple[float, ...]:
        """Its numbers in the order of ``features.NAMES``."""
        return (*self.numbers.said, *self.numbers.kinds, *self.numbers.known, *self.placed)


@dataclass(slots=True)
class Look:
    """A column with the targets found for it, the best first, and the utility of leaving it unmapped."""

    column: Column
    found: list[Match]
    unmapped: float
    silence: list[float]

    def evidence(self) -> tuple[float, ...]:
        """What the probability of the best target depends on: a constant, its lead over leaving the column unmapped and
        over the next target, how much of the column it covers, and whether the column's values cannot become it."""
        best = self.found[0]
        second = self.found[1].utility if len(self.found) > 1 else best.utility - _FAR
        lead = max(-_MOST_LEAD, min(_MOST_LEAD, best.utility - self.unmapped))
        return 1.0, lead, min(_FAR, best.utility - second), best.numbers.said[0], best.numbers.kinds[_CLASH]


@dataclass(slots=True)
class Weigher:
    """Weighs targets for the columns of one table; what does not depend on the column is worked out once."""

    table: Table
    model: Model
    priors: Priors
    _known: dict[int, tuple[tuple[float, ...], float, bool]] = field(default_factory=dict)

    def weigh(self, column: Column, target: Target) -> tuple[Target, Numbers, float]:
        """A target for a column, with its numbers and its utility."""
        always = self._known.get(target.number)
        if always is None:
            always = self._known[target.number] = self._whatever_the_column(target)
        numbers, worth, strange = always
        words, types = said(column, target, self.table, strange), kinds(column.kind, target.kind)
        utility = weighted(self.model.said, words) + weighted(self.model.kinds, types) + worth
        return target, Numbers(words, types, numbers), utility

    def _whatever_the_column(self, target: Target) -> tuple[tuple[float, ...], float, bool]:
        """What is known of a target, what that comes to, and whether the table is about something else than it."""
        numbers = known(target, self.table, self.priors)
        strange = self.table.foreign and target.field.path.partition(".")[0] in self.priors.roots
        return numbers, weighted(self.model.known, numbers), strange


def look_up(index: TargetIndex, weigher: Weigher) -> list[Look]:
    """What is found for each column, in the table's order; columns that say the same share one search."""
    finder = Finder(weigher.table, index)
    searched: dict[tuple[object, ...], list[tuple[Target, Numbers, float]]] = {}
    looks: list[Look] = []
    for column in weigher.table.columns:
        key = (column.meaning.terms, column.kind, column.meaning.letters, len(column.reach))
        if key not in searched:
            weighed = [weigher.weigh(column, index.target(number)) for number in finder.candidates(column)]
            searched[key] = sorted(weighed, key=itemgetter(2), reverse=True)
        found = _told_apart(column, [Match(*each) for each in searched[key]])
        quiet = silence(column)
        looks.append(Look(column, found, weighted(weigher.model.silence, quiet), quiet))
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
