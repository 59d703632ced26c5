"""Keys that arrive in one packet: what is typed after a key that opens a window is for that window."""

from collections.abc import Callable

import pytest
from textual.widgets import Input

from aeptui.core.manifest.model import MappingRow
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.ask_file import AskFile
from aeptui.ui.screens.finding import Find
from aeptui.ui.screens.mapping.table.views import UNMAPPED
from aeptui.ui.widgets.confirm import Prompt
from tests.ui.screens.mapping.support import document, mapping

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]
ROWS = (MappingRow("support.caseNumber", from_="number"), MappingRow("support.priority", from_="priority"))


async def test_letters_choose_from_the_menus_that_open_one_after_the_other(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        rows = page.mapping
        for _ in range(3):
            await ui.burst("f10", "e", "o")
            assert isinstance(ui.screen, AskFile | Prompt), ui.text()
            await ui.press("escape")
            assert page.mapping == rows
        await ui.burst("ctrl+l", "S")
        assert page.screen.model.shown_view == UNMAPPED


async def test_letters_are_typed_into_the_filter_of_the_palette(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        rows = page.mapping
        for key in ("ctrl+p", "question_mark"):
            await ui.burst(key, "h", "i", "s")
            assert isinstance(ui.screen, Find) and ui.screen.query_one(Input).value == "his"
            await ui.press("escape")
        await ui.burst("ctrl+p", *"duplicate", "enter")
        assert len(page.mapping) == len(rows) + 1


async def test_what_is_typed_after_the_key_that_closes_a_window_is_for_what_lies_below(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await page.go_to(0, "state")
        await ui.burst("ctrl+l", "escape", "f5", "ctrl+p", "x", "escape", "f5")
        assert len(page.mapping) == len(ROWS) + 2
