"""Mappings brought in from files and other dataflows, and written to files, by keys."""

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from aeptui.core.manifest.model import MappingRow
from aeptui.operations.profiles import Profiles
from aeptui.store.paths import user_paths
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.ask_file import AskFile, complete_path
from aeptui.ui.screens.mapping.dialogs.bring import Bring, ChooseColumns
from aeptui.ui.screens.mapping.dialogs.changes import ChangeList, Line
from aeptui.ui.screens.mapping.dialogs.choosing import ChooseEntry
from aeptui.ui.widgets.confirm import Confirm, Notice
from aeptui.ui.widgets.search_list import SearchList
from tests.e2e import scene
from tests.ui.conftest import profile_of
from tests.ui.driver import Ui
from tests.ui.pictures import Pictures
from tests.ui.screens.mapping.support import document, mapping

pytestmark = pytest.mark.thorough

MakeApp = Callable[..., Aeptui]
ROWS = (
    MappingRow("support.caseNumber", from_="number", note="key"),
    MappingRow("support.subject", from_=""),
    MappingRow("support.channel", value="phone"),
)
TABLE = (
    "Quellfeld;Ziel;Bemerkung\r\n"
    "sys_id;support.caseNumber;\r\n"
    "short_description;support.subject;headline\r\n"
    '"=upper(state)";support.state;\r\n'
)


def preview(ui: Ui) -> list[Line]:
    return [*ui.screen.query_one(ChangeList).shown]


async def import_file(ui: Ui, path: Path) -> None:
    await ui.press("f10", "i")
    assert isinstance(ui.screen, AskFile)
    await ui.type(str(path))
    while isinstance(ui.screen, AskFile):
        await ui.press("enter")


async def test_a_spreadsheet_comes_in_after_a_preview(make_app: MakeApp, tmp_path: Path, pictures: Pictures) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(TABLE, newline="")
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await import_file(ui, path)
        assert isinstance(ui.screen, Bring)
        assert "3 mappings from rows.csv" in ui.text() and "source: Quellfeld   target: Ziel" in ui.text()
        assert preview(ui) == [
            ("~", "(no source)", "short_description -> support.subject"),
            ("+", "", "=upper(state) -> support.state"),
        ]
        assert "1 added, 1 changed, 1 left out" in ui.text()
        await ui.press("1")
        assert ("-", '"phone" -> support.channel', "") in preview(ui)
        await ui.press("3")
        await pictures.check(ui, "mapping-import")
        await ui.press("enter")
        assert page.mapping == [
            ("from", "sys_id", "support.caseNumber"),
            ("from", "short_description", "support.subject"),
            ("value", "phone", "support.channel"),
            ("expr", "upper(state)", "support.state"),
        ]
        assert ui.said.startswith("3 mappings from rows.csv: overwrite matches; ctrl+z")
        await ui.press("u")
        assert page.mapping[0] == ("from", "number", "support.caseNumber") and len(page.mapping) == 3


async def test_columns_without_titles_are_asked_for_and_can_be_corrected(make_app: MakeApp, tmp_path: Path) -> None:
    path = tmp_path / "rows.txt"
    path.write_text("1,number,_id\n2,state,support.state\n")
    async with mapping(make_app, document()) as (ui, page):
        await import_file(ui, path)
        assert isinstance(ui.screen, ChooseColumns) and "Say which column is the source and target" in ui.text()
        await ui.press("enter")
        await ui.press("s", "down", "s", "down", "t")
        await ui.press("enter")
        assert isinstance(ui.screen, Bring) and "source: column 2   target: column 3" in ui.text()
        await ui.press("c", "k", "down", "s", "up", "n", "enter")
        assert isinstance(ui.screen, Bring) and "kind: none   note: column 1" in ui.text()
        await ui.press("c", "s", "enter", "enter")
        assert page.mapping == [("value", 1, "_id"), ("value", 2, "support.state")]


