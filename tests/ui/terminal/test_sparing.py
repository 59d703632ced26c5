"""Sparing drawing shows what Textual's own drawing shows, and asks only the widgets that are seen."""

import random
from typing import Any

import pytest
from rich.console import Console
from rich.segment import Segment
from textual._compositor import Compositor, CompositorUpdate
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from aeptui.ui.terminal.sparing import Sparing, SparingCompositor
from aeptui.ui.widgets.straight import Straight
from tests.ui.terminal.screen import Terminal

SIZE = (30, 12)
CONSOLE = Console(color_system="truecolor", force_terminal=True)
# Left, top, width, height: some hide others, one reaches beyond the screen, the last hides the first but one line.
PLACES = ((0, 0, 20, 6), (5, 2, 10, 4), (12, 1, 12, 8), (25, 9, 10, 5), (0, 1, 20, 5))


class Box(Straight, Widget):
    """A letter over and over."""

    DEFAULT_CSS = "Box { position: absolute; }"

    def __init__(self, number: int) -> None:
        super().__init__()
        self.letter = "abcdefgh"[number]
        self.asked: list[int] = []
        x, y, self.styles.width, self.styles.height = PLACES[number]
        self.styles.offset = (x, y)
        self.styles.layer = f"l{number}"

    def render_line(self, y: int) -> Strip:
        self.asked.append(y)
        width = self.outer_size.width
        return Strip([Segment((f"{y % 10}{self.letter}" * width)[:width])], width)


class Page(Screen[None]):
    """Boxes on top of each other."""

    CSS = "Page { layers: l0 l1 l2 l3 l4; }"

    def compose(self) -> ComposeResult:
        yield from map(Box, range(len(PLACES)))


class Drawn(Sparing, App[None]):
    """Keeps what a terminal would show."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal = Terminal(*SIZE)
        self.wholes = 0

    def get_default_screen(self) -> Screen[None]:
        return Page()

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            self.terminal.feed(renderable.render_segments(CONSOLE))
        super()._display(screen, renderable)

    @property
    def boxes(self) -> list[Box]:
        return list(self.screen.query(Box))


def anew(screen: Screen[Any]) -> str:
    """What Textual's own drawing of the whole screen shows."""
    terminal = Terminal(*SIZE)
    plain = Compositor()
    plain.reflow(screen, screen.size)
    terminal.feed(plain.render_full_update().render_segments(CONSOLE))
    return terminal.text


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_changes_the_terminal_shows_what_full_drawing_shows(seed: int) -> None:
    chance = random.Random(seed)
    app = Drawn()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for _ in range(8):
            for box in chance.sample(app.boxes, chance.randint(1, 3)):
                box.letter = chance.choice("klmnopq")
                box.refresh()
            if chance.random() < 0.5:
                box = chance.choice(app.boxes)
                lines = chance.sample(range(box.size.height), 2)
                box.refresh(*(Region(0, y, box.size.width, 1) for y in lines))
            await pilot.pause()
            assert app.terminal.text == anew(app.screen)


async def test_only_what_is_seen_where_something_changed_is_asked() -> None:
    app = Drawn()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        for box in app.boxes:
            box.asked.clear()
        first, _, third, fourth, last = app.boxes
        fourth.refresh()
        last.refresh(Region(0, 3, 20, 1))
        await pilot.pause()
        assert (first.asked, third.asked) == ([], [])
        assert set(fourth.asked) == {0, 1, 2} and set(last.asked) == {3}


async def test_what_changes_behind_another_screen_is_drawn_when_it_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Drawn()
    wholes: list[object] = []
    whole = Compositor.render_full_update

    def counted(self: Compositor, simplify: bool = False) -> Any:
        wholes.append(self)
        return whole(self, simplify)

    async with app.run_test(size=SIZE) as pilot:
        behind = app.boxes[-1]
        await app.push_screen(Page())
        await pilot.pause()
        front = app.terminal.text
        monkeypatch.setattr(Compositor, "render_full_update", counted)
        for letter in "xyz":
            behind.letter = letter
            behind.refresh()
            await pilot.pause()
        assert wholes == [] and app.terminal.text == front
        await app.pop_screen()
        await pilot.pause()
        assert "z" in app.terminal.text and app.terminal.text == anew(app.screen)


async def test_what_changes_behind_a_dialog_is_seen() -> None:
    class Glass(Screen[None]):
        CSS = "Glass { background: black 0%; }"

    app = Drawn()
    async with app.run_test(size=SIZE) as pilot:
        behind = app.boxes[-1]
        await app.push_screen(Glass())
        await pilot.pause()
        assert isinstance(app.screen._compositor, SparingCompositor)
        behind.letter = "x"
        behind.refresh()
        await pilot.pause()
        assert "x" in app.terminal.text
