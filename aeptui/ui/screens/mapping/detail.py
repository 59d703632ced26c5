"""The lines above and below the mapping table: counters; and the row under the cursor in full."""

from typing import TYPE_CHECKING

from textual.content import Content

from aeptui.ui.screens.mapping.model import MappingModel, NewLine
from aeptui.ui.screens.mapping.targets import Need
from aeptui.ui.screens.mapping.text import source_text
from aeptui.ui.words import count, middle, printable

if TYPE_CHECKING:
    from aeptui.core.manifest.model import MappingRow

_SOURCE_WIDTH = 60


def counters(model: MappingModel, problems: int, sample: str) -> Content:
    """How far the mapping is, and which sample row is mapped."""
    parts = [
        Content.styled(f"{model.mapped:,} mapped", "bold"),
        Content.styled(f"{problems} ! " + ("problem" if problems == 1 else "problems"), "bold $error")
        if problems
        else Content("no problems"),
        Content.styled(f"{count(len(model.needs), 'target')} needed", "bold $warning")
        if model.needs
        else Content("none needed"),
    ]
    if model.only_problems:
        parts.append(Content.styled("problems only (f6)", "bold $accent"))
    return Content("   ").join([*parts, Content.styled(printable(sample), "$muted")])


def detail(model: MappingModel, row: int) -> Content:
    """Two lines on a row of the table: what it maps, and what is wrong with it or what comes out."""
    line = model.line(row)
    if isinstance(line, Need):
        title = f", {line.title}" if line.title else ""
        reason = "The schema requires it." if line.why == "required" else "Records are told apart by it."
        return _lines(f"{line.path}  ({line.type}{title})", f"Not mapped yet. {reason} Type what fills it.", "$warning")
    if isinstance(line, NewLine):
        return _lines(
            "A new mapping: type a column, = and an expression, or a constant in quotes.",
            "tab goes to its target. f7 maps by name. esc leaves the cells: d deletes ...",
            "$muted",
        )
    return _of_row(model, line) if line is not None else Content("\n")


def _of_row(model: MappingModel, place: int) -> Content:
    row = model.rows[place]
    head = f"{place + 1}  {_source(model, row)} -> {_target(model, row)}"
    problems = model.problems(place)
    if problems:
        more = f"  (1 of {len(problems)})" if len(problems) > 1 else ""
        return _lines(head, f"! {problems[0]}{more}", "$error" if model.severity(place) == "error" else "$warning")
    note = f"   note: {row.note}" if row.note else ""
    result = model.result(place)
    if result is None:
        return _lines(head, f"No result without a sample row.{note}", "$muted")
    wrong = {"error": "$error", "warning": "$warning", "unknown": "$muted"}.get(result.kind, "$foreground")
    text = model.result_text(place)
    if result.kind in ("error", "warning") and result.value is not None:
        text += f": {result.message}"
    return _lines(head, f"result: {text}{note}", wrong)


def _source(model: MappingModel, row: "MappingRow") -> str:
    text = middle(source_text(row), _SOURCE_WIDTH) or "nothing"
    if not row.from_:
        return text
    words = ", ".join(filter(None, (model.view.types.get(row.from_, ""), model.view.sample(row.from_))))
    return f"{text} ({middle(words, _SOURCE_WIDTH // 2)})" if words else text


def _target(model: MappingModel, row: "MappingRow") -> str:
    field = model.targets.field(row.to) if row.to else None
    if field is None:
        return row.to or "nothing"
    words = ", ".join(filter(None, (field.type, model.targets.words(row.to, field), field.title or "")))
    return f"{row.to} ({words})"


def _lines(head: str, text: str, style: str) -> Content:
    return Content(printable(head)) + Content("\n") + Content.styled(printable(text), style)
