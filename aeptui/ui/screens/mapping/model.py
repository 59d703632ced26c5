"""The mapping as a table: its rows, a line for a new one, and a line for each target that is still to be filled."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.preview import Preview, Result
from aeptui.core.xdm.profile import text_of
from aeptui.ui.screens.mapping.rows import Change, NumberedRows
from aeptui.ui.screens.mapping.source import SourceView
from aeptui.ui.screens.mapping.targets import Need, Targets, TargetsFilled
from aeptui.ui.screens.mapping.text import source_text
from aeptui.ui.widgets.grid import Cell, Column

if TYPE_CHECKING:
    from aeptui.core.manifest.problems import Problem

STATE, SOURCE, TARGET, TYPE, SAMPLE, RESULT, NOTE = "state", "source", "to", "type", "sample", "result", "note"
COLUMNS = (
    Column(STATE, "", width=4, minimum=4, frozen=True),
    Column(SOURCE, "Source", width=24, minimum=12, grow=4),
    Column(TARGET, "Target", width=26, minimum=14, grow=4),
    Column(TYPE, "Type", width=9, minimum=7),
    Column(SAMPLE, "Sample", width=16, minimum=8, grow=2),
    Column(RESULT, "Result", width=18, minimum=8, grow=3),
    Column(NOTE, "Note", width=14, minimum=6, grow=2),
)
_RESULTS_KEPT = 2048
_GRAVE = ("error", "warning")
_SIGNS = {"error": "!", "warning": "?"}


class NewLine(NamedTuple):
    """The line below the rows in which one begins another row; ``number`` is the one that the row will have."""

    number: int


class Judged(NamedTuple):
    """What the platform said of a row, while the row is what it was then; ``value`` is its text of the result."""

    row: MappingRow
    disagrees: str
    value: str | None


Line = int | NewLine | Need


class MappingModel:
    """A model of the grid. What a row shows is computed when it is drawn, and kept until something of it changes."""

    columns: Sequence[Column] = COLUMNS

    def __init__(self) -> None:
        self._rows = NumberedRows()
        self.view = SourceView()
        self.targets = Targets(None, (), nested=False)
        self._filled = TargetsFilled()
        self.needs: list[Need] = []
        self.only_problems = False
        self._problems: dict[int, tuple[Problem, ...]] = {}
        self._judged: dict[int, Judged] = {}
        self._words: list[str] = []
        self._preview = Preview(None)
        self._results: dict[Hashable, Result] = {}
        self._missed: dict[Hashable, str] = {}
        self._strangers: list[int] = []
        self._epoch = 0
        self.mapped = 0
        """How many rows have a source and a target."""
        self._lines: list[Line] = []
        self._shown: dict[int, int] | None = None
        self._lay_out()

    # -- what it is made of

    @property
    def rows(self) -> tuple[MappingRow, ...]:
        """The mapping."""
        return self._rows.rows

    def take_rows(self, rows: tuple[MappingRow, ...]) -> Change:
        """The mapping as it is now. Tells what differs from before."""
        change = self._rows.take(rows)
        self.mapped += sum(map(_finished, change.come)) - sum(map(_finished, change.gone))
        if change:
            self._find_strangers()
        if change.retargeted:
            self._filled.change((row.to for row in change.gone), (row.to for row in change.come))
            self._find_needs()
        return change

    def take_view(self, view: SourceView) -> None:
        """Another sample row, or other columns."""
        if view != self.view:
            self.view = view
            self._preview = Preview(self.targets.tree, nested=view.nested)
            self._changed()
            self._find_strangers()

    def take_targets(self, targets: Targets) -> None:
        """Another target schema."""
        self.targets = targets
        self._preview = Preview(targets.tree, nested=self.view.nested)
        self._find_needs()
        self._changed()

    def take_problems(self, problems: "Sequence[Problem]") -> None:
        """What the lint says about the rows as they are now."""
        found: dict[int, list[Problem]] = {}
        for problem in problems:
            place = problem.path[1] if problem.path[:1] == ("mapping",) and len(problem.path) > 1 else None
            if isinstance(place, int) and place < len(self.rows) and problem.severity in _GRAVE:
                found.setdefault(self._rows.numbers[place], []).append(problem)
        self._problems = {number: tuple(each) for number, each in found.items()}
        self._epoch += 1
        if self.only_problems:
            self._lay_out()

    def take_judgements(self, judged: Mapping[int, Judged]) -> None:
        """What the platform says, by the place of the row."""
        self._judged = {self._rows.numbers[place]: each for place, each in judged.items() if place < len(self.rows)}
        self._epoch += 1
        self._lay_out()

    def _changed(self) -> None:
        self._results.clear()
        self._missed.clear()
        self._epoch += 1

    def _find_needs(self) -> None:
        self.needs = self.targets.needs(self._filled)
        self._lay_out()

    def _find_strangers(self) -> None:
        lacks = self.view.lacks
        rows = enumerate(self.rows) if self.view.explored else ()
        self._strangers = [place for place, row in rows if row.from_ and lacks(row.from_)]

    # -- lines

    def filter(self, query: str) -> None:
        """Shows only lines with every word of the query in source, target, note or title."""
        self._words = query.casefold().split()
        self._lay_out()

    def show_problems(self, only: bool) -> None:
        """Shows only what needs attention, or everything again."""
        self.only_problems = only
        self._lay_out()

    def _lay_out(self) -> None:
        self._shown = None
        places: Sequence[int] = range(len(self.rows))
        if self.only_problems:
            places = self.problem_places()
        if self._words:
            places = [place for place in places if self._matches(_text(self.rows[place]))]
        needs = [need for need in self.needs if not self._words or self._matches(f"{need.path} {need.title}")]
        new = [] if self._words or self.only_problems else [NewLine(self._rows.next)]
        self._lines = [*places, *new, *needs]
        self._own = len(self._lines) - len(new) - len(needs)
        if self._words or self.only_problems:
            self._shown = {each: line for line, each in enumerate(self._lines) if isinstance(each, int)}

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

    def problem_places(self) -> list[int]:
        """The places of rows that have a problem, read no column, or about which the platform disagrees, in order."""
        disagreed = (number for number, judged in self._judged.items() if judged.disagrees)
        found = (self._rows.place(number) for number in {*self._problems, *disagreed})
        known = {place for place in found if place is not None and (self._of(place) or self._said(place))}
        return sorted(known.union(self._strangers))

    @property
    def strangers(self) -> int:
        """How many rows read a column that the explored source does not have."""
        return len(self._strangers)

    def problem_lines(self) -> list[int]:
        """The rows of the grid that need attention, in order."""
        rows = [row for place in self.problem_places() if (row := self.row_of(place)) is not None]
        own = range(self._own, len(self._lines))
        return rows + [row for row in own if isinstance(self._lines[row], Need)]

    # -- what is known of a row

    def problems(self, place: int) -> list[str]:
        """What is wrong with a row, in words, the graver first."""
        found = sorted(self._of(place), key=lambda each: each.severity != "error")
        return [*(each.message for each in found), *filter(None, (self._missing(place), self._said(place)))]

    def _of(self, place: int) -> "tuple[Problem, ...]":
        return self._problems.get(self._rows.numbers[place], ())

    def _said(self, place: int) -> str:
        judged = self._judged.get(self._rows.numbers[place])
        return judged.disagrees if judged is not None and judged.row is self.rows[place] else ""

    def _missing(self, place: int) -> str:
        """That the row reads a column which the explored source does not have."""
        row = self.rows[place]
        found = self._missed.get(key := _same(row))
        if found is None:
            found = self._missed[key] = self.view.missing(row)
        return found

    def severity(self, place: int) -> str:
        """``error``, ``warning`` or nothing: the gravest that is known of a row."""
        missing = self._missing(place)
        read = missing and self.rows[place].from_
        if read or self._said(place) or any(each.severity == "error" for each in self._of(place)):
            return "error"
        kind = result.kind if (result := self.result(place)) is not None else "value"
        if kind == "error":
            return "error"
        return "warning" if missing or self._of(place) or kind in ("warning", "unknown") else ""

    def result(self, place: int) -> Result | None:
        """What the row makes of the sample row; None without a sample, and for an unfinished row."""
        row, sample = self.rows[place], self.view.row
        if sample is None or _sourceless(row):
            return None
        key = _same(row)
        found = self._results.get(key)
        if found is None:
            if len(self._results) >= _RESULTS_KEPT:
                self._results.clear()
            found = self._results[key] = self._preview.result(row, sample)
        return found

    def result_text(self, place: int) -> str:
        """The result in one text: the value, or a sign and why there is none."""
        result = self.result(place)
        if result is None:
            return "" if self.view.row is not None else "no sample"
        if result.kind == "unknown":
            judged = self._judged.get(self._rows.numbers[place])
            known = judged.value if judged is not None and judged.row is self.rows[place] else None
            return f"unknown: {result.message}" if known is None else f"{known} (platform)"
        text = shown_value(result.value)
        if result.kind == "value":
            return text
        return f"{_SIGNS[result.kind]} {result.message}" if result.value is None else f"{_SIGNS[result.kind]} {text}"

    # -- rows of the grid

    def row_count(self) -> int:
        return len(self._lines)

    def mark(self, row: int) -> str:
        return ""

    def version(self, row: int) -> Hashable:
        line = self._lines[row]
        return self._epoch, _same(self.rows[line]) if isinstance(line, int) else line

    def key(self, row: int) -> Hashable:
        line = self._lines[row]
        if isinstance(line, int):
            return self._rows.numbers[line]
        return line.number if isinstance(line, NewLine) else line.path

    def index(self, key: Hashable) -> int | None:
        place = self.place(key)
        if place is not None:
            return self.row_of(place)
        return next((row for row in range(self._own, len(self._lines)) if self.key(row) == key), None)

    def cell(self, row: int, column: str) -> Cell:
        line = self._lines[row]
        if isinstance(line, NewLine):
            return _new_cell(column)
        return _need_cell(line, column) if isinstance(line, Need) else self._cell(line, column)

    def _cell(self, place: int, column: str) -> Cell:
        row = self.rows[place]
        if column == SOURCE:
            text = source_text(row)
            return Cell(text or "(no source)", "" if text else "error", "source", text)
        if column == TARGET:
            return Cell(row.to or "(no target)", "" if row.to else "error", "target", row.to)
        if column == NOTE:
            return Cell(row.note or "", "dim", "note")
        if column == STATE:
            severity = self.severity(place)
            return Cell(_SIGNS.get(severity, "ok"), severity or "good")
        if column == TYPE:
            field = self.targets.field(row.to)
            return Cell(field.type if field is not None else "", "dim")
        if column == SAMPLE:
            return Cell(self.view.sample(row.from_) if row.from_ else "", "dim")
        result = self.result(place)
        text = self.result_text(place)
        dim = result is None or result.kind == "unknown" or result.value is None
        style = result.kind if result is not None and result.kind in _GRAVE else "dim" if dim else ""
        return Cell(text, style)


def shown_value(value: object) -> str:
    """A result as text: an empty text and null are told apart."""
    return "null" if value is None else '""' if value == "" else text_of(value)


def _same(row: MappingRow) -> Hashable:
    """Equal for rows that say the same: unlike the row itself, it tells 1 from true."""
    return row, type(row.value)


def _finished(row: MappingRow) -> bool:
    return bool(row.to) and not _sourceless(row)


def _sourceless(row: MappingRow) -> bool:
    return not row.from_ and not row.expr and row.value is None


def _text(row: MappingRow) -> str:
    return f"{source_text(row)}\n{row.to}\n{row.note or ''}"


def _new_cell(column: str) -> Cell:
    if column == SOURCE:
        return Cell("type a column or =...", "dim", "source", "")
    if column == TARGET:
        return Cell("", "", "target")
    return Cell("+" if column == STATE else "", "dim")


def _need_cell(need: Need, column: str) -> Cell:
    if column == STATE:
        return Cell("need", "warning")
    if column == SOURCE:
        return Cell(f"({need.why}: type its source)", "suggested", "source", "")
    return Cell({TARGET: need.path, TYPE: need.type}.get(column, ""), "suggested")
