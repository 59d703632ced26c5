"""Widgets on a screen of their own, with what they say."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from textual import events
from textual.app import App, ComposeResult
from textual.keys import _character_to_key
from textual.message import Message
from textual.pilot import Pilot
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from aeptui.ui.terminal.sparing import Sparing
from aeptui.ui.theme import CALM

Kind = TypeVar("Kind", bound=Message)

SECONDS = 20.0
_QUIET_ROUNDS = 6
_CHARACTERS = {"space": " ", "slash": "/", "tab": "\t", "enter": "\r"}


class Still(Screen[None]):
    """A screen that is not drawn anew as a whole whenever the focus moves."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)


class Host(Sparing, App[None]):
    """Shows what a function makes."""

    def __init__(self, make: Callable[[], Sequence[Widget]]) -> None:
        super().__init__()
        self._make = make

    def get_default_screen(self) -> Screen[None]:
        return Still(id="_default")

    def on_mount(self) -> None:
        self.register_theme(CALM)
        self.theme = CALM.name

    def compose(self) -> ComposeResult:
        yield from self._make()


@dataclass
class Stage:
    """A running screen."""

    app: Host
    pilot: Pilot[None]
    messages: dict[int, Message]

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before is done with, and wait until the result is drawn."""
        for key in keys:
            self.app.post_message(key_event(key))
            await self._until_quiet(drawn=False)
        await self.settled()

    async def burst(self, *keys: str) -> None:
        """Press keys all at once, as a slow link delivers them."""
        for key in keys:
            self.app.post_message(key_event(key))
        await self.settled()

    async def paste(self, text: str) -> None:
        """Paste text as a terminal does."""
        self.app.post_message(events.Paste(text))
        await self.settled()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.settled()

    async def settled(self) -> None:
        """Wait until no message waits and everything is drawn."""
        await self._until_quiet(drawn=True)

    async def _until_quiet(self, *, drawn: bool) -> None:
        deadline = time.monotonic() + SECONDS
        quiet = 0
        while quiet < _QUIET_ROUNDS:
            assert time.monotonic() < deadline, f"not settled after {SECONDS:g} s"
            waiting_to_be_drawn = drawn and self._undrawn()
            await asyncio.sleep(0.002 if waiting_to_be_drawn else 0)
            quiet = 0 if waiting_to_be_drawn or self._waiting() else quiet + 1

    def _waiting(self) -> bool:
        nodes = [self.app, *self.app.screen.walk_children(with_self=True)]
        return any(node.message_queue_size or node._next_callbacks for node in nodes)

    def _undrawn(self) -> bool:
        screen = self.app.screen
        return bool(screen._callbacks or screen._layout_required or screen._dirty_widgets)

    def of(self, kind: type[Kind]) -> list[Kind]:
        """The messages of a kind, in order."""
        return [message for message in self.messages.values() if isinstance(message, kind)]

    def line(self, y: int) -> str:
        """A line of the screen as text."""
        return self.lines()[y]

    def lines(self) -> list[str]:
        """All lines of the screen as text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]


def key_event(key: str) -> events.Key:
    """The event of a key by Textual's name, or of a character."""
    if len(key) == 1:
        return events.Key(_character_to_key(key), key)
    return events.Key(key, _CHARACTERS.get(key))


@asynccontextmanager
async def showing(make: Callable[[], Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Stage]:
    """A screen of the widgets that `make` gives (one or several)."""

    def widgets() -> Sequence[Widget]:
        made = make()
        return made if isinstance(made, list | tuple) else [made]

    app = Host(widgets)
    heard: dict[int, Message] = {}

    def hook(message: Message) -> None:
        heard.setdefault(id(message), message)

    async with app.run_test(size=size, message_hook=hook) as pilot:
        stage = Stage(app, pilot, heard)
        await stage.settled()
        yield stage
