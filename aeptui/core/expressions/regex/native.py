"""Python's own engine for the patterns it cannot be slow on.

``re`` backtracks: it is used only where no repetition holds another or a choice, so that the work is at most a constant
times a power of the text's length, and only for texts short enough to keep that small.
"""

import re
from dataclasses import dataclass

from aeptui.core.expressions.regex.nodes import (
    Chars,
    Choice,
    Group,
    Node,
    Position,
    Repeat,
    Sequence,
)

MAX_WORK = 500_000


@dataclass(frozen=True, slots=True)
class Native:
    """A pattern for ``re`` whose work is at most ``factor`` times the text's length to the power of ``power``."""

    pattern: re.Pattern[str]
    factor: int
    power: int

    def suits(self, length: int) -> bool:
        """Whether a text of this length can be matched at any start within the bound of work."""
        work: int = self.factor * (length + 1) ** (self.power + 1)
        return work <= MAX_WORK


@dataclass(frozen=True, slots=True)
class _Cost:
    source: str
    factor: int
    power: int


def translate(node: Node) -> Native | None:
    """The same regular expression for ``re``; None where it could be slow or ``re`` has no such thing."""
    cost = _cost(node)
    if cost is None or cost.factor > MAX_WORK or cost.power > 4:
        return None
    return Native(re.compile(cost.source), cost.factor, cost.power)


def _cost(node: Node) -> _Cost | None:
    match node:
        case Chars(source=source) | Position(source=source):
            return None if source is None else _Cost(source, 1, 0)
        case Group(body=body):
            inner = _cost(body)
            return None if inner is None else _Cost(f"({inner.source})", inner.factor, inner.power)
        case Sequence(parts=parts):
            return _sequence(parts)
        case Choice(branches=branches):
            return _choice(branches)
        case Repeat():
            return _repeat(node)
    return None


def _sequence(parts: tuple[Node, ...]) -> _Cost | None:
    total = _Cost("", 1, 0)
    for part in parts:
        cost = _cost(part)
        if cost is None:
            return None
        total = _Cost(total.source + cost.source, total.factor * cost.factor, total.power + cost.power)
    return total


def _choice(branches: tuple[Node, ...]) -> _Cost | None:
    costs = [cost for cost in map(_cost, branches) if cost is not None]
    if len(costs) < len(branches):
        return None
    source = "(?:" + "|".join(cost.source for cost in costs) + ")"
    return _Cost(source, sum(cost.factor for cost in costs), max(cost.power for cost in costs))


def _repeat(node: Repeat) -> _Cost | None:
    body = _cost(node.body)
    if body is None or body.factor > 1 or body.power or (node.high is None and not _consumes(node.body)):
        return None
    high = "" if node.high is None else node.high
    mode = {"greedy": "", "lazy": "?", "possessive": "+"}[node.mode]
    source = f"(?:{body.source}){{{node.low},{high}}}{mode}"
    if node.high is None:
        return _Cost(source, 1, 1)
    return _Cost(source, node.high - node.low + 1, 0)


def _consumes(node: Node) -> bool:
    """Whether a node without repetitions matches at least one character."""
    match node:
        case Chars():
            return True
        case Sequence(parts=parts):
            return any(map(_consumes, parts))
        case Group(body=body):
            return _consumes(body)
        case Repeat(body=body, low=low):
            return low > 0 and _consumes(body)
    return False
