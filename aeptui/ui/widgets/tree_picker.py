"""A tree in which one searches and picks a path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from aeptui.ui.widgets.cells import shown
from aeptui.ui.widgets.grid import Grid
from aeptui.ui.widgets.tree_model import TreeModel, TreeNode, TreeSource
from aeptui.ui.widgets.typeahead import OrderedInput

__all__ = ["TreeNode", "TreePicker", "TreeSource"]


class TreeGrid(Grid):
    """The rows of a tree: right opens a branch, left closes it or goes to the branch above, space opens and closes."""

    @property
    def nodes(self) -> TreeModel:
        """The model, by its own name."""
        assert isinstance(self.model, TreeModel)
        return self.model

    def turn(self, opened: bool) -> bool:
        """Open or close the branch under the cursor; False where it is so already, or no branch."""
        if self.row < 0 or not self.nodes.node(self.row).branch or self.nodes.is_open(self.row) == opened:
            return False
        self.nodes.open(self.nodes.node(self.row).path, opened)
        self.reload()
        return True

    class SearchWanted(Message):
        """The user wants to search."""

    def open_filter(self) -> None:
        """The search line is the tree's filter."""
        self.post_message(self.SearchWanted())

    def do_right(self) -> None:
        """Open the branch; an open one: to its first child."""
        if not self.turn(True) and self.row >= 0 and self.nodes.is_open(self.row):
            self.do_down()

    def do_left(self) -> None:
        """Close the branch, else to the one above."""
        if not self.turn(False) and self.row >= 0 and (above := self.nodes.parent(self.row)) is not None:
            self.move_to(above)

    def do_select(self) -> None:
        """Open or close."""
        if not self.turn(True):
            self.turn(False)


class TreeSearch(OrderedInput):
    """Where one types what to look for; keys that mean nothing to a text move in the tree."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("down", "tree('down')", "Next", id="tree.down", show=False),
        Binding("up", "tree('up')", "Above", id="tree.up", show=False),
        Binding("pagedown", "tree('page_down')", "Page down", id="tree.page-down", show=False),
        Binding("pageup", "tree('page_up')", "Page up", id="tree.page-up", show=False),
    ]

    @dataclass
    class Key(Message):
        """A key for the tree: the name of a grid's command."""

        command: str

    def action_tree(self, command: str) -> None:
        """Move in the tree."""
        self.post_message(self.Key(command))

    def action_cursor_right(self, select: bool = False) -> None:
        """In an empty line: opens the branch."""
        if self.value:
            super().action_cursor_right(select)
        else:
            self.action_tree("right")

    def action_cursor_left(self, select: bool = False) -> None:
        """In an empty line: closes the branch."""
        if self.value:
            super().action_cursor_left(select)
        else:
            self.action_tree("left")

    async def action_submit(self) -> None:
        """Enter picks."""
        self.action_tree("activate")


class TreePicker(Vertical):
    """A tree over a :class:`TreeSource`, with a line above it to search in.

    One begins in the search line: typing narrows the tree to what matches, the arrows move in it, enter picks, escape
    clears the search and then gives up. Tab goes into the tree, where right and left open and close branches and / goes
    back. Enter on a branch opens it, or picks it with `pick_branches`.
    """

    BINDINGS: ClassVar[list[Any]] = [
        Binding("escape", "back", "Back", id="tree.back", tooltip="Clears the search, then gives up.", show=False),
    ]
    DEFAULT_CSS = """
    TreePicker { height: 1fr; }
    TreePicker > TreeSearch { height: 1; background: $panel; }
    TreePicker > .tree--about { height: 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    TreePicker > TreeSearch:focus { background: $panel; background-tint: $foreground 0%; }
    """

    @dataclass
    class TreeMessage(Message):
        """Base: the picker it comes from."""

        picker: TreePicker

        @property
        def control(self) -> TreePicker:
            """The picker."""
            return self.picker

    @dataclass
    class Chosen(TreeMessage):
        """A node was picked."""

        path: str

    @dataclass
    class Highlighted(TreeMessage):
        """The cursor stands on another node (None: there is none)."""

        path: str | None

    @dataclass
    class Cancelled(TreeMessage):
        """The user gave up."""

    def __init__(
        self, source: TreeSource, *, pick_branches: bool = False, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._tree = TreeModel(source)
        self._pick_branches = pick_branches
        self._grid = TreeGrid(self._tree, cursor="row", empty="Nothing matches")

    def compose(self) -> ComposeResult:
        yield TreeSearch(compact=True, select_on_focus=False, placeholder="Search: words of a path or its meaning")
        yield self._grid
        yield Static("", classes="tree--about", markup=False)

    @property
    def highlighted(self) -> TreeNode | None:
        """The node under the cursor."""
        return self._tree.node(self._grid.row) if self._grid.row >= 0 else None

    def search(self, text: str) -> None:
        """Search as if the text had been typed."""
        self.query_one(TreeSearch).value = text

    def reload(self) -> None:
        """Ask the source anew; what is open and where the cursor is stays."""
        self._tree.reload()
        self._grid.reload()

    def reveal(self, path: str) -> None:
        """Open the branches down to a path and put the cursor there."""
        row = self._tree.reveal(path)
        self._grid.reload()
        if row is not None:
            self._grid.move_to(row)

    def focus(self, scroll_visible: bool = True) -> TreePicker:
        """Focus the search line."""
        self.query_one(TreeSearch).focus(scroll_visible)
        return self

    # -- what happens

    @on(Input.Changed)
    def _searched(self, event: Input.Changed) -> None:
        event.stop()
        self._tree.filter(event.value)
        self._grid.reload()
        best = self._tree.best()
        if best is not None:
            self._grid.move_to(best)

    @on(Input.Blurred)
    def _left(self, event: Input.Blurred) -> None:
        event.stop()

    @on(TreeGrid.SearchWanted)
    def _search_wanted(self, event: TreeGrid.SearchWanted) -> None:
        event.stop()
        self.focus()

    @on(TreeSearch.Key)
    def _key(self, event: TreeSearch.Key) -> None:
        event.stop()
        getattr(self._grid, f"do_{event.command}")()

    @on(Grid.CursorMoved)
    def _moved(self, event: Grid.CursorMoved) -> None:
        event.stop()
        self._tell()

    def on_mount(self) -> None:
        """The first node is highlighted."""
        self._tell()

    def _tell(self) -> None:
        node = self.highlighted
        about = "" if node is None else " - ".join(text for text in (node.path, node.meaning) if text)
        self.query_one(".tree--about", Static).update(shown(about))
        self.post_message(self.Highlighted(self, None if node is None else node.path))

    @on(Grid.Activated)
    def _activated(self, event: Grid.Activated) -> None:
        event.stop()
        node = self._tree.node(event.row)
        if node.branch and not self._pick_branches:
            self._grid.do_select()
        else:
            self.post_message(self.Chosen(self, node.path))

    def action_back(self) -> None:
        """Escape: all nodes again, else give up."""
        search = self.query_one(TreeSearch)
        if search.value:
            search.value = ""
            search.focus()
        else:
            self.post_message(self.Cancelled(self))
