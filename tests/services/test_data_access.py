"""Data Access."""

import json
from typing import Any

import pytest
import respx

from aeptui.services.data_access import ROW_ERROR_SAMPLES, read_content
from aeptui.services.errors import BadAnswer, NotFound
from tests.services.support import PLATFORM, gather, platform

BASE = f"{PLATFORM}/data/foundation/export"
ROWS = [{"id": 1, "_errors": [{"code": "106"}]}, {"id": 2}]


def listing(*paths: str) -> dict[str, Any]:
    link = "https://platform-int.adobe.io/data/foundation/export/batches/b1/meta?path="
    data = [
        {"name": path.rsplit("/", 1)[-1], "length": "12", "_links": {"self": {"href": link + path}}} for path in paths
    ]
    return {"data": data, "_page": {"limit": 100, "count": len(data)}}


async def test_files_of_a_batch(router: respx.MockRouter) -> None:
    file = {"dataSetFileId": "b1-2", "records": "10", "size": "2048", "isValid": "true"}
    router.get(f"{BASE}/batches/b1/files").respond(json={"data": [file], "_page": {"limit": 100, "count": 1}})
    (found,) = await gather(platform().data_access.batch_files("b1"))
    assert (found.id, found.records, found.size, found.valid) == ("b1-2", 10, 2048, True)


async def test_failed_files(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/batches/b1/failed").respond(json=listing("a.json"))
    assert [file.name for file in await gather(platform().data_access.failed_files("b1"))] == ["a.json"]


async def test_rejected_rows_of_all_files(router: respx.MockRouter) -> None:
    files = listing("row_errors", "row_errors/conversion_errors_0.json", "row_errors/parsing_errors_0.json")
    router.get(f"{BASE}/batches/b1/meta", params={"path": "row_errors"}).respond(json=files)
    router.get(f"{BASE}/batches/b1/meta", params={"path": "row_errors/conversion_errors_0.json"}).respond(json=ROWS)
    lines = "\n".join(json.dumps(row) for row in ROWS).encode() + b"\n"
    router.get(f"{BASE}/batches/b1/meta", params={"path": "row_errors/parsing_errors_0.json"}).respond(
        content=lines, headers={"Content-Type": "application/octet-stream"}
    )
    assert await gather(platform().data_access.row_errors("b1")) == ROWS * 2


async def test_rejected_rows_answered_at_once(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/batches/b1/meta").respond(json=ROWS)
    assert await gather(platform().data_access.row_errors("b1")) == ROWS


async def test_samples(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/batches/b1/meta").respond(json=ROWS[0])
    content = await platform().data_access.batch_meta("b1", ROW_ERROR_SAMPLES)
    assert content.records == (ROWS[0],) and not content.files
    assert route.calls.last.request.url.params["path"] == "row_error_samples.json"


async def test_without_diagnostics(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/batches/b1/meta").respond(404)
    with pytest.raises(NotFound):
        await gather(platform().data_access.row_errors("b1"))


def test_a_row_that_looks_like_a_listing_is_a_row() -> None:
    assert read_content(b'{"data": [1, 2], "name": "x"}', "read").records == ({"data": [1, 2], "name": "x"},)


@pytest.mark.parametrize("data", [b"<html>", b"PAR1\xff", b'{"a": 1}\n{"b"'])
def test_a_diagnosis_that_is_none(data: bytes) -> None:
    with pytest.raises(BadAnswer):
        read_content(data, "read the diagnosis of the batch")


async def test_parts_and_bytes_of_a_file(router: respx.MockRouter) -> None:
    router.get(f"{BASE}/files/f1", params={"path": "p.parquet"}).respond(206, content=b"PAR1")
    router.get(f"{BASE}/files/f1").respond(json=listing("p.parquet"))
    access = platform().data_access
    (part,) = await access.parts("f1")
    assert (part.path, part.length) == ("p.parquet", 12)
    assert await access.download("f1", part.path, first=0, last=3) == b"PAR1"
    assert router.calls.last.request.headers["range"] == "bytes=0-3"
    await access.download("f1", part.path, first=4)
    assert router.calls.last.request.headers["range"] == "bytes=4-"
    await access.download("f1", part.path)
    assert "range" not in router.calls.last.request.headers


async def test_rows_of_a_dataset(router: respx.MockRouter) -> None:
    route = router.get(f"{BASE}/datasets/d1/preview").respond(json={"data": [{"_id": "a"}]})
    assert await platform().data_access.dataset_rows("d1") == [{"_id": "a"}]
    route.respond(json={"data": None})
    with pytest.raises(BadAnswer):
        await platform().data_access.dataset_rows("d1")
