import sqlite3
from pathlib import Path
from typing import Any

import pytest

from aeptui.store.database import MIGRATIONS, Database, StoreError
from aeptui.store.drafts import Drafts, FileContent, Step, StoredEdit

CONTENT = FileContent("name: a\n", "d1")


@pytest.fixture
def drafts(database: Database) -> Drafts:
    return Drafts(database)


def stored(number: int, title: str = "") -> StoredEdit:
    return StoredEdit(title or f"edit {number}", f"do {number}", f"undo {number}")


def filled(drafts: Drafts, count: int, **options: Any) -> int:
    number = drafts.create("d", "document 0", **options)
    for each in range(1, count + 1):
        drafts.append(drafts.record(number), f"title {each}", stored(each))
    return number


def test_a_new_draft_has_its_document_and_no_history(drafts: Drafts) -> None:
    record = drafts.record(drafts.create("first", "document"))
    assert (record.title, record.file, record.position, record.length, record.revision) == ("first", None, 0, 0, 0)
    assert record.saved_position is None
    assert drafts.document(record.number, 0) == (0, "document")
    assert drafts.history(record.number) == []
    assert drafts.saved_text(record.number) is None


def test_a_draft_of_a_file_knows_what_the_file_holds(drafts: Drafts, tmp_path: Path) -> None:
    number = drafts.create("a", "document", tmp_path / "x" / ".." / "a.yaml", CONTENT)
    record = drafts.of_file(tmp_path / "a.yaml")
    assert record is not None
    assert (record.number, record.file) == (number, tmp_path / "a.yaml")
    assert (record.saved_position, record.saved_digest) == (0, "d1")
    assert drafts.saved_text(number) == "name: a\n"
    assert drafts.of_file(tmp_path / "b.yaml") is None


def test_edits_stand_in_order_with_their_titles_and_inverses(drafts: Drafts) -> None:
    number = filled(drafts, 3)
    record = drafts.record(number)
    assert (record.title, record.position, record.length, record.revision) == ("title 3", 3, 3, 3)
    assert [(step.number, step.title) for step in drafts.history(number)] == [(n, f"edit {n}") for n in (1, 2, 3)]
    assert drafts.step(number, 2) == drafts.history(number)[1]
    assert drafts.step(number, 4) is None
    assert drafts.way(number, 0, 3) == ["do 1", "do 2", "do 3"]
    assert drafts.way(number, 3, 1) == ["undo 3", "undo 2"]
    assert drafts.way(number, 2, 2) == []


def test_what_was_taken_back_stays_until_the_next_edit(drafts: Drafts) -> None:
    number = filled(drafts, 3)
    record = drafts.stand_at(drafts.record(number), "title 1", 1)
    assert (record.position, record.length, record.title) == (1, 3, "title 1")
    record = drafts.append(record, "other", stored(9))
    assert (record.position, record.length) == (2, 2)
    assert drafts.way(number, 0, 2) == ["do 1", "do 9"]


def test_a_saved_position_is_forgotten_with_its_history(drafts: Drafts, tmp_path: Path) -> None:
    number = filled(drafts, 3)
    record = drafts.belongs_to(drafts.record(number), tmp_path / "a", CONTENT, 3)
    assert (record.saved_position, record.saved_digest, record.file) == (3, "d1", tmp_path / "a")
    assert record.revision == 3
    record = drafts.append(drafts.stand_at(record, "t", 2), "t", stored(9))
    assert record.saved_position is None
    record = drafts.belongs_to(record, tmp_path / "a", CONTENT, 3)
    record = drafts.append(drafts.stand_at(record, "t", 3), "t", stored(10))
    assert record.saved_position == 3


def test_the_first_and_the_last_document_are_kept(drafts: Drafts) -> None:
    number = filled(drafts, 6)
    for at in (2, 4):
        drafts.keep_document(drafts.stand_at(drafts.record(number), "t", at), f"document {at}")
    assert drafts.document(number, 6) == (4, "document 4")
    assert drafts.document(number, 3) == (0, "document 0")
    drafts.append(drafts.stand_at(drafts.record(number), "t", 3), "t", stored(9))
    assert drafts.document(number, 6) == (0, "document 0")


def test_an_id_once_given_is_remembered_and_not_in_the_file_yet(drafts: Drafts, tmp_path: Path) -> None:
    number = filled(drafts, 1)
    record = drafts.give_id(drafts.record(number), "4f6c2d0e")
    assert (record.manifest_id, record.revision) == ("4f6c2d0e", 2)
    number = drafts.create("a", "d", tmp_path / "a.yaml", CONTENT, "12345678")
    record = drafts.record(number)
    assert (record.manifest_id, record.saved_position) == ("12345678", 0)
    assert drafts.give_id(record, "87654321").saved_position is None


def test_the_list_begins_with_what_was_changed_last(drafts: Drafts) -> None:
    numbers = [drafts.create(name, "d") for name in "abc"]
    drafts.append(drafts.record(numbers[1]), "b2", stored(1))
    assert [record.title for record in drafts.listing()] == ["b2", "c", "a"]


