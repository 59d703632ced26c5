"""The line below a grid in which one types what rows must contain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Static

from aeptui.ui.widgets.typeahead import OrderedInput
from aeptui.ui.words import count


class FilterInput(OrderedInput):
    """The text of a filter; the arrows move the grid's cursor meanwhile."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave(True)", "No filter", id="filter.clear", tooltip="Shows every row again", show=False),
        Binding("enter,tab", "leave(False)", "To the rows", id="filter.keep", tooltip="Keeps the filter", show=False),
        Binding("down", "step(1)", "Next row", id="filter.down", show=False),
        Binding("up", "step(-1)", "Row above", id="filter.up", show=False),
    ]

    @dataclass
    class Left(Message):
        """The user is done; `clear`: all rows again."""

        clear: bool

    @dataclass
    class Stepped(Message):
        """The cursor of the grid should move."""

        by: int

    def action_leave(self, clear: bool) -> None:
        """Back to the rows."""
        self.leave(self.Left(clear))

    async def action_submit(self) -> None:
        """Enter keeps the filter."""
        self.action_leave(False)

    def action_step(self, by: int) -> None:
        """Another row."""
        self.post_message(self.Stepped(by))


class FilterBar(Horizontal):
    """Name, text and number of rows left; out of sight without a filter."""

    DEFAULT_CSS = """
    FilterBar { height: 1; display: none; background: $panel; }
    FilterBar > Static { width: auto; padding: 0 1; color: $text-muted; }
    FilterBar > FilterInput { width: 1fr; background: $panel; }
    FilterBar > FilterInput:focus { background: $panel; background-tint: $foreground 0%; }
    """

    def compose(self) -> ComposeResult:
        yield Static("Filter", markup=False)
        yield FilterInput(compact=True, select_on_focus=False, placeholder="words that a row must have")
        yield Static("", id="grid-filter-count", markup=False)

    @property
    def input(self) -> FilterInput:
        """Where one types."""
        return self.query_one(FilterInput)

    def show_count(self, rows: int) -> None:
        """Say how many rows are left."""
        self.query_one("#grid-filter-count", Static).update(count(rows, "row"))
