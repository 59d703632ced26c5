"""The lines above and below the mapping table: counters; and the row under the cursor in full."""

from typing import TYPE_CHECKING, ClassVar, TypeAlias

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from aeptui.core.manifest.model import MappingRow
from aeptui.ui.screens.mapping.table.cells import likelihood, types_text
from aeptui.ui.screens.mapping.table.lines import SUGGESTED, NewLine
from aeptui.ui.screens.mapping.table.model import MappingModel
from aeptui.ui.screens.mapping.table.offers import Offer
from aeptui.ui.screens.mapping.table.source import profile_text
from aeptui.ui.screens.mapping.table.targets import Need
from aeptui.ui.screens.mapping.table.text import source_text
from aeptui.ui.screens.mapping.table.views import ALL, describe
from aeptui.ui.widgets.cells import fit
from aeptui.ui.widgets.straight import Straight
from aeptui.ui.words import count, middle, printable

if TYPE_CHECKING:
    from aeptui.core.mapping.lint.fixes import Fix
    from aeptui.core.mapping.suggest.advice import Candidate

_SOURCE_WIDTH = 60
_FIX_WIDTH = 36

_NOTHING = ("", ""), ("", "")

Lines: TypeAlias = tuple[tuple[str, str], tuple[str, str]]
"""Two lines, each a text and its style: error, warning, muted or nothing."""


class Detail(Straight, Widget):
    """Shows what :func:`detail` gives. It is drawn for every key, so nothing in it is laid out or wrapped."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"detail--error", "detail--warning", "detail--muted"}
    DEFAULT_CSS = """
    Detail {
        height: 2;
        & > .detail--error { color: $error; }
        & > .detail--warning { color: $warning; }
        & > .detail--muted { color: $muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: Lines = _NOTHING
        self._looks: dict[str, Style] = {}

    def show(self, lines: Lines) -> None:
        """Shows other lines."""
        if lines != self._lines:
            self._lines = lines
            self.refresh()

    def render(self) -> str:
        """The whole text."""
        return "\n".join(text for text, _ in self._lines)

    def render_line(self, y: int) -> Strip:
        text, style = self._lines[y]
        width = self.outer_size.width
        line = fit(text, width)
        words = line.rstrip(" ")
        blank = Segment(line[len(words) :], self._look(""))
        return Strip([Segment(words, self._look(style)), blank] if words else [blank], width)

    def _look(self, style: str) -> Style:
        look = self._looks.get(style)
        if look is None:
            look = self.get_component_rich_style(f"detail--{style}") if style else self.rich_style
            self._looks[style] = look
        return look

    def notify_style_update(self) -> None:
        """Other colours."""
        self._looks.clear()
        super().notify_style_update()


def counters(model: MappingModel, problems: int, sample: str) -> Content:
    """How far the mapping is, and which sample row is mapped; within 80 cells for numbers below 1,000."""
    unmapped = model.offers.unread_of(model.view.types)
    part, suggested = model.shown_view != ALL, len(model.suggested)
    parts = [
        *([Content.styled(describe(model.shown_view), "bold $accent")] if part else []),
        Content.styled(f"{model.mapped:,} mapped", "bold"),
        _problems(problems, model.doubted),
        Content.styled(f"{len(model.needs):,} needed", "bold $warning") if model.needs else Content("none needed"),
        # The name of the view takes the room of what the view itself shows.
        *([] if part else [Content.styled(f"{suggested:,} suggested", "$accent" if suggested else "")]),
        Content(f"{unmapped:,} unmapped"),
    ]
    return Content("  ").join([*parts, Content.styled(printable(sample), "$muted")])


def _problems(errors: int, warnings: int) -> Content:
    """How many there are of either kind, with the signs that they have in the table."""
    if not errors and not warnings:
        return Content("no problems")
    word = "problem" if errors + warnings == 1 else "problems"
    counted = [
        *([Content.styled(f"{errors:,} !", "bold $error")] if errors else []),
        *([Content.styled(f"{warnings:,} ?", "bold $warning")] if warnings else []),
    ]
    return Content(" ").join([*counted, Content.styled(word, "bold $error" if errors else "bold $warning")])


def detail(model: MappingModel, row: int, fix: "Fix | None" = None, *, typing: bool = True) -> Lines:
    """Two lines on a row of the table: what it maps, and what is wrong with it or what comes out.

    ``typing``: the cursor is where letters are written into a cell.
    """
    line, candidate = model.line(row), model.candidate(row)
    if isinstance(line, Need):
        return _of_need(model, line, candidate)
    if candidate is not None:
        return _of_suggestion(model, candidate)
    if isinstance(line, Offer):
        head = _source(model, MappingRow("", from_=line.column))
        return _lines(f"{head} is not mapped", _profile(model, line.column) or "Type its target.", "muted")
    if isinstance(line, NewLine):
        return _lines(
            "A new mapping: a column, = and an expression, or a constant in quotes.",
            "tab: its target. f7: suggestions. f10: import. esc: letters are commands."
            if typing
            else "enter, then type. f7 takes what is suggested, f10 imports.",
            "muted",
        )
    return _of_row(model, line, fix) if line is not None else _NOTHING


def _of_need(model: MappingModel, need: Need, candidate: "Candidate | None") -> Lines:
    title = f", {need.title}" if need.title else ""
    reason = "The schema requires it." if need.why == "required" else "Records are told apart by it."
    said = "Type what fills it." if candidate is None else _proposed(model, candidate, source_text(candidate.row))
    return _lines(f"{need.path}  ({need.type}{title})  Not mapped yet. {reason}", said, "warning")


def _of_suggestion(model: MappingModel, candidate: "Candidate") -> Lines:
    """What is suggested and why; what comes out stands in the table."""
    row = candidate.row
    head = f"{source_text(row)} -> {row.to}  ({types_text(model, row)})"
    return _lines(head, _proposed(model, candidate, ""), "")


def _proposed(model: MappingModel, candidate: "Candidate", source: str) -> str:
    """How likely a suggestion is and why, and the keys that decide about it."""
    others = len(model.offers.candidates(candidate.column)) - 1
    more = f", ctrl+t: {count(others, 'other')}" if others else ""
    about = f"{SUGGESTED}{likelihood(candidate.probability)} {source}".rstrip()
    return f"{about}: {candidate.reason}.  enter takes it, f8 refuses it{more}."


def _profile(model: MappingModel, column: str) -> str:
    """What the sample rows tell about a column."""
    return profile_text(model.offers.advice.profiles.get(column))


def _of_row(model: MappingModel, place: int, fix: "Fix | None") -> Lines:
    row = model.rows[place]
    head = f"{place + 1}  {_source(model, row)} -> {_target(model, row)}"
    problems = model.problems(place)
    if problems:
        more = f"1 of {len(problems)}, i: " if len(problems) > 1 else ""
        mend = f"! mends it ({middle(fix.title, _FIX_WIDTH)}): " if fix is not None else "! "
        return _lines(head, f"{more}{mend}{problems[0]}", "error" if model.severity(place) == "error" else "warning")
    note = f"   note: {row.note}" if row.note else ""
    result = model.result(place)
    if result is None:
        return _lines(head, f"No result without a sample row.{note}", "muted")
    wrong = {"error": "error", "warning": "warning", "unknown": "muted"}.get(result.kind, "")
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


def _lines(head: str, text: str, style: str) -> Lines:
    return (printable(head), ""), (printable(text), style)
