"""What is typed into the cells of the mapping screen, and what completes it."""

from collections.abc import Callable
from typing import Any

import pytest

from aeptui.core.manifest.model import CustomField, MappingRow
from aeptui.ui.app import Aeptui
from tests.ui.screens.mapping.support import FIELDS, document, mapping

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]


async def test_three_rows_take_few_keys_beside_what_is_typed(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        for source, target in (("sys_id", "_id"), ("number", "support.caseN"), ("short_d", "subject")):
            await page.type(source)
            await ui.press("tab")
            await page.type(target)
            await ui.press("enter")
        assert page.mapping == [
            ("from", "sys_id", "_id"),
            ("from", "number", "support.caseNumber"),
            ("from", "short_description", "support.subject"),
        ]
        assert ui.keys <= 6 and page.cursor == (3, "source")
        assert [row[0] for row in page.rows] == ["ok", "ok", "ok", "+"]


async def test_keys_typed_ahead_make_the_same_rows(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        keys = [*"sys_id", "tab", *"_id", "enter", *"number", "tab", *"support.caseNumber", "enter"]
        for key in keys:
            ui.app.post_message(_key(key))
        await ui.settled()
        assert page.mapping == [("from", "sys_id", "_id"), ("from", "number", "support.caseNumber")]


def _key(key: str) -> Any:
    from textual.events import Key

    named = {"_": "underscore", ".": "full_stop"}
    return Key(named.get(key, key), key if len(key) == 1 else None)


async def test_escape_gives_up_and_then_leaves_the_cells(make_app: MakeApp) -> None:
    row = MappingRow("support.subject", from_="number")
    async with mapping(make_app, document(row)) as (ui, page):
        await ui.press("right")
        await page.type("=x")
        await ui.press("escape")
        while page.grid.editing:
            await ui.press("escape")
        assert page.mapping == [("from", "number", "support.subject")] and page.cursor == (0, "source")
        await ui.press("escape")
        assert page.cursor == (0, "state")
        await ui.press("d")
        assert page.mapping == []


async def test_an_edit_begins_with_the_text_of_the_cell(make_app: MakeApp) -> None:
    async with mapping(make_app, document(MappingRow("support.subject", expr="upper(number)"))) as (ui, page):
        await ui.press("right", "f2")
        await page.type(" ")
        await ui.press("backspace", "enter")
        assert page.mapping == [("expr", "upper(number)", "support.subject")]
        assert ui.app.desk.draft.position == 1


async def test_a_needed_target_is_mapped_by_typing_its_source(make_app: MakeApp) -> None:
    fields = (*FIELDS, CustomField("must.be", "string", required=True))
    async with mapping(make_app, document(MappingRow("must.be", from_="sys_id"), fields=fields)) as (ui, page):
        assert page.row(2)[0] == "need" and page.row(2)[2] == "support.caseNumber"
        await ui.press("d")
        assert [row[2] for row in page.rows if row[0] == "need"] == ["must.be", "support.caseNumber"]
        await ui.press("u")
        assert "1 needed" in page.counters
        await page.go_to(2, "source")
        assert "Not mapped yet" in page.detail and "Case number" in page.detail
        await page.type("number")
        await ui.press("enter")
        assert page.mapping[1] == ("from", "number", "support.caseNumber") and "none needed" in page.counters
        assert page.cursor == (2, "source")


async def test_columns_are_offered_with_type_and_sample(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await page.type("numb")
        assert page.offered[0] == "number" and "INC00" in ui.text()
        await ui.press("enter")
        assert page.mapping == [("from", "number", "")]


async def test_functions_are_offered_with_their_signature_and_errors_told_while_typing(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await page.type("=conca")
        assert any(each.startswith("concat(") for each in page.offered)
        await page.type("t(")
        assert "concat(" in ui.text().replace("=concat(", "")
        await page.type("numb")
        assert page.offered == ["number"] or page.offered[0] == "number"
        await page.type("er) )")
        assert "! column" in ui.text()
        await ui.press("enter")
        assert page.mapping == [("expr", "concat(number) )", "")]
        assert page.row(0)[0] == "!"


async def test_targets_are_offered_by_title_with_what_is_special_about_them(make_app: MakeApp) -> None:
    async with mapping(
        make_app, document(MappingRow("support.subject", from_="number"), MappingRow("", from_="x"))
    ) as (
        ui,
        page,
    ):
        await page.go_to(1, "to")
        await page.type("case number")
        assert page.offered == ["support.caseNumber"] and "primary identity" in ui.text()
        await ui.press("enter")
        assert page.mapping[1][2] == "support.caseNumber"
        await page.go_to(1, "to")
        await page.type("support.")
        assert page.offered[-1] in ("support.subject", "support.caseNumber") and "string, mapped" in ui.text()


async def test_what_only_resembles_a_completion_is_taken_as_typed(make_app: MakeApp) -> None:
    async with mapping(make_app, document(MappingRow("", from_="number"))) as (ui, page):
        await page.go_to(0, "to")
        await page.type("perfina")
        assert "person.name.firstName" in page.offered
        await ui.press("enter")
        assert page.mapping[0][2] == "perfina"
        await page.go_to(0, "to")
        await page.type("perfina")
        await ui.press("down", "enter")
        assert page.mapping[0][2].startswith("person.")
        await page.go_to(0, "source")
        await page.type("nmbr")
        await ui.press("tab")
        assert page.mapping[0][:2] == ("from", "nmbr")


async def test_the_tree_picks_a_target(make_app: MakeApp) -> None:
    async with mapping(make_app, document(MappingRow("", from_="number"))) as (ui, page):
        await ui.press("f4")
        assert "Target of number" in ui.text()
        await ui.type("caseNumber")
        assert "identity" in ui.text()
        await ui.press("enter")
        assert page.mapping == [("from", "number", "support.caseNumber")]
        await ui.press("t", "escape")
        assert page.mapping == [("from", "number", "support.caseNumber")]
