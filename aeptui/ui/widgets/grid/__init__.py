"""The grid: a table on Textual's line API. See :class:`Grid` and :class:`GridModel`."""

from aeptui.ui.widgets.grid.columns import ColumnState
from aeptui.ui.widgets.grid.editing import CellInput, EditAbandoned, EditFinished, EditRequest
from aeptui.ui.widgets.grid.grid import Grid
from aeptui.ui.widgets.grid.model import Cell, Column, Filterable, GridModel, ListModel
from aeptui.ui.widgets.grid.tsv import from_tsv, to_tsv

__all__ = [
    "Cell",
    "CellInput",
    "Column",
    "ColumnState",
    "EditAbandoned",
    "EditFinished",
    "EditRequest",
    "Filterable",
    "Grid",
    "GridModel",
    "ListModel",
    "from_tsv",
    "to_tsv",
]
