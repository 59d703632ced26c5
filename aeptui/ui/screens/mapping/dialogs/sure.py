"""The dialog that asks from which likelihood on suggestions are accepted, and shows what that means."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.screens.mapping.table.cells import likelihood
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.words import count, printable

if TYPE_CHECKING:
    from aeptui.core.mapping.suggest.advice import Candidate

_STEPS = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.0)
_COLUMNS = (
    Column("least", "At least", width=8),
    Column("many", "Suggestions", width=11, align="right"),
    Column("wrong", "Wrong ones to expect", width=20, align="right"),
    Column("last", "The least likely of them", width=30, grow=1),
)


def reaches(candidate: "Candidate", least: float) -> bool:
    """Whether a suggestion is as likely as that, in the whole per cents that are shown of it."""
    return round(candidate.probability, 2) >= least


class Step(NamedTuple):
    """A likelihood, and the suggestions that reach it, the least likely last."""

    least: float
    found: "tuple[Candidate, ...]"


class AcceptSure(Dialog[float | None]):
    """Answers with the least likelihood, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = """
    AcceptSure > Vertical { width: 90; }
    AcceptSure Grid { height: 9; margin: 1 0; }
    """

    def __init__(self, found: "Sequence[Candidate]", least: float) -> None:
        """``found`` is what could be accepted; the cursor begins at ``least``."""
        super().__init__()
        ranked = sorted(found, key=lambda each: -each.probability)
        self._steps = [Step(step, tuple(each for each in ranked if reaches(each, step))) for step in _STEPS]
        self._start = min(range(len(_STEPS)), key=lambda at: abs(_STEPS[at] - least))
        self._all = len(ranked)

    def body(self) -> ComposeResult:
        yield Static(Content.styled(f"Accept which of {count(self._all, 'suggestion')}?", "bold"))
        yield Grid(ListModel(_COLUMNS, self._steps, _cell), cursor="row")
        yield Static(keys_content(("enter", "accept these"), ("up/down", "more or fewer"), ("esc", "none")))

    def on_mount(self) -> None:
        grid = self.query_one(Grid)
        grid.move_to(self._start)
        grid.focus()

    def on_grid_activated(self, event: Grid.Activated) -> None:
        """Takes the likelihood under the cursor."""
        event.stop()
        self.dismiss(self._steps[event.row].least)

    def action_give_up(self) -> None:
        """Accepts nothing."""
        self.dismiss(None)


def _cell(step: Step, column: str) -> Cell:
    if column == "least":
        return Cell(f"{step.least:.0%}" if step.least else "any")
    if column == "many":
        return Cell(f"{len(step.found):,}")
    if column == "wrong":
        # Likelihoods are calibrated: what they leave over adds up to the number of wrong ones.
        return Cell(f"about {round(sum(1 - each.probability for each in step.found)):,}" if step.found else "")
    if not step.found:
        return Cell("")
    last = step.found[-1]
    return Cell(printable(f"{likelihood(last.probability)} {last.column} > {last.row.to}"), "dim")
