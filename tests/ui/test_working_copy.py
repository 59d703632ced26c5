import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import Batch, Edit, Insert, Put, Remove, apply
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.problems import Path as Place
from aeptui.core.manifest.unfinished import same
from aeptui.core.manifest.values import EditError
from aeptui.core.xdm.library import PROFILE
from aeptui.store.database import Database, StoreError
from aeptui.store.drafts import Drafts
from aeptui.ui.working_copy import EDITS_BETWEEN_DOCUMENTS, WorkingCopy
from tests.core.manifest.edit_samples import POOL, RANDOM, SEEDED, an_edit

ROW = MappingRow("a", from_="b")


@pytest.fixture
def copy(database: Database) -> WorkingCopy:
    return WorkingCopy.new(database)


def reopened(copy: WorkingCopy) -> WorkingCopy:
    return WorkingCopy.open(copy._database, copy.number)


def test_a_new_one_is_blank_and_of_the_profile_class(copy: WorkingCopy) -> None:
    assert copy.manifest == blank(PROFILE)
    assert copy.title == "unnamed"
    assert not copy.can_undo
    assert not copy.can_redo
    assert copy.undo() is None
    assert copy.redo() is None


def test_an_edit_is_on_disk_when_it_returns(copy: WorkingCopy) -> None:
    assert copy.edit(Put(("name",), "Incidents"))
    assert copy.manifest.name == copy.title == "Incidents"
    assert reopened(copy).manifest == copy.manifest
    assert Drafts(copy._database).listing()[0].title == "Incidents"


def test_an_edit_that_changes_nothing_is_no_part_of_the_history(copy: WorkingCopy) -> None:
    copy.edit(Put(("mapping",), (MappingRow("a", value=1),)))
    revision = copy.revision
    assert not copy.edit(Put(("mapping", 0, "value"), 1))
    assert not copy.edit(Batch((Put(("name",), ""), Insert(("mapping",), 0, ROW), Remove(("mapping",), 0)), "t"))
    assert (copy.revision, copy.position) == (revision, 1)
    assert copy.edit(Put(("mapping", 0, "value"), True))
    assert reopened(copy).manifest.mapping[0].value is True


@pytest.mark.parametrize(
    "edit", [Put(("name",), 5), Put(("mapping", 0), ROW), Batch((Put(("name",), "a"), Put(("state",), "x")), "t")]
)
def test_an_edit_that_is_refused_leaves_everything_as_it_was(copy: WorkingCopy, edit: Edit) -> None:
    heard: list[object] = []
    copy.subscribe(heard.append)
    with pytest.raises(EditError):
        copy.edit(edit)
    assert copy.manifest == blank(PROFILE) == reopened(copy).manifest
    assert (copy.position, heard) == (0, [])


def test_undo_and_redo_say_what_they_did_and_survive_the_end_of_the_program(copy: WorkingCopy) -> None:
    copy.edit(Put(("name",), "a"))
    copy.edit(Insert(("mapping",), 0, ROW))
    assert copy.undo() == "new mapping 1: b to a"
    copy = reopened(copy)
    assert copy.manifest.mapping == ()
    assert copy.can_redo
    assert copy.undo() == "name: a"
    assert copy.title == "unnamed"
    assert copy.redo() == "name: a"
    assert copy.redo() == "new mapping 1: b to a"
    assert copy.redo() is None
    assert (copy.manifest.name, copy.manifest.mapping) == ("a", (ROW,))


def test_a_new_edit_ends_what_could_be_made_again(copy: WorkingCopy) -> None:
    for name in "abc":
        copy.edit(Put(("name",), name))
    copy.go_to(1)
    copy.edit(Put(("name",), "d"))
    assert not copy.can_redo
    assert [step.title for step in copy.history()] == ["name: a", "name: d"]


def test_any_point_of_the_history_can_be_gone_to(copy: WorkingCopy) -> None:
    states = [copy.manifest]
    for number in range(8):
        copy.edit(Batch((Insert(("mapping",), 0, ROW), Put(("name",), f"{number}")), f"step {number}"))
        states.append(copy.manifest)
    for position in (3, 3, 0, 8, 1, 7):
        copy.go_to(position)
        assert (copy.position, copy.manifest) == (position, states[position])
        assert reopened(copy).manifest == states[position]
    for position in (-1, 9):
        with pytest.raises(ValueError, match="8 edits"):
            copy.go_to(position)
    assert [step.title for step in copy.history()] == [f"step {number}" for number in range(8)]


def test_who_listens_is_told_what_changed_until_he_stops(copy: WorkingCopy) -> None:
    heard: list[frozenset[Place]] = []
    stop = copy.subscribe(heard.append)
    copy.edit(Put(("source", "object"), "incident"))
    copy.edit(Insert(("mapping",), 0, ROW))
    copy.edit(Put(("mapping", 0, "expr"), "x"))
    copy.go_to(1)
    copy.give_id()
    stop()
    copy.undo()
    assert heard == [{("source", "object")}, {("mapping",)}, {("mapping", 0)}, {("mapping",)}, {("id",)}]


def test_who_listens_sees_the_new_state(copy: WorkingCopy) -> None:
    seen: list[str] = []
    copy.subscribe(lambda _: seen.append(copy.manifest.name + reopened(copy).manifest.name))
    copy.edit(Put(("name",), "a"))
    copy.undo()
    assert seen == ["aa", ""]


