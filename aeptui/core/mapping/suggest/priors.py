"""How often targets are used, from confirmed mappings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from aeptui.core import facts


@dataclass(frozen=True, slots=True)
class Priors:
    """Between 0 for a target that confirmed mappings never use and 1 for one that most of them use."""

    paths: Mapping[str, float]
    tails: Mapping[str, float]
    roots: frozenset[str] = frozenset()
    """The first steps of standard paths; what an organisation added itself begins with none of them."""

    def of_path(self, path: str) -> float:
        """By the whole path."""
        return self.paths.get(path, 0.0)

    def of_tail(self, tail: str) -> float:
        """By the last two steps, so that it holds wherever a data type is used."""
        return self.tails.get(tail, 0.0)


@cache
def shipped() -> Priors:
    """The priors that come with the program."""
    raw = facts.load("suggest_model")
    return Priors(raw["paths"], raw["tails"], frozenset(raw["roots"]))
