"""What a grid tells its screen: typed messages; `control` is the grid."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from aeptui.ui.widgets.grid.grid import Grid


@dataclass
class GridMessage(Message, bubble=True, namespace="grid"):
    """Base of all: the grid it comes from."""

    grid: Grid

    @property
    def control(self) -> Grid:
        """The grid, for selectors of `@on`."""
        return self.grid


@dataclass
class CursorMoved(GridMessage, namespace="grid"):
    """The cursor stands on another cell, or another row has come below it (row -1 when there are no rows)."""

    row: int
    column: str


@dataclass
class SelectionChanged(GridMessage, namespace="grid"):
    """Other rows are selected; ask the grid's `selected_rows()` for them."""

    count: int


@dataclass
class Activated(GridMessage, namespace="grid"):
    """Enter on a cell that cannot be edited, or on a row of a list."""

    row: int
    column: str


@dataclass
class CellEdited(GridMessage, namespace="grid"):
    """A text was entered for a cell and differs from the one before. The model is not touched: the screen edits it.

    `key` is the model's key of the row: it holds even if rows have moved since.
    """

    row: int
    column: str
    old: str
    new: str
    key: Hashable


@dataclass
class EditStarted(GridMessage, namespace="grid"):
    """An editor is open over a cell."""

    row: int
    column: str


@dataclass
class EditEnded(GridMessage, namespace="grid"):
    """The editor is closed; `kept` says whether its text was taken."""

    row: int
    column: str
    kept: bool


@dataclass
class PasteRequested(GridMessage, namespace="grid"):
    """Text was pasted: rows of fields to be put in from this cell on, as one step."""

    row: int
    column: str
    rows: tuple[tuple[str, ...], ...]


@dataclass
class CopyRequested(GridMessage, namespace="grid"):
    """The selected rows (or the cell under the cursor) as tab-separated text, for the clipboard."""

    text: str
    rows: int


@dataclass
class Filtered(GridMessage, namespace="grid"):
    """The filter has another text; `shown` rows are left."""

    query: str
    shown: int


@dataclass
class ColumnsChanged(GridMessage, namespace="grid"):
    """The user changed widths, order or visibility: the grid's `column_state` is worth keeping."""
