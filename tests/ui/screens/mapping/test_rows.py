"""Rows of the mapping screen: made, filled, pasted, deleted; their problems, and the way from one to the next."""

from collections.abc import Callable

import pytest

from aeptui.core.manifest.model import MappingRow
from aeptui.ui.app import Aeptui
from tests.ui.screens.mapping.support import document, mapping

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]


async def test_rows_are_added_below_duplicated_cleared_and_deleted(make_app: MakeApp) -> None:
    rows = [MappingRow(f"support.{name}", from_=name) for name in ("subject", "channel")]
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("o")
        assert page.cursor == (1, "source") and page.grid.editing
        await page.type("number")
        await ui.press("enter")
        assert [row[1] for row in page.mapping] == ["subject", "number", "channel"]
        await ui.press("escape", "up", "y")
        assert page.mapping[2] == ("from", "number", "") and page.cursor == (2, "to")
        await ui.press("f8")
        assert [row[1] for row in page.mapping] == ["subject", "number", "channel"]
        await ui.press("escape", "g", "space", "space", "c")
        assert [row[1] for row in page.mapping] == ["", "", "channel"]
        await ui.press("f8")
        assert [row[1] for row in page.mapping] == ["channel"] and "2 mappings deleted" in ui.said
        await ui.press("ctrl+z", "ctrl+z")
        assert [row[1] for row in page.mapping] == ["subject", "number", "channel"]
        await ui.press("a")
        assert page.cursor == (3, "source") and page.grid.editing


async def test_cells_are_filled_copied_and_pasted_each_in_one_step(make_app: MakeApp) -> None:
    rows = [MappingRow(f"support.{name}", from_=name) for name in ("subject", "channel")]
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("f")
        assert "Select the rows first" in ui.said
        await ui.press("V", "f")
        assert [row[1] for row in page.mapping] == ["subject"] * 2
        await ui.press("escape", "ctrl+z", "g", "right")
        page.grid.paste("number\tsupport.active\n=upper(number)\t_id\n'web\tsupport.subject\n")
        await ui.settled()
        assert page.mapping == [
            ("from", "number", "support.active"),
            ("expr", "upper(number)", "_id"),
            ("value", "web", "support.subject"),
        ]
        await ui.press("down", "ctrl+c", "ctrl+end", "ctrl+v")
        assert page.mapping[3] == ("expr", "upper(number)", "")
        await ui.press("ctrl+z", "ctrl+z")
        assert page.mapping == [("from", "subject", "support.subject"), ("from", "channel", "support.channel")]


async def test_problems_stand_at_their_rows_and_one_goes_from_one_to_the_next(make_app: MakeApp) -> None:
    rows = (
        MappingRow("support.caseNumber", from_="number"),
        MappingRow("support.nowhere", from_="number"),
        MappingRow("support.subject", expr="upper("),
        MappingRow("_id", from_="sys_id"),
    )
    async with mapping(make_app, document(*rows)) as (ui, page):
        assert [row[0] for row in page.rows] == ["ok", "!", "!", "ok", "+"]
        assert "2 ! problems" in page.counters
        await ui.press("n")
        assert page.cursor[0] == 1 and "support.nowhere" in page.detail
        await ui.press("n")
        assert page.cursor[0] == 2
        await ui.press("n")
        assert page.cursor[0] == 1
        await ui.press("N")
        assert page.cursor[0] == 2
        await ui.press("p")
        assert [row[2] for row in page.rows] == ["support.nowhere", "support.subject"]
        assert "p: problems" in page.counters
        await ui.press("p")
        assert len(page.rows) == 5


async def test_problems_follow_their_rows_when_others_come_and_go(make_app: MakeApp) -> None:
    rows = (MappingRow("support.subject", from_="number"), MappingRow("support.nowhere", from_="number"))
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("d")
        assert next(row[::2] for row in page.rows) == ("!", "support.nowhere")
        await ui.press("u")
        assert [row[0] for row in page.rows][:2] == ["ok", "!"]


async def test_one_goes_to_places_filters_and_comes_back(make_app: MakeApp) -> None:
    rows = (
        MappingRow("support.caseNumber", from_="number"),
        MappingRow("support.nowhere", from_="number"),
        MappingRow("_id", from_="sys_id", note="Key of it"),
    )
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("slash")
        await page.type("key")
        assert [row[2] for row in page.rows] == ["_id"]
        page.screen.reveal(("mapping", 1, "to"))
        await ui.settled()
        assert page.cursor == (1, "to") and len(page.rows) == 4
        await ui.press("right_square_bracket")
        state = page.screen.remember()
        page.screen.reveal(("mapping",))
        await ui.settled()
        assert page.cursor == (3, "source")
        page.screen.restore(state)
        await ui.settled()
        assert page.cursor == (1, "state") and state["sample"] == 1


async def test_columns_that_the_explored_source_lacks_are_problems(make_app: MakeApp) -> None:
    rows = (
        MappingRow("support.caseNumber", from_="nmber"),
        MappingRow("_id", from_="sys_id"),
        MappingRow("support.subject", expr="upper(nmber)"),
    )
    async with mapping(make_app, document(*rows)) as (ui, page):
        assert [row[0] for row in page.rows] == ["!", "ok", "?", "+"] and "1 ! 1 ? problems" in page.counters
        assert "did you mean 'number'?" in page.detail
        await ui.press("p")
        assert [row[1] for row in page.rows] == ["nmber", "=upper(nmber)"]


async def test_copied_rows_hold_what_pasting_fills(make_app: MakeApp) -> None:
    rows = (MappingRow("support.caseNumber", from_="number"), MappingRow("support.subject", value="web"))
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("space", "space", "ctrl+c")
        assert ui.app.clipboard.startswith("number\tsupport.caseNumber")
        await page.go_to(2, "state")
        await ui.press("ctrl+v")
        assert page.mapping == [(row.kind, row.from_ or row.value, row.to) for row in (*rows, *rows)]
        await ui.press("u")
        await page.go_to(0, "state")
        await ui.press("ctrl+c")
        assert ui.app.clipboard.startswith("number\tsupport.caseNumber")


async def test_escape_ends_filter_and_view_before_it_leaves(make_app: MakeApp) -> None:
    async with mapping(make_app, document(MappingRow("_id", from_="sys_id"))) as (ui, page):
        await ui.press("S", "slash", *"opened", "enter")
        model = page.grid.model
        shown = model.row_count()
        assert 0 < shown < 20 and "S: unmapped sources" in page.counters
        await ui.press("escape")
        assert model.row_count() > shown and page.grid.filter_text == ""
        await ui.press("escape")
        assert "unmapped sources" not in page.counters and page.cursor[1] == "state"
        await ui.press("escape")
        assert ui.screens.dataflows is not None
