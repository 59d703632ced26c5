"""The history of a draft: read, jumped in, and there again after the end of the program."""

from collections.abc import Callable

import pytest

from aeptui.core.manifest.edits import Batch, Put
from aeptui.core.manifest.model import MappingRow
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.history import History
from aeptui.ui.widgets.grid import Grid
from tests.ui.driver import Ui, driving
from tests.ui.screens.mapping.support import document, mapping

pytestmark = pytest.mark.thorough

MakeApp = Callable[..., Aeptui]
HOSTILE = "[bold red]x[/] \x1b[31m\u202e日本語 " + "y" * 500


def points(ui: Ui) -> list[tuple[str, str]]:
    assert isinstance(ui.screen, History)
    model = ui.screen.query_one(Grid).model
    return [(model.cell(row, "now").text, model.cell(row, "title").text) for row in range(model.row_count())]


async def test_one_jumps_to_any_point_and_forth_again(make_app: MakeApp) -> None:
    async with mapping(make_app, document(MappingRow("a", from_="x"))) as (ui, page):
        draft = ui.app.desk.draft
        assert draft is not None
        draft.edit(Put(("mapping", 0, "to"), "b"))
        draft.edit(Batch((Put(("mapping", 0, "to"), "c"),), "1 target replaced"))
        await ui.press("H")
        assert points(ui)[:2] == [("now", "1 target replaced"), ("", "mapping 1 to: b")]
        assert points(ui)[-1] == ("", "(before the first edit)")
        await ui.press("down", "down", "enter")
        assert page.mapping == [("from", "x", "a")] and ui.said == "2 edits taken back."
        await ui.press("f12")
        assert points(ui)[2][0] == "now" and "2 of them taken back" in ui.text()
        await ui.press("slash")
        await ui.type("target replaced")
        await ui.press("enter", "enter")
        assert page.mapping == [("from", "x", "c")] and ui.said == "2 edits made again."
        await ui.press("H", "escape")
        assert page.mapping == [("from", "x", "c")]


async def test_it_survives_quitting_and_takes_hostile_titles(make_app: MakeApp) -> None:
    async with mapping(make_app, document(MappingRow("a", from_="x"))) as (ui, _):
        ui.app.desk.draft.edit(Put(("mapping", 0, "to"), HOSTILE))  # type: ignore[union-attr]
        await ui.press("ctrl+q")
    async with driving(make_app()) as ui:
        await ui.press("H")
        assert points(ui)[0][0] == "now" and len(points(ui)) == 3
        text = ui.text()
        assert "\x1b" not in text and "[bold red]x[/]" in text
        await ui.press("down", "enter")
        assert ui.app.desk.draft.manifest.mapping[0].to == "a"  # type: ignore[union-attr]


async def test_without_a_draft_it_says_so(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("H")
        assert "No dataflow is open" in ui.said
