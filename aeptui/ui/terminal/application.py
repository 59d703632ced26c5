"""A Textual application that behaves in terminals: cursor, clipboard, tiny sizes, signals, and its own crashes.

The one module that touches what Textual keeps to itself; the version of Textual is pinned for it.
"""

import sys
from functools import partial
from pathlib import Path
from typing import Any

from textual import events, work
from textual.app import App
from textual.screen import Screen

from aeptui.ui.terminal import clipboard, crash
from aeptui.ui.terminal.bindings import bound, until_modal
from aeptui.ui.terminal.capabilities import few_colours
from aeptui.ui.terminal.collecting import Collecting
from aeptui.ui.terminal.cursor import SHOW, follow_focus
from aeptui.ui.terminal.frugal import Frugal
from aeptui.ui.terminal.in_order import InOrder
from aeptui.ui.terminal.pasting import make_paste_proof
from aeptui.ui.terminal.signals import on_ending_signals
from aeptui.ui.terminal.sparing import Sparing
from aeptui.ui.terminal.too_small import too_small
from aeptui.ui.theme import CALM, TERMINAL
from aeptui.ui.threads import in_thread


class TerminalApp(Sparing, App[int]):
    """The base of the application: nothing in it knows what the application is for."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, crashes: Path) -> None:
        """``crashes`` is the folder for crash reports."""
        make_paste_proof()
        plain = few_colours()
        super().__init__(ansi_color=True if plain else None)
        self.register_theme(CALM)
        self.register_theme(TERMINAL)
        self.theme = TERMINAL.name if plain else CALM.name
        self.cursor_blink = False
        self.animation_level = "none"
        self.farewell = ""
        self._crashes = crashes
        self._frugal = Frugal()
        self._in_order = InOrder(self, super().on_event)

    def on_mount(self) -> None:
        on_ending_signals(self.end)
        if not self.is_headless:
            Collecting().begin()
        self.app_resume_signal.subscribe(self, lambda _: self._frugal.forget())
        self.app_resume_signal.subscribe(self, lambda _: self._send(SHOW))
        self._send(SHOW)

    async def on_event(self, event: events.Event) -> None:
        """Takes no key but the one that quits while the terminal is too small: nobody sees what it would do."""
        if isinstance(event, events.Resize):
            # Terminals rearrange by themselves what they show.
            self._frugal.forget()
        if isinstance(event, events.Key) and too_small(self.size) and event.key != "ctrl+q":
            return
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._in_order.take(event)
        else:
            await super().on_event(event)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Lets the terminal's cursor follow the focus."""
        follow_focus(self, event.widget)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tells the user something. Subclasses know where."""

    def copy_to_clipboard(self, text: str) -> None:
        """Copies a text out of the terminal, and says how that went."""
        self._clipboard = text
        self.copy_out(text)

    @work(exclusive=True, group="copy", exit_on_error=False, name="copying")
    async def copy_out(self, text: str) -> None:
        """Copies beside the keys: where the program runs in tmux, that is asked for it."""
        if await in_thread(partial(clipboard.copy_by_tmux, text)):
            self.say("Copied, into tmux's buffer as well.")
        elif (escape := clipboard.sequence(text)) is None:
            self.say("Too long for a terminal's clipboard: nothing was copied.", wrong=True)
        else:
            self._send(escape)
            self.say("Copied.")

    def end(self, status: int) -> None:
        """Ends the program with the exit status."""
        self.exit(return_code=status)

    def crashed(self, error: BaseException) -> None:
        """Prepares what is said about the crash; never fails itself."""
        if not self.farewell:
            self.farewell = crash.message(error, crash.write_report(error, self._crashes))

    def say_farewell(self) -> int:
        """After the end: tells about a crash, and gives the exit status."""
        if self.farewell:
            print(self.farewell, file=sys.stderr)
            return 1
        return self.return_code or 0

    def _handle_exception(self, error: Exception) -> None:
        """Instead of a traceback with the values of all variables: a report without any, and a few lines."""
        self.crashed(error)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Does what a key is bound to; True when it was. Textual asks twice for every key."""
        if self._keymap:
            return await super()._check_bindings(key, priority)
        found = bound(self.screen, key)
        for node, bindings in reversed(found) if priority else until_modal(found):
            for binding in bindings:
                if binding.priority == priority and await self.run_action(binding.action, node):
                    return True
        return False

    def redraw(self) -> None:
        """Draws the whole screen again: something else may have written into the terminal."""
        self._frugal.forget()
        self.screen.refresh()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """Sends what differs only. Under the conditions here nothing is sent at all."""
        if self._running and not self._closed and not self._batch_count and not self.is_headless:
            renderable = self._frugal.update(renderable, self.console._color_system)
        super()._display(screen, renderable)

    def _send(self, sequence: str) -> None:
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)
