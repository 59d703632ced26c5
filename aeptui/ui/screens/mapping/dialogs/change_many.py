"""The dialog in which a change of many rows is described, previewed and made."""

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Label, Static

from aeptui.ui.failure import describe_error
from aeptui.ui.screens.mapping.dialogs.changes import ChangeList, lines_of_bulk
from aeptui.ui.threads import in_thread
from aeptui.ui.widgets.completing_input import Completer, CompletingInput
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.words import count, printable

if TYPE_CHECKING:
    from aeptui.core.mapping.bulk.change import Bulk

SECONDS = 8.0
"""A change that takes longer to be worked out is refused."""

Stop = Callable[[], bool]
Compute = Callable[[Sequence[str], Stop], "Bulk"]
"""Works the change out of the answers, beside the keys; raises BulkRefused, also where it is told to stop."""


class Question(NamedTuple):
    """One line to fill in: its label, the text it begins with, and what completes it."""

    label: str
    text: str = ""
    completer: Completer | None = None


class ChangeMany(Dialog["Bulk | None"]):
    """Answers with the change as it is previewed, or None. ``scope`` says which rows it is about."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "give_up", show=False),
        Binding("pagedown", "scroll(1)", show=False),
        Binding("pageup", "scroll(-1)", show=False),
        Binding("down", "step(1)", show=False),
        Binding("up", "step(-1)", show=False),
    ]
    DEFAULT_CSS = """
    ChangeMany > Vertical { width: 100%; max-width: 120; height: 100%; max-height: 36; padding: 1 1 0 1; }
    ChangeMany .bulk-question { height: 1; }
    ChangeMany .bulk-question > Label { width: 12; color: $text-muted; }
    ChangeMany .bulk-question > CompletingInput { width: 1fr; margin: 0; }
    ChangeMany .bulk-hint { height: auto; max-height: 2; color: $text-muted; }
    ChangeMany .bulk-said { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, title: str, scope: str, hint: str, questions: Sequence[Question], compute: Compute) -> None:
        super().__init__()
        self._title, self._scope, self._hint, self._questions = title, scope, hint, questions
        self._compute = compute
        self._made: Bulk | None = None
        self._turn = 0
        self._wanted = False
        self._busy = False

    def body(self) -> ComposeResult:
        head = Content.styled(self._title, "bold") + Content.styled(f"   {printable(self._scope)}", "$muted")
        yield Static(head)
        yield Static(Content(self._hint), classes="bulk-hint")
        for question in self._questions:
            box = CompletingInput(question.text, completer=question.completer, compact=True)
            yield Horizontal(Label(question.label), box, classes="bulk-question")
        yield ChangeList(empty="Nothing would change")
        yield Static(classes="bulk-said")
        keys = [("enter", "change them"), ("esc", "give up"), ("pgdn", "scroll")]
        yield Static(keys_content(*(keys if len(self._questions) == 1 else [keys[0], ("tab", "next"), *keys[1:]])))

    def on_mount(self) -> None:
        self.query_one(ChangeList).view.can_focus = False
        self.query(CompletingInput).first().focus()
        self._work()

    @property
    def made(self) -> "Bulk | None":
        """The change that is previewed; None while there is none."""
        return self._made

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._wanted = False
        self._work()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Makes the change; where it is still being worked out, as soon as it is."""
        event.stop()
        if self._busy:
            self._wanted = True
        elif self._made:
            self.dismiss(self._made)

    def _work(self) -> None:
        self._turn += 1
        self._made, self._busy = None, True
        self._worked_out(self._turn)

    @work(exclusive=True, group="bulk", exit_on_error=False)
    async def _worked_out(self, turn: int) -> None:
        answers = [box.value for box in self.query(".bulk-question > CompletingInput").results(CompletingInput)]
        until = time.monotonic() + SECONDS

        def stop() -> bool:
            return turn != self._turn or time.monotonic() > until

        try:
            made, said = await in_thread(partial(self._compute, answers, stop)), ""
        except Exception as error:
            made, said = None, describe_error(error, "working it out").what
        if turn == self._turn:
            self._busy = False
            self._show(made, said)

    def _show(self, made: "Bulk | None", said: str) -> None:
        self._made = made
        self.query_one(ChangeList).show(lines_of_bulk(made) if made is not None else ())
        text = Content(_summary(made)) if made is not None else Content.styled(printable(said), "$error")
        self.query_one(".bulk-said", Static).update(text)
        if self._wanted and made:
            self.dismiss(made)

    def action_give_up(self) -> None:
        """Changes nothing."""
        self._turn += 1
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Scrolls the preview by a page."""
        preview = self.query_one(ChangeList)
        preview.move_to(preview.row + by * preview.view.page)

    def action_step(self, by: int) -> None:
        """Scrolls the preview by a line."""
        preview = self.query_one(ChangeList)
        preview.move_to(preview.row + by)


def _summary(made: "Bulk") -> str:
    parts = (
        (len(made.changed), count(len(made.changed), "row changes", "rows change")),
        (len(made.added), count(len(made.added), "row comes", "rows come")),
        (len(made.skipped), count(len(made.skipped), "stays as it is", "stay as they are")),
    )
    return ", ".join(text for number, text in parts if number) or "No row would change."
