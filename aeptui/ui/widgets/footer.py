"""The last two lines: what was said last and the draft one works on; the keys that work here."""

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from aeptui.ui.commands import Offer
from aeptui.ui.desk import Desk
from aeptui.ui.widgets.state import Stopwatch, waiting_content
from aeptui.ui.words import printable, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME_WIDTH = 24


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
        self._said_of: object = None
        self._wrong = False
        self._awaited = ""
        self._seconds = 0
        self._watch = Stopwatch(self, self._tick)

    @property
    def said(self) -> str:
        """What was said last."""
        return self._said

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Says something, until something else is said or the document changes; an empty text takes it away."""
        self._said_of = self._document()
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
        left = self._left().truncate(width, ellipsis=True)
        # What was just said goes before what is there to be read at any time.
        room = width - left.cell_length - 2 if left else width
        draft = next((each for each in self._drafts() if cell_len(each) <= room), "")
        return left + Content(" " * max(0, width - left.cell_length - cell_len(draft)) + draft)

    def _left(self) -> Content:
        if self._awaited:
            return waiting_content(printable(self._awaited), self._seconds) + "  esc gives up"
        if not self._said or self._said_of != self._document():
            return Content()
        return Content.styled(self._said, "bold $error" if self._wrong else "$foreground")

    def _document(self) -> object:
        """Another value when the document is another one, or was edited."""
        draft = self._desk.draft
        return None if draft is None else (draft.number, draft.revision)

    def _drafts(self) -> "Iterator[str]":
        """The draft and whether its file has what it has: in full, and ever shorter."""
        draft = self._desk.draft
        if draft is None or not self._shows_draft:
            return
        name = printable(draft.title if draft.file is None else draft.file.name)
        standing = "no file yet" if draft.file is None else "saved" if draft.saved else "not in the file yet"
        yield f"{name}: {standing}"
        yield f"{shortened(name, _NAME_WIDTH)}: {standing}"
        yield shortened(name, _NAME_WIDTH) if draft.file is not None else standing


_WRITING = Content.styled("letters write, esc ends that", "$warning")


class Footer(Widget):
    """The commands of the place where the focus is, as many as fit; ``?`` always, since it shows them all."""

    DEFAULT_CSS = """
    Footer { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    Footer:ansi { text-style: reverse; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._offers: list[Offer] = []
        self._writing = False

    def show(self, offers: list[Offer], *, writing: bool = False) -> None:
        """Shows these commands; those that cannot be used now are left out.

        ``writing``: letters are no commands here; that stands first.
        """
        self._writing = writing
        self._offers = [offer for offer in offers if offer.reason is None and offer.command.key]
        self.refresh()

    def render(self) -> Content:
        shown = [offer for offer in self._offers if offer.command.footer and offer.command.id != "frame.help"]
        last = [offer for offer in self._offers if offer.command.id == "frame.help"]
        width = self.content_size.width - sum(len(_plain(offer)) + 2 for offer in last)
        mode = [_WRITING] if self._writing else []
        width -= sum(each.cell_length + 2 for each in mode)
        fitting: list[Offer] = []
        for offer in shown:
            width -= len(_plain(offer)) + 2
            if width < -2:
                break
            fitting.append(offer)
        return Content("  ").join([*mode, *(_item(offer) for offer in [*fitting, *last])])


def _plain(offer: Offer) -> str:
    return f"{offer.command.key} {offer.command.title}"


def _item(offer: Offer) -> Content:
    return Content.styled(offer.command.key, "bold $accent") + Content(f" {offer.command.title}")
