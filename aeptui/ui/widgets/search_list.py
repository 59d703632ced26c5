"""A list to choose from by typing: the box keeps the focus, the best match stands first, enter takes it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from aeptui.ui.widgets.fuzzy import Ranking
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.widgets.state import Pane
from aeptui.ui.widgets.typeahead import OrderedInput


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be chosen: ``key`` tells it from others, ``detail`` and ``note`` are shown beside its name.

    ``name`` and ``detail`` are searched; ``dim`` shows it greyed.
    """

    key: Hashable
    name: str
    detail: str = ""
    note: str = ""
    dim: bool = False


def _columns(titles: tuple[str, str, str]) -> tuple[Column, ...]:
    name, detail, note = titles
    return (
        Column("name", name, width=30, minimum=10, grow=2),
        Column("detail", detail, width=28, minimum=6, grow=2),
        Column("note", note, width=14, minimum=4),
    )


class SearchList(Vertical):
    """Entries, the ones that match what is typed; ``pane`` is where they stand, for its other states.

    An enter that comes before the entries are there is kept: it takes the best match as soon as they are.
    """

    BINDINGS: ClassVar[list[Any]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]
    DEFAULT_CSS = """
    SearchList { height: 1fr; }
    SearchList > OrderedInput { background: $panel; margin: 0 0 1 0; }
    SearchList > OrderedInput:ansi { text-style: underline; }
    SearchList GridView > .grid--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    SearchList GridView:ansi > .grid--cursor { text-style: reverse; }
    """

    @dataclass
    class Chosen(Message):
        """An entry was chosen."""

        key: Hashable

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._model = _model(("", "", ""))
        self._ranking: Ranking[Entry] = Ranking(())
        self._early = False

    def compose(self) -> ComposeResult:
        yield OrderedInput(compact=True)
        yield Pane(Grid(self._model, cursor="row", empty="Nothing is called that."))

    def on_mount(self) -> None:
        self._grid.view.can_focus = False

    @property
    def pane(self) -> Pane:
        """Where the entries stand."""
        return self.query_one(Pane)

    @property
    def typed(self) -> str:
        """What was typed."""
        return self._input.value

    @property
    def shown(self) -> list[Entry]:
        """The entries that match, the best first."""
        return [self._model.item(row) for row in range(self._model.row_count())]

    def begin(self, hint: str, titles: tuple[str, str, str]) -> None:
        """Empties box and list for another choice; ``hint`` stands in the empty box, ``titles`` above the columns."""
        self._early = False
        with self.prevent(Input.Changed):
            self._input.value = ""
        self._input.placeholder = hint
        self._model = _model(titles)
        self._grid.set_model(self._model)
        self._ranking = Ranking(())

    def offer(self, entries: Sequence[Entry], chosen: Hashable = None) -> None:
        """Offers these entries, the cursor on the one with the key ``chosen`` where nothing was typed yet."""
        self._ranking = Ranking((entry, entry.name, entry.detail) for entry in entries)
        self._fill()
        row = None if chosen is None or self.typed else self._model.index(chosen)
        if row is not None:
            self._grid.move_to(row)
        if self._early and entries:
            self._take()

    def focus(self, scroll_visible: bool = True) -> SearchList:
        """Focuses the box."""
        self._input.focus(scroll_visible)
        return self

    def action_move(self, by: int) -> None:
        """Moves in the list while the box keeps the focus."""
        self._grid.move_to(self._grid.row + by)

    def action_page(self, by: int) -> None:
        """Moves by a page."""
        self.action_move(by * self._grid.view.page)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._early = False
        self._fill()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.pane.state == "waiting":
            self._early = True
        else:
            self._take()

    def _take(self) -> None:
        self._early = False
        if self._model.row_count():
            self.post_message(self.Chosen(self._model.item(self._grid.row).key))

    def _fill(self) -> None:
        self._model.replace(self._ranking.best(self.typed, len(self._ranking)))
        self._grid.reload()
        self._grid.move_to(0)

    @property
    def _input(self) -> OrderedInput:
        return self.query_one(OrderedInput)

    @property
    def _grid(self) -> Grid:
        return self.query_one(Grid)


def _model(titles: tuple[str, str, str]) -> ListModel[Entry]:
    return ListModel(_columns(titles), (), cell=_cell, key=lambda entry: entry.key)


def _cell(entry: Entry, column: str) -> Cell:
    text: str = getattr(entry, column)
    return Cell(text, "dim" if entry.dim or column != "name" else "")
