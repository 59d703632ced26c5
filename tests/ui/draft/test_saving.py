"""A draft and its file: opened, saved, and what is in the way."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from aeptui.core.manifest.edits import Insert, Put
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.read import read
from aeptui.core.manifest.unfinished import lacking, read_unfinished
from aeptui.store.database import Database
from aeptui.store.drafts import Drafts
from aeptui.store.manifest_ids import remember_id, remembered_id
from aeptui.ui import draft_file
from aeptui.ui.draft import Draft
from aeptui.ui.draft_file import DraftError, FileInTheWay, FileRefused
from tests.core.manifest.samples import TEXT
from tests.ui.draft.support import WITH_ID, Gate, held, manifest_of, put, reopened


async def test_a_file_becomes_a_draft_that_it_holds(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    assert draft.manifest == manifest_of(WITH_ID)
    assert (draft.file, draft.saved, draft.untouched, draft.title) == (file, True, False, "ServiceNow incidents")
    assert await draft.check_outside() is None
    assert (await Draft.of_file(database, file.parent / "state" / ".." / file.name)).number == draft.number


async def test_the_draft_of_a_file_keeps_its_edits(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("name",), "b"))
    again = await Draft.of_file(database, file)
    assert (again.manifest.name, again.saved, again.can_undo) == ("b", False, True)
    assert held(file) == WITH_ID


async def test_saving_changes_what_differs_and_nothing_else(database: Database, file: Path) -> None:
    os.chmod(file, 0o640)
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("mapping", 0, "from"), "number"))
    assert not draft.saved
    assert await draft.save() == file
    assert held(file) == WITH_ID.replace("{from: sys_id, to: _id}", "{from: number, to: _id}")
    assert os.stat(file).st_mode & 0o777 == 0o640
    assert draft.saved
    assert reopened(draft).saved
    assert await draft.check_outside() is None


async def test_undo_back_to_what_was_saved_is_saved(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("name",), "b"))
    await draft.save()
    draft.undo()
    assert not draft.saved
    draft.redo()
    assert draft.saved
    draft.undo()
    draft.edit(Put(("name",), "c"))
    assert not draft.saved


async def test_saving_gives_an_id_and_writes_it(database: Database, file: Path) -> None:
    put(file, TEXT)
    draft = await Draft.of_file(database, file)
    assert draft.manifest.id is None
    await draft.save()
    given = draft.manifest.id
    assert given is not None
    assert held(file) == TEXT.replace("aeptui: 1\n", f"aeptui: 1\nid: {given}\n")
    draft.edit(Put(("name",), "b"))
    draft.go_to(0)
    await draft.save()
    assert reopened(draft).manifest.id == given


async def test_the_id_that_was_remembered_for_a_file_is_the_draft_s(database: Database, file: Path) -> None:
    put(file, TEXT)
    remember_id(database, file, "12345678")
    draft = await Draft.of_file(database, file)
    assert draft.manifest == replace(manifest_of(TEXT), id="12345678")
    assert (draft.position, draft.can_undo, draft.saved) == (0, False, True)


async def test_an_id_that_is_given_is_still_to_be_written(database: Database, file: Path) -> None:
    put(file, TEXT)
    draft = await Draft.of_file(database, file)
    given = draft.give_id()
    assert not draft.saved
    await draft.save()
    assert draft.saved
    assert manifest_of(held(file)).id == given


async def test_what_is_saved_is_not_written_again(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    before = os.stat(file)
    assert await draft.save() == file
    assert os.stat(file).st_ino == before.st_ino


async def test_bytes_that_are_not_the_document_s_stay(database: Database, file: Path) -> None:
    text = "\ufeff" + WITH_ID.replace("\n", "\r\n").replace("# incidents", "# Störfälle")
    put(file, text.encode())
    draft = await Draft.of_file(database, file)
    assert await draft.check_outside() is None
    draft.edit(Put(("state",), "disabled"))
    await draft.save()
    assert held(file).encode() == text.replace("state: enabled", "state: disabled").encode()


async def test_a_file_in_another_encoding_is_read_and_saved_as_utf_8(database: Database, file: Path) -> None:
    put(file, WITH_ID.encode("utf-16"))
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("state",), "disabled"))
    await draft.save()
    assert held(file) == WITH_ID.replace("state: enabled", "state: disabled")


async def test_a_draft_without_a_file_is_saved_to_the_one_that_is_named(database: Database, tmp_path: Path) -> None:
    draft = Draft.new(database, manifest_of(WITH_ID))
    assert (draft.file, draft.saved, draft.untouched) == (None, False, True)
    with pytest.raises(DraftError, match="no file yet"):
        await draft.save()
    target = await draft.save(tmp_path / "new.yaml")
    assert read(target.read_text()).manifest == draft.manifest
    assert target.stat().st_mode & 0o777 == 0o600
    assert (draft.file, draft.saved) == (target, True)
    assert (await Draft.of_file(database, target)).number == draft.number


async def test_a_file_in_the_way_is_replaced_only_when_asked(database: Database, file: Path, tmp_path: Path) -> None:
    draft = Draft.new(database)
    with pytest.raises(FileInTheWay, match=r"incidents\.yaml: there is such a file"):
        await draft.save(file)
    with pytest.raises(FileInTheWay):
        await draft.export(file)
    assert held(file) == WITH_ID
    assert draft.file is None
    await draft.save(file, replace=True)
    assert read_unfinished(held(file)).manifest == draft.manifest


async def test_saving_under_another_name_takes_the_comments_along(
    database: Database, file: Path, tmp_path: Path
) -> None:
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("state",), "disabled"))
    await draft.save(tmp_path / "copy.yaml")
    assert (tmp_path / "copy.yaml").read_text() == WITH_ID.replace("state: enabled", "state: disabled")
    assert held(file) == WITH_ID
    assert Drafts(database).of_file(file) is None


async def test_the_file_of_another_draft_is_not_taken(database: Database, file: Path) -> None:
    await Draft.of_file(database, file)
    draft = Draft.new(database)
    with pytest.raises(DraftError, match="belongs to the draft 'ServiceNow incidents'"):
        await draft.save(file, replace=True)
    assert held(file) == WITH_ID


async def test_an_unfinished_draft_is_saved_exported_and_opened_again(database: Database, tmp_path: Path) -> None:
    draft = Draft.new(database)
    draft.edit(Put(("source", "object"), "incident"))
    draft.edit(Insert(("mapping",), 0, MappingRow("", from_="a")))
    exported = tmp_path / "exported.yaml"
    await draft.export(exported)
    assert draft.file is None
    assert held(exported) == await draft.text()
    assert {each.path for each in read(held(exported)).problems} == {each.path for each in lacking(draft.manifest)}
    again = await Draft.of_file(database, exported)
    assert again.manifest == draft.manifest
    put(exported, held(exported).replace("source:", "source:  # help desk"))
    assert await again.check_outside() is None
    again.edit(Put(("name",), "Incidents"))
    await again.save()
    assert "source:  # help desk\n  object: incident\n" in held(exported)


@pytest.mark.parametrize(
    ("text", "rule"),
    [("aeptui: 1\nnmae: a\n", "manifest/unknown-key"), ("a: [", "yaml/syntax"), (b"\xff\xff", "yaml/encoding")],
)
async def test_a_file_that_cannot_be_read_is_refused_with_its_problems(
    database: Database, file: Path, text: str | bytes, rule: str
) -> None:
    put(file, text)
    with pytest.raises(FileRefused, match=r"incidents\.yaml: not a manifest") as caught:
        await Draft.of_file(database, file)
    assert rule in {each.rule for each in caught.value.problems}
    assert Drafts(database).listing() == []


async def test_a_file_that_is_not_there_or_no_file_is_said(database: Database, tmp_path: Path) -> None:
    with pytest.raises(DraftError, match="no such file"):
        await Draft.of_file(database, tmp_path / "none.yaml")
    with pytest.raises(DraftError, match="cannot be read: Is a directory"):
        await Draft.of_file(database, tmp_path)


async def test_a_folder_that_cannot_be_written_costs_nothing(database: Database, tmp_path: Path) -> None:
    draft = Draft.new(database, manifest_of(TEXT))
    target = tmp_path / "none" / "a.yaml"
    with pytest.raises(DraftError, match=r"a\.yaml: cannot be written: No such file or directory.*draft is kept"):
        await draft.save(target)
    assert (draft.file, draft.saved) == (None, False)
    assert remembered_id(database, target) == draft.manifest.id
    with pytest.raises(DraftError, match="cannot be written"):
        await draft.export(target)


async def test_edits_made_while_the_file_is_written_are_not_taken_for_saved(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("name",), "written"))
    gate = Gate(draft_file.write_atomically)
    monkeypatch.setattr(draft_file, "write_atomically", gate)
    saving = asyncio.create_task(draft.save())
    await asyncio.wait_for(gate.entered.wait(), 10)
    draft.undo()
    draft.edit(Put(("name",), "later"))
    gate.open()
    await saving
    assert manifest_of(held(file)).name == "written"
    assert not draft.saved
    assert draft.manifest.name == "later"
    monkeypatch.undo()
    await draft.save()
    assert draft.saved
    assert manifest_of(held(file)).name == "later"


async def test_edits_made_behind_what_is_written_leave_it_saved(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("name",), "written"))
    gate = Gate(draft_file.write_atomically)
    monkeypatch.setattr(draft_file, "write_atomically", gate)
    saving = [asyncio.create_task(draft.save()) for _ in range(2)]
    await asyncio.wait_for(gate.entered.wait(), 10)
    draft.edit(Put(("name",), "later"))
    gate.open()
    await asyncio.gather(*saving)
    assert manifest_of(held(file)).name == "later"
    assert draft.saved
    draft.undo()
    assert not draft.saved


async def test_what_is_being_saved_is_not_taken_for_somebody_else_s(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("name",), "written"))
    written = draft_file.write_atomically
    gate = Gate(lambda *_: None)
    monkeypatch.setattr(draft_file, "write_atomically", lambda *values: (written(*values), gate()))
    saving = asyncio.create_task(draft.save())
    await asyncio.wait_for(gate.entered.wait(), 10)
    draft.edit(Put(("name",), "later"))
    looking = asyncio.create_task(draft.check_outside())
    gate.open()
    await saving
    assert await looking is None
    assert not draft.saved


def test_nothing_heavy_is_imported_for_a_draft() -> None:
    code = (
        "import sys, aeptui.ui.draft; heavy = {'textual', 'ruamel', 'httpx', 'pydantic', 'jsonschema', 'keyring',"
        " 'rapidfuzz', 'starlette'}; print(*heavy & {name.split('.')[0] for name in sys.modules})"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"
