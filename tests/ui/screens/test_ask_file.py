"""What keeps a file from being read or written, said before it is tried."""

from pathlib import Path

import pytest

from aeptui.ui.screens.ask_file import not_readable, not_writable


def test_a_file_is_read_and_a_new_one_written(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert not_readable(tmp_path / "a") == "" == not_writable(tmp_path / "b")
    assert "no file" in not_readable(tmp_path / "b") and "tab completes it" in not_readable(tmp_path / "b")


@pytest.mark.parametrize("check", [not_readable, not_writable])
def test_what_is_no_place_for_a_file_is_said(tmp_path: Path, check: object) -> None:
    assert callable(check)
    assert "is a folder" in check(tmp_path)
    assert f"There is no folder {tmp_path / 'x'}" in check(tmp_path / "x" / "a")
    assert "There is no f" in check(tmp_path / ("x" * 300) / "a")


def test_a_name_that_is_too_long_names_no_file(tmp_path: Path) -> None:
    assert "There is no file" in not_readable(tmp_path / ("x" * 300))
