"""The keys of a grid, as commands of the registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.binding import Binding

from aeptui.ui.commands import Command, always
from aeptui.ui.widgets.grid.model import Filterable


def _command(
    name: str,
    keys: str,
    title: str,
    help_: str,
    *,
    allowed: Callable[[Any], str | None] = always,
    footer: bool = False,
) -> Command:
    return Command(f"grid.{name}", tuple(keys.split()), title, help_, allowed=allowed, footer=footer)


def _can_edit(grid: Any) -> str | None:
    return None if grid.can_edit else "This cell cannot be edited."


def _can_paste(grid: Any) -> str | None:
    return None if grid.app.clipboard else "Nothing was copied here; your terminal's own paste key works too."


def _can_filter(grid: Any) -> str | None:
    return None if isinstance(grid.model, Filterable) else "These rows cannot be filtered."


MOVING = (
    _command("up", "up k", "Row up", "Moves the cursor one row up."),
    _command("down", "down j", "Row down", "Moves the cursor one row down."),
    _command("left", "left h", "Column left", "Moves the cursor one column to the left."),
    _command("right", "right l", "Column right", "Moves the cursor one column to the right."),
    _command("page-up", "pageup", "Page up", "Moves the cursor one page up."),
    _command("page-down", "pagedown", "Page down", "Moves the cursor one page down."),
    _command("half-up", "ctrl+u", "Half page up", "Moves the cursor half a page up."),
    _command("half-down", "ctrl+d", "Half page down", "Moves the cursor half a page down."),
    _command("first", "g ctrl+home", "First row", "Moves the cursor to the first row."),
    _command("last", "G ctrl+end", "Last row", "Moves the cursor to the last row."),
    _command("home", "home", "Line start", "Moves to the first column; in a list to the first row."),
    _command("end", "end", "Line end", "Moves to the last column; in a list to the last row."),
)

SELECTING = (
    _command("select", "space", "Select", "Selects the row, or no longer, and goes one row down."),
    _command("range", "v", "Range", "Begins a range of rows that follows the cursor; once more ends it."),
    _command("range-up", "shift+up", "Range up", "Selects rows upwards."),
    _command("range-down", "shift+down", "Range down", "Selects rows downwards."),
    _command("select-all", "V", "Select all", "Selects every row that the filter lets through."),
)

TAKING = (
    _command("activate", "enter", "Open", "Edits the cell, or opens what the row stands for."),
    _command("edit", "f2", "Edit", "Edits the cell.", allowed=_can_edit),
    _command("typing", "insert", "Type / command", "Switches whether letters replace the cell's text or are commands."),
    _command("copy", "y ctrl+c", "Copy", "Copies the selected rows, else the cell, as tab-separated text."),
    _command("paste", "ctrl+v", "Paste", "Puts tab-separated text in, from the cell on.", allowed=_can_paste),
    _command("filter", "slash", "Filter", "Shows only rows that match.", allowed=_can_filter, footer=True),
)

COLUMNS = (
    _command("narrower", "less_than_sign", "Narrower", "Makes the column narrower."),
    _command("wider", "greater_than_sign", "Wider", "Makes the column wider."),
    _command("column-left", "left_square_bracket", "Column to left", "Moves the whole column one place to the left."),
    _command("column-right", "right_square_bracket", "Column to right", "Moves the whole column one place right."),
    _command("hide", "minus", "Hide column", "Hides the column."),
    _command("show-all", "equals_sign", "Show columns", "Shows every hidden column again."),
)

COMMANDS: tuple[Command, ...] = (*MOVING, *SELECTING, *TAKING, *COLUMNS)

CLEAR = Binding("escape", "clear", "Select nothing", id="grid.clear", tooltip="Ends the selection.", show=False)
"""Not a command of the registry: without a selection the key belongs to what is around the grid."""