async def test_names_that_rows_have_no_place_for_begin_their_notes(make_app: MakeApp, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("name,source,destination,description\nKey,sys_id,_id,the one\nstate,state,support.state,\n")
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await import_file(ui, path)
        assert "1 row with a name: rows have no place for it, so it begins their notes." in ui.text()
        assert "note: name + description" in ui.text()
        await ui.press("c", "x")
        assert isinstance(ui.screen, ChooseColumns) and "m name   n note   x nothing" in ui.text()
        await ui.press("enter")
        assert "with a name" not in ui.text() and "note: description" in ui.text()
        await ui.press("c", "m", "enter", "enter")
        assert [row.note for row in page.screen.manifest.mapping[-2:]] == ["Key: the one", None]


async def test_bad_files_are_told(make_app: MakeApp, tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text('{"mappings": [\n{"source": 1,}]}')
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await import_file(ui, path)
        assert isinstance(ui.screen, Notice)
        assert "line 2" in ui.text() and "not valid JSON" in ui.text()
        await ui.press("escape", "f10", "i")
        await ui.type(str(tmp_path / "none.csv"))
        await ui.press("enter")
        assert "There is no file" in ui.text() and isinstance(ui.screen, AskFile)
        await ui.press("escape")
        assert len(page.mapping) == 3


def test_paths_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "Map.csv").touch()
    (tmp_path / ".hidden").touch()
    text = f"{tmp_path}/ma"
    assert [each.label for each in complete_path(text, len(text))] == ["maps/", "Map.csv"]
    assert complete_path(text, len(text))[0].apply(text)[0] == f"{tmp_path}/maps/"
    monkeypatch.chdir(tmp_path)
    assert [each.label for each in complete_path("", 0)] == ["maps/", "Map.csv"]
    assert [each.label for each in complete_path(".h", 2)] == [".hidden"] and complete_path("/no/such/", 9) == ()


async def test_rows_are_written_for_their_owner_and_replace_nothing_unasked(make_app: MakeApp, tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await ui.press("b", "e", "j")
        assert isinstance(ui.screen, AskFile) and "incidents-mapping.json" in ui.text()
        await ui.press("end", "ctrl+u")
        await ui.type(str(path))
        await ui.press("enter")
        assert "3 mappings written to" in ui.said and stat.S_IMODE(path.stat().st_mode) == 0o600
        tenant = ui.app.desk.tenant
        assert json.loads(path.read_text())["mappings"][0]["destination"] == f"_{tenant}.support.caseNumber"
        await ui.press("space", "b", "e", "c", "end", "ctrl+u")
        await ui.type(str(path))
        await ui.press("enter")
        assert isinstance(ui.screen, Confirm)
        await ui.press("n")
        assert path.read_text().startswith("{")
        await ui.press("b", "e", "c", "end", "ctrl+u")
        await ui.type(str(path))
        await ui.press("enter", "y")
        assert path.read_bytes().startswith(b"sourceType,source") and path.read_text().count("\n") == 2
        assert len(page.mapping) == 3


async def test_a_long_title_makes_no_name_that_is_too_long(make_app: MakeApp, tmp_path: Path) -> None:
    async with mapping(make_app, replace(document(*ROWS), name="日本 語の " * 80)) as (ui, _):
        await ui.press("b", "e", "c")
        proposed = ui.screen.query_one(Input).value
        assert proposed.startswith("日本-語の-日本") and proposed.endswith("本-語-mapping.csv")
        await ui.press("home")
        await ui.type(f"{tmp_path}/")
        await ui.press("enter")
        assert "written to" in ui.said and (tmp_path / proposed).exists()


async def test_what_was_exported_is_there_already(make_app: MakeApp, tmp_path: Path) -> None:
    path = tmp_path / "out.yaml"
    async with mapping(make_app, document(*ROWS)) as (ui, _):
        await ui.press("b", "e", "y", "end", "ctrl+u")
        await ui.type(str(path))
        await ui.press("enter")
        await import_file(ui, path)
        assert isinstance(ui.screen, Bring) and "3 are there already" in ui.text() and preview(ui) == []
        await ui.press("enter")
        assert isinstance(ui.screen, Bring)
        await ui.press("escape")


async def test_the_mapping_of_another_dataflow_is_taken_over(make_app: MakeApp, platform_info: dict[str, Any]) -> None:
    title = scene.fresh("Taken over")
    fields = {"support": {"type": "object", "properties": {"caseNumber": {"type": "string"}}}}
    async with scene.connected(platform_info) as platform:
        rows = {"_id": "sys_id", "TENANT.support.caseNumber": "upper(number)"}
        await scene.flow(platform, title, await scene.parts(platform, title, fields=fields, rows=rows))
    async with mapping(make_app, document()) as (ui, page):
        await ui.press("f10", "t")
        assert isinstance(ui.screen, ChooseEntry)
        await ui.type(title)
        await ui.press("enter")
        assert isinstance(ui.screen, Bring) and f"2 mappings from {title}" in ui.text()
        await ui.press("enter")
        assert sorted(page.mapping) == [("expr", "upper(number)", "support.caseNumber"), ("from", "sys_id", "_id")]
        await ui.press("f10", "t")
        await ui.type("another")
        await ui.press("enter")
        places = [entry.name for entry in ui.screen.query_one(SearchList).shown]
        assert places[0] == "This sandbox" and "prod" in places
        await ui.type("prod")
        await ui.press("enter")
        assert isinstance(ui.screen, ChooseEntry) and "sandbox prod" in ui.text()
        assert title not in {entry.name for entry in ui.screen.query_one(SearchList).shown}
        await ui.press("escape")


async def test_another_profile_is_another_place(
    make_app: MakeApp, platform_info: dict[str, Any], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = scene.fresh("Of another profile")
    async with scene.connected(platform_info) as platform:
        await scene.flow(platform, title)
    monkeypatch.setenv("AEPTUI_CLIENT_SECRET", platform_info["client_secret"])
    Profiles(user_paths(), os.environ).save(replace(profile_of(platform_info), name="other"), "session")
    async with mapping(make_app, document()) as (ui, page):
        await ui.press("f10", "t")
        await ui.type("another")
        await ui.press("enter")
        await ui.type("other")
        await ui.press("enter")
        assert isinstance(ui.screen, ChooseEntry) and "profile other" in ui.text()
        await ui.type(title)
        await ui.press("enter", "enter")
        assert {to for _, _, to in page.mapping} == {"_id", "person.name.fullName"}
