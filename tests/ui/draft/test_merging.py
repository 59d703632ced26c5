"""Files that somebody else changed meanwhile: noticed, merged, never overwritten."""

import os
from pathlib import Path

import pytest

from aeptui.core.manifest.edits import Insert, Put
from aeptui.store.database import Database
from aeptui.ui.draft import Draft
from aeptui.ui.draft_file import ChangedOutside, FileRefused
from tests.ui.draft.support import ROW, WITH_ID, held, manifest_of, put, reopened


async def test_what_somebody_else_wrote_is_never_overwritten(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("state",), "disabled"))
    theirs = WITH_ID.replace("object: incident", "object: problem  # theirs")
    put(file, theirs)
    with pytest.raises(ChangedOutside, match=r"incidents\.yaml: changed outside") as caught:
        await draft.save()
    assert held(file) == theirs
    assert caught.value.change.conflicts == ()
    draft.take(caught.value.change)
    assert (draft.manifest.state, draft.manifest.source.object) == ("disabled", "problem")
    assert not draft.saved
    await draft.save()
    assert held(file) == theirs.replace("state: enabled", "state: disabled")


async def test_a_merge_is_one_edit_that_can_be_taken_back(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("name",), "ours"))
    draft.edit(Insert(("mapping",), 0, ROW))
    put(file, WITH_ID.replace("name: ServiceNow incidents", "name: theirs"))
    change = await draft.check_outside()
    assert change is not None
    (conflict,) = change.conflicts
    assert (conflict.path, conflict.ours, conflict.theirs) == (("name",), "ours", "theirs")
    before = draft.manifest
    draft.take(change, [conflict.key])
    assert (draft.manifest.name, draft.manifest.mapping[0]) == ("theirs", ROW)
    assert draft.history()[-1].title == "merged with incidents.yaml as changed outside"
    assert draft.undo() == "merged with incidents.yaml as changed outside"
    assert draft.manifest == before
    assert reopened(draft).manifest == before


async def test_a_merge_counts_edits_made_since_it_was_noticed(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    put(file, WITH_ID.replace("name: ServiceNow incidents", "name: theirs"))
    change = await draft.check_outside()
    assert change is not None
    draft.edit(Put(("state",), "draft"))
    draft.take(change)
    assert (draft.manifest.name, draft.manifest.state) == ("theirs", "draft")


async def test_without_edits_of_ours_theirs_is_taken_as_it_is(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    theirs = WITH_ID.replace("state: enabled", "state: disabled") + "# end\n"
    put(file, theirs)
    change = await draft.check_outside()
    assert change is not None
    draft.take(change)
    assert draft.saved
    assert draft.manifest == manifest_of(theirs)
    await draft.save()
    assert held(file) == theirs


async def test_a_comment_that_somebody_wrote_is_taken_without_a_question(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    put(file, WITH_ID + "# end\n")
    assert await draft.check_outside() is None
    assert (draft.saved, draft.position) == (True, 0)
    draft.edit(Put(("state",), "disabled"))
    await draft.save()
    assert held(file).endswith("# end\n")


async def test_theirs_can_be_taken_instead_of_ours_and_ours_kept_over_theirs(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    draft.edit(Put(("name",), "ours"))
    theirs = WITH_ID.replace("name: ServiceNow incidents", "name: theirs  # they")
    put(file, theirs)
    change = await draft.check_outside()
    assert change is not None
    draft.take_theirs(change)
    assert (draft.manifest, draft.saved) == (manifest_of(theirs), True)
    draft.undo()
    put(file, theirs + "# once more\n")
    change = await draft.check_outside()
    assert change is not None
    draft.keep_ours(change)
    await draft.save()
    assert held(file) == theirs.replace("name: theirs", "name: ours") + "# once more\n"


async def test_a_file_that_somebody_broke_is_told_and_can_be_overruled(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    put(file, "aeptui: 1\nnmae: x\n")
    change = await draft.check_outside()
    assert change is not None
    assert change.theirs is None
    assert change.merge is None
    assert change.conflicts == ()
    assert "manifest/unknown-key" in {each.rule for each in change.problems}
    for refused in (draft.take, draft.take_theirs):
        with pytest.raises(ValueError, match="cannot be read"):
            refused(change)
    draft.keep_ours(change)
    draft.edit(Put(("state",), "disabled"))
    await draft.save()
    assert held(file) == WITH_ID.replace("state: enabled", "state: disabled")


async def test_a_comment_in_another_encoding_is_not_opened_nor_merged_as_question_marks(
    database: Database, file: Path
) -> None:
    put(file, WITH_ID.replace("# incidents", "# Störfälle").encode("latin-1"))
    with pytest.raises(FileRefused) as caught:
        await Draft.of_file(database, file)
    assert [(each.rule, each.line) for each in caught.value.problems] == [("yaml/encoding", 1)]
    put(file, WITH_ID)
    draft = await Draft.of_file(database, file)
    put(file, WITH_ID.replace("# incidents", "# Störfälle").encode("latin-1"))
    change = await draft.check_outside()
    assert change is not None
    assert (change.theirs, [each.rule for each in change.problems]) == (None, ["yaml/encoding"])


async def test_a_file_that_is_gone_is_written_again(database: Database, file: Path) -> None:
    draft = await Draft.of_file(database, file)
    os.unlink(file)
    assert await draft.check_outside() is None
    draft.edit(Put(("state",), "disabled"))
    await draft.save()
    assert held(file) == WITH_ID.replace("state: enabled", "state: disabled")
