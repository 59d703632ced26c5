"""Drives the application as a person does, by keys, and waits for it to settle, without sleeping.

``async with driving(app) as ui:`` runs it headless; ``await ui.press("ctrl+s")`` presses and settles;
``ui.screens.mapping`` is a screen by name, which has to be the one in sight.
"""

import asyncio
import re
import time
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.worker import Worker

from aeptui.ui.app import Aeptui
from aeptui.ui.places import PLACES
from aeptui.ui.screens.base import Step
from aeptui.ui.widgets.footer import Footer, Status

SECONDS = 30.0
# The width of a character in Textual's pictures.
CELL = 12.2
SMALL, LARGE = (80, 24), (120, 36)


class Ui:
    """The application under the driver's hands."""

    def __init__(self, app: Aeptui, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot
        self.screens = Screens(self)
        self.keys = 0

    @property
    def screen(self) -> Screen[Any]:
        """The screen in sight, dialogs included."""
        return self.app.screen

    @property
    def focused(self) -> Widget | None:
        """The widget that has the focus."""
        return self.app.focused

    async def press(self, *keys: str, settle: bool = True) -> None:
        """Presses keys one after the other (Textual's names), and waits for what they did unless told not to."""
        for key in keys:
            self.keys += 1
            self._send(key)
            await (self.settled() if settle else self.answered())

    async def type(self, text: str) -> None:
        """Types a text into what has the focus; the keys are not counted as decisions (``keys``)."""
        for character in text:
            self._send(character)
        await self.settled()

    async def burst(self, *keys: str) -> None:
        """Presses keys all at once, as a slow link delivers them."""
        for key in keys:
            self._send(key)
        await self.settled()

    async def answered(self) -> None:
        """Waits until the keys pressed so far were handled; calls may go on."""
        quiet = 0
        while quiet < 2 and not self.app._exit:
            await self._breathe()
            quiet = 0 if self._pending() else quiet + 1

    async def _breathe(self) -> None:
        """Lets everything that waits have its turn, and draws what is to be drawn."""
        await self.pilot._wait_for_screen()
        await asyncio.sleep(0)
        if not self.app._exit:
            self.screen._on_timer_update()

    def _send(self, key: str) -> None:
        """Hands a key to the application as its driver would, named as Textual names keys."""
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        try:
            character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
        except KeyError:
            character = key if len(key) == 1 else None
        event = events.Key(name, character)
        event.set_sender(self.app)
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def settled(self) -> None:
        """Waits until no worker runs and no message waits, or the application ends. Fails after a bound."""
        deadline = time.monotonic() + SECONDS
        quiet = 0
        while quiet < 2 and not self.app._exit:
            assert time.monotonic() < deadline, (
                f"not settled after {SECONDS:g} s: {self._workers()}, {self._pending()}\n{self.text()}"
            )
            await self._breathe()
            running = [worker._task for worker in self._workers() if worker._task is not None]
            if running:
                await asyncio.wait(running, timeout=1, return_when=asyncio.FIRST_COMPLETED)
            quiet = 0 if running or self._pending() else quiet + 1

    async def until(self, text: str) -> None:
        """Waits until ``text`` is in sight. Fails after a bound, showing what is."""
        deadline = time.monotonic() + SECONDS
        while text not in self.text():
            assert time.monotonic() < deadline, f"{text!r} did not appear:\n{self.text()}"
            await self.pilot.pause(0.02)

    async def resize(self, width: int, height: int) -> None:
        """Gives the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.answered()

    def text(self) -> str:
        """What is in sight, line by line."""
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())

    @property
    def said(self) -> str:
        """What the status line says."""
        return self._step().query_one(Status).said

    @property
    def footer(self) -> str:
        """The keys that the footer shows."""
        return str(self._step().query_one(Footer).render())

    def picture(self) -> str:
        """The screen as SVG, with every text where it stands: not all viewers keep the blanks at a text's ends."""
        return re.sub(r'x="([\d.]+)"([^>]*) textLength="([\d.]+)"([^>]*)>([^<]*)<', _trimmed, self._svg())

    def _svg(self) -> str:
        return self.app.export_screenshot(title="aeptui")

    def show(self, path: Path) -> None:
        """Writes the picture to a file, to be looked at."""
        path.write_text(self.picture(), encoding="utf-8")

    def _step(self) -> Step:
        return next(screen for screen in reversed(self.app.screen_stack) if isinstance(screen, Step))

    def _pending(self) -> bool:
        """Whether a message or a callback waits for its turn, or the screen in sight for being drawn."""
        screen = self.app.screen
        nodes = [self.app, *screen.walk_children(with_self=True)]
        drawing = screen._callbacks or screen._layout_required or screen._dirty_widgets
        return bool(drawing) or any(node.message_queue_size or node._next_callbacks for node in nodes)

    def _workers(self) -> list[Worker[Any]]:
        """Those that run; what saves waits for the user while a dialog is in sight, and for nothing else."""
        asked = isinstance(self.screen, ModalScreen)
        running = [worker for worker in self.app.workers if not worker.is_finished]
        return [worker for worker in running if not (asked and worker.group == "save")]


def _trimmed(found: re.Match[str]) -> str:
    """A text element of a picture without blanks at its ends, moved by those at its beginning."""
    text, blank = found[5], "&#160;"
    bare = text
    while bare.startswith(blank):
        bare = bare.removeprefix(blank)
    shift = (len(text) - len(bare)) // len(blank) * CELL
    while bare.endswith(blank):
        bare = bare.removesuffix(blank)
    length = float(found[3]) - (len(text) - len(bare)) // len(blank) * CELL
    return f'x="{float(found[1]) + shift:g}"{found[2]} textLength="{length:g}"{found[4]}>{bare}<'


class Screens:
    """The screens by name: ``ui.screens.mapping``. Fails where another one is in sight."""

    def __init__(self, ui: Ui) -> None:
        self._ui = ui

    def __getattr__(self, name: str) -> "Page":
        assert name in PLACES, f"no screen {name}: {', '.join(PLACES)}"
        return PAGES.get(name, Page)(self._ui, name)


class Page:
    """A screen under the driver's hands; subclasses, one a screen, say what its own parts are called.

    Every use asserts that the screen is in sight. A subclass registers itself in ``PAGES`` by its screen's name.
    """

    def __init__(self, ui: Ui, name: str) -> None:
        self.ui = ui
        self.name = name

    @property
    def screen(self) -> Any:
        """The screen itself."""
        screen = self.ui.screen
        where = screen.PLACE if isinstance(screen, Step) else type(screen).__name__
        assert where == self.name, f"{where} is in sight, not {self.name}:\n{self.ui.text()}"
        return screen

    @property
    def text(self) -> str:
        """What is in sight on it."""
        assert self.screen
        return self.ui.text()

    async def press(self, *keys: str) -> None:
        """Presses keys on it."""
        assert self.screen
        await self.ui.press(*keys)

    async def type(self, text: str) -> None:
        """Types into what has the focus on it."""
        assert self.screen
        await self.ui.type(text)


PAGES: dict[str, type[Page]] = {}


@asynccontextmanager
async def driving(app: Aeptui, size: tuple[int, int] = SMALL, *, settle: bool = True) -> AsyncIterator[Ui]:
    """Runs the application headless at ``size`` (columns, lines), and closes what it opened afterwards."""
    try:
        async with app.run_test(size=size) as pilot:
            ui = Ui(app, pilot)
            if settle:
                await ui.settled()
            yield ui
    finally:
        await app.close()
