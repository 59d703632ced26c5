"""The dialogs of the mapping screen: sources, expressions, columns; and the views of the table."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from aeptui.core.manifest.model import CustomField, MappingRow, Source
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.mapping.dialogs.columns import ArrangeColumns
from aeptui.ui.screens.mapping.dialogs.expression import EditExpression
from aeptui.ui.screens.mapping.dialogs.pick_source import PickSource
from aeptui.ui.screens.mapping.dialogs.tree import PickTarget
from aeptui.ui.screens.mapping.table import views
from tests.ui.pictures import Pictures
from tests.ui.screens.mapping.support import FIELDS, document, mapping

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]
ROWS = (
    MappingRow("support.caseNumber", from_="number"),
    MappingRow("support.priority", from_="short_description"),
    MappingRow("support.nowhere", from_="state"),
)


# Sources


async def test_a_column_is_picked_by_what_is_in_it(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await page.go_to(1, "source")
        await ui.press("f4")
        assert isinstance(ui.screen, PickSource)
        assert "short_description: string" in ui.text() and "% filled" in ui.text() and "such as" in ui.text()
        await ui.type("opened_at")
        assert "opened_at: date-time" in ui.text() and " to 20" in ui.text()
        await ui.press("enter")
        assert page.mapping[1] == ("from", "opened_at", "support.priority")
        await page.go_to(1, "to")
        await ui.press("f4")
        assert isinstance(ui.screen, PickTarget)
        await ui.press("escape")
        await page.go_to(1, "state")
        await ui.press("s", "escape")
        assert page.mapping[1][1] == "opened_at"


# Expressions


async def test_a_long_expression_has_errors_help_and_five_results(make_app: MakeApp) -> None:
    rows = (*ROWS, MappingRow("support.subject", expr="upper(short_description)"))
    async with mapping(make_app, document(*rows)) as (ui, page):
        await page.go_to(3, "state")
        await ui.press("e")
        assert isinstance(ui.screen, EditExpression) and "Expression for support.subject" in ui.text()
        results = [line for line in ui.text().splitlines() if line.strip()[:1].isdigit()]
        shouted = [row["short_description"].upper()[:20] for row in page_rows(ui)[:5]]
        assert [each in "\n".join(results) for each in shouted] == [True] * 5
        await ui.press("backspace")
        assert "! column " in ui.text()
        await ui.type(", numb")
        assert "tab: number" in ui.text() and "upper(" in ui.text()
        await ui.press("tab")
        assert "upper(short_description, number" in ui.text()
        for _ in ", number":
            await ui.press("backspace")
        await ui.type(")")
        await ui.press("ctrl+o")
        await ui.type(' + "!"')
        await ui.press("enter")
        assert page.mapping[3] == ("expr", 'upper(short_description)\n + "!"', "support.subject")
        await ui.press("e")
        await ui.type("x")
        await ui.press("escape")
        assert page.mapping[3][1] == 'upper(short_description)\n + "!"'


def page_rows(ui: object) -> list[dict[str, str]]:
    """The sample rows."""
    screen = next(each for each in ui.app.screen_stack if hasattr(each, "model"))  # type: ignore[attr-defined]
    return list(screen.model.view.rows)


async def test_a_column_of_records_is_a_path_in_the_expression_and_not_one_name(make_app: MakeApp) -> None:
    tickets = Source("zendesk", "Zendesk demo", "tickets", format="json")
    manifest = replace(document(MappingRow("support.channel", from_="via.channel")), source=tickets)
    async with mapping(make_app, manifest) as (ui, page):
        await page.go_to(0, "source")
        await ui.press("escape", "home", "e")
        assert isinstance(ui.screen, EditExpression)
        await ui.type(" ")
        assert "via.channel" in ui.text() and "${" not in ui.text()


async def test_f2_in_a_cell_goes_on_with_what_was_typed(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await page.go_to(3, "source")
        await page.type("=upper(")
        await ui.press("f2")
        assert isinstance(ui.screen, EditExpression) and "upper(" in ui.text()
        await ui.type("number)")
        await ui.press("enter")
        assert page.mapping[3] == ("expr", "upper(number)", "") and not page.grid.editing
        await page.go_to(0, "source")
        await ui.press("f2", "f2", "enter")
        assert page.mapping[0] == ("from", "number", "support.caseNumber")


# Columns


async def test_columns_are_arranged_in_a_list_of_them(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        keys = [column.key for column in page.grid.view.columns.visible]
        assert keys == ["state", "source", "to", "result"]
        await page.go_to(0, "to")
        await ui.press("vertical_line")
        assert isinstance(ui.screen, ArrangeColumns)
        await ui.press("left_square_bracket", "greater_than_sign", "down", "down", "space", "down", "down", "space")
        await ui.press("enter")
        assert [column.key for column in page.grid.view.columns.visible] == ["state", "to", "source", "type"]
        await ui.press("home", "equals_sign", "end")
        slots = page.grid.view.slots
        assert page.cursor[1] == slots[-1].column.key == "note" and slots[0].column.key == "state"
        assert "source" not in [slot.column.key for slot in slots]
        await ui.press("home")
        assert [slot.column.key for slot in page.grid.view.slots][:3] == ["state", "to", "source"]
        state = page.screen.remember()
        await ui.press("vertical_line", "space", "escape")
        assert page.screen.remember() == state and state["columns"]


# Views


async def test_each_view_has_a_key_and_the_same_key_ends_it(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SURE", 0.95)
    fields = (*FIELDS, CustomField("must.be", "string", required=True))
    async with mapping(make_app, document(*ROWS, fields=fields)) as (ui, page):
        everything = page.rows
        await page.go_to(0, "state")
        await ui.press("S")
        assert page.rows == [] and "S: unmapped sources" in page.counters
        assert len(page.offers) == 90 - 3 and ("-", "work_notes") in [row[:2] for row in page.offers]
        await ui.press("S", "R")
        assert [row[2] for row in page.rows] == ["must.be"]
        await ui.press("I")
        assert [row[2] for row in page.rows] == ["support.caseNumber"]
        await ui.press("I", "L")
        assert page.rows == [] and page.offers
        assert all(int(row[0].strip("~%")) < 95 for row in page.offers), "what is likely is not in doubt"
        await ui.press("L", "p")
        assert [row[2] for row in page.rows] == ["support.priority", "support.nowhere", "must.be"]
        await ui.press("p")
        assert page.rows == everything
        await ui.press("C")
        assert "Nothing was applied yet" in ui.said and page.rows == everything


async def test_what_changed_since_the_last_apply_is_one_of_them(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        desk = ui.app.desk
        desk.note_applied(replace(desk.draft.manifest, mapping=ROWS[:2]))
        await ui.settled()
        await ui.press("C")
        assert [row[2] for row in page.rows] == ["support.nowhere"]
        await ui.press("C", "ctrl+l")
        assert "changed since apply" in ui.text() and "low confidence" in ui.text()
        await ui.press("down", "enter")
        assert "p: problems" in page.counters
        await ui.press("ctrl+l", "C")
        assert "C: changed since apply" in page.counters
        state = page.screen.remember()
        await ui.press("C")
        page.screen.restore(state)
        await ui.settled()
        assert [row[2] for row in page.rows] == ["support.nowhere"]


async def test_counters_are_in_sight_at_eighty_columns(make_app: MakeApp) -> None:
    rows = [MappingRow(f"support.nowhere{number}", from_="number") for number in range(120)]
    async with mapping(make_app, document(*rows)) as (ui, _page):
        line = ui.text().splitlines()[2]
        for words in ("120 mapped", "120 ! problems", "1 needed", "suggested", "unmapped", "sample 1/100"):
            assert words in line, line


async def test_the_filter_narrows_as_one_types_suggestions_too(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await ui.press("slash")
        await page.type("sys_c")
        assert page.rows == [] and [row[1] for row in page.offers] == ["sys_created_on"]
        await ui.press("enter", "enter")
        assert page.mapping[-1] == ("from", "sys_created_on", "_repo.createDate")


async def test_pictures_of_the_expression_editor(make_app: MakeApp, pictures: Pictures) -> None:
    row = MappingRow("support.subject", expr='iif(active, concat(number, ": ", short_description), upper(')
    async with mapping(make_app, document(*ROWS, row)) as (ui, page):
        await page.go_to(3, "state")
        await ui.press("e")
        await ui.type("close_notes)) + numb")
        await pictures.check(ui, "mapping-expression")
