"""Lists to filter by a few letters and to choose from: the base of ``?`` and of the palette; and the go-to key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from aeptui.ui.commands import Offer
from aeptui.ui.places import PLACES
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.typeahead import OrderedInput

_KEYS = 12
"""Cells for the keys of an entry."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of a list: its keys (if any), title and explanation, why it cannot be chosen, and what choosing does."""

    key: str
    title: str
    help: str
    reason: str | None
    take: Callable[[], object]

    @staticmethod
    def of_offer(offer: Offer) -> "Found":
        """The entry of a command."""
        command = offer.command
        return Found(command.every_key, command.title, command.help, offer.reason, offer.take)

    @property
    def text(self) -> str:
        """What is searched."""
        return f"{self.title} {self.help} {self.key}".casefold()


class Find(Dialog[Callable[[], object] | None]):
    """A list with a filter; answers with what the chosen entry does, or None."""

    DEFAULT_CSS = """
    Find > Vertical { width: 90%; max-width: 96; height: 90%; max-height: 44; }
    Find .find-about { height: auto; max-height: 9; margin: 0 0 1 0; }
    Find Input { background: $panel; }
    Find OptionList {
        height: 1fr; padding: 0; margin: 1 0; background: $surface; text-wrap: nowrap; text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
    }
    Find .find-detail { height: 2; color: $muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", show=False),
        Binding("down,ctrl+n", "move('cursor_down')", show=False, priority=True),
        Binding("up,ctrl+p", "move('cursor_up')", show=False, priority=True),
        Binding("pagedown", "move('page_down')", show=False, priority=True),
        Binding("pageup", "move('page_up')", show=False, priority=True),
    ]

    def __init__(self, entries: list[Found], hint: str) -> None:
        super().__init__()
        self._entries = entries
        self._hint = hint
        self._shown: list[Found] = []

    def body(self) -> ComposeResult:
        yield from self.top()
        yield OrderedInput(placeholder=self._hint, compact=True)
        yield OptionList(markup=False, compact=True)
        yield Static(classes="find-detail", markup=False)
        yield Static(keys_content(("enter", "do it"), ("esc", "close")))

    def top(self) -> ComposeResult:
        """What stands above the filter."""
        yield from ()

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        index = self.query_one(OptionList).highlighted
        if index is not None and self._shown[index].reason is None:
            self.dismiss(self._shown[index].take)

    def action_close(self) -> None:
        """Closes without a choice."""
        self.dismiss(None)

    def action_move(self, how: str) -> None:
        """Moves in the list while the filter keeps the focus."""
        getattr(self.query_one(OptionList), f"action_{how}")()

    def _fill(self, typed: str) -> None:
        words = typed.casefold().split()
        self._shown = list(_ranked(self._entries, words))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_line(entry)) for entry in self._shown])
        if self._shown:
            options.highlighted = 0
        else:
            self.query_one(".find-detail", Static).update(Content("Nothing is called that."))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        entry = self._shown[event.option_index] if event.option_index < len(self._shown) else None
        why = f" {entry.reason}" if entry is not None and entry.reason else ""
        self.query_one(".find-detail", Static).update(Content(f"{entry.help}{why}" if entry is not None else ""))


def _line(entry: Found) -> Content:
    style = "$muted" if entry.reason else ""
    key = Content.styled(f"{entry.key:<{_KEYS}} ", "bold $accent" if not entry.reason else style)
    return key + Content.styled(entry.title, style) + Content("  not now" if entry.reason else "")


def _ranked(entries: list[Found], words: list[str]) -> Iterator[Found]:
    """The entries that hold every word, or its letters in order; the better hits first, else in their own order."""

    def cost(entry: Found) -> int:
        title, text = entry.title.casefold(), entry.text
        costs = (0 if w in title else 1 if w in text else 2 if _in_order(w, title) else 9 for w in words)
        return max(costs, default=0)

    costed = [(cost(entry), number, entry) for number, entry in enumerate(entries)]
    yield from (entry for each, _, entry in sorted(costed, key=lambda item: item[:2]) if each < 9)


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


class GoTo(Dialog[str | None]):
    """Waits for the digit of a screen; any other key goes nowhere."""

    def body(self) -> ComposeResult:
        yield Static(Content.styled("Go to", "bold"))
        places = [(place.digit, place.title) for place in PLACES.values() if place.digit]
        yield Static(Content("\n").join(keys_content(place) for place in places))
        yield Static(keys_content(("esc", "stay")), classes="dialog-keys")

    def on_key(self, event: events.Key) -> None:
        event.stop()
        found = [place.name for place in PLACES.values() if place.digit == event.key]
        self.dismiss(found[0] if found else None)
