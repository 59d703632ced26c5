"""Questions before what is hard to undo, a question for a line of text, and failures that no pane can show."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from aeptui.ui.failure import Failure
from aeptui.ui.terminal.too_small import TooSmall
from aeptui.ui.widgets.state import failure_content
from aeptui.ui.widgets.typeahead import OrderedInput

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer]):
    """A box in the middle of the screen; subclasses give its content."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; layers: base over; }
    Dialog > Vertical {
        width: 72; max-width: 100%; height: auto; max-height: 100%; background: $surface; padding: 1 2;
    }
    Dialog > Vertical:ansi { border: ascii $foreground; padding: 0 1; }
    Dialog Input { margin: 1 0; background: $panel; }
    Dialog .dialog-keys { margin: 1 0 0 0; }
    """

    def body(self) -> ComposeResult:
        """What stands in the box."""
        yield from ()

    def compose(self) -> ComposeResult:
        yield Vertical(*self.body())
        yield TooSmall()

    def on_resize(self, event: events.Resize) -> None:
        TooSmall.fit(self, event.size)

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Answers and closes; nothing where it is closed already: a key may still be on its way to it."""
        return super().dismiss(result) if self.is_current else AwaitComplete()


class Confirm(Dialog[bool]):
    """Asks whether to do what is hard to undo; answers True only for a yes.

    ``typed`` is a word that has to be typed before yes counts: for what cannot be undone, and for production.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "answer(False)", show=False)]

    def __init__(self, question: str, detail: str = "", *, yes: str = "yes", typed: str = "") -> None:
        super().__init__()
        self._question, self._detail, self._yes, self._typed = question, detail, yes, typed

    def body(self) -> ComposeResult:
        yield Static(Content.styled(self._question, "bold"))
        if self._detail:
            yield Static(Content("\n" + self._detail))
        if self._typed:
            yield Static(Content(f"\nType {self._typed} to go on:"))
            yield OrderedInput(compact=True)
            yield Static(keys_content(("enter", self._yes), ("esc", "no")))
        else:
            yield Static(keys_content(("y", self._yes), ("n", "no")), classes="dialog-keys")

    def on_key(self, event: events.Key) -> None:
        """Without a word to type, ``y`` and ``n`` answer; nothing else does, so that a stray enter harms nobody."""
        if not self._typed and event.key in ("y", "n"):
            event.stop()
            self.dismiss(event.key == "y")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Takes the typed word."""
        event.stop()
        if event.value.strip() == self._typed:
            self.dismiss(True)

    def action_answer(self, answer: bool) -> None:
        """Answers."""
        self.dismiss(answer)


class Prompt(Dialog[str | None]):
    """Asks for a line of text; None where the user gives up. ``check`` says what is wrong with a text, or nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]

    def __init__(
        self, question: str, value: str = "", detail: str = "", *, check: Callable[[str], str] = lambda _: ""
    ) -> None:
        super().__init__()
        self._question, self._value, self._detail, self._check = question, value, detail, check

    def body(self) -> ComposeResult:
        yield Static(Content.styled(self._question, "bold"))
        yield OrderedInput(self._value, compact=True)
        yield Static(Content(self._detail), id="detail")
        yield Static(keys_content(("enter", "ok"), ("esc", "give up")), classes="dialog-keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Takes the text, or says what is wrong with it."""
        event.stop()
        wrong = self._check(event.value)
        if wrong:
            self.query_one("#detail", Static).update(Content.styled(wrong, "$error"))
        else:
            self.dismiss(event.value)

    def action_give_up(self) -> None:
        """Answers with nothing."""
        self.dismiss(None)


class Notice(Dialog[None]):
    """Shows a failure until a key is pressed."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "close", show=False)]

    def __init__(self, failure: Failure) -> None:
        super().__init__()
        self._failure = failure

    def body(self) -> ComposeResult:
        yield Static(failure_content(self._failure))
        yield Static(keys_content(("esc", "close")), classes="dialog-keys")

    def action_close(self) -> None:
        """Closes the notice."""
        self.dismiss()


def keys_content(*keys: tuple[str, str]) -> Content:
    """Keys with what they do, in one line."""
    return Content("   ").join(Content.styled(key, "bold $accent") + Content(f" {title}") for key, title in keys)
