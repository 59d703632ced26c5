"""Drafts in the application: opened, kept through every ending, saved to their file, and gone on with."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

import aeptui.cli
from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import MappingRow
from aeptui.store.database import Database
from aeptui.store.drafts import Drafts
from aeptui.store.paths import user_paths
from aeptui.ui.app import Aeptui
from aeptui.ui.draft import Draft
from aeptui.ui.messages import OpenFile
from tests.ui import sample
from tests.ui.driver import Ui, driving

MakeApp = Callable[..., Aeptui]


@pytest.fixture(autouse=True)
def samples(monkeypatch: pytest.MonkeyPatch) -> None:
    sample.use_samples(monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "flow.yaml"
    demo = Path(aeptui.cli.__file__).parent / "demos" / "servicenow.yaml"
    path.write_text("# mine\n" + demo.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def draft_of(ui: Ui) -> Draft:
    draft = ui.app.desk.draft
    assert draft is not None
    return draft


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


@pytest.mark.thorough
async def test_a_new_draft_begins_at_the_source_and_is_gone_where_nothing_was_done(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n")
        assert ui.screens.source.screen
        await ui.press("0", "n", "0")
        assert ui.text().count("unnamed") == 1, "the first new draft was never touched"
        await ui.press("ctrl+q")
    async with driving(make_app()) as ui:
        assert "unnamed" not in ui.text()


async def test_quitting_and_starting_again_goes_on_where_one_was(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "e", "4", "2")
        ui.screen.query_one(Input).focus()
        await ui.type("incid")
        await ui.press("ctrl+q")
    async with driving(make_app()) as ui:
        screen = ui.screens.source.screen
        assert screen.restored == {"typed": "incid"}
        assert screen.query_one(Input).value == "incid"
        assert draft_of(ui).manifest.source.object.startswith("table")
        await ui.press("u")
        assert ui.said.startswith("Undone")
    async with driving(make_app()) as ui:
        assert draft_of(ui).can_redo, "the history outlives the program"


async def test_what_was_applied_last_is_known_after_a_restart(make_app: MakeApp) -> None:
    rows = (MappingRow("_id", from_="sys_id"), MappingRow("support.open", value=True))
    async with driving(make_app()) as ui:
        await ui.press("n", "e")
        ui.app.desk.note_applied(replace(draft_of(ui).manifest, mapping=rows))
        await ui.press("ctrl+q")
    async with driving(make_app()) as ui:
        assert ui.app.desk.applied_mapping == rows
        assert not ui.app.desk.applied, "what the platform has meanwhile is not known"


@pytest.mark.thorough
async def test_a_draft_is_opened_again_from_the_list(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "e", "4", "0")
        assert "no file yet" in ui.text()
        await ui.press("n")
        assert ui.screens.source.screen
        first = draft_of(ui).number
        await ui.press("0", "tab", "down", "enter")
        assert ui.screens.mapping.screen, "each draft where it was left"
        assert draft_of(ui).number != first


async def test_deleting_a_draft_asks_first(make_app: MakeApp) -> None:
    async with driving(make_app()) as ui:
        await ui.press("n", "e", "0", "tab", "d")
        assert "Delete the draft" in ui.text()
        await ui.press("enter", "n")
        assert ui.app.desk.draft is not None
        await ui.press("d", "y")
        assert ui.app.desk.draft is None
        assert "no file yet" not in ui.text()


async def test_a_file_is_opened_where_something_is_to_do(make_app: MakeApp, file: Path) -> None:
    async with driving(make_app(manifest=file)) as ui:
        assert ui.screens.review.screen, "nothing is missing in it"
        assert "flow.yaml: saved" in ui.text()


@pytest.mark.thorough
async def test_a_file_that_cannot_be_read_says_where(make_app: MakeApp, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    write(broken, "aeptui: 1\nname: [\n")
    async with driving(make_app(manifest=broken), (120, 36)) as ui:
        assert "manifest that can be opened" in ui.text()
        assert "line 3: not valid YAML" in ui.text()
        await ui.press("escape")
        assert ui.screens.dataflows.screen
    async with driving(make_app(manifest=tmp_path / "none.yaml"), (120, 36)) as ui:
        assert "there is no such file" in ui.text()


@pytest.mark.thorough
async def test_saving_asks_for_a_name_once(make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with driving(make_app()) as ui:
        await ui.press("n", "e", "ctrl+s")
        assert "Save to which file?" in ui.text()
        assert ui.screen.query_one(Input).value == "table1.yaml"
        ui.screen.query_one(Input).value = "nowhere/a.yaml"
        await ui.press("enter")
        assert "There is no folder" in ui.text()
        ui.screen.query_one(Input).value = "a.yaml"
        await ui.press("enter")
        assert "object: table1" in read(tmp_path / "a.yaml")
        assert ui.said.startswith("Saved to ")
        await ui.press("e")
        assert "a.yaml: not in the file yet" in ui.text()
        await ui.press("ctrl+s")
        assert "object: table2" in read(tmp_path / "a.yaml")


@pytest.mark.thorough
async def test_a_file_in_the_way_is_replaced_only_after_a_yes(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "table1.yaml"
    write(other, "somebody's")
    async with driving(make_app()) as ui:
        await ui.press("n", "e", "ctrl+s", "enter")
        assert "Replace the file?" in ui.text()
        await ui.press("n")
        assert read(other) == "somebody's"
        await ui.press("ctrl+s", "enter", "y")
        assert "object: table1" in read(other)


async def test_quitting_writes_the_file_and_keeps_its_comments(make_app: MakeApp, file: Path) -> None:
    async with driving(make_app(manifest=file)) as ui:
        draft_of(ui).edit(Put(("name",), "Another name"))
        await ui.press("ctrl+q")
    text = read(file)
    assert text.startswith("# mine\n")
    assert "name: Another name" in text


async def test_what_others_changed_in_the_file_is_merged(make_app: MakeApp, file: Path) -> None:
    async with driving(make_app(manifest=file)) as ui:
        draft_of(ui).edit(Put(("name",), "Mine"))
        text = read(file)
        write(file, text.replace("object: incident", "object: problem"))
        await ui.press("ctrl+s")
        saved = read(file)
        assert "name: Mine" in saved and "object: problem" in saved
        assert draft_of(ui).manifest.source.object == "problem"


@pytest.mark.parametrize(("key", "name"), [("m", "Mine"), ("t", "Theirs"), ("k", "Mine"), ("escape", "Theirs")])
@pytest.mark.thorough
async def test_what_both_changed_is_asked_about(make_app: MakeApp, file: Path, key: str, name: str) -> None:
    async with driving(make_app(manifest=file)) as ui:
        before = draft_of(ui).manifest.name
        draft_of(ui).edit(Put(("name",), "Mine"))
        text = read(file)
        write(file, text.replace(f"name: {before}", "name: Theirs", 1))
        await ui.press("ctrl+s")
        assert "name: Mine, there Theirs" in ui.text()
        await ui.press(key)
        assert f"name: {name}" in read(file)
        assert draft_of(ui).manifest.name == ("Theirs" if key == "t" else "Mine")


@pytest.mark.thorough
async def test_coming_back_to_the_terminal_notices_a_changed_file(make_app: MakeApp, file: Path) -> None:
    async with driving(make_app(manifest=file)) as ui:
        write(file, read(file).replace("incident", "problem"))
        ui.app.post_message(events.AppFocus())
        await ui.settled()
        assert ui.said.startswith("The file was changed outside")


@pytest.mark.thorough
async def test_a_copy_is_exported_and_the_draft_keeps_its_file(
    make_app: MakeApp, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with driving(make_app(manifest=file)) as ui:

        async def export(name: str) -> None:
            await ui.press("ctrl+p")
            await ui.type("export")
            await ui.press("enter")
            await ui.type(name)
            await ui.press("enter")

        await export("copy.yaml")
        assert ui.said.startswith("Exported to")
        copy = tmp_path / "copy.yaml"
        assert "mapping:" in copy.read_text() and draft_of(ui).file == file
        copy.write_text("somebody else's")
        await export("copy.yaml")
        await ui.press("n")
        assert copy.read_text() == "somebody else's"
        await export("copy.yaml")
        await ui.press("y")
        assert "mapping:" in copy.read_text()


async def test_a_file_is_opened_from_home(make_app: MakeApp, file: Path) -> None:
    async with driving(make_app()) as ui:
        await ui.press("o")
        await ui.type(str(file.with_name("nothing.yaml")))
        await ui.press("enter")
        assert "There is no file" in ui.text()
        await ui.press(*["backspace"] * len("nothing.yaml"))
        await ui.type(file.name)
        await ui.press("enter")
        assert draft_of(ui).file == file


@pytest.mark.thorough
async def test_a_file_can_be_opened_from_a_screen(make_app: MakeApp, file: Path) -> None:
    async with driving(make_app()) as ui:
        ui.screen.post_message(OpenFile(file))
        await ui.settled()
        assert draft_of(ui).file == file


KILLED = """
import asyncio, os, signal
from dataclasses import replace
from pathlib import Path
import aeptui.cli
from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import MappingRow
from aeptui.store.database import Database
from aeptui.store.paths import user_paths
from aeptui.ui.draft import Draft
draft = Draft.new(Database(user_paths().database))
draft.edit(Put(("name",), "kept"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_sigkill_loses_no_edit(home: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED], env=dict(os.environ), check=False)
    assert ended.returncode == -signal.SIGKILL
    database = Database(user_paths().database)
    try:
        assert [record.title for record in Drafts(database).listing()] == ["kept"]
    finally:
        database.close()
