"""One target for each column and one column for each target, decided over the whole table."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from aeptui.core.mapping.suggest.matching import UTILITY, Look

# How much a target loses, in logits, once another column has it; it stays on offer below the free ones.
TAKEN = 3.0


def assign(looks: Sequence[Look]) -> None:
    """Puts the targets of each column in the order in which they are left when surer columns have chosen."""
    taken: dict[int, int] = {}
    waiting = [(-_surety(look), number) for number, look in enumerate(looks) if look.found]
    heapify(waiting)
    while waiting:
        surety, number = heappop(waiting)
        look = looks[number]
        moved = False
        for each in look.found:
            if each.target.number in taken and not each.lost and taken[each.target.number] != number:
                each.utility -= TAKEN
                each.lost = moved = True
        if moved:
            look.found.sort(key=UTILITY, reverse=True)
            if -_surety(look) > surety:
                heappush(waiting, (-_surety(look), number))
                continue
        taken.setdefault(look.found[0].target.number, number)


def _surety(look: Look) -> float:
    return look.found[0].utility - look.unmapped
