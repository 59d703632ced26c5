"""The editor for long expressions: errors marked in place, help for the call, completions, and what comes out."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea

from aeptui.core.expressions.checker import check
from aeptui.core.expressions.complete import complete, signature_at
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from aeptui.core.expressions.complete import Completion
    from aeptui.core.expressions.fields import SourceFields
    from aeptui.core.expressions.findings import Finding

ROWS = 5
"""How many sample rows the editor shows results for."""
_OFFERED = 4
_SEVERITIES = ("error", "warning")

Results = Callable[[str], Sequence[tuple[str, str, str]]]
"""What an expression makes of sample rows: name of the row, result as text, and its kind (``value``, ``error`` ...)."""


class ExpressionArea(TextArea):
    """Some lines of text in which what is wrong is underlined. Enter takes the text, tab the best completion."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", show=False, priority=True),
        Binding("tab", "complete", show=False, priority=True),
        Binding("ctrl+o", "break_line", show=False),
    ]

    class Taken(Message):
        """The text is to be taken."""

    class CompletionWanted(Message):
        """The best completion is to be put in."""

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, compact=True, id="expression")
        self._wrong: tuple[int, int] | None = None

    @property
    def place(self) -> int:
        """How many characters stand before the cursor."""
        return self.index_of(self.cursor_location)

    def index_of(self, location: tuple[int, int]) -> int:
        """How many characters stand before a line and column."""
        line, column = location
        return sum(len(self.document.get_line(above)) + 1 for above in range(line)) + column

    def location_of(self, index: int) -> tuple[int, int]:
        """The line and column of a character."""
        before = self.text[:index].split("\n")
        return len(before) - 1, len(before[-1])

    def mark(self, wrong: tuple[int, int] | None) -> None:
        """Underlines the characters from the first to before the second; nothing for None."""
        if wrong != self._wrong:
            self._wrong = wrong
            # Lines that were drawn before are kept until the style changes.
            self.notify_style_update()

    def get_line(self, line_index: int) -> Text:
        """The line with what is wrong in it underlined."""
        line = super().get_line(line_index)
        if self._wrong is not None:
            start = self.index_of((line_index, 0))
            low, high = (max(0, place - start) for place in self._wrong)
            if low < len(line):
                line.stylize("underline reverse", low, min(high, len(line)))
        return line

    def replace_characters(self, text: str, start: int, end: int) -> None:
        """Puts a text in the place of these characters; the cursor goes behind it."""
        self.replace(text, self.location_of(start), self.location_of(end))
        self.move_cursor(self.location_of(start + len(text)))

    def action_take(self) -> None:
        """Takes the text."""
        self.post_message(self.Taken())

    def action_complete(self) -> None:
        """Completes what was begun."""
        self.post_message(self.CompletionWanted())

    def action_break_line(self) -> None:
        """A new line."""
        self.insert("\n")


