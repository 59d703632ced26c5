"""Address columns decided together: those that share a prefix go to the same object."""

from collections import defaultdict
from collections.abc import Sequence
from math import exp

from aeptui.core.mapping.suggest.features import BLOCK
from aeptui.core.mapping.suggest.matching import UTILITY, Look
from aeptui.core.mapping.suggest.scoring import Model


def favour_blocks(looks: Sequence[Look], model: Model) -> None:
    """Raises, for each address column, the targets in the object that suits its whole block."""
    blocks: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        if look.column.block:
            blocks[look.column.block].append(look)
    for members in blocks.values():
        shares = _shares(members)
        for look in members:
            for each in look.found:
                each.numbers[BLOCK] = shares.get(each.target.parent, 0.0)
                each.utility = model.utility(each.numbers)
            look.found.sort(key=UTILITY, reverse=True)


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
