"""The history of the draft: everything that was done to it, in words, to go back to any point and forth again."""

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.words import count, printable, utc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aeptui.store.drafts import Step as Edited
    from aeptui.ui.screens.base import Step

_COLUMNS = (
    Column("now", "", width=3),
    Column("at", "When, UTC", width=17),
    Column("title", "What was done", width=50, grow=1),
)
_FIRST = "(before the first edit)"


class _Point(NamedTuple):
    """A point of the history: after so many edits, the last of which has the title."""

    position: int
    title: str
    at: float
    here: bool
    undone: bool


class History(Dialog[int | None]):
    """Answers with the point to go to, so many edits after the beginning, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = """
    History > Vertical { width: 100%; max-width: 100; height: 100%; max-height: 30; padding: 1 1 0 1; }
    History .history-title { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    History Grid { margin: 1 0; }
    """

    def __init__(self, title: str, steps: "Sequence[Edited]", position: int) -> None:
        """``position`` of the steps are in force; the others were taken back."""
        super().__init__()
        self._title, self._position = title, position
        done = [_Point(0, _FIRST, 0.0, position == 0, False)]
        done += [_Point(s.number, s.title, s.at, s.number == position, s.number > position) for s in steps]
        self._points = done[::-1]

    def body(self) -> ComposeResult:
        edits = count(len(self._points) - 1, "edit")
        undone = len(self._points) - 1 - self._position
        told = edits + (f", {undone:,} of them taken back" if undone else "") + ". All of it is kept when you quit."
        yield Static(Content.styled(printable(f"History of {self._title}"), "bold"), classes="history-title")
        yield Static(Content.styled(told, "$muted"))
        yield Grid(ListModel(_COLUMNS, self._points, _cell), cursor="row", empty="Nothing is called that")
        yield Static(keys_content(("enter", "go there"), ("/", "filter"), ("esc", "stay")))

    def on_mount(self) -> None:
        grid = self.query_one(Grid)
        grid.move_to(len(self._points) - 1 - self._position)
        grid.focus()

    def on_grid_activated(self, event: Grid.Activated) -> None:
        """Goes to the point under the cursor."""
        event.stop()
        chosen = event.grid.model.key(event.row)
        assert isinstance(chosen, int)
        self.dismiss(self._points[chosen].position)

    def action_give_up(self) -> None:
        """Stays where the draft is."""
        self.dismiss(None)


def show_history(screen: "Step") -> None:
    """Shows the history of the draft on the desk, and goes to the point that is chosen in it."""
    draft = screen.desk.draft
    if draft is None:
        return

    def chosen(position: int | None) -> None:
        if position is None or position == draft.position:
            return
        by = position - draft.position
        draft.go_to(position)
        screen.say(f"{count(abs(by), 'edit')} {'taken back' if by < 0 else 'made again'}.")

    screen.app.push_screen(History(draft.title, draft.history(), draft.position), chosen)


def _cell(point: _Point, column: str) -> Cell:
    style = "strong" if point.here else "dim" if point.undone else ""
    if column == "now":
        return Cell("now" if point.here else "", "accent")
    if column == "at":
        return Cell(utc(point.at * 1000) if point.at else "", "dim")
    return Cell(point.title, style)
