"""What stands in the cells of the mapping table, for each kind of line."""

from typing import TYPE_CHECKING

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.preview import Result
from aeptui.core.xdm.profile import text_of
from aeptui.ui.screens.mapping.table.lines import (
    GRAVE,
    NOTE,
    RESULT,
    SAMPLE,
    SIGNS,
    SOURCE,
    STATE,
    SUGGESTED,
    TARGET,
    TYPE,
)
from aeptui.ui.screens.mapping.table.offers import Offer
from aeptui.ui.screens.mapping.table.targets import Need
from aeptui.ui.screens.mapping.table.text import source_text
from aeptui.ui.widgets.grid import Cell

if TYPE_CHECKING:
    from aeptui.core.mapping.suggest.advice import Candidate
    from aeptui.ui.screens.mapping.table.model import MappingModel

_GREY = "suggested"


def cell_of(model: "MappingModel", row: int, column: str) -> Cell:
    """The cell of a line of the table."""
    line = model.line(row)
    if isinstance(line, int):
        return _row_cell(model, line, column)
    if isinstance(line, Need):
        return _need_cell(model, line, model.candidate(row), column)
    return _offer_cell(model, line, column) if isinstance(line, Offer) else _new_cell(column)


def matched_text(row: MappingRow) -> str:
    """What a filter looks for words in."""
    return f"{source_text(row)}\n{row.to}\n{row.note or ''}"


def matched_offer(offer: Offer) -> str:
    """The same in the line of a column."""
    return f"{offer.column}\n{offer.candidate.row.to}" if offer.candidate is not None else offer.column


def shown_value(value: object) -> str:
    """A result as text: an empty text and null are told apart."""
    return "null" if value is None else '""' if value == "" else text_of(value)


def likelihood(probability: float) -> str:
    """A probability in percent; never 0 or 100, as nothing is that sure."""
    return f"{max(1, min(99, round(100 * probability)))}%"


def result_text(result: Result | None, has_sample: bool, known: str | None = None) -> str:
    """A result in one text: the value, or a sign and why there is none; ``known`` is what only the platform knew."""
    if result is None:
        return "" if has_sample else "no sample"
    if result.kind == "unknown":
        return f"unknown: {result.message}" if known is None else f"{known} (platform)"
    text = shown_value(result.value)
    if result.kind == "value":
        return text
    return f"{SIGNS[result.kind]} {result.message}" if result.value is None else f"{SIGNS[result.kind]} {text}"


def types_text(model: "MappingModel", row: MappingRow) -> str:
    """The types on both sides, one where they are the same."""
    field = model.targets.field(row.to) if row.to else None
    target = field.type if field is not None else ""
    source = model.view.types.get(row.from_ or "", "")
    return target if source in ("", target) else f"{source} > {target}" if target else source


def _row_cell(model: "MappingModel", place: int, column: str) -> Cell:
    row = model.rows[place]
    if column == SOURCE:
        text = source_text(row)
        return Cell(text or "(no source)", "" if text else "error", "source", text)
    if column == TARGET:
        return Cell(row.to or "(no target)", "" if row.to else "error", "target", row.to)
    if column == NOTE:
        sure = None if row.note else model.offers.confidence(row)
        return Cell(row.note or (f"{likelihood(sure)} likely" if sure else ""), "dim", "note", row.note or "")
    if column == STATE:
        severity = model.severity(place)
        return Cell(SIGNS.get(severity, "ok"), severity or "good")
    if column == TYPE:
        return Cell(types_text(model, row), "dim")
    if column == SAMPLE:
        return Cell(model.view.sample(row.from_) if row.from_ else "", "dim")
    result = model.result(place)
    dim = result is None or result.kind == "unknown" or result.value is None
    style = result.kind if result is not None and result.kind in GRAVE else "dim" if dim else ""
    return Cell(model.result_text(place), style)


def _new_cell(column: str) -> Cell:
    if column == SOURCE:
        return Cell("type a column or =...", "dim", "source", "")
    if column == TARGET:
        return Cell("", "", "target")
    return Cell("+" if column == STATE else "", "dim")


def _need_cell(model: "MappingModel", need: Need, candidate: "Candidate | None", column: str) -> Cell:
    if column == STATE:
        return Cell("need", "warning")
    if column == TARGET:
        return Cell(need.path, _GREY)
    if candidate is None:
        text = {SOURCE: f"({need.why}: type its source)", TYPE: need.type}.get(column, "")
        return Cell(text, _GREY, "source" if column == SOURCE else "", "")
    if column == SOURCE:
        source = source_text(candidate.row)
        return Cell(f"{SUGGESTED}{likelihood(candidate.probability)} {source}", _GREY, "source", source)
    return _suggested_cell(model, candidate, column)


def _offer_cell(model: "MappingModel", offer: Offer, column: str) -> Cell:
    candidate = offer.candidate
    if candidate is None:
        kind, sample = model.view.types.get(offer.column, ""), model.view.sample(offer.column)
        text = {
            STATE: "-",
            SOURCE: offer.column,
            TARGET: "(not mapped)",
            TYPE: kind,
            SAMPLE: sample,
            RESULT: sample,
        }.get(column, "")
        edit = {SOURCE: "source", TARGET: "target"}.get(column, "")
        return Cell(text, _GREY, edit, offer.column if column == SOURCE else "")
    if column == STATE:
        return Cell(SUGGESTED + likelihood(candidate.probability), _GREY)
    if column == SOURCE:
        source = source_text(candidate.row)
        return Cell(source, _GREY, "source", source)
    if column == TARGET:
        return Cell(candidate.row.to, _GREY, "target")
    return _suggested_cell(model, candidate, column)


def _suggested_cell(model: "MappingModel", candidate: "Candidate", column: str) -> Cell:
    """What is the same for every line with a suggestion."""
    if column == TYPE:
        return Cell(types_text(model, candidate.row), _GREY)
    if column == SAMPLE:
        return Cell(model.view.sample(candidate.column), _GREY)
    if column == RESULT:
        return Cell(result_text(model.result_of(candidate.row), model.view.row is not None), _GREY)
    return Cell(candidate.reason if column == NOTE else "", _GREY)
