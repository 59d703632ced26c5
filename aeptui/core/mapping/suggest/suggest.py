"""Suggestions for a whole table: ``suggest`` is what screens and commands call."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from aeptui.core.mapping.suggest import priors, scoring
from aeptui.core.mapping.suggest.assignment import assign
from aeptui.core.mapping.suggest.blocks import place
from aeptui.core.mapping.suggest.matching import UTILITY, Look, Match, Weigher, look_up
from aeptui.core.mapping.suggest.model import SourceObject, Suggestion, Suggestions, TargetField
from aeptui.core.mapping.suggest.reasons import reason
from aeptui.core.mapping.suggest.table import Column, read_table
from aeptui.core.mapping.suggest.targets import TargetIndex

MOST = 10
# Behind the first few, targets that are next to impossible are left out.
_ALWAYS = 5
_HOPELESS = 0.0005
# What one confirmed mapping of the same column name adds, in logits; more of them add less each.
_CONFIRMED = 5.0


class Learned(Protocol):
    """What was accepted before in this organisation."""

    def weight(self, system: str, object: str, column: str, path: str) -> float:
        """1 for a pair accepted for this very object, less for one accepted elsewhere, 0 for others, -1 refused."""
        ...

    def paths(self, column: str) -> Sequence[str]:
        """The targets that were accepted for columns of this name, in any object."""
        ...


def suggest(
    source: SourceObject,
    targets: Sequence[TargetField] | TargetIndex,
    target_class: str,
    *,
    learned: Learned | None = None,
) -> Suggestions:
    """Ranked targets for every column, and a one-to-one assignment over the table.

    ``targets`` may be a ``TargetIndex``, to be made once for a schema. ``target_class`` is the id of the schema's
    class. ``learned`` moves pairs that were accepted or refused before.
    """
    index = targets if isinstance(targets, TargetIndex) else TargetIndex(targets)
    model = scoring.shipped()
    weigher = Weigher(read_table(source, index, target_class), model, priors.shipped())
    looks = look_up(index, weigher)
    place(looks, model)
    if learned is not None:
        _recall(looks, source, learned, index, weigher)
    assign(looks)
    found = {look.column.field.name: _ranked(look, model) for look in looks}
    return Suggestions(found, model.threshold)


def _ranked(look: Look, model: scoring.Model) -> list[Suggestion]:
    """The best targets with probabilities that fall with their rank."""
    if not look.found:
        return []
    best = look.found[0]
    first = model.probability(look.evidence())
    out = [_suggestion(look.column, best, first)]
    for each in look.found[1:MOST]:
        # What the first leaves over, shared by the odds against it.
        chance = (1.0 - first) * scoring.logistic(each.utility - best.utility)
        if chance < _HOPELESS and len(out) >= _ALWAYS:
            break
        out.append(_suggestion(look.column, each, min(chance, out[-1].probability)))
    out[0].accepted = first >= model.threshold and not best.lost
    return out


def _suggestion(column: Column, match: Match, probability: float) -> Suggestion:
    why = partial(reason, column, match)
    return Suggestion(match.target.field.path, round(probability, 4), why=why)


def _recall(
    looks: Sequence[Look], source: SourceObject, learned: Learned, index: TargetIndex, weigher: Weigher
) -> None:
    """Moves what was accepted or refused before, and adds what was accepted and no word led to."""
    for look in looks:
        name = look.column.field.name
        offered = {each.target.field.path for each in look.found}
        for path in learned.paths(name):
            target = index.at(path)
            if target is not None and path not in offered:
                look.found.append(Match(*weigher.weigh(look.column, target)))
        for each in look.found:
            weight = learned.weight(source.system, source.object, name, each.target.field.path)
            if weight > 0:
                # Confirmed by a person: no worse than leaving the column unmapped, whatever its words say.
                each.utility = max(each.utility, look.unmapped)
            each.utility += _CONFIRMED * weight
        look.found.sort(key=UTILITY, reverse=True)
