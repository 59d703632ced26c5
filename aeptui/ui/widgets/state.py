"""A pane: content, or a text in its place that says what is awaited, what failed, or what is missing."""

from collections.abc import Callable, Iterable
from time import monotonic

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from aeptui.ui.failure import Failure
from aeptui.ui.words import duration


class Stopwatch:
    """Counts the seconds of a wait, and shows them as they change; stopped, it does nothing at all."""

    def __init__(self, widget: Widget, show: Callable[[int], None]) -> None:
        """``show`` gets the whole seconds since the start, at the start and then once a second."""
        self._widget, self._show = widget, show
        self._timer: Timer | None = None
        self._since = 0.0

    def start(self) -> None:
        """Begins at zero."""
        self.stop()
        self._since = monotonic()
        self._timer = self._widget.set_interval(1, self._tick)
        self._tick()

    def stop(self) -> None:
        """Ends the counting."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _tick(self) -> None:
        self._show(int(monotonic() - self._since))


def waiting_content(text: str, seconds: int) -> Content:
    """What is awaited, and for how long once that is a second."""
    return Content(f"{text} …") + Content.styled(f" {duration(seconds)}" if seconds else "", "bold")


class Pane(Container):
    """Holds widgets, and shows one of four states: ready (the widgets), waiting, failed, empty.

    Begins ready. ``state`` is the name of the state, ``filled`` whether it was ready with something once since it was
    last empty, so that what is old may stay in sight while it is loaded again.
    """

    DEFAULT_CSS = """
    Pane { height: 1fr; }
    Pane > .pane-content { height: 1fr; }
    Pane > .pane-state { display: none; height: 1fr; padding: 1 0; }
    Pane.-other > .pane-content { display: none; }
    Pane.-other > .pane-state { display: block; }
    """

    class Changed(Message):
        """The pane's state is another one."""

    def __init__(self, *content: Widget, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._given: Iterable[Widget] = content
        self._view = Static(classes="pane-state", markup=False)
        self.state = "ready"
        self.filled = False
        self.text = ""
        self._watch = Stopwatch(self, self._tick)

    def compose(self) -> ComposeResult:
        with Container(classes="pane-content"):
            yield from self._given
        yield self._view

    def ready(self) -> None:
        """Shows the widgets."""
        self.filled = True
        self._show("ready")

    def wait(self, text: str) -> None:
        """Shows what is awaited (``Listing the tables``), for how long so far, and how to give up."""
        self.text = text
        self._show("waiting")
        self._watch.start()

    def fail(self, failure: Failure) -> None:
        """Shows what went wrong."""
        self.filled = False
        self.text = failure.what
        self._show("failed", failure_content(failure))

    def empty(self, text: str, *hints: tuple[str, str]) -> None:
        """Shows that there is nothing, and the keys (with what they do) that lead on."""
        self.filled = False
        self.text = text
        self._show("empty", Content("\n").join([Content(text), Content(""), *(_hint(*hint) for hint in hints)]))

    def _tick(self, seconds: int) -> None:
        lines = [waiting_content(self.text, seconds), Content(""), _hint("esc", "gives up")]
        self._view.update(Content("\n").join(lines))

    def _show(self, state: str, content: Content | None = None) -> None:
        self._watch.stop()
        if content is not None:
            self._view.update(content)
        self.state = state
        self.set_class(state != "ready", "-other")
        self.post_message(self.Changed())


def failure_content(failure: Failure) -> Content:
    """A failure as lines: what, where, likely cause, what to do, and the key for it."""
    lines = [Content.styled("FAILED  ", "bold $error") + Content.styled(failure.what, "bold"), Content("")]
    parts = (("Where", failure.where), ("Likely cause", failure.cause), ("What to do", failure.next_step))
    lines += [Content.styled(f"{name:<14}", "$muted") + Content(text) for name, text in parts if text]
    if failure.key:
        lines += [Content(""), _hint(failure.key, failure.key_title)]
    return Content("\n").join(lines)


def _hint(key: str, title: str) -> Content:
    return Content.styled(f"{key:>8}", "bold $accent") + Content(f"  {title}")
