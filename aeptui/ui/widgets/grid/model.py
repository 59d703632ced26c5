"""What a grid shows: columns, cells and the model that gives them on demand."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeVar, runtime_checkable

from aeptui.ui.widgets.cells import Align

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` names it in messages and models, widths are terminal cells of text (the gap not counted).

    `width` is what the column would like, `minimum` how far it may shrink before the grid scrolls sideways, `grow` its
    share of room left over. A `frozen` column stays at the left edge.
    """

    key: str
    title: str
    width: int = 16
    minimum: int = 4
    grow: int = 0
    frozen: bool = False
    align: Align = "left"


class Cell(NamedTuple):
    """What one cell shows.

    `style` is one of the grid's words (dim, good, warning, error, accent, suggested, strong), "" for none. `edit` is a
    kind of editor, "" for a cell that cannot be edited; "text" is the grid's own input, other words are for the
    grid's editor factory. `value` is what editing starts from and copying takes, where it differs from `text`.
    """

    text: str
    style: str = ""
    edit: str = ""
    value: str | None = None

    @property
    def raw(self) -> str:
        """The text that is edited and copied."""
        return self.text if self.value is None else self.value


class GridModel(Protocol):
    """Rows that a grid draws. Only what is on the screen is ever asked for; every method must be quick."""

    @property
    def columns(self) -> Sequence[Column]:
        """All columns in their first order."""

    def row_count(self) -> int:
        """How many rows there are now, after filtering."""

    def cell(self, row: int, column: str) -> Cell:
        """The cell of a row (0-based) and a column's key."""

    def mark(self, row: int) -> str:
        """One character that stands before the row ("!", "+"), "" or " " for none."""

    def version(self, row: int) -> Hashable:
        """Changes whenever anything that the row shows has changed; rows are drawn again only then."""

    def key(self, row: int) -> Hashable:
        """What the row is, whatever its place: the cursor and the selection follow it."""

    def index(self, key: Hashable) -> int | None:
        """Where the row with this key is now, None when it is gone or filtered out."""


@runtime_checkable
class Filterable(Protocol):
    """A model that can show fewer rows."""

    def filter(self, query: str) -> None:
        """Show only rows that match the query, all for the empty one."""


class ListModel(Generic[Item]):
    """A model over a list of things, with a filter: enough for most lists.

    `cell(item, column)` gives a Cell or a text. A query matches an item when every word of it occurs in one of
    its cells, case ignored. Example: `ListModel(columns, flows, lambda flow, column: getattr(flow, column))`.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        items: Sequence[Item] = (),
        cell: Callable[[Item, str], Cell | str] = lambda item, column: str(item),
        key: Callable[[Item], Hashable] | None = None,
        mark: Callable[[Item], str] = lambda item: "",
    ) -> None:
        self.columns: Sequence[Column] = tuple(columns)
        self._cell = cell
        self._key = key
        self._mark = mark
        self._query: list[str] = []
        self._generation = 0
        self._items: list[Item] = []
        self._shown: list[int] = []
        self._places: dict[Hashable, int] | None = None
        self._texts: list[str] | None = None
        self.replace(items)

    @property
    def items(self) -> Sequence[Item]:
        """All items, filtered out or not."""
        return self._items

    def replace(self, items: Sequence[Item]) -> None:
        """Other items; call the grid's `reload()` afterwards."""
        self._items = list(items)
        self._texts = None
        self._narrow()

    def item(self, row: int) -> Item:
        """The item that a row shows."""
        return self._items[self._shown[row]]

    def filter(self, query: str) -> None:
        """Show only items with all words of the query in their cells."""
        self._query = query.casefold().split()
        self._narrow()

    def _narrow(self) -> None:
        self._generation += 1
        self._places = None
        if not self._query:
            self._shown = [*range(len(self._items))]
            return
        if self._texts is None:
            keys = [column.key for column in self.columns]
            self._texts = ["\n".join(self._text(item, key) for key in keys).casefold() for item in self._items]
        self._shown = [place for place, text in enumerate(self._texts) if all(word in text for word in self._query)]

    def _text(self, item: Item, column: str) -> str:
        cell = self._cell(item, column)
        return cell if isinstance(cell, str) else cell.text

    def row_count(self) -> int:
        """How many items match."""
        return len(self._shown)

    def cell(self, row: int, column: str) -> Cell:
        """What a cell shows."""
        cell = self._cell(self.item(row), column)
        return Cell(cell) if isinstance(cell, str) else cell

    def mark(self, row: int) -> str:
        """The sign before a row."""
        return self._mark(self.item(row))

    def version(self, row: int) -> Hashable:
        """Another one after every change."""
        return self._generation

    def key(self, row: int) -> Hashable:
        """What the row is."""
        return self._shown[row] if self._key is None else self._key(self.item(row))

    def index(self, key: Hashable) -> int | None:
        """Where it is."""
        if self._places is None:
            self._places = {self.key(row): row for row in range(len(self._shown))}
        return self._places.get(key)