def test_an_id_is_given_once_and_outlives_undo(copy: WorkingCopy) -> None:
    copy.edit(Put(("name",), "a"))
    before = copy.revision
    given = copy.give_id()
    assert copy.give_id() == given == copy.manifest.id
    assert copy.revision > before
    copy.go_to(0)
    assert copy.manifest.id == reopened(copy).manifest.id == given
    assert not copy.edit(Put(("id",), None))
    copy.edit(Put((), POOL[1]))
    assert copy.manifest == replace(POOL[1], id=given)
    assert reopened(copy).manifest == copy.manifest


def test_the_state_of_screens_belongs_to_the_draft(copy: WorkingCopy) -> None:
    copy.set_ui_state("mapping", {"row": 3})
    assert reopened(copy).ui_state("mapping") == {"row": 3}
    assert WorkingCopy.new(copy._database).ui_state("mapping") is None


def test_a_draft_that_another_one_changed_is_not_overwritten(copy: WorkingCopy) -> None:
    other = reopened(copy)
    other.edit(Put(("name",), "other"))
    with pytest.raises(StoreError, match="another aeptui"):
        copy.edit(Put(("name",), "mine"))
    assert copy.manifest.name == ""
    assert reopened(copy).manifest.name == "other"


def test_a_draft_that_cannot_be_read_is_said_with_what_to_do(copy: WorkingCopy) -> None:
    copy.edit(Put(("name",), "a"))
    copy._database.connection.execute("UPDATE draft_edit SET edit='{\"swap\": []}'")
    with pytest.raises(StoreError, match=r"'a' \(number 1\) cannot be read by this version.*delete the draft"):
        reopened(copy)
    with pytest.raises(StoreError, match="no draft number 7"):
        WorkingCopy.open(copy._database, 7)


def test_opening_after_many_edits_keeps_a_whole_document(copy: WorkingCopy) -> None:
    for number in range(EDITS_BETWEEN_DOCUMENTS + 5):
        copy.edit(Put(("name",), f"{number}"))
    drafts = Drafts(copy._database)
    assert drafts.document(copy.number, copy.position)[0] == 0
    assert reopened(copy).manifest == copy.manifest
    assert drafts.document(copy.number, copy.position)[0] == copy.position
    copy = reopened(copy)
    copy.go_to(3)
    copy.edit(Put(("name",), "other"))
    assert drafts.document(copy.number, copy.position)[0] == 0
    assert reopened(copy).manifest == copy.manifest


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A store for many examples; how long the disk takes is no part of them."""
    opened = Database(tmp_path_factory.mktemp("shared") / "aeptui.db")
    opened.connection.execute("PRAGMA synchronous=OFF")
    yield opened
    opened.close()


@SEEDED
@given(RANDOM)
def test_memory_store_and_a_model_of_the_history_agree(shared: Database, random: Random) -> None:
    start = random.choice(POOL)
    copy = WorkingCopy.new(shared, start)
    states, position = [start], 0
    for _ in range(random.randrange(12)):
        what = random.choice(["edit", "edit", "edit", "undo", "redo", "go", "reopen"])
        if what == "edit":
            edit = an_edit(random, states[position])
            if copy.edit(edit):
                states[position + 1 :] = [apply(states[position], edit)]
                position += 1
        elif what == "undo" and copy.undo() is not None:
            position -= 1
        elif what == "redo" and copy.redo() is not None:
            position += 1
        elif what == "go":
            position = random.randrange(len(states))
            copy.go_to(position)
        elif what == "reopen":
            copy = reopened(copy)
        assert same(copy.manifest, states[position])
        assert (copy.position, copy.can_undo, copy.can_redo) == (position, position > 0, position + 1 < len(states))
    again = reopened(copy)
    assert same(again.manifest, copy.manifest)
    assert len(again.history()) == len(states) - 1
    for position in (0, len(states) - 1):
        again.go_to(position)
        assert same(again.manifest, states[position])


EDITOR = """
import sys
from pathlib import Path
from aeptui.core.manifest.edits import Batch, Insert, Put
from aeptui.core.manifest.model import MappingRow
from aeptui.store.database import Database
from aeptui.ui.working_copy import WorkingCopy

copy = WorkingCopy.new(Database(Path(sys.argv[1])))
number = 0
while True:
    number += 1
    row = Insert(("mapping",), 0, MappingRow(f"to.{number}", from_="x" * 500))
    copy.edit(Batch((row, Put(("name",), f"edit {number}")), f"edit {number}"))
    if number % 5 == 0:
        copy.undo()
        copy.redo()
    print(number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 7, 40, EDITS_BETWEEN_DOCUMENTS + 3])
def test_a_program_that_is_killed_loses_nothing(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "aeptui.db"
    with subprocess.Popen([sys.executable, "-c", EDITOR, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        # It may have made further edits before the signal came.
        said = [lines, *map(int, process.stdout.read().split("\n")[:-1])]
    database = Database(path)
    copy = WorkingCopy.open(database, 1)
    # The killed program may have stood in the middle of taking back and making again.
    made = len(copy.history())
    assert made - said[-1] in (0, 1)
    assert copy.position == made or (made % 5 == 0 and copy.position == made - 1)
    assert copy.manifest.name == f"edit {copy.position}"
    assert [row.to for row in copy.manifest.mapping] == [f"to.{number}" for number in range(copy.position, 0, -1)]
    copy.go_to(0)
    assert copy.manifest == blank(PROFILE)
    database.close()
