"""Changes of many rows at once, from the menu to one step of undo."""

from collections.abc import Callable

import pytest

from aeptui.core.manifest.model import MappingRow
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.mapping.dialogs.change_many import ChangeMany
from aeptui.ui.screens.mapping.dialogs.changes import ChangeList, Line
from aeptui.ui.screens.mapping.dialogs.menu import Menu
from tests.ui.driver import Ui
from tests.ui.pictures import Pictures
from tests.ui.screens.mapping.support import document, mapping

pytestmark = pytest.mark.thorough

MakeApp = Callable[..., Aeptui]
HOSTILE = "[bold red]x[/] \x1b[31m\u202e日本語e\u0301"
ROWS = (
    MappingRow("support.caseNumber", from_="number"),
    MappingRow("support.subject", from_="short_description"),
    MappingRow("support.openedAt", expr="upper(opened_at)"),
    MappingRow("", from_="sys_id"),
)


def preview(ui: Ui) -> list[Line]:
    return [*ui.screen.query_one(ChangeList).shown]


def position(ui: Ui) -> int:
    draft = ui.app.desk.draft
    assert draft is not None
    return draft.position


async def test_rows_are_replaced_by_regular_expression_after_a_preview(make_app: MakeApp, pictures: Pictures) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await ui.press("b")
        assert isinstance(ui.screen, Menu) and "4 rows, all that are shown" in ui.text()
        await ui.press("r")
        assert isinstance(ui.screen, ChangeMany)
        assert "Before" in ui.text()
        await ui.type("^support\\.(\\w)")
        await ui.press("tab")
        await ui.type("case.$1")
        assert preview(ui) == [
            ("~", "support.caseNumber", "case.caseNumber"),
            ("~", "support.subject", "case.subject"),
            ("~", "support.openedAt", "case.openedAt"),
        ]
        await pictures.check(ui, "mapping-replace")
        await ui.press("enter")
        assert [to for _, _, to in page.mapping] == ["case.caseNumber", "case.subject", "case.openedAt", ""]
        assert "replaced in targets of 3 mappings; ctrl+z" in ui.said
        await ui.press("u")
        assert page.mapping[0] == ("from", "number", "support.caseNumber") and position(ui) == 1


async def test_selected_rows_only(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await ui.press("space", "space", "f10")
        assert "2 rows, selected" in ui.text()
        await ui.press("w")
        await ui.type("trim")
        await ui.press("enter")
        while isinstance(ui.screen, ChangeMany):
            await ui.press("enter")
        assert [source for _, source, _ in page.mapping] == [
            "trim(number)", "trim(short_description)", "upper(opened_at)", "sys_id",
        ]  # fmt: skip
        assert not page.grid.selected_rows()


async def test_what_a_filter_shows(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await ui.press("slash")
        await ui.type("subject")
        await ui.press("enter", "b")
        assert "1 row, all that are shown" in ui.text()
        await ui.press("p")
        await ui.type("a.b")
        await ui.press("enter")
        assert page.mapping[1][2] == "a.b.subject" and page.mapping[0][2] == "support.caseNumber"


async def test_columns_are_mapped_by_pattern(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await ui.press("b", "m")
        await ui.press(*["backspace"] * 3)
        await ui.type("sys_*")
        await ui.press("tab", "end", "backspace")
        await ui.type("custom.*")
        lines = preview(ui)
        assert ("~", "(no target)", "custom.id") in lines and ("+", "", "sys_updated_on -> custom.updated_on") in lines
        await ui.press("enter")
        assert page.mapping[3] == ("from", "sys_id", "custom.id") and len(page.mapping) > len(ROWS)
        await ui.press("u")
        assert len(page.mapping) == len(ROWS)


async def test_what_cannot_be_done_is_said_and_enter_does_nothing(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await ui.press("b", "s")
        await ui.press(*["backspace"] * 10)
        assert "Choose one of snake_case" in ui.text()
        await ui.press("escape", "escape")
        await ui.press("b", "r")
        await ui.type("(")
        assert "Not a regular expression" in ui.text()
        await ui.press("enter")
        assert isinstance(ui.screen, ChangeMany)
        while isinstance(ui.screen, ChangeMany):
            await ui.press("escape")
        assert page.mapping[0] == ("from", "number", "support.caseNumber") and position(ui) == 1


async def test_reasons_stand_in_the_menu(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, _):
        await ui.press("f10", "r")
        assert isinstance(ui.screen, Menu) and "There are no rows yet." in ui.text()
        await ui.press("escape")


async def test_hostile_names_are_drawn_harmlessly(make_app: MakeApp) -> None:
    rows = (MappingRow(f"{HOSTILE}.{'x' * 500}", from_=HOSTILE), MappingRow("b", expr=f'"{HOSTILE}"'))
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("b", "w")
        await ui.type("trim")
        await ui.press("escape")
        text = ui.text()
        assert "\x1b" not in text and "[bold red]x[/]" in text and all(len(line) <= 80 for line in text.split("\n"))
        while isinstance(ui.screen, ChangeMany):
            await ui.press("enter")
        assert page.mapping[0][0] == "expr"
        await ui.press("b", "r")
        await ui.type(HOSTILE.replace("\x1b", ""))
        assert "\x1b" not in ui.text()


async def test_fields_of_the_standard_schema_keep_their_names(make_app: MakeApp) -> None:
    rows = (*ROWS[:2], MappingRow("person.name.firstName", from_="caller_id"))
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("b", "s")
        assert "2 rows of 3 rows, all that are shown: Adobe's fields stay" in ui.text()
        await ui.press("enter")
        assert [to for _, _, to in page.mapping] == ["support.case_number", "support.subject", "person.name.firstName"]


async def test_a_field_with_few_choices_shows_all_of_them(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, _):
        await ui.press("b", "r", "tab", "tab")
        await ui.press("ctrl+@")
        assert "1/2" in ui.text()
