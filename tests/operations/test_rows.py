"""The content of the files that rows land in."""

import importlib
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest

from aeptui.operations import rows
from aeptui.services.errors import BadAnswer


def test_json_lines() -> None:
    assert rows.of_file(b'{"_id": "1"}\n\n{"_id": "2"}\n') == [{"_id": "1"}, {"_id": "2"}]
    with pytest.raises(BadAnswer, match="JSON lines"):
        rows.of_file(b"a,b\n1,2\n")


def test_parquet() -> None:
    arrow = pytest.importorskip("pyarrow", reason="the extra for Parquet is not installed")
    parquet = importlib.import_module("pyarrow.parquet")
    moment = datetime(2024, 2, 29, 12, tzinfo=UTC)
    landed = [
        {"_id": "1", "person": {"birthDate": date(1980, 1, 1), "name": None}, "at": moment, "tags": ["a"], "raw": b"x"},
        {"_id": "2", "person": None, "at": None, "tags": [], "raw": None},
    ]
    file = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(landed), file)
    assert rows.of_file(file.getvalue()) == [
        {"_id": "1", "person": {"birthDate": "1980-01-01"}, "at": moment.isoformat(), "tags": ["a"], "raw": "x"},
        {"_id": "2", "tags": []},
    ]
    with pytest.raises(BadAnswer, match="no Parquet"):
        rows.of_file(file.getvalue()[:-20])


def test_parquet_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(rows.importlib, "import_module", missing)
    with pytest.raises(BadAnswer) as caught:
        rows.of_file(b"PAR1...")
    assert "pip install 'aeptui[parquet]'" in str(caught.value)
