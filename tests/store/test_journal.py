import os
import sqlite3
import stat
from pathlib import Path

import pytest

from aeptui.store.database import Database, StoreError
from aeptui.store.journal import Journal
from aeptui.store.manifest_ids import remember_id, remembered_id


def test_the_file_is_private(database: Database) -> None:
    folder = database.path.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_records_keep_what_happened_last_in_the_order_of_their_beginning(database: Database) -> None:
    journal = Journal(database, "org", "dev", "4f6c2d0e")
    journal.start("dataset", "dataset")
    journal.start("flow", "flow")
    journal.done("dataset", "dataset", "5ed1", {"version": "0"}, made=True, action="create")
    records = journal.records()
    assert list(records) == ["dataset", "flow"]
    assert (records["dataset"].state, records["dataset"].id, records["dataset"].made) == ("done", "5ed1", True)
    assert records["dataset"].attributes == {"version": "0"}
    assert records["flow"].state == "started"


def test_journals_of_other_sandboxes_and_manifests_are_apart(database: Database) -> None:
    Journal(database, "org", "dev", "a").start("flow", "flow")
    for organisation, sandbox, manifest in (("org", "prod", "a"), ("other", "dev", "a"), ("org", "dev", "b")):
        assert Journal(database, organisation, sandbox, manifest).records() == {}


def test_a_record_survives_a_process_that_never_closed_the_file(tmp_path: Path) -> None:
    path = tmp_path / "aeptui.db"
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        Journal(Database(path), "org", "dev", "a").start("flow", "flow")
        os.write(write, b"x")
        os.kill(os.getpid(), 9)
    os.read(read, 1)
    os.waitpid(child, 0)
    os.close(read)
    os.close(write)
    database = Database(path)
    assert Journal(database, "org", "dev", "a").records()["flow"].state == "started"
    database.close()


def test_changes_are_in_the_audit_log_with_who_and_where(database: Database) -> None:
    Journal(database, "org", "dev", "a").done("flow", "flow", "f1", {}, made=True, action="create")
    rows = database.connection.execute("SELECT who, organisation, sandbox, action, kind, id FROM audit").fetchall()
    assert len(rows) == 1
    assert "@" in rows[0][0]
    assert rows[0][1:] == ("org", "dev", "create", "flow", "f1")


def test_forgetting_takes_one_record(database: Database) -> None:
    journal = Journal(database, "org", "dev", "a")
    journal.start("flow", "flow")
    journal.start("dataset", "dataset")
    journal.forget("flow")
    assert list(journal.records()) == ["dataset"]


def test_a_file_of_a_later_version_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "aeptui.db"
    Database(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(StoreError, match="later version"):
        Database(path)


def test_a_folder_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="AEPTUI_HOME"):
        Database(tmp_path / "file" / "aeptui.db")


def test_an_id_is_remembered_by_the_file_it_belongs_to(database: Database, tmp_path: Path) -> None:
    remember_id(database, tmp_path / "a.yaml", "1234abcd")
    assert remembered_id(database, tmp_path / "sub" / ".." / "a.yaml") == "1234abcd"
    assert remembered_id(database, tmp_path / "b.yaml") is None
