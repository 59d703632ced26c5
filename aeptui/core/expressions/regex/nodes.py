"""What a regular expression consists of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Test = Callable[[str], bool]
Mode = Literal["greedy", "lazy", "possessive"]


@dataclass(frozen=True, slots=True)
class Chars:
    """One character of a set; ``source`` is the same set for Python's ``re``, None where it has none."""

    test: Test
    source: str | None


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Choice:
    """The first of the branches that leads to a match."""

    branches: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Repeat:
    """The body ``low`` to ``high`` times (None: any number)."""

    body: "Node"
    low: int
    high: int | None
    mode: Mode


@dataclass(frozen=True, slots=True)
class Group:
    """A capturing group with its number from 1."""

    body: "Node"
    number: int


@dataclass(frozen=True, slots=True)
class Backreference:
    """The text that a group captured; one to a group that is nowhere never matches."""

    number: int
    ignore_case: bool


@dataclass(frozen=True, slots=True)
class Position:
    """A test of the place between two characters: called with the text and the offset."""

    test: Callable[[str, int], bool]
    source: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """What follows (``ahead``) or precedes must match, or must not (``negative``)."""

    body: "Node"
    ahead: bool
    negative: bool


@dataclass(frozen=True, slots=True)
class Atomic:
    """The first match of the body, which is not reconsidered."""

    body: "Node"


Node = Chars | Sequence | Choice | Repeat | Group | Backreference | Position | Look | Atomic