class EditExpression(Dialog[str | None]):
    """Answers with the expression, or None where the user gives up."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = """
    EditExpression > Vertical { width: 100%; max-width: 120; height: 100%; max-height: 30; padding: 1 1; }
    EditExpression Static { text-wrap: nowrap; text-overflow: ellipsis; }
    EditExpression ExpressionArea { height: 1fr; min-height: 3; border: none; padding: 0; background: $panel; }
    EditExpression #expression-help { height: 3; }
    EditExpression #expression-results { height: 6; }
    """

    def __init__(self, text: str, target: str, fields: "SourceFields | None", results: Results) -> None:
        """``target`` says what the expression fills, ``fields`` are the columns that it can read."""
        super().__init__()
        self._text, self._target, self._fields, self._results = text, target, fields, results

    def body(self) -> ComposeResult:
        yield Static(Content.styled(printable(f"Expression for {self._target or 'a new mapping'}"), "bold"))
        yield ExpressionArea(self._text)
        yield Static(id="expression-help", markup=False)
        yield Static(id="expression-results", markup=False)
        yield Static(
            keys_content(("enter", "take"), ("tab", "complete"), ("ctrl+o", "new line"), ("esc", "give up")),
            classes="dialog-keys",
        )

    @property
    def area(self) -> ExpressionArea:
        """Where one types."""
        return self.query_one(ExpressionArea)

    def on_mount(self) -> None:
        self.area.focus()
        self.area.move_cursor(self.area.document.end)
        self._show()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Looks at the text anew."""
        event.stop()
        self._show()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Help is for where the cursor is."""
        event.stop()
        self._show_help()

    def on_expression_area_taken(self, event: ExpressionArea.Taken) -> None:
        """Takes the text, right or wrong: what is wrong is marked at its row."""
        event.stop()
        self.dismiss(self.area.text.strip())

    def on_expression_area_completion_wanted(self, event: ExpressionArea.CompletionWanted) -> None:
        """Puts in what fits best."""
        event.stop()
        found = self._completions()
        if found:
            self.area.replace_characters(found[0].text, found[0].replace_start, found[0].replace_end)

    def action_give_up(self) -> None:
        """Leaves the expression as it was."""
        self.dismiss(None)

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._show()

    # -- what is said about the text

    def _show(self) -> None:
        wrong = self._wrong()
        self.area.mark(None if wrong is None else _marked(wrong, len(self.area.text)))
        self._show_help()
        lines = [Content.styled(f"{'Sample row':<12}Result", "bold $muted")]
        styles = {"error": "$error", "warning": "$warning", "unknown": "$muted"}
        text = self.area.text.strip()
        refused = wrong is not None and wrong.severity == "error"
        if refused:
            lines.append(Content.styled("none while the expression is wrong", "$muted"))
        for name, result, kind in () if refused or not text else self._results(text):
            lines.append(Content(printable(f"{name:<12}")) + Content.styled(printable(result), styles.get(kind, "")))
        self.query_one("#expression-results", Static).update(Content("\n").join(lines))

    def _show_help(self) -> None:
        wrong, text = self._wrong(), self.area.text
        said = Content("")
        if wrong is not None and text.strip():
            sign = "!" if wrong.severity == "error" else "?"
            place = f"column {wrong.start + 1}" if "\n" not in text else self._line_and_column(wrong.start)
            colour = "$error" if wrong.severity == "error" else "$warning"
            said = Content.styled(printable(f"{sign} {place}: {wrong.message}"), colour)
        call = signature_at(text, self.area.place)
        about = Content("") if call is None else Content(printable(f"{call.label}  {call.description}"))
        offered = [printable(each.label) for each in self._completions()[:_OFFERED]]
        hint = Content.styled("tab: " + "   ".join(offered), "$accent") if offered else Content("")
        self.query_one("#expression-help", Static).update(Content("\n").join((said, about, hint)))

    def _line_and_column(self, index: int) -> str:
        line, column = self.area.location_of(index)
        return f"line {line + 1}, column {column + 1}"

    def _wrong(self) -> "Finding | None":
        """The first error; where there is none, the first warning."""
        found = check(self.area.text, self._fields) if self.area.text.strip() else []
        grave = [each for severity in _SEVERITIES for each in found if each.severity == severity]
        return grave[0] if grave else None

    def _completions(self) -> "list[Completion]":
        """What fits a name that was begun before the cursor."""
        cursor = self.area.place
        found = complete(self.area.text, cursor, self._fields)
        typed = self.area.text
        begun = (each for each in found if each.replace_start < cursor)
        return [each for each in begun if each.text != typed[each.replace_start : cursor]]


def _marked(wrong: "Finding", length: int) -> tuple[int, int]:
    """The characters to be underlined: at least one, the last where something is missing at the end."""
    start = max(0, min(wrong.start, length - 1))
    return start, max(wrong.end, start + 1)
