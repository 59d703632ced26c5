"""Columns decided together: an address goes to one object, and columns of a table go where its others go."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp

from aeptui.core.mapping.suggest.matching import UTILITY, Look
from aeptui.core.mapping.suggest.scoring import Model

# So many other columns make an object half as likely a place as any number of them can.
_HALF = 2.0
# How many targets of a column have a say in where the others belong.
_VOTES = 5


def place(looks: Sequence[Look], model: Model) -> None:
    """Raises the targets in the objects where other columns of the table belong."""
    blocks: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        if look.column.meaning.block:
            blocks[look.column.meaning.block].append(look)
    shares = {block: _shares(members) for block, members in blocks.items() if len(members) > 1}
    votes = [_votes(look) for look in looks]
    total: dict[str, float] = defaultdict(float)
    for each in votes:
        for parent, vote in each.items():
            total[parent] += vote
    for look, own in zip(looks, votes, strict=True):
        _move(look, shares.get(look.column.meaning.block, {}), total, own, model)


def _move(
    look: Look, shares: Mapping[str, float], total: Mapping[str, float], own: Mapping[str, float], model: Model
) -> None:
    """Places the targets of a column, its own vote aside."""
    block, siblings = model.placed
    for match in look.found:
        parent = match.target.parent
        others = total.get(parent, 0.0) - own.get(parent, 0.0) if parent else 0.0
        place = match.placed = (shares.get(parent, 0.0), others / (others + _HALF))
        match.utility += block * place[0] + siblings * place[1]
    look.found.sort(key=UTILITY, reverse=True)


def _votes(look: Look) -> dict[str, float]:
    """Where a column may belong: the chance of each object under its targets and under leaving it unmapped."""
    found = look.found[:_VOTES]
    if not found:
        return {}
    best = max(found[0].utility, look.unmapped)
    odds = [exp(each.utility - best) for each in found]
    whole = sum(odds) + exp(look.unmapped - best)
    votes: dict[str, float] = {}
    for each, chance in zip(found, odds, strict=True):
        parent = each.target.parent
        votes[parent] = votes.get(parent, 0.0) + chance / whole
    return votes


def _shares(members: Sequence[Look]) -> dict[str, float]:
    """How well each object suits the members together, as shares of one."""
    votes: dict[str, float] = defaultdict(float)
    for look in members:
        if not look.found:
            continue
        top = look.found[0].utility
        best: dict[str, float] = {}
        for each in look.found:
            if each.target.parent:
                best[each.target.parent] = max(best.get(each.target.parent, 0.0), exp(each.utility - top))
        total = sum(best.values()) or 1.0
        for parent, vote in best.items():
            votes[parent] += vote / total
    most = max(votes.values(), default=1.0)
    return {parent: vote / most for parent, vote in votes.items()}
