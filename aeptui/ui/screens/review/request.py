"""A step's request, to be read before it is sent."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.screens.review.rows import request_text
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.words import printable

if TYPE_CHECKING:
    from aeptui.engine.graph import Step


class RequestView(Dialog[None]):
    """Shows what a step does and after which others, and the request that it sends."""

    DEFAULT_CSS = """
    RequestView > Vertical { width: 100; height: 100%; }
    RequestView .request-why { height: auto; max-height: 3; color: $muted; }
    RequestView VerticalScroll { height: 1fr; margin: 1 0; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,q", "close", show=False)]

    def __init__(self, step: "Step") -> None:
        super().__init__()
        self._step = step

    def body(self) -> ComposeResult:
        step = self._step
        after = f"After {', '.join(need.replace('_', ' ') for need in step.needs)}. " if step.needs else ""
        yield Static(Content.styled(f"{step.action}: {printable(step.key.replace('_', ' '))}", "bold"))
        yield Static(Content(printable(f"{after}{step.why.capitalize()}.")), classes="request-why")
        lines = [Content(printable_line(line)) for line in request_text(step)]
        yield VerticalScroll(Static(Content("\n").join(lines)))
        yield Static(keys_content(("up, down", "scroll"), ("esc", "close")))

    def action_close(self) -> None:
        """Closes it."""
        self.dismiss()


def printable_line(line: str) -> str:
    """A line of JSON with its indentation."""
    return line[: len(line) - len(line.lstrip())] + printable(line.strip())
