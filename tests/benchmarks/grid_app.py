"""A table of made-up mapping rows between the usual header and footer: `grid_app.py ROWS`.

A program of its own, so that it starts with nothing but what it shows.
"""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header

from aeptui.ui.terminal.sparing import Sparing
from aeptui.ui.widgets.grid import Column, Grid, ListModel

WIDTHS = {"source": 17, "target": 47, "type": 11, "required": 9, "expression": 29}
COLUMNS = [Column(key, key, width, 4) for key, width in WIDTHS.items()]


def rows(count: int) -> list[dict[str, str]]:
    """Made-up rows of a mapping."""
    return [
        {
            "source": f"crm_field_{number:05}",
            "target": f"_tenant.person.attributes.group{number % 97}.field{number:05}",
            "type": ("string", "integer", "date-time", "boolean")[number % 4],
            "required": "yes" if number % 7 == 0 else "no",
            "expression": f"trim(lower(crm_field_{number:05}))" if number % 3 == 0 else "",
        }
        for number in range(count)
    ]


def grid(data: list[dict[str, str]]) -> Grid:
    """The grid over the rows."""
    return Grid(ListModel(COLUMNS, data, lambda item, column: item[column]), cursor="row")


class Table(Sparing, App[None]):
    """A table between the usual header and footer, as the references in a real terminal have it."""

    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012

    def __init__(self, data: list[dict[str, str]]) -> None:
        super().__init__()
        self._data = data

    def compose(self) -> ComposeResult:
        yield Header()
        yield grid(self._data)
        yield Footer()


if __name__ == "__main__":
    Table(rows(int(sys.argv[1]))).run()
