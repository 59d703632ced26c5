"""YAML text as a tree of nodes that remember where they stand.

The tree is what reading, overlays and edits of the text share. It knows YAML and nothing of dataflows.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TypeAlias

from aeptui.core.manifest.problems import Position, Problem

MAX_CHARACTERS = 8_000_000
MAX_VALUES = 400_000
MAX_DEPTH = 40

BREAKS = re.compile(r"\r\n|\r|\n")


class SourceText:
    """A text and the name of its file; turns character indexes into positions."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self._starts = [0, *(match.end() for match in BREAKS.finditer(text))]

    def position(self, index: int) -> Position:
        """The 1-based line and column of the character at ``index``."""
        line = bisect_right(self._starts, index) - 1
        return Position(line + 1, index - self._starts[line] + 1, self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Part of a text, from ``start`` up to but not including ``end``; ``aliased`` when the text there is ``*name``."""

    source: SourceText = field(repr=False, compare=False)
    start: int
    end: int
    size: int = 1
    aliased: bool = False
    anchored: bool = False

    @property
    def position(self) -> Position:
        """Where the node begins."""
        return self.source.position(self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarNode(Node):
    """A single value. ``style``: empty for plain, else the quote or block sign; ``text`` is what it says."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNode(Node):
    """A sequence; ``flow`` when it is written in brackets."""

    items: "tuple[AnyNode, ...]"
    flow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key of a map and its value."""

    key: ScalarNode
    value: "AnyNode"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapNode(Node):
    """A mapping; of keys that stand in it twice only the first is kept."""

    entries: tuple[Entry, ...]
    flow: bool

    def entry(self, name: str) -> Entry | None:
        """The entry of that key, or None."""
        return next((each for each in self.entries if each.key.text == name), None)


AnyNode: TypeAlias = ScalarNode | ListNode | MapNode


@dataclass(frozen=True, slots=True)
class Composed:
    """The tree of a text (None where it is empty or broken) and what was wrong on the way."""

    source: SourceText
    root: AnyNode | None
    problems: tuple[Problem, ...] = ()
    anchors: bool = False
