"""The mapping as a table: its rows, a line for a new one, for each target still to be filled, for each suggestion."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.preview import Preview
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
from aeptui.ui.screens.mapping.table.rows import Change, NumberedRows
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
        self.shown_view = ALL
        self._applied: frozenset[Hashable] | None = None
        self._words: list[str] = []
        self.doubted = 0
        """How many rows have warnings, and no error."""
        self.mapped = 0
        """How many rows have a source and a target."""
        self._places: Sequence[int] = ()
        self._others: list[NewLine | Need | Offer] = []
        """What stands below the rows: the new line, what is needed, what is offered."""
        self._shown: dict[int, int] | None = None
        self._lay_out()

    # -- what it is made of

    def take_rows(self, rows: tuple[MappingRow, ...]) -> Change:
        """The mapping as it is now. Tells what differs from before."""
        change = self._rows.take(rows)
        self.mapped += sum(map(is_finished, change.come)) - sum(map(is_finished, change.gone))
        if change.retargeted:
            self._filled.change((row.to for row in change.gone), (row.to for row in change.come))
            self.needs = self.targets.needs(self._filled)
        if (change and self.offers.change(change.gone, change.come)) or change.retargeted:
            self._lay_out()
        return change

    def take_offers(self, offers: Offers, rows: "tuple[MappingRow, ...]") -> None:
        """What suggestions say about the source's columns; they were made for these rows."""
        since = Change()
        if rows is not self.rows:
            then = NumberedRows()
            then.take(rows)
            since = then.take(self.rows)
        offers.join(self._filled, self.offers.refused, since.gone, since.come)
        self.offers = offers
        self._offers_changed()

    def refuse(self, candidates: "Sequence[Candidate]", refused: bool = True) -> None:
        """Takes suggestions out of the table, or lets them in again."""
        for each in candidates:
            self.offers.refuse(each, refused)
        self._offers_changed()

    def _offers_changed(self) -> None:
        self._epoch += 1
        self._lay_out()

    @property
    def suggested(self) -> Sequence[Offer]:
        """The suggestions that can be accepted as things are, in the source's order."""
        return self.offers.lines

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
        self.offers = Offers(refused=self.offers.refused)
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
        self.doubted = sum(all(each.severity != "error" for each in problems) for problems in found.values())
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
        lines = VIEWS[self.shown_view].lines(self)
        places, needs, offers = lines.places, lines.needs, lines.offers
        if self.shown_view == ALL:
            offers = self._not_needed(needs, offers)
        new = [NewLine(self._rows.next)] if lines.new and not self._words else []
        others: list[NewLine | Need | Offer] = [*new, *needs, *offers]
        if self._words:
            places = [place for place in places if self._matches(matched_text(self.rows[place]))]
            others = [each for each in others if self._matches(_matched(each))]
        self._places, self._others = places, others
        hides = self._words or self.shown_view != ALL
        self._shown = {place: row for row, place in enumerate(places)} if hides else None

    def _not_needed(self, needs: Sequence[Need], offers: Sequence[Offer]) -> Sequence[Offer]:
        """A suggestion for a target that is needed stands in the line of the need."""
        taken = {line.column for need in needs if (line := self.offers.by_target.get(need.path)) is not None}
        return [each for each in offers if each.column not in taken] if taken else offers

    @property
    def new_row(self) -> int | None:
        """The row of the grid in which one begins another row of the mapping; None where a view has none."""
        return len(self._places) if self._others and isinstance(self._others[0], NewLine) else None

    @property
    def shows_rows(self) -> bool:
        """Whether a row that is made stands above the lines of columns."""
        return self.shown_view == ALL and not self._words

    def _matches(self, text: str) -> bool:
        folded = text.casefold()
        # For thousands of rows a plain loop takes half as long as a generator.
        for word in self._words:  # noqa: SIM110
            if word not in folded:
                return False
        return True

    def line(self, row: int) -> Line | None:
        """What a row of the grid is: a place in the mapping, the new line, or something to be filled."""
        return self._line(row) if 0 <= row < self.row_count() else None

    def _line(self, row: int) -> Line:
        own = len(self._places)
        return self._places[row] if row < own else self._others[row - own]

    def row_of(self, place: int) -> int | None:
        """The grid's row of a place in the mapping, None where a filter hides it."""
        return self._shown.get(place) if self._shown is not None else place if place < len(self.rows) else None

    def place(self, key: Hashable) -> int | None:
        """Where in the mapping the row with the grid's key is, None for the new line and for what is no row."""
        return self._rows.place(key) if isinstance(key, int) else None

    @property
    def free(self) -> list[Offer]:
        """A line for each column that no row reads."""
        return self.offers.free(name for name, _ in self.view.columns)

    def candidate(self, row: int) -> "Candidate | None":
        """The suggestion that stands in a row of the grid: in a line of its own, or in that of a need."""
        line = self.line(row)
        if isinstance(line, Need):
            line = self.offers.by_target.get(line.path)
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
        own = len(self._places)
        return rows + [row for row, line in enumerate(self._others, own) if isinstance(line, Need)]

    # -- rows of the grid

    def row_count(self) -> int:
        return len(self._places) + len(self._others)

    def mark(self, row: int) -> str:
        return ""

    def version(self, row: int) -> Hashable:
        line = self._line(row)
        return self._epoch, same_row(self.rows[line]) if isinstance(line, int) else line

    def key(self, row: int) -> Hashable:
        line = self._line(row)
        return self._rows.numbers[line] if isinstance(line, int) else _key(line)

    def index(self, key: Hashable) -> int | None:
        place = self.place(key)
        if place is not None:
            return self.row_of(place)
        own = len(self._places)
        return next((row for row, line in enumerate(self._others, own) if _key(line) == key), None)

    def cell(self, row: int, column: str) -> Cell:
        return cell_of(self, row, column)


def _key(line: NewLine | Need | Offer) -> Hashable:
    """What a line that is no row is, wherever it stands."""
    if isinstance(line, NewLine):
        return line.number
    return line.path if isinstance(line, Need) else ("column", line.column)


def _matched(line: NewLine | Need | Offer) -> str:
    """What a filter looks for words in where a line is no row."""
    if isinstance(line, Need):
        return f"{line.path} {line.title}"
    return matched_offer(line) if isinstance(line, Offer) else ""
