import stat
import threading
from pathlib import Path

import pytest

from aeptui.localplatform.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "platform" / "store.sqlite3")


def test_documents_keep_the_order_of_creation_and_their_place_when_replaced(store: Store) -> None:
    for id in ("b", "a", "c"):
        store.put("flow", "dev", id, {"id": id})
    store.put("flow", "dev", "b", {"id": "b", "state": "enabled"})
    assert store.all("flow", "dev") == [{"id": "b", "state": "enabled"}, {"id": "a"}, {"id": "c"}]


def test_sandboxes_and_kinds_are_separate(store: Store) -> None:
    store.put("flow", "dev", "1", {"in": "dev"})
    store.put("flow", "prod", "1", {"in": "prod"})
    store.put("run", "dev", "1", {"in": "run"})
    assert store.get("flow", "prod", "1") == {"in": "prod"}
    assert store.count("flow") == 2 and store.count("flow", "dev") == 1
    assert len(store.all("flow")) == 2


def test_a_document_is_a_copy(store: Store) -> None:
    store.put("flow", "dev", "1", {"tags": []})
    document = store.get("flow", "dev", "1")
    assert document is not None
    document["tags"].append("changed")
    assert store.get("flow", "dev", "1") == {"tags": []}


def test_delete_tells_whether_there_was_something(store: Store) -> None:
    store.put("flow", "dev", "1", {})
    assert store.delete("flow", "dev", "1") is True
    assert store.delete("flow", "dev", "1") is False
    assert store.get("flow", "dev", "1") is None


def test_a_failed_transaction_leaves_nothing_even_of_nested_ones(store: Store) -> None:
    with pytest.raises(RuntimeError), store.transaction():
        with store.transaction():
            store.put("flow", "dev", "1", {})
        store.set_setting("seen", 1)
        raise RuntimeError
    assert store.count("flow") == 0
    assert store.setting("seen", "nothing") == "nothing"


def test_what_was_written_is_there_after_reopening_without_closing(tmp_path: Path) -> None:
    path = tmp_path / "platform" / "store.sqlite3"
    first = Store(path)
    first.put("flow", "dev", "1", {"name": "Größe"})
    first.set_setting("identity", {"org": "x"})
    first.write_blob("batches/1/files/part", b"row")
    second = Store(path)
    assert second.get("flow", "dev", "1") == {"name": "Größe"}
    assert second.setting("identity") == {"org": "x"}
    assert second.read_blob("batches/1/files/part") == b"row"


def test_files_are_private(tmp_path: Path) -> None:
    store = Store(tmp_path / "platform" / "store.sqlite3")
    store.write_blob("a/b", b"secret")
    files = [path for path in (tmp_path / "platform").rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "platform").stat().st_mode) == 0o700


def test_blobs_are_listed_below_a_folder_and_removed_with_it(store: Store) -> None:
    store.write_blob("batches/1/meta/row_errors/0.json", b"12")
    store.write_blob("batches/1/meta/samples.json", b"1")
    assert store.list_blobs("batches/1/meta") == ["row_errors/0.json", "samples.json"]
    assert store.list_blobs("batches/2") == []
    assert store.blob_size("batches/1/meta/row_errors/0.json") == 2
    assert store.blob_size("batches/1/meta") == 0
    store.delete_blobs("batches/1")
    assert store.read_blob("batches/1/meta/samples.json") is None


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", "a//b", "a/./b", "", "a/\0"])
def test_a_blob_cannot_lie_outside(store: Store, path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        store.write_blob(path, b"")


def test_threads_share_a_store(store: Store) -> None:
    def work(number: int) -> None:
        for index in range(20):
            with store.transaction():
                store.put("run", "dev", f"{number}-{index}", {})
                store.set_setting("count", store.setting("count", 0) + 1)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.count("run") == store.setting("count") == 80
