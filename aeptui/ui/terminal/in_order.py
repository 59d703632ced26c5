"""Keys one after the other: none is acted on before what the one before it does has been done.

Over a slow link several keys come in one packet. The one that opens a window, or goes to another screen, is followed
at once by those that are meant for what it opens; a screen that is not there yet would lose them, and the one below it
would take them for commands.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

Typed: TypeAlias = events.Key | events.Paste

# A key whose way was cut off, by the removal of the widget that had it, must not hold up the others for ever.
_LONGEST = 3.0


class InOrder:
    """Holds what is typed back while the key before it is under way, from the focused widget up to the application."""

    def __init__(self, app: App[Any], act: Callable[[Typed], Awaitable[None]]) -> None:
        """``act`` sends a key on its way."""
        self._app = app
        self._act = act
        self._held: deque[Typed] = deque()
        self._under_way: object = None

    async def take(self, event: Typed) -> None:
        """Acts on a key now, or as soon as it is its turn."""
        if self._under_way is None:
            await self._send(event)
            return
        self._held.append(event)
        if len(self._held) == 1:
            self._app.set_timer(_LONGEST, partial(self._arrived, self._under_way))

    async def _send(self, event: Typed) -> None:
        way = self._under_way = object()
        first = self._app.focused or self._app.screen
        await self._act(event)
        stations = [node for node in first.ancestors_with_self if isinstance(node, MessagePump)]
        self._pass(way, stations)

    def _pass(self, way: object, stations: Sequence[MessagePump]) -> None:
        """Asks one station after the other to answer when it is through with what it has; then the new top screen."""
        for number, station in enumerate(stations, 1):
            if station.is_running and station.call_later(self._pass, way, stations[number:]):
                return
        screen = self._app.screen
        # A screen that has just opened has no focus before it was drawn.
        later = screen.call_later if screen.focused is not None else screen.call_after_refresh
        if not later(self._leave, way):
            self._leave(way)

    def _leave(self, way: object) -> None:
        self._app.call_later(self._arrived, way)

    async def _arrived(self, way: object) -> None:
        if way is not self._under_way:
            return
        self._under_way = None
        if self._held:
            held = self._held.popleft()
            await self._send(held)
            if self._held:
                self._app.set_timer(_LONGEST, partial(self._arrived, self._under_way))
