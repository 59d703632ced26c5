"""A tree as rows of a grid: what is expanded, or what a search found with the branches that lead there."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from aeptui.ui.widgets.fuzzy import Ranking
from aeptui.ui.widgets.grid.model import Cell, Column

_MOST_NODES = 20_000
"""A search stops looking here: a source that describes itself for ever must not hang the screen."""


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One node. `path` names it uniquely; `branch` says that it has children; the marks are shown as words."""

    path: str
    name: str
    detail: str = ""
    meaning: str = ""
    required: bool = False
    identity: bool = False
    mapped: bool = False
    branch: bool = False

    @property
    def marks(self) -> str:
        """What is special about it, in words."""
        words = (("required", self.required), ("identity", self.identity), ("mapped", self.mapped))
        return ", ".join(word for word, holds in words if holds)


class TreeSource(Protocol):
    """Where the nodes come from."""

    def children(self, path: str) -> Sequence[TreeNode]:
        """The nodes below a path, in order; those at the top for "". Asked once for each branch that is opened."""


class _Line(NamedTuple):
    node: TreeNode
    depth: int
    open: bool


class TreeModel:
    """The visible nodes as rows; a :class:`~aeptui.ui.widgets.grid.model.GridModel` with a filter."""

    columns: Sequence[Column] = (
        Column("name", "Name", width=34, minimum=14, grow=2),
        Column("detail", "Type", width=12, minimum=6),
        Column("marks", "Marks", width=18, minimum=8),
        Column("meaning", "Meaning", width=24, minimum=8, grow=3),
    )

    def __init__(self, source: TreeSource) -> None:
        self._source = source
        self._children: dict[str, Sequence[TreeNode]] = {}
        self._open: set[str] = set()
        self._query = ""
        self._everything: list[tuple[TreeNode, tuple[str, ...]]] | None = None
        self._found: set[str] | None = None
        self._generation = 0
        self._lines: list[_Line] = []
        self._places: dict[Hashable, int] = {}
        self._lay_out()

    def node(self, row: int) -> TreeNode:
        """The node that a row shows."""
        return self._lines[row].node

    def reload(self) -> None:
        """Ask the source anew: marks may have changed."""
        self._children.clear()
        self._everything = None
        self.filter(self._query)

    # -- opening

    def is_open(self, row: int) -> bool:
        """Whether the row's children are shown."""
        return self._lines[row].open

    def open(self, path: str, opened: bool = True) -> None:
        """Show or hide the children of a branch."""
        if opened:
            self._open.add(path)
        else:
            self._open.discard(path)
        self._lay_out()

    def reveal(self, path: str) -> int | None:
        """Open every branch that leads to a path and give its row; None where the tree has no such node."""
        branches = next((above for node, above in self._all() if node.path == path), None)
        if branches is None:
            return None
        self._open.update(branches)
        self._lay_out()
        return self.index(path)

    def parent(self, row: int) -> int | None:
        """The row of the branch that this one is in."""
        depth = self._lines[row].depth
        return next((above for above in range(row - 1, -1, -1) if self._lines[above].depth < depth), None)

    # -- searching

    def filter(self, query: str) -> None:
        """Show only nodes that match, with the branches above them; the open branches again for the empty query.

        A node matches as :class:`Ranking` says, by its path and its meaning.
        """
        self._query = query
        self._found = self._matching(query) if query.split() else None
        self._lay_out()

    def best(self) -> int | None:
        """The row that fits the query best."""
        if self._found is None:
            return None
        ranking = Ranking((line.node.path, line.node.path, line.node.meaning) for line in self._lines)
        return next((self.index(path) for path in ranking.best(self._query, 1)), None)

    def _matching(self, query: str) -> set[str]:
        entries = [((node, above), node.path, node.meaning) for node, above in self._all()]
        found = Ranking(entries).matches(query)
        return {node.path for node, _ in found}.union(*(above for _, above in found))

    def _all(self) -> list[tuple[TreeNode, tuple[str, ...]]]:
        """Every node with the paths of the branches above it."""
        if self._everything is None:
            self._everything = []
            waiting: list[tuple[TreeNode, tuple[str, ...]]] = [(node, ()) for node in reversed(self._below(""))]
            while waiting and len(self._everything) < _MOST_NODES:
                node, above = waiting.pop()
                self._everything.append((node, above))
                if node.branch:
                    waiting += [(child, (*above, node.path)) for child in reversed(self._below(node.path))]
        return self._everything

    def _below(self, path: str) -> Sequence[TreeNode]:
        if path not in self._children:
            self._children[path] = self._source.children(path)
        return self._children[path]

    def _lay_out(self) -> None:
        self._lines = list(self._visible("", 0))
        self._places = {line.node.path: row for row, line in enumerate(self._lines)}
        self._generation += 1

    def _visible(self, path: str, depth: int) -> Iterator[_Line]:
        for node in self._below(path):
            if self._found is None:
                opened = node.branch and node.path in self._open
                yield _Line(node, depth, opened)
            elif node.path in self._found:
                opened = node.branch and any(child.path in self._found for child in self._below(node.path))
                yield _Line(node, depth, opened)
            else:
                continue
            if opened:
                yield from self._visible(node.path, depth + 1)

    # -- rows of a grid

    def row_count(self) -> int:
        """How many nodes are visible."""
        return len(self._lines)

    def cell(self, row: int, column: str) -> Cell:
        """What a cell shows."""
        node, depth, opened = self._lines[row]
        style = "dim" if node.mapped else ""
        if column == "name":
            sign = ("- " if opened else "+ ") if node.branch else "  "
            return Cell("  " * depth + sign + node.name, style, value=node.path)
        if column == "marks":
            return Cell(node.marks, style or ("warning" if node.required else "accent"))
        return Cell(node.detail if column == "detail" else node.meaning, "dim")

    def mark(self, row: int) -> str:
        """The sign before a row."""
        return ""

    def version(self, row: int) -> Hashable:
        """Another one after every change."""
        return self._generation

    def key(self, row: int) -> Hashable:
        """What the row is."""
        return self._lines[row].node.path

    def index(self, key: Hashable) -> int | None:
        """Where it is."""
        return self._places.get(key)
