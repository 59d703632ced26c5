import stat
from pathlib import Path

import pytest

from aeptui.store.files import write_atomically
from aeptui.store.locks import Locked, exclusive
from aeptui.store.paths import user_paths


def test_a_new_file_is_private_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    write_atomically(path, "one\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    write_atomically(path, "two\r\n")
    assert path.read_bytes() == b"two\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("old")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    write_atomically(tmp_path / "link.yaml", "new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text() == "new"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "\udc80")
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.yaml"]


def test_a_lock_is_held_by_one_and_freed_at_the_end(tmp_path: Path) -> None:
    with exclusive(tmp_path, "a"):
        with pytest.raises(Locked, match="process"), exclusive(tmp_path, "a"):
            pass
        with exclusive(tmp_path, "b"):
            pass
    with exclusive(tmp_path, "a"):
        pass


def test_one_folder_can_hold_everything(tmp_path: Path) -> None:
    paths = user_paths({"AEPTUI_HOME": str(tmp_path)})
    assert {paths.config, paths.state, paths.data} == {tmp_path / name for name in ("config", "state", "data")}
