"""One target for each column and one column for each target, decided over the whole table."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from aeptui.core.mapping.suggest.matching import UTILITY, Look

# How much a target loses, in logits, once another column has it; it stays on offer below the free ones.
TAKEN = 3.0


def assign(looks: Sequence[Look]) -> None:
    """Puts the targets of each column in the order in which they are left when surer columns have chosen."""
    taken: set[int] = set()
    waiting = [(-_surety(look), number) for number, look in enumerate(looks) if look.found]
    heapify(waiting)
    while waiting:
        _, number = heappop(waiting)
        look = looks[number]
        best = look.found[0]
        if best.target.number in taken and not best.lost:
            _give_up(look, taken)
            heappush(waiting, (-_surety(look), number))
        else:
            taken.add(best.target.number)


def _give_up(look: Look, taken: set[int]) -> None:
    """Puts the targets that others have behind those that are free."""
    for each in look.found:
        if each.target.number in taken and not each.lost:
            each.utility -= TAKEN
            each.lost = True
    look.found.sort(key=UTILITY, reverse=True)


def _surety(look: Look) -> float:
    return look.found[0].utility - look.unmapped
