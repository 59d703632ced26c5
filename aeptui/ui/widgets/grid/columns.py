"""Which columns are visible, in what order, how wide and where: arithmetic without a screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from aeptui.ui.widgets.grid.model import Column

GAP = 1
"""Blank cells after the text of every column."""
_WIDEST = 500


class Slot(NamedTuple):
    """A column's place on the screen: `x` in cells from the left edge, `width` with the gap."""

    column: Column
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class ColumnState:
    """What a user made of a column, to be kept and restored: `width` is None where it was not touched."""

    key: str
    hidden: bool = False
    width: int | None = None


class ColumnLayout:
    """The columns of a grid as the user arranged them, laid out for a width in cells.

    Columns shrink towards their minimum before anything is scrolled away; what cannot fit even so is reached by
    scrolling whole columns: `left` is the first scrollable column shown.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = {column.key: column for column in columns}
        self._order = [column.key for column in columns]
        self._hidden: set[str] = set()
        self._widths: dict[str, int] = {}
        self._left = 0
        self._placed: dict[int, tuple[Slot, ...]] = {}
        self.revision = 0
        """Another number whenever :meth:`slots` may give something else than before."""

    @property
    def left(self) -> int:
        """How many scrollable columns are out of sight at the left."""
        return self._left

    def _changed(self) -> None:
        self.revision += 1
        self._placed.clear()

    @property
    def visible(self) -> list[Column]:
        """The columns that are not hidden, frozen ones first."""
        shown = [self._columns[key] for key in self._order if key not in self._hidden]
        return sorted(shown, key=lambda column: not column.frozen)

    def nearest(self, key: str) -> str:
        """The column itself if it is visible, else the visible one that follows it, else the last ("": none)."""
        visible = [column.key for column in self.visible]
        if key in visible or not visible:
            return key if key in visible else ""
        after = self._order[self._order.index(key) :] if key in self._columns else visible
        return next((other for other in after if other in visible), visible[-1])

    @property
    def hidden(self) -> list[Column]:
        """The columns that the user hid."""
        return [self._columns[key] for key in self._order if key in self._hidden]

    def slots(self, width: int) -> tuple[Slot, ...]:
        """The places of the columns that can be seen in `width` cells, from left to right; never beyond `width`."""
        placed = self._placed.get(width)
        if placed is None:
            placed = self._placed[width] = self._place(width)
        return placed

    def _place(self, width: int) -> tuple[Slot, ...]:
        columns = self.visible
        widths = self._fitted(columns, width)
        frozen = sum(column.frozen for column in columns)
        fits = sum(widths) <= width
        self._left = 0 if fits else max(0, min(self._left, len(columns) - frozen - 1))
        slots: list[Slot] = []
        x = 0
        for place, column in enumerate(columns):
            if frozen <= place < frozen + self._left:
                continue
            limit = width // 2 if place < frozen < len(columns) and not fits else width
            cells = min(widths[place], limit - x)
            if cells > 0:
                slots.append(Slot(column, x, cells))
                x += cells
        return tuple(slots)

    def bring(self, key: str, width: int) -> bool:
        """Scroll sideways as little as needed to show the whole column; True when `left` changed."""
        self.slots(width)
        before = self._left
        columns = self.visible
        frozen = sum(column.frozen for column in columns)
        place = next((place for place, column in enumerate(columns) if column.key == key), 0) - frozen
        if place >= 0:
            self._scroll(min(self._left, place))
            while self._left < place and not self._whole(key, width):
                self._scroll(self._left + 1)
        return self._left != before

    def scroll(self, step: int, width: int) -> bool:
        """Scroll sideways by columns, as far as there are any out of sight; True when something moved."""
        before = self._left
        if step < 0 or self.more(width)[1]:
            self._scroll(max(0, self._left + step))
        self.slots(width)
        return self._left != before

    def _scroll(self, left: int) -> None:
        if left != self._left:
            self._left = left
            self._changed()

    def more(self, width: int) -> tuple[bool, bool]:
        """Whether columns are out of sight at the left, and at the right (or cut there)."""
        columns = self.visible
        widths = self._fitted(columns, width)
        slots = self.slots(width)
        if not slots or sum(widths) <= width:
            return False, False
        last = slots[-1]
        return self._left > 0, last.column is not columns[-1] or last.width < widths[-1]

    def resize(self, key: str, width: int) -> None:
        """Give a column a width of the user's own, at least 1 cell."""
        if key in self._columns:
            self._widths[key] = max(1, min(_WIDEST, width))
            self._changed()

    def shift(self, key: str, step: int) -> bool:
        """Move a column among the visible ones of its kind (frozen or not); True when it moved."""
        visible = [column.key for column in self.visible]
        if key not in visible:
            return False
        here = visible.index(key)
        there = here + step
        if not 0 <= there < len(visible) or self._columns[visible[there]].frozen != self._columns[key].frozen:
            return False
        self._order.remove(key)
        self._order.insert(self._order.index(visible[there]) + (step > 0), key)
        self._changed()
        return True

    def hide(self, key: str) -> bool:
        """Take a column out of sight; False for the last visible one."""
        if key not in self._columns or key in self._hidden or len(self.visible) == 1:
            return False
        self._hidden.add(key)
        self._changed()
        return True

    def show_all(self) -> bool:
        """Bring every hidden column back; True when there was one."""
        had = bool(self._hidden)
        self._hidden.clear()
        self._changed()
        return had

    @property
    def state(self) -> tuple[ColumnState, ...]:
        """What the user made of the columns, in their order."""
        return tuple(ColumnState(key, key in self._hidden, self._widths.get(key)) for key in self._order)

    def restore(self, states: Iterable[ColumnState]) -> None:
        """Take over an earlier :attr:`state`; columns that it does not know keep their place at the end."""
        known: Mapping[str, ColumnState] = {state.key: state for state in states if state.key in self._columns}
        self._order = [*known, *(key for key in self._order if key not in known)]
        self._hidden = {key for key, state in known.items() if state.hidden}
        if len(self._hidden) == len(self._columns):
            self._hidden.clear()
        self._widths = {key: state.width for key, state in known.items() if state.width}
        self._changed()

    def width_of(self, column: Column) -> int:
        """The width of text that a column asks for: the user's, else its own."""
        return self._widths.get(column.key, column.width)

    def _whole(self, key: str, width: int) -> bool:
        slots = {slot.column.key: slot for slot in self.slots(width)}
        columns = self.visible
        widths = dict(zip([column.key for column in columns], self._fitted(columns, width), strict=True))
        return key in slots and slots[key].width == widths[key]

    def _fitted(self, columns: Sequence[Column], width: int) -> list[int]:
        """Widths with gaps: grown into spare room, shrunk while minimums allow, else as asked for."""
        asked = [self.width_of(column) + GAP for column in columns]
        spare = width - sum(asked)
        if spare >= 0:
            shares = [0 if column.key in self._widths else column.grow for column in columns]
            return [cells + more for cells, more in zip(asked, _shared(spare, shares), strict=True)]
        slack = [
            0 if column.key in self._widths else max(0, cells - GAP - column.minimum)
            for column, cells in zip(columns, asked, strict=True)
        ]
        if sum(slack) < -spare:
            return asked
        return [cells - less for cells, less in zip(asked, _shared(-spare, slack), strict=True)]


def _shared(amount: int, shares: Sequence[int]) -> list[int]:
    """A whole number split by shares, the pieces summing to it (to nothing where there are no shares)."""
    total = sum(shares)
    if not total:
        return [0] * len(shares)
    pieces: list[int] = []
    given = share_sum = 0
    for share in shares:
        share_sum += share
        upto = amount * share_sum // total
        pieces.append(upto - given)
        given = upto
    return pieces
