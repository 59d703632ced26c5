"""Mappings through files on disk: every byte that was written is read again, and what cannot be read is told."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aeptui.core.manifest.model import MappingRow, Scalar
from aeptui.core.manifest.unfinished import same
from aeptui.core.mapping.exchange.forms import Form, read, write
from aeptui.core.mapping.exchange.refused import ExchangeRefused
from aeptui.core.mapping.exchange.sets import SetForm
from aeptui.core.mapping.exchange.sources import Kind
from aeptui.ui.screens.mapping import files
from aeptui.ui.screens.mapping.files import read_file, write_file
from tests.core.mapping.exchange.rows import MAPPINGS


def never(_text: str) -> tuple[Kind, Scalar]:
    raise AssertionError("what was exported says what every source is")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MAPPINGS, st.sampled_from(Form))
def test_a_file_holds_what_was_written(tmp_path: Path, rows: tuple[MappingRow, ...], form: Form) -> None:
    path = tmp_path / f"rows{form.suffix}"
    write_file(path, write(rows, form, SetForm()))
    assert same(read(read_file(path), form, SetForm(), never).rows, rows)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_a_spreadsheet_saved_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("sourceType,source,destination\r\nATTRIBUTE,größe,a\r\n".encode(encoding))
    assert read(read_file(path), Form.CSV, SetForm(), never).rows == (MappingRow("a", from_="größe"),)


def test_what_cannot_be_read_or_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"source,target\n\xff,a\n")
    with pytest.raises(ExchangeRefused, match=r"rows.csv, line 2: the byte 0xFF is not UTF-8.*save the file as UTF-8"):
        read_file(path)
    with pytest.raises(ExchangeRefused, match="cannot be read: Is a directory"):
        read_file(tmp_path)
    with pytest.raises(ExchangeRefused, match="cannot be written"):
        write_file(tmp_path / "none" / "rows.csv", "x")
    monkeypatch.setattr(files, "MOST_BYTES", 5)
    with pytest.raises(ExchangeRefused, match="more than 0 MB"):
        read_file(path)
