"""The mapping as a table: its rows, a line for a new one, for each target still to be filled, for each suggestion."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.preview import Preview
from aeptui.core.mapping.suggest.advice import Advice
from aeptui.ui.screens.mapping.table.cells import cell_of, matched_offer, matched_text
from aeptui.ui.screens.mapping.table.judging import RowsJudged, is_finished, same_row
from aeptui.ui.screens.mapping.table.lines import (
    COLUMNS,
    GRAVE,
    Judged,
    Line,
    NewLine,
)
from aeptui.ui.screens.mapping.table.offers import Offer, Offers
from aeptui.ui.screens.mapping.table.rows import Change
from aeptui.ui.screens.mapping.table.source import SourceView
from aeptui.ui.screens.mapping.table.targets import Need, Targets, TargetsFilled
from aeptui.ui.screens.mapping.table.views import ALL, PROBLEMS, VIEWS
from aeptui.ui.widgets.grid import Cell, Column

if TYPE_CHECKING:
    from aeptui.core.manifest.problems import Problem
    from aeptui.core.mapping.suggest.advice import Candidate


class MappingModel(RowsJudged):
    """A model of the grid. What a row shows is computed when it is drawn, and kept until something of it changes."""

    columns: Sequence[Column] = COLUMNS

    def __init__(self) -> None:
        super().__init__()
        self._filled = TargetsFilled()
        self.needs: list[Need] = []
        self.offers = Offers()
        self.suggested: list[Candidate] = []
        """The suggestions that can be accepted as things are, in the source's order."""
        self.shown_view = ALL
        self._applied: frozenset[Hashable] | None = None
        self._words: list[str] = []
        self.mapped = 0
        """How many rows have a source and a target."""
        self._lines: list[Line] = []
        self._others: dict[Hashable, int] = {}
        self._shown: dict[int, int] | None = None
        self._lay_out()

    # -- what it is made of

    def take_rows(self, rows: tuple[MappingRow, ...]) -> Change:
        """The mapping as it is now. Tells what differs from before."""
        change = self._rows.take(rows)
        self.mapped += sum(map(is_finished, change.come)) - sum(map(is_finished, change.gone))
        if change:
            self.offers.change(change.gone, change.come)
        if change.retargeted:
            self._filled.change((row.to for row in change.gone), (row.to for row in change.come))
            self.needs = self.targets.needs(self._filled)
        if change:
            suggested, self.suggested = self.suggested, self.offers.shown(self._filled)
            if change.retargeted or suggested != self.suggested:
                self._lay_out()
        return change

    def take_advice(self, advice: Advice) -> None:
        """What suggestions say about the source's columns."""
        self.offers.take(advice, self.rows)
        self._offers_changed()

    def refuse(self, candidates: "Sequence[Candidate]", refused: bool = True) -> None:
        """Takes suggestions out of the table, or lets them in again."""
        for each in candidates:
            self.offers.refuse(each, refused)
        self._offers_changed()

    def _offers_changed(self) -> None:
        self.suggested = self.offers.shown(self._filled)
        self._epoch += 1
        self._lay_out()

    def take_applied(self, rows: tuple[MappingRow, ...] | None) -> None:
        """The mapping as it was applied last; None where that is not known."""
        self._applied = None if rows is None else frozenset(map(same_row, rows))

    def take_view(self, view: SourceView) -> None:
        """Another sample row, or other columns."""
        if view != self.view:
            self.view = view
            self._preview = Preview(self.targets.tree, nested=view.nested)
            self._changed()

    def take_targets(self, targets: Targets) -> None:
        """Another target schema."""
        self.targets = targets
        self._preview = Preview(targets.tree, nested=self.view.nested)
        # What was suggested for another schema is not for this one.
        self.offers.take(Advice(), ())
        self.suggested = []
        self._find_needs()
        self._changed()

    def take_problems(self, problems: "Sequence[Problem]") -> None:
        """What the lint says about the rows as they are now."""
        found: dict[int, list[Problem]] = {}
        for problem in problems:
            place = problem.path[1] if problem.path[:1] == ("mapping",) and len(problem.path) > 1 else None
            if isinstance(place, int) and place < len(self.rows) and problem.severity in GRAVE:
                found.setdefault(self._rows.numbers[place], []).append(problem)
        self._problems = {number: tuple(each) for number, each in found.items()}
        self._epoch += 1
        if self.shown_view == PROBLEMS:
            self._lay_out()

    def take_judgements(self, judged: Mapping[int, Judged]) -> None:
        """What the platform says, by the place of the row."""
        self._judged = {self._rows.numbers[place]: each for place, each in judged.items() if place < len(self.rows)}
        self._epoch += 1
        self._lay_out()

    def _changed(self) -> None:
        self._results.clear()
        self._epoch += 1

    def _find_needs(self) -> None:
        self.needs = self.targets.needs(self._filled)
        self._lay_out()

    # -- lines

    def filter(self, query: str) -> None:
        """Shows only lines with every word of the query in source, target, note or title."""
        self._words = query.casefold().split()
        self._lay_out()

    def show(self, view: str) -> None:
        """Shows one of the views."""
        self.shown_view = view
        self._lay_out()

    def _lay_out(self) -> None:
        self._shown = None
        lines = VIEWS[self.shown_view].lines(self)
        places, needs, offers = lines.places, lines.needs, lines.offers
        if self.shown_view == ALL:
            # A suggestion for a target that is needed stands in the line of the need.
            needed = {need.path for need in needs}
            offers = [each for each in offers if each.candidate is None or each.candidate.row.to not in needed]
        if self._words:
            places = [place for place in places if self._matches(matched_text(self.rows[place]))]
            needs = [need for need in needs if self._matches(f"{need.path} {need.title}")]
            offers = [each for each in offers if self._matches(matched_offer(each))]
        new = [NewLine(self._rows.next)] if lines.new and not self._words else []
        self._lines = [*places, *new, *needs, *offers]
        self._own = len(places)
        self._others = {self.key(row): row for row in range(self._own, len(self._lines))}
        if self._words or self.shown_view != ALL:
            self._shown = {each: line for line, each in enumerate(self._lines) if isinstance(each, int)}

    @property
    def new_row(self) -> int | None:
        """The row of the grid in which one begins another row of the mapping; None where a view has none."""
        return self._others.get(self._rows.next)

    @property
    def shows_rows(self) -> bool:
        """Whether a row that is made stands above the lines of columns."""
        return self.shown_view == ALL and not self._words

    def _matches(self, text: str) -> bool:
        folded = text.casefold()
        return all(word in folded for word in self._words)

    def line(self, row: int) -> Line | None:
        """What a row of the grid is: a place in the mapping, the new line, or something to be filled."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, place: int) -> int | None:
        """The grid's row of a place in the mapping, None where a filter hides it."""
        return self._shown.get(place) if self._shown is not None else place if place < len(self.rows) else None

    def place(self, key: Hashable) -> int | None:
        """Where in the mapping the row with the grid's key is, None for the new line and for what is no row."""
        return self._rows.place(key) if isinstance(key, int) else None

    @property
    def free(self) -> list[Offer]:
        """A line for each column that no row reads."""
        return self.offers.free((name for name, _ in self.view.columns), self._filled)

    def candidate(self, row: int) -> "Candidate | None":
        """The suggestion that stands in a row of the grid: in a line of its own, or in that of a need."""
        line = self.line(row)
        if isinstance(line, Need):
            return next((each for each in self.suggested if each.row.to == line.path), None)
        return line.candidate if isinstance(line, Offer) else None

    def changed_places(self) -> list[int]:
        """The places of rows that are not as they were applied; none where nothing was."""
        applied = self._applied
        return [] if applied is None else [place for place, row in enumerate(self.rows) if same_row(row) not in applied]

    @property
    def was_applied(self) -> bool:
        """Whether it is known what was applied last."""
        return self._applied is not None

    def problem_lines(self) -> list[int]:
        """The rows of the grid that need attention, in order."""
        rows = [row for place in self.problem_places() if (row := self.row_of(place)) is not None]
        own = range(self._own, len(self._lines))
        return rows + [row for row in own if isinstance(self._lines[row], Need)]

    # -- rows of the grid

    def row_count(self) -> int:
        return len(self._lines)

    def mark(self, row: int) -> str:
        return ""

    def version(self, row: int) -> Hashable:
        line = self._lines[row]
        return self._epoch, same_row(self.rows[line]) if isinstance(line, int) else line

    def key(self, row: int) -> Hashable:
        line = self._lines[row]
        if isinstance(line, int):
            return self._rows.numbers[line]
        if isinstance(line, NewLine):
            return line.number
        return line.path if isinstance(line, Need) else ("column", line.column)

    def index(self, key: Hashable) -> int | None:
        place = self.place(key)
        return self.row_of(place) if place is not None else self._others.get(key)

    def cell(self, row: int, column: str) -> Cell:
        return cell_of(self, row, column)
