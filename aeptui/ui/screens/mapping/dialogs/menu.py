"""A short list of things to do, each behind a letter."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.words import printable

_COLUMNS = (Column("key", "Key", width=3), Column("title", "What", width=24), Column("help", "", width=30, grow=1))


class Item(NamedTuple):
    """An entry: its letter, what is answered when it is chosen, its title and help; ``reason``: why it cannot be."""

    key: str
    answer: str
    title: str
    help: str
    reason: str = ""


class Menu(Dialog[str | None]):
    """Answers with that of the entry that was chosen, or None. A letter chooses its entry at once.

    ``at`` is the answer of the entry that the cursor begins on, the first one where none is given.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = """
    Menu > Vertical { width: 78; padding: 1 1 0 1; }
    Menu Grid { margin: 1 0 0 0; }
    Menu .menu-about { margin: 1 0 0 0; max-height: 10; height: auto; overflow-y: auto; }
    Menu .menu-reason { height: 1; color: $warning; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, title: str, items: Sequence[Item], at: str = "", about: str = "") -> None:
        super().__init__()
        self._title, self._items, self._at, self._about = title, items, at, about

    def body(self) -> ComposeResult:
        yield Static(Content.styled(printable(self._title), "bold"))
        if self._about:
            lines = (Content(printable(line)) for line in self._about.splitlines())
            yield Static(Content("\n").join(lines), classes="menu-about")
        grid = Grid(ListModel(_COLUMNS, self._items, _cell), cursor="row")
        grid.styles.height = len(self._items) + 1
        yield grid
        yield Static(classes="menu-reason", markup=False)
        yield Static(keys_content(("enter or its letter", "choose"), ("esc", "close")))

    def on_mount(self) -> None:
        grid = self.query_one(Grid)
        grid.view.typed = self._typed
        grid.move_to(next((row for row, item in enumerate(self._items) if item.answer == self._at), 0))
        grid.focus()

    def on_grid_activated(self, event: Grid.Activated) -> None:
        """Takes the entry under the cursor."""
        event.stop()
        self._take(self._item(event))

    def on_grid_cursor_moved(self, event: Grid.CursorMoved) -> None:
        event.stop()
        self._tell(self._item(event).reason if event.row >= 0 else "")

    def _item(self, event: Grid.Activated | Grid.CursorMoved) -> Item:
        place = event.grid.model.key(event.row)
        assert isinstance(place, int)
        return self._items[place]

    def _typed(self, character: str) -> bool:
        """The letters are the entries', before they are keys of the list."""
        chosen = next((each for each in self._items if each.key and each.key == character), None)
        if chosen is not None:
            self._take(chosen)
        return chosen is not None

    def _take(self, item: Item) -> None:
        if item.reason:
            self._tell(item.reason)
        else:
            self.dismiss(item.answer)

    def _tell(self, text: str) -> None:
        self.query_one(".menu-reason", Static).update(printable(text))

    def action_give_up(self) -> None:
        """Closes without a choice."""
        self.dismiss(None)


def _cell(item: Item, column: str) -> Cell:
    dim = "dim" if item.reason else ""
    if column == "key":
        return Cell(item.key, dim or "accent")
    return Cell(item.title, dim) if column == "title" else Cell(item.help, "dim")
