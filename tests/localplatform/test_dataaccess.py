import json
from typing import Any

import pytest

from aeptui.localplatform import catalog
from tests.localplatform.support import Client, make_dataset, make_schema

BASE = "/foundation/export"
ROWS = [{"_id": "1", "person": {"name": {"fullName": "Ada"}}}, {"_id": "2"}]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
ERROR = b'{"code": "MAPPER-3700-400"}\n'


async def make_batch(client: Client, **blobs: bytes) -> tuple[str, str]:
    """A dataset and a batch of it with blobs, their paths written with ``__`` for ``/``."""
    dataset = await make_dataset(client, (await make_schema(client))["$id"])
    batch = catalog.create_batch(client.platform, "dev", {"dataset_id": dataset, "recordCount": 2, "status": "success"})
    for path, content in blobs.items():
        client.platform.store.write_blob(f"batches/{batch['id']}/{path.replace('__', '/')}.json", content)
    return dataset, str(batch["id"])


async def good_batch(client: Client) -> tuple[str, str]:
    diagnostics: dict[str, bytes] = {"meta__row_errors__conversion_errors_0": ERROR, "meta__row_error_samples": b"[]"}
    return await make_batch(client, **{"files__part-00000": LINES, **diagnostics})


async def test_from_a_batch_to_the_rows(client: Client) -> None:
    _, batch = await good_batch(client)
    said = await client.done("GET", f"{BASE}/batches/{batch}/files")
    (file,) = said["data"]
    assert said["_page"] == {"limit": 100, "count": 1}
    assert (file["records"], file["size"], file["isValid"]) == ("2", str(len(LINES)), True)
    listed = await client.http.get(file["_links"]["self"]["href"], headers=client.headers())
    (entry,) = listed.json()["data"]
    assert (entry["name"], entry["length"]) == ("part-00000.json", str(len(LINES)))
    rows = await client.http.get(entry["_links"]["self"]["href"], headers=client.headers())
    assert rows.content == LINES and rows.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-3", 0, 3), ("bytes=5-", 5, None), ("bytes=-4", -4, None), ("bytes=0-99999", 0, None)],
)
async def test_a_range_of_a_file(client: Client, asked: str, first: int, last: int | None) -> None:
    _, batch = await good_batch(client)
    path = f"{BASE}/files/{batch}-1"
    reply = await client.call("GET", path, params={"path": "part-00000.json"}, range=asked)
    assert reply.status_code == 206
    assert reply.content == LINES[first : None if last is None else last + 1]
    assert reply.headers["content-range"].endswith(f"/{len(LINES)}")


async def test_a_range_behind_the_end(client: Client) -> None:
    _, batch = await good_batch(client)
    reply = await client.call("GET", f"{BASE}/files/{batch}-1", params={"path": "part-00000.json"}, range="bytes=9999-")
    assert (reply.status_code, reply.headers["content-range"]) == (416, f"bytes */{len(LINES)}")


async def test_head_tells_the_size(client: Client) -> None:
    _, batch = await good_batch(client)
    reply = await client.call("HEAD", f"{BASE}/files/{batch}-1", params={"path": "part-00000.json"})
    assert (reply.headers["content-length"], reply.headers["accept-ranges"]) == (str(len(LINES)), "bytes")


async def test_diagnostics(client: Client) -> None:
    _, batch = await good_batch(client)
    path = f"{BASE}/batches/{batch}/meta"
    names = [entry["name"] for entry in (await client.done("GET", path))["data"]]
    assert names == ["row_error_samples.json", "row_errors"]
    folder = await client.done("GET", path, params={"path": "row_errors"})
    (entry,) = folder["data"]
    assert entry["name"] == "conversion_errors_0.json"
    content = await client.http.get(entry["_links"]["self"]["href"], headers=client.headers())
    assert content.content == ERROR
    assert (await client.call("GET", path, params={"path": "row_error_samples.json"})).content == b"[]"
    assert (await client.call("GET", path, params={"path": "input_files"})).status_code == 404


async def test_a_batch_without_anything(client: Client) -> None:
    dataset, batch = await make_batch(client)
    assert (await client.done("GET", f"{BASE}/batches/{batch}/files"))["data"] == []
    assert (await client.done("GET", f"{BASE}/batches/{batch}/failed"))["data"] == []
    assert (await client.call("GET", f"{BASE}/batches/{batch}/meta")).status_code == 404
    assert await client.done("GET", f"{BASE}/datasets/{dataset}/preview") == {"data": []}


async def test_files_of_a_failed_batch(client: Client) -> None:
    _, batch = await make_batch(client, failed__rows=LINES)
    path = f"{BASE}/batches/{batch}/failed"
    assert [entry["name"] for entry in (await client.done("GET", path))["data"]] == ["rows.json"]
    assert (await client.call("GET", path, params={"path": "rows.json"})).content == LINES


async def test_pages(client: Client) -> None:
    parts = {f"files__part-0000{number}": LINES for number in range(3)}
    _, batch = await make_batch(client, **parts)
    first = await client.done("GET", f"{BASE}/files/{batch}-1", params={"limit": 2})
    assert (len(first["data"]), first["_page"]) == (2, {"limit": 2, "count": 2})
    rest = (await client.http.get(first["_links"]["next"]["href"], headers=client.headers())).json()
    assert [entry["name"] for entry in rest["data"]] == ["part-00002.json"] and "next" not in rest["_links"]
    assert (await client.call("GET", f"{BASE}/files/{batch}-1", params={"limit": "x"})).status_code == 400


async def test_a_preview_shows_the_first_hundred_rows(client: Client) -> None:
    dataset, _ = await make_batch(client, **{"files__part-00000": LINES * 40, "files__part-00001": LINES * 40})
    rows = (await client.done("GET", f"{BASE}/datasets/{dataset}/preview"))["data"]
    assert len(rows) == 100 and rows[:2] == ROWS


@pytest.mark.parametrize("path", ["../../../platform.sqlite3", "a//b", "row_errors/../..", "."])
async def test_no_path_leads_out(client: Client, path: str) -> None:
    _, batch = await good_batch(client)
    assert (await client.call("GET", f"{BASE}/batches/{batch}/meta", params={"path": path})).status_code in (400, 404)


@pytest.mark.parametrize("path", ["batches/x/files", "batches/x/meta", "files/x", "files/x-1", "datasets/x/preview"])
async def test_what_is_not_there(client: Client, path: str) -> None:
    assert (await client.call("GET", f"{BASE}/{path}")).status_code == 404


async def test_a_batch_belongs_to_its_sandbox(client: Client) -> None:
    _, batch = await good_batch(client)
    replies: list[Any] = [
        await client.call("GET", f"{BASE}/{path}", x_sandbox_name="prod")
        for path in (f"batches/{batch}/files", f"files/{batch}-1")
    ]
    assert [reply.status_code for reply in replies] == [404, 404]
