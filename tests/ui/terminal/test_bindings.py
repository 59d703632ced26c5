"""What a key does, whoever has the focus."""

from pathlib import Path
from typing import Any, ClassVar

import pytest
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from aeptui.ui.terminal.application import TerminalApp

KEYS: list[Any] = [
    Binding("x", "note('screen x')"),
    Binding("f5", "note('screen f5')"),
    Binding("f6", "note('f6')", priority=True),
]


class Page(Screen[None]):
    """Something to write in, and keys around it."""

    BINDINGS = KEYS

    def compose(self) -> ComposeResult:
        yield Input()

    def action_note(self, what: str) -> None:
        self.app.noted.append(what)  # type: ignore[attr-defined]


class Dialog(ModalScreen[None]):
    """Nothing but itself."""

    def compose(self) -> ComposeResult:
        yield Input()


class Keys(TerminalApp):
    """Notes what was done."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("f5", "note('app f5')"),
        Binding("f7", "note('app f7')"),
        Binding("f8", "note('f8')", priority=True),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.noted: list[str] = []

    def get_default_screen(self) -> Screen[None]:
        return Page()

    def action_note(self, what: str) -> None:
        self.noted.append(what)


@pytest.mark.parametrize("mapped", [False, True])
async def test_the_inner_use_of_a_key_wins_and_what_is_written_is_no_command(tmp_path: Path, mapped: bool) -> None:
    app = Keys(tmp_path)
    async with app.run_test() as pilot:
        if mapped:
            # With keys of the user's own Textual itself is asked: the same comes out.
            app.set_keymap({"no-such-command": "f12"})
        field = app.screen.query_one(Input)
        await pilot.press("x", "f5", "f6", "f7", "f8")
        assert field.value == "x" and app.noted == ["screen f5", "f6", "app f7", "f8"]
        app.screen.set_focus(None)
        await pilot.press("x")
        assert field.value == "x" and app.noted[-1] == "screen x"


@pytest.mark.parametrize("mapped", [False, True])
async def test_a_dialog_keeps_the_keys_around_it_out_but_those_that_work_everywhere(
    tmp_path: Path, mapped: bool
) -> None:
    app = Keys(tmp_path)
    async with app.run_test() as pilot:
        if mapped:
            app.set_keymap({"no-such-command": "f12"})
        await app.push_screen(Dialog())
        await pilot.press("f5", "f6", "f7", "f8", "x")
        assert app.noted == ["f8"] and app.screen.query_one(Input).value == "x"