def test_a_deleted_draft_leaves_nothing_and_its_number_is_not_used_again(database: Database, drafts: Drafts) -> None:
    number = filled(drafts, 2)
    other = filled(drafts, 1)
    drafts.set_ui_state("row", 3, number)
    drafts.delete(other)
    drafts.delete(number)
    for table in ("draft", "draft_edit", "draft_document", "draft_text", "ui_state"):
        assert database.connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
    with pytest.raises(StoreError, match=f"no draft number {number}"):
        drafts.record(number)
    assert drafts.create("new", "d") > other


def test_one_file_has_one_draft(drafts: Drafts, tmp_path: Path) -> None:
    drafts.create("a", "d", tmp_path / "a.yaml", CONTENT)
    number = drafts.create("b", "d")
    with pytest.raises(StoreError, match="Another draft belongs to this file"):
        drafts.create("c", "d", tmp_path / "a.yaml", CONTENT)
    with pytest.raises(StoreError, match="Another draft belongs to this file"):
        drafts.belongs_to(drafts.record(number), tmp_path / "a.yaml", CONTENT, 0)
    assert drafts.record(number).file is None


def test_who_does_not_know_the_last_change_changes_nothing(drafts: Drafts, tmp_path: Path) -> None:
    number = filled(drafts, 2)
    old = drafts.record(number)
    drafts.append(old, "t", stored(3))
    now = drafts.record(number)
    for change in (
        lambda: drafts.append(old, "t", stored(9)),
        lambda: drafts.stand_at(old, "t", 0),
        lambda: drafts.give_id(old, "x"),
        lambda: drafts.belongs_to(old, tmp_path / "a", CONTENT, 0),
        lambda: drafts.keep_document(old, "d"),
    ):
        with pytest.raises(StoreError, match="'title 2' was changed or deleted by another aeptui"):
            change()
    assert drafts.record(number) == now
    assert drafts.way(number, 0, 9) == ["do 1", "do 2", "do 3"]


def test_screens_remember_for_a_draft_and_for_the_application(drafts: Drafts) -> None:
    number = filled(drafts, 0)
    assert drafts.ui_state("place") is None
    drafts.set_ui_state("place", "mapping")
    drafts.set_ui_state("place", {"row": 3, "columns": ["a", None]}, number)
    drafts.set_ui_state("place", {"row": 4}, number)
    assert drafts.ui_state("place") == "mapping"
    assert drafts.ui_state("place", number) == {"row": 4}


def test_halves_of_characters_do_no_harm(drafts: Drafts) -> None:
    number = drafts.create("a\udc80", "d")
    drafts.append(drafts.record(number), "b\ud800", stored(1, "c\udfff"))
    assert drafts.record(number).title == "b?"
    assert drafts.history(number)[0].title == "c?"


def test_a_full_disk_is_said_and_nothing_is_half_done(database: Database, drafts: Drafts) -> None:
    number = filled(drafts, 1)
    pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
    database.connection.execute(f"PRAGMA max_page_count={pages}")
    before = drafts.record(number)
    with pytest.raises(StoreError, match=r"aeptui.db: the draft cannot be read or kept: .*free space"):
        drafts.append(before, "t", StoredEdit("t", "x" * 100_000, ""))
    assert drafts.record(number) == before
    database.connection.execute(f"PRAGMA max_page_count={pages + 1000}")
    assert drafts.append(before, "t", StoredEdit("t", "x" * 100_000, "")).position == 2


def test_an_edit_writes_no_more_than_itself(database: Database, drafts: Drafts, tmp_path: Path) -> None:
    number = drafts.create("large", "x" * 2_000_000, tmp_path / "a", FileContent("y" * 2_000_000, "d"))
    database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    log = database.path.with_name(f"{database.path.name}-wal")
    record = drafts.append(drafts.record(number), "t", stored(1))
    record = drafts.stand_at(record, "t", 0)
    assert 0 < log.stat().st_size < 100_000
    for each in range(20):
        record = drafts.append(record, "t", stored(each))
    assert log.stat().st_size < 1_000_000


def test_a_store_of_the_version_before_gets_the_tables(tmp_path: Path) -> None:
    path = tmp_path / "aeptui.db"
    connection = sqlite3.connect(path)
    connection.executescript(MIGRATIONS[0])
    connection.execute("INSERT INTO remembered_id VALUES ('/a.yaml', '4f6c2d0e')")
    connection.execute("PRAGMA user_version=1")
    connection.commit()
    connection.close()
    database = Database(path)
    assert Drafts(database).listing() == []
    assert database.connection.execute("SELECT id FROM remembered_id").fetchone() == ("4f6c2d0e",)
    database.close()


def test_steps_know_when_they_were_made(drafts: Drafts) -> None:
    number = filled(drafts, 2)
    first, second = drafts.history(number)
    assert isinstance(first, Step)
    assert 1_600_000_000 < first.at <= second.at <= drafts.record(number).changed_at
