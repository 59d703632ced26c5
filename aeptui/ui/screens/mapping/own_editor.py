"""The source of a row in the user's own editor: longer expressions are easier to write there."""

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.core.expressions import ExpressionError, parse
from aeptui.core.expressions.lexer import comments
from aeptui.core.mapping.sources import expression_of
from aeptui.ui.screens.mapping.commands import MappingCommands
from aeptui.ui.screens.mapping.table.lines import SOURCE
from aeptui.ui.screens.mapping.table.text import EXPRESSION, read_source
from aeptui.ui.terminal.editor import EditorFailed, edited, on_this_terminal
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.words import middle, printable

FILE = "expression.txt"


def on_one_line(text: str) -> str:
    """An expression without the line breaks that it does not need; a wrong one, and one with comments, as it is."""
    bare = text.strip()
    try:
        parse(bare)
    except ExpressionError:
        return bare
    return bare if next(comments(bare), None) else " ".join(line.strip() for line in bare.splitlines())


def source_from(text: str, columns: Collection[str]) -> str:
    """What is to be entered into the source cell for an edited expression. Raises ExpressionError for a wrong one."""
    parse(text)
    kind, _ = read_source(text, columns)
    return EXPRESSION + text if kind == "expr" else text


class EditAgain(Dialog[bool]):
    """Says what is wrong with an expression; answers whether to go on editing it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e,enter", "answer(True)", show=False),
        Binding("escape", "answer(False)", show=False),
    ]

    def __init__(self, text: str, wrong: str) -> None:
        super().__init__()
        self._text, self._wrong = text, wrong

    def body(self) -> ComposeResult:
        yield Static(Content.styled("The expression is not taken", "bold"))
        yield Static(Content.styled(printable(f"! {self._wrong}"), "$error"))
        yield Static(Content(printable(f"\n{middle(self._text, 300)}".strip())))
        yield Static(keys_content(("e", "edit it again"), ("esc", "leave the row; ctrl+x there goes on")))

    def action_answer(self, answer: bool) -> None:
        """Answers."""
        self.dismiss(answer)


class OwnEditor:
    """Hands the source of the row under the cursor to the user's editor; a text that is refused is kept for later."""

    def __init__(self, screen: MappingCommands) -> None:
        self.screen = screen
        self._refused: dict[Hashable, str] = {}

    def edit(self, run: Callable[[Sequence[str]], int] | None = None) -> None:
        """Edits the row under the cursor, a new one below the rows. ``run``: as ``edited`` has it."""
        grid, model = self.screen.grid, self.screen.model
        key, line = model.key(grid.row), model.line(grid.row)
        before = expression_of(model.rows[line], nested=model.view.nested) if isinstance(line, int) else ""
        given = self._refused.pop(key, before)
        try:
            text = on_one_line(edited(given + "\n", FILE, run or on_this_terminal(self.screen.app)))
        except EditorFailed as error:
            self.screen.say(str(error), wrong=True)
            return
        if text in ("", before):
            self.screen.say("The row stays as it is.")
        else:
            self._take(key, text)

    def _take(self, key: Hashable, text: str) -> None:
        try:
            source = source_from(text.removeprefix(EXPRESSION), self.screen.model.view.types)
        except ExpressionError as error:
            self._refused[key] = text
            told = f"{error.message} (column {error.position})"
            self.screen.app.push_screen(EditAgain(text, told), lambda again: self.edit() if again else None)
            return
        self.screen.enter(key, SOURCE, source)
        self.screen.say(f"Taken: {middle(text, 60)}")
