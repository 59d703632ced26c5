"""Rows and headings as strips: one segment a column at most, each row drawn once until it changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from aeptui.ui.widgets.cells import fit
from aeptui.ui.widgets.grid.columns import GAP, Slot
from aeptui.ui.widgets.grid.model import Cell, GridModel

ROW, CURSOR_ROW, SELECTED_ROW, CURSOR_CELL, HEADER, EMPTY = "row", "cursor-row", "selected", "cursor", "header", "empty"
AWAY = "-away"
"""What the states of the cursor end with while the focus is elsewhere."""
STATES = (ROW, CURSOR_ROW, CURSOR_ROW + AWAY, SELECTED_ROW, CURSOR_CELL, CURSOR_CELL + AWAY, HEADER, EMPTY)

CELL_STYLES = ("dim", "good", "warning", "error", "accent", "suggested", "strong")
"""The words that a :class:`~aeptui.ui.widgets.grid.model.Cell` may have as its style."""

SELECTED_SIGN = "*"
_KEPT_ROWS = 512

StyleOf = Callable[[str, str], Style]
"""The style of a cell from the state of its place (one of the words above) and the cell's own style."""


class Painter:
    """Draws lines of a grid and keeps them while nothing that they show has changed."""

    def __init__(self, style_of: StyleOf) -> None:
        self._style_of = style_of
        self._styles: dict[tuple[str, str], Style] = {}
        self._strips: LRUCache[Hashable, Strip] = LRUCache(_KEPT_ROWS)

    def forget(self, *, styles: bool = False) -> None:
        """Draw everything anew; with `styles`, look the colours up again too."""
        self._strips.clear()
        if styles:
            self._styles.clear()

    def row(
        self,
        model: GridModel,
        row: int,
        slots: tuple[Slot, ...],
        layout: Hashable,
        width: int,
        gutter: int,
        selected: bool,
        cursor: str | None,
        away: bool,
    ) -> Strip:
        """The line of a row; `cursor` is None, or the key of the cell under the cursor ("" for the whole row).

        `layout` is another value whenever `slots` are others: it stands for them in the key of what is kept. `away`
        says that the focus is elsewhere, which only the cursor's row shows.
        """
        key = (model.key(row), model.version(row), selected, cursor, away, layout, width)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(
                model, row, slots, width, gutter, selected, cursor, AWAY if away else ""
            )
        return strip

    def _draw(
        self,
        model: GridModel,
        row: int,
        slots: Sequence[Slot],
        width: int,
        gutter: int,
        selected: bool,
        cursor: str | None,
        away: str,
    ) -> Strip:
        state = SELECTED_ROW if selected else ROW
        if cursor is not None:
            state = (CURSOR_ROW if cursor else CURSOR_CELL) + away
        signs = f"{SELECTED_SIGN if selected else ' '}{model.mark(row)[:1] if gutter > 2 else ''}"
        parts: list[tuple[str, Style]] = [(fit(signs, gutter), self._style(state, ""))] if gutter else []
        for slot in slots:
            key = slot.column.key
            cell = model.cell(row, key)
            place = CURSOR_CELL + away if cursor == key else state
            parts.append((self._text(cell, slot), self._style(place, cell.style)))
        cells = gutter + sum(slot.width for slot in slots)
        return _strip(parts, cells, width, self._style(state, ""))

    def header(self, slots: Sequence[Slot], width: int, gutter: int, more: tuple[bool, bool]) -> Strip:
        """The headings, with < and > where columns are out of sight."""
        text = "".join(self._text(Cell(slot.column.title), slot) for slot in slots)
        left, right = more
        line = fit(("<" if left else "").ljust(gutter) + text, width)
        if right and width:
            line = set_cell_size(line, width - 1) + ">"
        style = self._style(HEADER, "")
        return _strip([(line, style)], width, width, style)

    def message(self, text: str, width: int) -> Strip:
        """A line that stands where rows would be."""
        style = self._style(EMPTY, "")
        return _strip([(fit(text, width), style)], width, width, style)

    def blank(self, width: int) -> Strip:
        """A line without a row."""
        return Strip.blank(width, self._style(ROW, ""))

    @staticmethod
    def _text(cell: Cell, slot: Slot) -> str:
        if slot.width <= GAP:
            return " " * slot.width
        return fit(cell.text, slot.width - GAP, slot.column.align) + " " * GAP

    def _style(self, state: str, cell: str) -> Style:
        style = self._styles.get((state, cell))
        if style is None:
            style = self._styles[state, cell] = self._style_of(state, cell)
        return style


def _strip(parts: Sequence[tuple[str, Style]], cells: int, width: int, rest: Style) -> Strip:
    """A strip of exactly `width` cells from parts that fill `cells`: neighbours of one style become one segment."""
    segments: list[Segment] = []
    for text, style in parts:
        if segments and segments[-1].style == style:
            segments[-1] = Segment(segments[-1].text + text, style)
        else:
            segments.append(Segment(text, style))
    return Strip(segments, cells).adjust_cell_length(width, rest)
