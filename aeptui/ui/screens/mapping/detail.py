"""The lines above and below the mapping table: counters; and the row under the cursor in full."""

from typing import TYPE_CHECKING

from textual.content import Content

from aeptui.core.manifest.model import MappingRow
from aeptui.ui.screens.mapping.table.cells import likelihood, types_text
from aeptui.ui.screens.mapping.table.lines import SUGGESTED, NewLine
from aeptui.ui.screens.mapping.table.model import MappingModel
from aeptui.ui.screens.mapping.table.offers import Offer
from aeptui.ui.screens.mapping.table.source import profile_text
from aeptui.ui.screens.mapping.table.targets import Need
from aeptui.ui.screens.mapping.table.text import source_text
from aeptui.ui.screens.mapping.table.views import ALL, describe
from aeptui.ui.words import count, middle, printable

if TYPE_CHECKING:
    from aeptui.core.mapping.lint.fixes import Fix
    from aeptui.core.mapping.suggest.advice import Candidate

_SOURCE_WIDTH = 60
_FIX_WIDTH = 36


def counters(model: MappingModel, problems: int, sample: str) -> Content:
    """How far the mapping is, and which sample row is mapped; within 80 cells for numbers below 1,000."""
    unmapped = len(model.view.columns) - model.offers.read_of(model.view.types) if model.view.columns else 0
    parts = [
        Content.styled(f"{model.mapped:,} mapped", "bold"),
        Content.styled(f"{problems:,} ! " + ("problem" if problems == 1 else "problems"), "bold $error")
        if problems
        else Content("no problems"),
        Content.styled(f"{len(model.needs):,} needed", "bold $warning") if model.needs else Content("none needed"),
        Content.styled(f"{len(model.suggested):,} suggested", "$accent") if model.suggested else Content("0 suggested"),
        Content(f"{unmapped:,} unmapped"),
    ]
    if model.shown_view != ALL:
        parts.insert(0, Content.styled(describe(model.shown_view), "bold $accent"))
    return Content("  ").join([*parts, Content.styled(printable(sample), "$muted")])


def detail(model: MappingModel, row: int, fix: "Fix | None" = None) -> Content:
    """Two lines on a row of the table: what it maps, and what is wrong with it or what comes out."""
    line, candidate = model.line(row), model.candidate(row)
    if isinstance(line, Need):
        return _of_need(model, line, candidate)
    if candidate is not None:
        return _of_suggestion(model, candidate)
    if isinstance(line, Offer):
        head = _source(model, MappingRow("", from_=line.column))
        return _lines(f"{head} is not mapped", _profile(model, line.column) or "Type its target.", "$muted")
    if isinstance(line, NewLine):
        return _lines(
            "A new mapping: type a column, = and an expression, or a constant in quotes.",
            "tab goes to its target. f7 takes what is suggested. esc leaves the cells: d deletes ...",
            "$muted",
        )
    return _of_row(model, line, fix) if line is not None else Content("\n")


def _of_need(model: MappingModel, need: Need, candidate: "Candidate | None") -> Content:
    title = f", {need.title}" if need.title else ""
    reason = "The schema requires it." if need.why == "required" else "Records are told apart by it."
    said = "Type what fills it." if candidate is None else _proposed(model, candidate, source_text(candidate.row))
    return _lines(f"{need.path}  ({need.type}{title})  Not mapped yet. {reason}", said, "$warning")


def _of_suggestion(model: MappingModel, candidate: "Candidate") -> Content:
    """What is suggested and why; what comes out stands in the table."""
    row = candidate.row
    head = f"{source_text(row)} -> {row.to}  ({types_text(model, row)})"
    return _lines(head, _proposed(model, candidate, ""), "$foreground")


def _proposed(model: MappingModel, candidate: "Candidate", source: str) -> str:
    """How likely a suggestion is and why, and the keys that decide about it."""
    others = len(model.offers.candidates(candidate.column)) - 1
    more = f", ctrl+t: {count(others, 'other')}" if others else ""
    about = f"{SUGGESTED}{likelihood(candidate.probability)} {source}".rstrip()
    return f"{about}: {candidate.reason}.  enter takes it, f8 refuses it{more}."


def _profile(model: MappingModel, column: str) -> str:
    """What the sample rows tell about a column."""
    return profile_text(model.offers.advice.profiles.get(column))


def _of_row(model: MappingModel, place: int, fix: "Fix | None") -> Content:
    row = model.rows[place]
    head = f"{place + 1}  {_source(model, row)} -> {_target(model, row)}"
    problems = model.problems(place)
    if problems:
        more = f"  (1 of {len(problems)})" if len(problems) > 1 else ""
        mend = f"! mends it ({middle(fix.title, _FIX_WIDTH)}): " if fix is not None else "! "
        return _lines(head, f"{mend}{problems[0]}{more}", "$error" if model.severity(place) == "error" else "$warning")
    note = f"   note: {row.note}" if row.note else ""
    result = model.result(place)
    if result is None:
        return _lines(head, f"No result without a sample row.{note}", "$muted")
    wrong = {"error": "$error", "warning": "$warning", "unknown": "$muted"}.get(result.kind, "$foreground")
    text = model.result_text(place)
    if result.kind in ("error", "warning") and result.value is not None:
        text += f": {result.message}"
    return _lines(head, f"result: {text}{note}", wrong)


def _source(model: MappingModel, row: MappingRow) -> str:
    text = middle(source_text(row), _SOURCE_WIDTH) or "nothing"
    if not row.from_:
        return text
    words = ", ".join(filter(None, (model.view.types.get(row.from_, ""), model.view.sample(row.from_))))
    return f"{text} ({middle(words, _SOURCE_WIDTH // 2)})" if words else text


def _target(model: MappingModel, row: MappingRow) -> str:
    field = model.targets.field(row.to) if row.to else None
    if field is None:
        return row.to or "nothing"
    words = ", ".join(filter(None, (field.type, model.targets.words(row.to, field), field.title or "")))
    return f"{row.to} ({words})"


def _lines(head: str, text: str, style: str) -> Content:
    return Content(printable(head)) + Content("\n") + Content.styled(printable(text), style)
