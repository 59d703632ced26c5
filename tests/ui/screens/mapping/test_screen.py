"""The mapping screen, driven by keys."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import CustomField, MappingRow
from aeptui.operations import samples, trial
from aeptui.operations.trial import Trial, Verdict
from aeptui.services.errors import Unreachable
from aeptui.ui.app import Aeptui
from tests.ui.pictures import Pictures
from tests.ui.screens.mapping.support import FIELDS, document, mapping

pytestmark = pytest.mark.thorough

MakeApp = Callable[..., Aeptui]
HOSTILE = "[bold red]x[/] \x1b[31m\u202e日本語"


# Entering


async def test_three_rows_take_few_keys_beside_what_is_typed(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await ui.press("right")
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
        assert ui.keys <= 12 and page.cursor == (3, "source")
        assert [row[0] for row in page.rows] == ["ok", "ok", "ok", "+"]


@pytest.mark.thorough
async def test_keys_typed_ahead_make_the_same_rows(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        keys = ["right", *"sys_id", "tab", *"_id", "enter", *"number", "tab", *"support.caseNumber", "enter"]
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


@pytest.mark.thorough
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


# Completion


@pytest.mark.thorough
async def test_columns_are_offered_with_type_and_sample(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await ui.press("right")
        await page.type("numb")
        assert page.offered[0] == "number" and "INC00" in ui.text()
        await ui.press("enter")
        assert page.mapping == [("from", "number", "")]


@pytest.mark.thorough
async def test_functions_are_offered_with_their_signature_and_errors_told_while_typing(make_app: MakeApp) -> None:
    async with mapping(make_app, document()) as (ui, page):
        await ui.press("right")
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


@pytest.mark.thorough
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


@pytest.mark.thorough
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


# Rows


@pytest.mark.thorough
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


@pytest.mark.thorough
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


# Problems


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
        assert "only problems (p)" in page.counters
        await ui.press("p")
        assert len(page.rows) == 5


@pytest.mark.thorough
async def test_problems_follow_their_rows_when_others_come_and_go(make_app: MakeApp) -> None:
    rows = (MappingRow("support.subject", from_="number"), MappingRow("support.nowhere", from_="number"))
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("d")
        assert next(row[::2] for row in page.rows) == ("!", "support.nowhere")
        await ui.press("u")
        assert [row[0] for row in page.rows][:2] == ["ok", "!"]


@pytest.mark.thorough
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
        assert page.cursor == (1, "to") and state["sample"] == 1


# Results


async def test_results_are_those_of_the_sample_row_one_looks_at(make_app: MakeApp) -> None:
    rows = (
        MappingRow("support.caseNumber", from_="number"),
        MappingRow("support.priority", from_="short_description"),
        MappingRow("support.channel", value="fax"),
        MappingRow("support.subject", expr="fpid_to_ecid(number)"),
    )
    async with mapping(make_app, document(*rows)) as (ui, page):
        first = page.cell(0, "result")
        assert first.startswith("INC") and "sample 1/100" in page.counters
        assert page.cell(1, "result").startswith("? ") and page.cell(1, "state") == "?"
        assert page.cell(2, "result") == "! fax" and page.cell(3, "result").startswith("unknown")
        await ui.press("right_square_bracket")
        assert page.cell(0, "result") != first and "sample 2/100" in page.counters
        await ui.press("left_square_bracket", "left_square_bracket")
        assert "sample 100/100" in page.counters


@pytest.mark.thorough
async def test_columns_are_chosen_by_the_width(make_app: MakeApp) -> None:
    async with mapping(make_app, document(MappingRow("_id", from_="sys_id"))) as (ui, page):
        shown = {80: "state source to result", 120: "state source to type result note"}
        for width, columns in (*shown.items(), (150, "state source to type sample result note")):
            await ui.resize(width, 24)
            await ui.settled()
            assert [column.key for column in page.grid.view.columns.visible] == columns.split()
        await ui.press("minus")
        await ui.resize(80, 24)
        assert len(page.grid.view.columns.visible) == 6


@pytest.mark.thorough
async def test_the_platform_is_asked_and_disagreement_is_marked(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (
        MappingRow("_id", from_="sys_id"),
        MappingRow("support.caseNumber", from_="number"),
        MappingRow("support.subject", expr="fpid_to_ecid(number)"),
        MappingRow("support.priority", from_="short_description"),
        MappingRow("support.active", from_="active"),
    )

    async def answers(_platform: Any, manifest: Any, sample: Any) -> Trial:
        return Trial(
            {
                0: Verdict("no such column there"),
                1: Verdict(tried=True, value="other"),
                2: Verdict(tried=True, value="ECID-1"),
                3: Verdict(failed="not a number", tried=True),
                4: Verdict(tried=True, value=sample["active"]),
            },
            "Incidents",
        )

    monkeypatch.setattr(trial, "try_mapping", answers)
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("x")
        assert "agrees on 3 rows, not on 2" in ui.said
        assert [row[0] for row in page.rows][:3] == ["!", "!", "?"]
        assert page.cell(2, "result") == "ECID-1 (platform)"
        await ui.press("f3")
        assert page.cursor[0] == 1 and "the platform makes other" in page.detail
        await ui.press("right")
        await page.type("=upper(number)")
        await ui.press("enter")
        assert page.cell(1, "state") == "ok"


@pytest.mark.thorough
async def test_before_the_schema_exists_only_expressions_are_asked_about(make_app: MakeApp) -> None:
    rows = (MappingRow("_id", from_="sys_id"), MappingRow("support.subject", expr="upper(number)"))
    async with mapping(make_app, document(*rows)) as (ui, _page):
        await ui.press("f9")
        assert "agrees on 1 row" in ui.said and "expressions only" in ui.said


# States


@pytest.mark.thorough
async def test_without_source_and_schema_it_says_where_to_begin(make_app: MakeApp) -> None:
    from aeptui.core.manifest.blank import blank

    async with mapping(make_app, blank()) as (_ui, page):
        assert "Nothing can be mapped yet" in page.text and "choose the source first" in page.text


async def test_a_source_that_cannot_be_read_is_told_and_the_table_works(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any, **__: Any) -> Any:
        raise Unreachable("no answer", operation="read rows of incident")

    monkeypatch.setattr(samples, "sample", fails)
    async with mapping(make_app, document(MappingRow("_id", from_="sys_id"))) as (ui, page):
        assert "no answer" in ui.text()
        await ui.press("escape")
        assert "could not be read (ctrl+r)" in page.counters and page.cell(0, "result") == "no sample"
        monkeypatch.undo()
        await ui.press("ctrl+r")
        assert page.cell(0, "result") != "no sample"


@pytest.mark.thorough
async def test_keys_work_while_the_sample_is_awaited_and_escape_gives_it_up(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs(*_: Any, **__: Any) -> Any:
        await asyncio.Event().wait()

    async with mapping(make_app, document(MappingRow("_id", from_="sys_id"))) as (ui, page):
        source = replace(page.screen.manifest.source, object="sys_user")
        monkeypatch.setattr(samples, "sample", hangs)
        page.screen.desk.draft.edit(Put(("source",), source))
        await ui.until("Reading rows of sys_user")
        assert "no sample: reading" in page.counters
        await ui.press("right", "f2", "x", "enter", settle=False)
        assert page.mapping == [("from", "sys_idx", "_id")]
        await ui.press("escape", "escape", settle=False)
        await ui.settled()
        assert "Given up" in ui.said and "could not be read (ctrl+r)" in page.counters


@pytest.mark.thorough
async def test_columns_that_the_explored_source_lacks_are_problems(make_app: MakeApp) -> None:
    rows = (
        MappingRow("support.caseNumber", from_="nmber"),
        MappingRow("_id", from_="sys_id"),
        MappingRow("support.subject", expr="upper(nmber)"),
    )
    async with mapping(make_app, document(*rows)) as (ui, page):
        assert [row[0] for row in page.rows] == ["!", "ok", "?", "+"] and "1 ! problem" in page.counters
        assert "did you mean 'number'?" in page.detail
        await ui.press("p")
        assert [row[1] for row in page.rows] == ["nmber", "=upper(nmber)"]


@pytest.mark.thorough
async def test_names_of_others_are_only_text(make_app: MakeApp) -> None:
    rows = (MappingRow(HOSTILE, from_=HOSTILE, note=HOSTILE), MappingRow("a" * 500, expr=f'"{HOSTILE}"'))
    async with mapping(make_app, document(*rows), (150, 24)) as (ui, _page):
        assert "[bold red]x[/]" in ui.text() and "\x1b" not in ui.text()
        await ui.press("down", "up", "n", "p", "x")
        assert "\x1b" not in ui.text()


@pytest.mark.thorough
async def test_a_large_mapping_answers_keys(make_app: MakeApp) -> None:
    rows = [MappingRow(f"support.f{number}", from_=f"c{number}") for number in range(2000)]
    async with mapping(make_app, document(*rows)) as (ui, page):
        await ui.press("G", "g", "pagedown", "n", "right")
        await page.type("number")
        await ui.press("enter")
        assert ("from", "number", page.mapping[page.cursor[0] - 1][2]) in page.mapping


async def test_pictures(make_app: MakeApp, pictures: Pictures) -> None:
    rows = (
        MappingRow("_id", from_="sys_id"),
        MappingRow("support.subject", expr="trim(short_description)", note="as people wrote it"),
        MappingRow("support.priority", expr="to_integer(priority"),
        MappingRow("support.active", from_="short_description"),
        MappingRow("support.channel", value="email"),
    )
    async with mapping(make_app, document(*rows)) as (ui, _page):
        await ui.press("down", "down")
        await pictures.check(ui, "mapping")
