"""The lines of a grid: drawing, cursor and scrolling, at a cost that does not depend on the number of rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import ClassVar, Literal, Self

from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from aeptui.ui.widgets.grid.columns import ColumnLayout, Slot
from aeptui.ui.widgets.grid.model import GridModel
from aeptui.ui.widgets.grid.paint import AWAY, CELL_STYLES, CURSOR_CELL, STATES, Painter
from aeptui.ui.widgets.grid.selection import Selection
from aeptui.ui.widgets.straight import Straight
from aeptui.ui.widgets.typeahead import act_at_once, came_late

CursorKind = Literal["cell", "row"]
HEADER_LINES = 1


class GridView(Straight, ScrollView, can_focus=True, inherit_bindings=False):
    """Draws a model's rows below one line of headings and keeps the cursor in sight.

    Knows rows by number and columns by key. What its keys do is bound around it, in the grid; `typed` is asked first
    about every character, and `drawn_in` for what stands in a row instead of its own cells (from which x on). `moved`
    is called when the cursor stands on another cell, or another row has come below it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"grid--{name}" for name in (*STATES, *CELL_STYLES)}
    DEFAULT_CSS = """
    GridView {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        & > .grid--header { background: $panel; color: $foreground; text-style: bold; }
        & > .grid--empty { color: $text-muted; }
        & > .grid--selected { background: $block-cursor-blurred-background; }
        & > .grid--cursor-row { background: $panel; }
        & > .grid--cursor-row-away { background: $surface; }
        & > .grid--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .grid--cursor-away { background: $block-cursor-blurred-background; }
        & > .grid--dim { color: $text-muted; }
        & > .grid--good { color: $success; }
        & > .grid--warning { color: $warning; }
        & > .grid--error { color: $error; }
        & > .grid--accent { color: $accent; }
        & > .grid--suggested { color: $text-muted; text-style: italic; }
        & > .grid--strong { text-style: bold; }
        &:ansi {
            & > .grid--header { text-style: bold underline; }
            & > .grid--empty, & > .grid--dim, & > .grid--suggested { text-style: dim; }
            & > .grid--selected { text-style: bold; }
            & > .grid--cursor { text-style: reverse; background: ansi_default; color: ansi_default; }
        }
    }
    """

    _turning = False

    def __init__(self, model: GridModel, *, cursor: CursorKind, marks: bool, empty: str) -> None:
        super().__init__()
        self.cursor_kind: CursorKind = cursor
        self.moved: Callable[[], None] = lambda: None
        self.typed: Callable[[str], bool] = lambda character: False
        self.drawn_in: Callable[[int], tuple[int, Strip] | None] = lambda row: None
        self._sign_cells = 3 if marks else 2
        self._empty = empty
        self._painter = Painter(self._style_of)
        self._take(model)

    def _take(self, model: GridModel) -> None:
        self.model = model
        self.columns = ColumnLayout(model.columns)
        self.selection = Selection(lambda row: self.model.key(row))
        self.row = 0 if model.row_count() else -1
        self.column = self.columns.nearest("")
        self._wanted_key = self._key_here = self._key_of_row()
        self.virtual_size = Size(0, model.row_count() + HEADER_LINES)

    # -- where things are

    @property
    def page(self) -> int:
        """How many rows can be seen at once, at least one."""
        return max(1, self.outer_size.height - HEADER_LINES)

    @property
    def signs(self) -> int:
        """Cells before the first column: the selection's sign and the row's mark."""
        return min(self._sign_cells, self.outer_size.width)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The columns in sight; `x` counts from the end of the signs."""
        return self.columns.slots(self.outer_size.width - self.signs)

    def cell_region(self, row: int, column: str) -> Region:
        """The place of a cell's text in this widget; empty when it is out of sight."""
        y = row + HEADER_LINES - self.scroll_offset.y
        width, height = self.outer_size
        signs = min(self._sign_cells, width)
        slot = next((slot for slot in self.columns.slots(width - signs) if slot.column.key == column), None)
        if slot is None or not HEADER_LINES <= y < height:
            return Region()
        return Region(signs + slot.x, y, max(1, slot.width - 1), 1)

    def show_cursor(self) -> None:
        """Put the terminal's own cursor where this grid's is: readers of braille and speech follow it."""
        if self.has_focus:
            place = self.cell_region(self.row, self.column)
            x = 0 if self.cursor_kind == "row" else place.x
            self.app.cursor_position = self.region.offset + Offset(x, place.y)

    # -- the cursor

    def move_to(self, row: int | None = None, column: str | None = None) -> None:
        """Move the cursor (None: stays in its row or column), as near as there is a row, and scroll it into sight."""
        self._go(self.row if row is None else row, self.column if column is None else column)
        self._wanted_key = self._key_here

    def step_column(self, step: int) -> None:
        """Move the cursor among the visible columns; in a list, where it has none, scroll by columns."""
        if self.cursor_kind == "row":
            if self.columns.scroll(step, self.outer_size.width - self.signs):
                self.refresh()
            return
        keys = [column.key for column in self.columns.visible]
        if keys:
            place = keys.index(self.columns.nearest(self.column)) + step
            self.move_to(column=keys[max(0, min(place, len(keys) - 1))])

    def _go(self, row: int, column: str) -> None:
        before = self.row, self.column, self._key_here
        self.row = max(0, min(row, self.model.row_count() - 1)) if self.model.row_count() else -1
        self.column = self.columns.nearest(column)
        self._key_here = self._key_of_row()
        if not self._bring_in_sight():
            self.refresh_rows(before[0], self.row)
        if self.selection.anchor is not None and self.row >= 0:
            first, last = self.selection.extend(self.row)
            top = self.scroll_offset.y
            self.refresh_rows(*range(max(first, top), min(last, top + self.page) + 1))
        self.show_cursor()
        if (self.row, self.column, self._key_here) != before:
            self.moved()

    def _key_of_row(self) -> Hashable | None:
        return self.model.key(self.row) if self.row >= 0 else None

    def _bring_in_sight(self) -> bool:
        """Scroll as little as needed to show the cursor; True when everything is drawn anew for it."""
        size = self.outer_size
        width = size.width - min(self._sign_cells, size.width)
        sideways = self.cursor_kind == "cell" and width > 0 and self.columns.bring(self.column, width)
        if sideways:
            self.refresh()
        top = self.scroll_offset.y
        wanted = max(min(top, self.row), self.row - max(1, size.height - HEADER_LINES) + 1, 0)
        if wanted != top and size.height:
            self.scroll_to(y=wanted, animate=False, force=True)
        return sideways or wanted != top

    # -- other rows, other columns

    def reload(self) -> None:
        """Rows came, went or moved: the cursor stays on its row, as long as that is there.

        While a filter hides the row, the cursor stays at its place and returns as soon as the row is there again,
        unless it was moved meanwhile.
        """
        wanted = self._wanted_key
        places = (self.model.index(key) for key in (wanted, self._key_here) if key is not None)
        row = next((place for place in places if place is not None), self.row)
        self.selection.refit(self.model.index, row)
        self._fit_size()
        self._go(max(row, 0), self.column)
        self._wanted_key = wanted if wanted is not None else self._key_here
        self.refresh()

    def _fit_size(self) -> None:
        size = Size(0, self.model.row_count() + HEADER_LINES)
        if size != self.virtual_size:
            self.virtual_size = size

    def replace_model(self, model: GridModel) -> None:
        """Another model, from its first row."""
        self._painter.forget()
        self._take(model)
        self.scroll_to(y=0, animate=False, force=True)
        self.refresh()
        self.moved()

    def rearranged(self) -> None:
        """Columns have other widths, places or visibility."""
        self._go(self.row, self.column)
        self.refresh()

    # -- drawing

    def refresh_rows(self, *rows: int) -> None:
        """Draw these rows again, where they are in sight."""
        top, size = self.scroll_offset.y, self.outer_size
        width, page = size.width, max(1, size.height - HEADER_LINES)
        lines = {row - top + HEADER_LINES for row in rows if 0 <= row - top < page}
        if lines:
            # What is below the scrollbar is not seen.
            seen = width - self.show_vertical_scrollbar
            self.refresh(*(Region(0, line, seen, 1) for line in lines))

    def render_line(self, y: int) -> Strip:
        width = self.outer_size.width
        signs = min(self._sign_cells, width)
        slots = self.columns.slots(width - signs)
        if y < HEADER_LINES:
            return self._painter.header(slots, width, signs, self.columns.more(width - signs))
        row = y - HEADER_LINES + self.scroll_offset.y
        count = self.model.row_count()
        if row >= count:
            first_of_none = not count and y == HEADER_LINES
            return self._painter.message(self._empty, width) if first_of_none else self._painter.blank(width)
        cursor = None
        if row == self.row:
            cursor = self.column if self.cursor_kind == "cell" else ""
        drawn_in = self.drawn_in(row)
        away = cursor is not None and not self.has_focus and drawn_in is None
        selected, layout = self.selection.holds(row), self.columns.revision
        strip = self._painter.row(self.model, row, slots, layout, width, signs, selected, cursor, away)
        if drawn_in is None:
            return strip
        x, part = drawn_in
        return Strip.join([strip.crop(0, x), part, strip.crop(x + part.cell_length)])

    def _style_of(self, state: str, cell: str) -> Style:
        style = self.get_component_rich_style(f"grid--{state}")
        if cell not in CELL_STYLES or state in (CURSOR_CELL, CURSOR_CELL + AWAY):
            return style
        # Only the full style has a colour where the rule says "auto"; only the partial one has no background.
        own = self.get_component_rich_style(f"grid--{cell}", partial=True)
        colour = Style(color=self.get_component_rich_style(f"grid--{cell}").color)
        return style + own.without_color + colour

    # -- what happens to the widget

    async def on_key(self, event: events.Key) -> None:
        """Keys are acted upon one after the other, so that none overtakes the editor that the one before opened."""
        if came_late(self, event):
            return
        if event.is_printable and event.character and self.typed(event.character):
            event.stop()
            event.prevent_default()
        else:
            await act_at_once(self, event)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.show_cursor()

    def notify_style_update(self) -> None:
        self._painter.forget(styles=True)
        super().notify_style_update()

    def on_resize(self) -> None:
        """Other widths: the cursor stays in sight."""
        self._bring_in_sight()
        self.refresh()
        self.call_after_refresh(self.show_cursor)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Nothing to be looked up in style sheets: the cursor has a style for either case."""

    def on_focus(self) -> None:
        """The terminal's cursor comes here."""
        self._turn()
        self.call_after_refresh(self.show_cursor)

    def on_blur(self) -> None:
        """The cursor's row looks different now."""
        self._turn()

    def _turn(self) -> None:
        """Only the cursor's row shows whether the focus is here: spare all others what Textual is about to do next."""
        self._turning = True
        self.call_next(self._turned)

    def _turned(self) -> None:
        self._turning = False
        self.refresh_rows(self.row)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw again: the regions, or everything; see :meth:`_turn` for when not."""
        if self._turning and not regions and not layout and not recompose:
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
