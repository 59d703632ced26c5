"""Problems of rows are mended at one key, and what was explored counts for them."""

from collections.abc import Callable

import pytest

from aeptui.core.manifest.model import MappingRow
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.mapping.dialogs.menu import Menu
from tests.ui.driver import Ui
from tests.ui.screens.mapping.support import document, mapping

MakeApp = Callable[..., Aeptui]

ROWS = (
    MappingRow("support.caseNumber", from_="nmber"),
    MappingRow("_id", from_="sys_id"),
    MappingRow("support.subjct", from_="short_description"),
    MappingRow("entirely.else", from_="opened_at"),
)


@pytest.mark.thorough
async def test_one_key_mends_what_the_line_below_names(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        draft = ui.app.desk.draft
        assert draft is not None
        assert "! mends it (from: number)" in page.detail
        await ui.press("exclamation_mark")
        assert draft.manifest.mapping[0].from_ == "number" and "Mended" in ui.said
        assert page.rows[0][0] == "ok"
        await ui.press("down", "exclamation_mark")
        assert "Nothing is wrong with this line" in ui.said
        await ui.press("down", "right", "exclamation_mark")
        assert draft.manifest.mapping[2].to == "support.subject"
        await ui.press("down", "exclamation_mark")
        fields = getattr(draft.manifest.target.schema, "fields", ())
        assert fields[-1].path == "entirely.else" and fields[-1].type == "date-time"
        await ui.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert draft.manifest.mapping == ROWS


@pytest.mark.thorough
async def test_all_that_is_wrong_is_shown_in_full_with_the_ways_to_mend_it(make_app: MakeApp) -> None:
    rows = (MappingRow("support.priority", expr="short_description / (upcase(number"), MappingRow("person", value=1))
    async with mapping(make_app, document(*rows)) as (ui, page):
        assert page.detail.splitlines()[1].startswith("! ") and "mends" not in page.detail
        for key in ("exclamation_mark", "i"):
            await ui.press(key)
            assert isinstance(ui.screen, Menu) and "What is wrong with row 1" in ui.text()
            shown = " ".join(ui.text().split())
            assert page_problems(ui)[0] in shown and "Edit the source" in shown
            await ui.press("escape")
        await ui.press("i", "t")
        assert page.grid.editing and page.cursor == (0, "to")


def page_problems(ui: Ui) -> list[str]:
    """The problems of the first row."""
    return [each.message for each in ui.app.desk.problems if each.path[:2] == ("mapping", 0)]


@pytest.mark.thorough
async def test_of_several_problems_the_one_that_is_shown_is_mended(make_app: MakeApp) -> None:
    row = MappingRow("support.subjct", expr="upcase(nmber)")
    async with mapping(make_app, document(row)) as (ui, page):
        problems = page_problems(ui)
        assert len(problems) > 1 and "1 of" in page.detail and ", i: " in page.detail
        await ui.press("i")
        text = " ".join(ui.text().split())
        assert all(each[:60] in text for each in problems) and "to: support.subject" in text
        way = next(line.split()[0] for line in ui.text().splitlines() if "to: support.subject" in line)
        await ui.press(way)
        draft = ui.app.desk.draft
        assert draft is not None and draft.manifest.mapping[0].to == "support.subject"


@pytest.mark.thorough
async def test_enter_outside_of_the_cells_edits_the_line(make_app: MakeApp) -> None:
    async with mapping(make_app, document(ROWS[0])) as (ui, page):
        for column in ("state", "result"):
            await page.go_to(0, column)
            await ui.press("enter")
            assert page.grid.editing and page.cursor == (0, "source")
            await ui.press("escape", "escape")
        await ui.press("S")
        model = page.grid.mappings
        row = next(row for row in range(model.row_count()) if model.candidate(row) is None)
        await page.go_to(row, "state")
        await ui.press("enter")
        assert page.grid.editing and page.cursor == (row, "to")


@pytest.mark.thorough
async def test_the_column_of_commands_stays(make_app: MakeApp) -> None:
    async with mapping(make_app, document(ROWS[0])) as (ui, page):
        await page.go_to(0, "state")
        await ui.press("-")
        assert "letters are commands here" in ui.said and page.grid.view.columns.visible[0].key == "state"


@pytest.mark.thorough
async def test_an_empty_mapping_begins_where_one_types_and_says_what_is_wrong(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        assert page.cursor[1] == "source" and "esc: letters are commands" in page.detail
        await ui.press("escape")
        assert "enter, then type" in page.detail


@pytest.mark.thorough
async def test_rail_and_next_know_the_columns_that_were_explored(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS[:2])) as (ui, page):
        problems = [each for each in ui.app.desk.problems if each.rule == "mapping/unknown-source"]
        assert [each.path for each in problems] == [("mapping", 0, "from")]
        assert "1 ! problem" in page.counters
        await ui.press("5")
        while not (ui.app.desk.attended is not None and ui.app.desk.attended.rule == "mapping/unknown-source"):
            await ui.press("ctrl+n")
        assert ui.screens.mapping is not None
