"""What is known of the rows of the mapping: their problems, what the platform says, and what comes out of them."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.preview import Preview, Result
from aeptui.ui.screens.mapping.table.cells import result_text
from aeptui.ui.screens.mapping.table.lines import Judged
from aeptui.ui.screens.mapping.table.rows import NumberedRows
from aeptui.ui.screens.mapping.table.source import SourceView
from aeptui.ui.screens.mapping.table.targets import Targets

if TYPE_CHECKING:
    from aeptui.core.manifest.problems import Problem

_RESULTS_KEPT = 2048


class RowsJudged:
    """The rows with everything that is known of each, computed when it is asked for."""

    def __init__(self) -> None:
        self._rows = NumberedRows()
        self.view = SourceView()
        self.targets = Targets(None, (), nested=False)
        self._problems: dict[int, tuple[Problem, ...]] = {}
        self._judged: dict[int, Judged] = {}
        self._preview = Preview(None)
        self._results: dict[Hashable, Result] = {}
        self._epoch = 0

    @property
    def rows(self) -> tuple[MappingRow, ...]:
        """The mapping."""
        return self._rows.rows

    def problem_places(self) -> list[int]:
        """The places of rows that have a problem, or about which the platform disagrees, in order."""
        disagreed = (number for number, judged in self._judged.items() if judged.disagrees)
        found = (self._rows.place(number) for number in {*self._problems, *disagreed})
        known = {place for place in found if place is not None and (self.found(place) or self._said(place))}
        return sorted(known)

    def problems(self, place: int) -> list[str]:
        """What is wrong with a row, in words, the graver first."""
        return [*(each.message for each in self.found(place)), *filter(None, (self._said(place),))]

    def found(self, place: int) -> "list[Problem]":
        """What the lint says of a row, the graver first."""
        return sorted(self._problems.get(self._rows.numbers[place], ()), key=lambda each: each.severity != "error")

    def only_refused(self) -> list[int]:
        """The places of rows that the lint finds right, and about which the platform disagrees."""
        found = (self._rows.place(number) for number in self._judged)
        right = (place for place in found if place is not None and self._said(place))
        return [place for place in right if not any(each.severity == "error" for each in self.found(place))]

    def _said(self, place: int) -> str:
        judged = self._judged.get(self._rows.numbers[place])
        return judged.disagrees if judged is not None and judged.row is self.rows[place] else ""

    def severity(self, place: int) -> str:
        """``error``, ``warning`` or nothing: the gravest that is known of a row."""
        if self._said(place) or any(each.severity == "error" for each in self.found(place)):
            return "error"
        kind = result.kind if (result := self.result(place)) is not None else "value"
        if kind == "error":
            return "error"
        return "warning" if self.found(place) or kind in ("warning", "unknown") else ""

    def result(self, place: int) -> Result | None:
        """What a row makes of the sample row; None without a sample, and for an unfinished row."""
        return self.result_of(self.rows[place])

    def result_of(self, row: MappingRow) -> Result | None:
        """The same for any row, one that is only suggested included."""
        sample = self.view.row
        if sample is None or _sourceless(row):
            return None
        key = same_row(row)
        found = self._results.get(key)
        if found is None:
            if len(self._results) >= _RESULTS_KEPT:
                self._results.clear()
            found = self._results[key] = self._preview.result(row, sample)
        return found

    def try_on(self, row: MappingRow, sample: Mapping[str, Any]) -> Result:
        """What a row would make of any sample row."""
        return self._preview.result(row, sample)

    def result_text(self, place: int) -> str:
        """The result in one text: the value, or a sign and why there is none."""
        judged = self._judged.get(self._rows.numbers[place])
        known = judged.value if judged is not None and judged.row is self.rows[place] else None
        return result_text(self.result(place), self.view.row is not None, known)


def same_row(row: MappingRow) -> Hashable:
    """Equal for rows that say the same: unlike the row itself, it tells 1 from true."""
    return row, type(row.value)


def is_finished(row: MappingRow) -> bool:
    """Whether it has a source and a target."""
    return bool(row.to) and not _sourceless(row)


def _sourceless(row: MappingRow) -> bool:
    return not row.from_ and not row.expr and row.value is None
