"""An input line with a list of completions; while the list is closed it is an ordinary input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from aeptui.ui.widgets.completion_list import MOST_ROWS, CompletionList
from aeptui.ui.widgets.completion_list import Completion as Completion
from aeptui.ui.widgets.fuzzy import Ranking
from aeptui.ui.widgets.typeahead import OrderedInput

Completer = Callable[[str, int], Sequence[Completion]]
"""Gives the completions, best first, for a text and the cursor's place in it; must be quick."""

MOST_COMPLETIONS = 200
"""A list is as long at most: who has not found it among these types on."""


def fuzzy_completer(completions: Iterable[Completion]) -> Completer:
    """A completer that ranks fixed completions of the whole text by label, detail and meaning."""
    ranking = Ranking((one, one.label, f"{one.detail}\n{one.meaning}") for one in completions)
    return lambda text, cursor: ranking.best(text, MOST_COMPLETIONS)


def _key(key: str, action: str, title: str, id_: str, help_: str) -> Binding:
    return Binding(key, action, title, show=False, id=id_, tooltip=help_)


class CompletingInput(OrderedInput):
    """An input that offers completions while one types.

    With `choose_first` the best one for what was typed is chosen at once, so that enter takes it: for texts that must
    be one of the completions. Without it enter leaves the text as typed until one is chosen with the arrows; tab takes
    the best.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("down", "choose(1)", "Next completion", "complete.down", "Chooses the next completion."),
        _key("up", "choose(-1)", "Completion above", "complete.up", "Chooses the completion above."),
        _key("pagedown", f"choose({MOST_ROWS})", "Completions down", "complete.page-down", "A page down the list."),
        _key("pageup", f"choose({-MOST_ROWS})", "Completions up", "complete.page-up", "A page up the list."),
        _key("tab", "take", "Take completion", "complete.take", "Takes the chosen completion, else the best."),
        _key("escape", "dismiss", "Close completions", "complete.close", "Closes the list, keeps what is typed."),
        _key("ctrl+@", "offer", "Completions", "complete.offer", "Opens the list without typing."),
    ]
    DEFAULT_CSS = """
    CompletingInput { scrollbar-size-horizontal: 0; }
    """

    @dataclass
    class Completed(Message):
        """A completion was put into the text."""

        input: CompletingInput
        completion: Completion

        @property
        def control(self) -> CompletingInput:
            """The input."""
            return self.input

    def __init__(self, value: str = "", *, completer: Completer | None = None, choose_first: bool = False, **more: Any):
        """`more` goes to Textual's Input."""
        super().__init__(value, **more)
        self.completer = completer
        self.choose_first = choose_first
        self._list: CompletionList | None = None

    @property
    def completions_open(self) -> bool:
        """Whether the list is on the screen."""
        return self._list is not None and self._list.is_open

    @property
    def best(self) -> Completion | None:
        """The completion that tab would take without one chosen."""
        return self._list.first if self._list is not None and self._list.is_open else None

    @property
    def chosen(self) -> Completion | None:
        """The completion that enter would take."""
        return self._list.chosen if self._list is not None and self._list.is_open else None

    @property
    def place(self) -> Region:
        """Where on the terminal it is: the list opens below or above."""
        return self.region

    def offer_completions(self) -> None:
        """Show what fits the text now; nothing where nothing does."""
        found = self.completer(self.value, self.cursor_position)[:MOST_COMPLETIONS] if self.completer else ()
        nothing_new = len(found) == 1 and found[0].apply(self.value)[0] == self.value
        if not found or nothing_new or not self.is_attached:
            self.close_completions()
            return
        if self._list is None:
            self._list = CompletionList()
            self.screen.mount(self._list)
        chosen = 0 if self.choose_first and self.value else -1
        self._list.open(found, chosen, self.place, self.screen.size, cut=len(found) == MOST_COMPLETIONS)

    def close_completions(self) -> None:
        """Take the list away; the text stays."""
        if self._list is not None:
            self._list.close()

    def take(self, completion: Completion) -> None:
        """Put a completion into the text."""
        text, cursor = completion.apply(self.value)
        self.close_completions()
        self.value = text
        self.cursor_position = cursor
        self.post_message(self.Completed(self, completion))

    # -- keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of the list are the input's only while the list is open."""
        if action in ("choose", "take", "dismiss"):
            return self.completions_open
        return super().check_action(action, parameters)

    def action_choose(self, step: int) -> None:
        """Choose another completion."""
        if self._list is not None:
            self._list.step(step)

    def action_take(self) -> None:
        """Take the chosen completion, else the best."""
        if completion := self.chosen or self.best:
            self.take(completion)

    def action_dismiss(self) -> None:
        """Close the list; the text stays as typed."""
        self.close_completions()

    def action_offer(self) -> None:
        """Open the list without typing."""
        self.offer_completions()

    async def action_submit(self) -> None:
        """Enter: takes the chosen completion, else submits the text."""
        if (completion := self.chosen) is not None:
            self.take(completion)
        else:
            self.close_completions()
            await super().action_submit()

    # -- what happens

    def replace(self, text: str, start: int, end: int) -> None:
        """Every change by typing, deleting or pasting comes through here: what fits the new text is offered at once.

        At once, since the next key may be waiting: enter must find the list that belongs to the text.
        """
        before = self.value
        super().replace(text, start, end)
        if self.value != before:
            self.offer_completions()

    def on_blur(self, _event: events.Blur) -> None:
        """The list belongs to the focused input only."""
        self.close_completions()

    def on_focus(self, _event: events.Focus) -> None:
        """The terminal's cursor follows once the place is known."""
        self.call_after_refresh(self._show_cursor)

    def on_resize(self) -> None:
        """A list at the old place would hang in the air."""
        self.call_after_refresh(self._show_cursor)
        if self.completions_open:
            self.call_after_refresh(self.offer_completions)

    def on_unmount(self) -> None:
        """The list goes with its input."""
        if self._list is not None and self._list.is_attached:
            self._list.remove()

    def _show_cursor(self) -> None:
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset
