"""Parquet: as a source, and as the form in which rows can be read back."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from aeptui.localplatform import parquet
from tests.localplatform.support import Client
from tests.localplatform.workflow import FLOW, batch_of, connection_id, file_flow, landed, run_flow

TREE = {
    "type": "object",
    "properties": {
        "text": {"type": "string"},
        "whole": {"type": "integer"},
        "real": {"type": "number"},
        "yes": {"type": "boolean"},
        "day": {"type": "string", "format": "date"},
        "at": {"type": "string", "format": "date-time"},
        "list": {"type": "array", "items": {"type": "integer"}},
        "map": {"type": "object", "additionalProperties": {"type": "number"}, "meta:xdmType": "map"},
        "who": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}},
    },
}
ROWS: list[dict[str, Any]] = [
    {
        "text": "ä",
        "whole": 2**40,
        "real": 1.5,
        "yes": True,
        "day": "2024-02-29",
        "at": "2024-02-29T12:00:00.250+02:00",
        "list": [1, 2],
        "map": {"a": 1, "b": 2.5},
        "who": {"name": "Zoë"},
        "extra": {"kept": ["as", "text"]},
    },
    {"text": "b", "who": {"age": 7}},
]
SHOWN = {
    "who": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}},
    "extra": {"type": "string"},
    "map": {"type": "object", "additionalProperties": {"type": "number"}},
}


@pytest.fixture
def library() -> Any:
    return pytest.importorskip("pyarrow", reason="the extra for Parquet is not installed")


def written(rows: list[dict[str, Any]]) -> bytes:
    return parquet.from_lines("\n".join(map(json.dumps, rows)).encode(), TREE)


def test_rows_keep_their_types(library: Any, tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    file.write_bytes(written(ROWS))
    first, second = parquet.rows(file)
    expected = {"at": "2024-02-29T10:00:00.250Z", "extra": '{"kept": ["as", "text"]}'}
    assert first == ROWS[0] | expected | {"who": {"name": "Zoë", "age": None}}
    assert second["who"] == {"name": None, "age": 7} and second["map"] is None
    assert parquet.schema_of(file)["properties"] == TREE["properties"] | SHOWN


@pytest.mark.parametrize("content", [b"", b"PAR1", b"a,b\n1,2\n"])
def test_what_is_no_parquet_cannot_be_read(library: Any, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(OSError, match=r"\w"):
        list(parquet.rows(tmp_path / "a.parquet"))
    with pytest.raises(OSError, match=r"\w"):
        parquet.schema_of(tmp_path / "a.parquet")


async def test_a_parquet_file_is_explored_lands_and_is_read_back_as_parquet(
    library: Any, files: Client, root: Path
) -> None:
    (root / "people.parquet").write_bytes(written(ROWS))
    base = await connection_id(files, "Local files")
    asked = {"objectType": "file", "object": "/people.parquet", "fileType": "parquet", "preview": "true"}
    seen = await files.done("GET", f"{FLOW}/connections/{base}/explore", params=asked)
    assert seen["format"] == "hierarchical" and seen["schema"]["properties"]["whole"] == {"type": "integer"}
    assert [row["text"] for row in seen["data"]] == ["ä", "b"]
    mappings = {"_id": "text", "person.name.fullName": "who.name", "_repo.createDate": "at"}
    run = await run_flow(files, await file_flow(files, "/people.parquet", mappings, {"format": "parquet"}))
    lines = await landed(files, run)
    assert [row["_id"] for row in lines] == ["ä", "b"]
    (part,) = (await files.done("GET", f"/foundation/export/files/{batch_of(run)}-1"))["data"]
    assert part["name"] == "part-00000.json", "whoever reads every listed file gets each row once"
    reply = await files.http.get(part["_links"]["parquet"]["href"], headers=files.headers())
    table = library.parquet.read_table(io.BytesIO(reply.content))
    assert str(table.schema.field("_repo").type.field("createDate").type) == "timestamp[ms, tz=UTC]"
    assert table.column("_id").to_pylist() == ["ä", "b"]
    gone = await files.call("GET", f"/foundation/export/files/{batch_of(run)}-1", params={"path": "../x.parquet"})
    assert gone.status_code == 404


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is not there."""
    monkeypatch.setattr(parquet, "_LIBRARY", "no_such_library")


async def test_without_the_extra_rows_are_there_as_json_lines_alone(missing: None, files: Client, root: Path) -> None:
    (root / "people.csv").write_text("a\n1\n")
    run = await run_flow(files, await file_flow(files, "/people.csv", {"_id": "a"}))
    file = f"/foundation/export/files/{batch_of(run)}-1"
    (part,) = (await files.done("GET", file))["data"]
    assert "parquet" not in part["_links"]
    reply = await files.call("GET", file, params={"path": "part-00000.parquet"})
    assert reply.status_code == 404 and "aeptui[parquet]" in reply.json()["detail"]


async def test_without_the_extra_parquet_files_are_refused_with_what_to_do(
    missing: None, files: Client, root: Path
) -> None:
    (root / "people.parquet").write_bytes(b"PAR1")
    base = await connection_id(files, "Local files")
    for preview in ("true", "false"):
        asked = {"objectType": "file", "object": "/people.parquet", "fileType": "parquet", "preview": preview}
        reply = await files.call("GET", f"{FLOW}/connections/{base}/explore", params=asked)
        assert reply.status_code == 400 and "pip install 'aeptui[parquet]'" in reply.json()["detail"]
    failed = await run_flow(files, await file_flow(files, "/people.parquet", {"_id": "a"}, {"format": "parquet"}))
    assert "aeptui[parquet]" in failed["activities"][0]["statusSummary"]["extensions"]["errorDetail"]
