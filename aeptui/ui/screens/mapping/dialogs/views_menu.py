"""The list in which one chooses what part of the mapping table is shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.screens.mapping.table.views import VIEWS, View
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel

if TYPE_CHECKING:
    from aeptui.ui.screens.mapping.table.model import MappingModel

_COLUMNS = (
    Column("key", "Key", width=3),
    Column("title", "Show", width=30, grow=1),
    Column("lines", "Lines", width=8, align="right"),
)


class _Choice(NamedTuple):
    view: View
    lines: str
    reason: str


class ChooseView(Dialog[str | None]):
    """Answers with the name of a view, or None. A view's key chooses it at once."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = "ChooseView Grid { height: 9; margin: 1 0; }"

    def __init__(self, model: "MappingModel", reason: Callable[[str], str | None]) -> None:
        super().__init__()
        self._choices = [_choice(model, view, reason(view.name) or "") for view in VIEWS.values()]
        self._now = [*VIEWS].index(model.shown_view)

    def body(self) -> ComposeResult:
        yield Static(Content.styled("Show which lines?", "bold"))
        yield Grid(ListModel(_COLUMNS, self._choices, _cell), cursor="row")
        yield Static(keys_content(("enter", "show"), ("esc", "leave it")))

    def on_mount(self) -> None:
        grid = self.query_one(Grid)
        grid.move_to(self._now)
        grid.focus()

    def on_grid_activated(self, event: Grid.Activated) -> None:
        """Takes the view under the cursor."""
        event.stop()
        self._take(self._choices[event.row])

    def on_key(self, event: events.Key) -> None:
        """A view's own key."""
        chosen = next((each for each in self._choices if each.view.key and each.view.key == event.character), None)
        if chosen is not None:
            event.stop()
            self._take(chosen)

    def _take(self, choice: _Choice) -> None:
        if not choice.reason:
            self.dismiss(choice.view.name)

    def action_give_up(self) -> None:
        """Leaves the view as it is."""
        self.dismiss(None)


def _choice(model: "MappingModel", view: View, reason: str) -> _Choice:
    lines = view.lines(model)
    return _Choice(view, f"{len(lines.places) + len(lines.needs) + len(lines.offers):,}", reason)


def _cell(choice: _Choice, column: str) -> Cell:
    dim = "dim" if choice.reason else ""
    if column == "key":
        return Cell(choice.view.key, dim or "accent")
    if column == "lines":
        return Cell("" if choice.reason else choice.lines, dim)
    return Cell(choice.view.title + (f": {choice.reason}" if choice.reason else ""), dim)
