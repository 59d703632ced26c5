"""The mapping screen: what it shows, and what it does while something is awaited or cannot be read."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import MappingRow
from aeptui.operations import samples
from aeptui.services.errors import Unreachable
from aeptui.ui.app import Aeptui
from tests.ui.pictures import Pictures
from tests.ui.screens.mapping.support import document, mapping

pytestmark = pytest.mark.thorough
MakeApp = Callable[..., Aeptui]
HOSTILE = "[bold red]x[/] \x1b[31m\u202e日本語"


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


async def test_columns_are_chosen_by_the_width(make_app: MakeApp) -> None:
    async with mapping(make_app, document(MappingRow("_id", from_="sys_id"))) as (ui, page):
        shown = {80: "state source to result", 120: "state source to type result note"}
        for width, columns in (*shown.items(), (150, "state source to type sample result note")):
            await ui.resize(width, 24)
            await ui.settled()
            assert [column.key for column in page.grid.view.columns.visible] == columns.split()
        await page.go_to(0, "note")
        await ui.press("insert", "minus")
        await ui.resize(80, 24)
        left = [column.key for column in page.grid.view.columns.visible]
        assert left == ["state", "source", "to", "type", "sample", "result"]


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


async def test_names_of_others_are_only_text(make_app: MakeApp) -> None:
    rows = (MappingRow(HOSTILE, from_=HOSTILE, note=HOSTILE), MappingRow("a" * 500, expr=f'"{HOSTILE}"'))
    async with mapping(make_app, document(*rows), (150, 24)) as (ui, _page):
        assert "[bold red]x[/]" in ui.text() and "\x1b" not in ui.text()
        await ui.press("down", "up", "n", "p", "x")
        assert "\x1b" not in ui.text()


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
