"""Keys in the order they were typed, however fast they come.

Textual sends each key to the widget that has the focus when it arrives and acts on it only after it has travelled
up to the application. Over a slow link keys come in bursts: what follows a key that moves the focus would reach the
wrong widget. The widgets here that open and close editors therefore act on a key at once, and hand on what came too
late. This module alone touches the private names of Textual that this needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from aeptui.ui.words import printable

if TYPE_CHECKING:
    _Mixed = Widget
else:
    # A widget among the bases would hide the style sheet of the class that this is mixed into.
    _Mixed = object


def hand_on(event: events.Key, widget: Widget) -> None:
    """Give a key to the widget that it was meant for."""
    event.stop()
    event.prevent_default()
    widget._forward_event(events.Key(event.key, event.character))


def came_late(widget: Widget, event: events.Key) -> bool:
    """Whether the focus has moved on since the key was sent here; the key then goes where the focus is."""
    app, screen = widget.app, widget.screen
    meant = app.screen.focused or (widget if app.screen is screen else app.screen)
    if widget in meant.ancestors_with_self:
        return False
    hand_on(event, meant)
    return True


async def act_at_once(widget: Widget, event: events.Key) -> bool:
    """Do what the key is bound to, for the focused widget or anything around it; True when it was bound.

    Actions must not wait for the removal of the widget that calls this: it would wait for itself.
    """
    if not await widget.app._check_bindings(event.key):
        return False
    event.stop()
    event.prevent_default()
    return True


class Ordered(_Mixed):
    """A widget without text of its own that keeps keys in order; stands before the widget's class among the bases."""

    async def on_key(self, event: events.Key) -> None:
        """Keys that are bound act at once; those of a widget inside come up here as usual."""
        if self.has_focus and not came_late(self, event):
            await act_at_once(self, event)


class OrderedInput(Input):
    """An input that one leaves with a key: what was typed after that key belongs to the widget that comes next.

    It does not blink: every blink would send the line again.
    """

    _left = False
    _held: tuple[events.Key, ...] = ()

    def on_mount(self) -> None:
        """See above."""
        self.cursor_blink = False

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cursor's place on the terminal; Textual's is one cell too far right at the end of the text."""
        place = super().cursor_screen_offset
        return place - (1, 0) if self.cursor_at_end else place

    def leave(self, message: Message) -> None:
        """Say that the user is done; keys are held until somebody calls :meth:`release`."""
        if not self._left:
            self._left = True
            self.post_message(message)

    def resume(self) -> None:
        """The input is written in again."""
        self._left = False

    def release(self, widget: Widget) -> None:
        """Give the held keys to the widget that has the focus now; it may be this one, to be written in again."""
        held, self._held = self._held, ()
        if widget is self:
            self.resume()
        for event in held:
            hand_on(event, widget)

    async def on_key(self, event: events.Key) -> None:
        """Keys that are bound act at once; after leaving, every key waits for the next widget."""
        if came_late(self, event):
            return
        if self._left:
            event.stop()
            event.prevent_default()
            self._held = (*self._held, event)
        elif not event.is_printable:
            await act_at_once(self, event)

    def on_focus(self, _event: events.Focus) -> None:
        """One may come back."""
        self.resume()

    def on_paste(self, event: events.Paste) -> None:
        """The first line of what is pasted, without what a terminal could obey."""
        event.stop()
        event.prevent_default()
        line = next(iter(event.text.splitlines()), "")
        self.replace(printable(line), *self.selection)
