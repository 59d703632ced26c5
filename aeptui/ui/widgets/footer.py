"""The last two lines: what was said last and the draft one works on; the keys that work here."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from aeptui.ui.commands import Offer
from aeptui.ui.desk import Desk
from aeptui.ui.widgets.state import Stopwatch, waiting_content
from aeptui.ui.words import printable, shortened

if TYPE_CHECKING:
    from aeptui.ui.draft import Draft


class Status(Widget):
    """What was said last, on the left; on the right the draft and whether its file has what it has."""

    DEFAULT_CSS = """
    Status { height: 1; padding: 0 1; color: $muted; }
    """

    def __init__(self, desk: Desk, *, shows_draft: bool) -> None:
        super().__init__()
        self._desk = desk
        self._shows_draft = shows_draft
        self._said = ""
        self._wrong = False
        self._awaited = ""
        self._seconds = 0
        self._watch = Stopwatch(self, self._tick)

    @property
    def said(self) -> str:
        """What was said last."""
        return self._said

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Says something; an empty text takes away what was said."""
        if (text, wrong) != (self._said, self._wrong):
            self._said, self._wrong = printable(text), wrong
            self.refresh()

    def wait_for(self, text: str) -> None:
        """Shows what is awaited and for how long, until something else is awaited, or (with an empty text) nothing."""
        if text and text != self._awaited:
            self._awaited = text
            self._watch.start()
        elif not text and self._awaited:
            self._awaited = ""
            self._watch.stop()
            self.refresh()

    def _tick(self, seconds: int) -> None:
        self._seconds = seconds
        self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        left = self._left()
        draft = shortened(self._draft(), width // 2 if left else width)
        left = left.truncate(max(0, width - len(draft) - 2), ellipsis=True)
        return left + Content(draft.rjust(max(0, width - left.cell_length)))

    def _left(self) -> Content:
        if self._awaited:
            return waiting_content(printable(self._awaited), self._seconds) + "  esc gives up"
        return Content.styled(self._said, "bold $error" if self._wrong else "$foreground") if self._said else Content()

    def _draft(self) -> str:
        draft = self._desk.draft
        if draft is None or not self._shows_draft:
            return ""
        return _standing(draft)


def _standing(draft: "Draft") -> str:
    name = printable(draft.title if draft.file is None else draft.file.name)
    return f"{name}: {'no file yet' if draft.file is None else 'saved' if draft.saved else 'not in the file yet'}"


class Footer(Widget):
    """The commands of the place where the focus is, as many as fit; ``?`` always, since it shows them all."""

    DEFAULT_CSS = """
    Footer { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    Footer:ansi { text-style: reverse; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._offers: list[Offer] = []

    def show(self, offers: list[Offer]) -> None:
        """Shows these commands; those that cannot be used now are left out."""
        self._offers = [offer for offer in offers if offer.reason is None and offer.command.key]
        self.refresh()

    def render(self) -> Content:
        shown = [offer for offer in self._offers if offer.command.footer and offer.command.id != "frame.help"]
        last = [offer for offer in self._offers if offer.command.id == "frame.help"]
        width = self.content_size.width - sum(len(_plain(offer)) + 2 for offer in last)
        fitting: list[Offer] = []
        for offer in shown:
            width -= len(_plain(offer)) + 2
            if width < -2:
                break
            fitting.append(offer)
        return Content("  ").join(_item(offer) for offer in [*fitting, *last])


def _plain(offer: Offer) -> str:
    return f"{offer.command.key} {offer.command.title}"


def _item(offer: Offer) -> Content:
    return Content.styled(offer.command.key, "bold $accent") + Content(f" {offer.command.title}")
