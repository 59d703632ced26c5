"""The dialog with every target that suits a column: how likely it is, and why."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.screens.mapping.table.cells import likelihood
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from aeptui.core.mapping.suggest.advice import Candidate

_COLUMNS = (
    Column("likely", "Likely", width=6, align="right"),
    Column("target", "Target", width=32, minimum=20, grow=1),
    Column("why", "Why", width=36, minimum=16, grow=1),
)


class Alternatives(Dialog["Candidate | None"]):
    """Answers with the candidate that was chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = """
    Alternatives > Vertical { width: 100%; max-width: 120; padding: 1 1; }
    Alternatives Grid { height: 12; max-height: 60%; margin: 1 0; }
    """

    def __init__(
        self, found: "Sequence[Candidate]", now: str, taken: Collection[str], refused: Collection[str]
    ) -> None:
        """``now`` is the line's target, ``taken`` holds those of other rows, ``refused`` paths that were refused."""
        super().__init__()
        self._found, self._now, self._taken, self._refused = found, now, taken, refused

    def body(self) -> ComposeResult:
        yield Static(Content.styled(printable(f"Targets that suit {self._found[0].column}"), "bold"))
        yield Grid(ListModel(_COLUMNS, self._found, self._cell), cursor="row")
        yield Static(keys_content(("enter", "take"), ("esc", "leave it")))

    def on_mount(self) -> None:
        self.query_one(Grid).focus()

    def on_grid_activated(self, event: Grid.Activated) -> None:
        """Takes the candidate under the cursor."""
        event.stop()
        self.dismiss(self._found[event.row])

    def action_give_up(self) -> None:
        """Takes none."""
        self.dismiss(None)

    def _cell(self, each: "Candidate", column: str) -> Cell:
        dim = "dim" if each.row.to in self._taken or each.path in self._refused else ""
        if column == "likely":
            return Cell(likelihood(each.probability), dim)
        if column == "target":
            return Cell(each.row.to, dim)
        state = "mapped from another source" if each.row.to in self._taken else ""
        state = "the target now" if each.row.to == self._now else "refused" if each.path in self._refused else state
        return Cell(f"({state}) {each.reason}" if state else each.reason, dim)
