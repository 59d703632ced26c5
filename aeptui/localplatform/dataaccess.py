"""Data Access: the files of batches, what went wrong with rows, and a few landed rows.

Files of a batch are blobs below ``batches/<batch>``: landed rows as JSON lines in ``files``, those of a failed batch in
``failed``, diagnostics in ``meta`` (``row_errors/...``, ``row_error_samples.json``, ``input_files/...``).
"""

import asyncio
import json
import re
from typing import Any
from urllib.parse import quote

from aeptui.localplatform import parquet, registry
from aeptui.localplatform.batches import batch, batches, dataset_of
from aeptui.localplatform.context import Answer, Call, Route
from aeptui.localplatform.datasets import dataset
from aeptui.localplatform.problems import Problem

BASE = "/data/foundation/export"

_PAGE = 100
_PREVIEW_ROWS = 100
_LINES, _PARQUET = ".json", ".parquet"
_FILE_ID = re.compile(r"(?P<batch>[0-9A-Za-z]+)-1")
_RANGE = re.compile(r"bytes=(?P<first>\d*)-(?P<last>\d*)")


async def list_batch_files(call: Call) -> dict[str, Any]:
    """GET /batches/{id}/files: one dataset file that holds all that landed, or none if nothing did."""
    known = _batch(call, call.params["id"])
    folder = f"batches/{known['id']}/files"
    names = call.platform.store.list_blobs(folder)
    if not names:
        return _page(call, [])
    target = dataset(call.platform, call.sandbox, dataset_of(known) or "")
    id = f"{known['id']}-1"
    entry = {
        "dataSetFileId": id,
        "dataSetViewId": target["viewId"] if target else "",
        "version": "1.0.0",
        "created": str(known["created"]),
        "updated": str(known["updated"]),
        "records": str(known.get("recordCount", "")),
        "size": str(sum(call.platform.store.blob_size(f"{folder}/{name}") for name in names)),
        "isValid": True,
        "_links": {"self": {"href": f"{call.base_url}{BASE}/files/{id}"}},
    }
    return _page(call, [entry])


async def dataset_file(call: Call) -> Answer | dict[str, Any]:
    """GET or HEAD /files/{id}: the names of the files in it, or with ``path`` one of them, or a range of it.

    Rows land as JSON lines. The same rows are there as Parquet under the name of their file with another ending, which
    the listing tells where the extra for Parquet is installed.
    """
    parts = _FILE_ID.fullmatch(call.params["id"])
    if parts is None:
        raise Problem.catalog(404, "Not Found", f"there is no dataset file {call.params['id']}")
    known = _batch(call, parts["batch"])
    name = call.query.get("path", "")
    if name.endswith(_PARQUET):
        return await asyncio.to_thread(_as_parquet, call, known, name.removesuffix(_PARQUET) + _LINES)
    return _served(call, known["id"], "files")


async def failed_files(call: Call) -> Answer | dict[str, Any]:
    """GET /batches/{id}/failed: the files of a failed batch, or with ``path`` one of them."""
    return _served(call, _batch(call, call.params["id"])["id"], "failed")


async def batch_meta(call: Call) -> Answer | dict[str, Any]:
    """GET /batches/{id}/meta: diagnostics; ``path`` names a folder to list or a file. 404 if there are none."""
    known = _batch(call, call.params["id"])
    if not call.platform.store.list_blobs(f"batches/{known['id']}/meta"):
        raise Problem.catalog(404, "Not Found", f"the batch {known['id']} has no diagnostics")
    return _served(call, known["id"], "meta")


async def preview(call: Call) -> dict[str, Any]:
    """GET /datasets/{id}/preview: the first rows that landed."""
    if dataset(call.platform, call.sandbox, call.params["id"]) is None:
        raise Problem.catalog(404, "Not Found", f"there is no dataset {call.params['id']}")
    rows: list[Any] = []
    for known in batches(call.platform, call.sandbox, call.params["id"]):
        folder = f"batches/{known['id']}/files"
        for name in call.platform.store.list_blobs(folder):
            lines = (call.platform.store.read_blob(f"{folder}/{name}") or b"").splitlines()
            rows += [json.loads(line) for line in lines[: _PREVIEW_ROWS - len(rows)] if line]
    return {"data": rows}


def _served(call: Call, batch_id: str, area: str) -> Answer | dict[str, Any]:
    """A file of an area of a batch, a folder of it, or its top level, as ``path`` says."""
    root = f"batches/{batch_id}/{area}"
    path = call.query.get("path", "").strip("/")
    if any(part in (".", "..") for part in path.split("/")) or "\0" in path or "//" in path:
        raise Problem.catalog(400, "Bad Request", f"not a path: {path}")
    content = call.platform.store.read_blob(f"{root}/{path}") if path else None
    if content is not None:
        return _sent(call, content)
    names = call.platform.store.list_blobs(f"{root}/{path}" if path else root)
    if path and not names:
        raise Problem.catalog(404, "Not Found", f"there is no file {path}")
    entries = sorted({name.split("/")[0] if area == "meta" else name for name in names})
    return _page(call, [_entry(call, root, f"{path}/{name}" if path else name) for name in entries])


def _as_parquet(call: Call, known: dict[str, Any], lines: str) -> Answer | dict[str, Any]:
    """The rows of a file of JSON lines as a Parquet file, with the types of the dataset's schema."""
    if not parquet.available():
        raise Problem.catalog(404, "Not Found", f"{parquet.INSTALL}; without it the rows are there as {lines}")
    content = call.platform.store.read_blob(f"batches/{known['id']}/files/{lines}") if _is_name(lines) else None
    if content is None:
        raise Problem.catalog(404, "Not Found", f"there is no file {call.query['path']}")
    target = dataset(call.platform, call.sandbox, dataset_of(known) or "") or {}
    schema = registry.resolved(call.platform, call.sandbox, target.get("schemaRef", {}).get("id", ""))
    return _sent(call, parquet.from_lines(content, schema or {}))


def _is_name(text: str) -> bool:
    return "/" not in text and "\0" not in text


def _entry(call: Call, root: str, path: str) -> dict[str, Any]:
    href = f"{call.base_url}{call.path}?path="
    links = {"self": {"href": f"{href}{quote(path, safe='')}"}}
    if root.endswith("/files") and path.endswith(_LINES) and parquet.available():
        links["parquet"] = {"href": f"{href}{quote(path.removesuffix(_LINES) + _PARQUET, safe='')}"}
    length = str(call.platform.store.blob_size(f"{root}/{path}"))
    return {"name": path.rsplit("/", 1)[-1], "length": length, "_links": links}


def _sent(call: Call, content: bytes) -> Answer:
    headers = {"Accept-Ranges": "bytes", "Content-Type": "application/octet-stream"}
    asked = _RANGE.fullmatch(call.headers.get("range", "").strip())
    if asked is None or asked["first"] == asked["last"] == "":
        return Answer(200, content, headers)
    size = len(content)
    if asked["first"]:
        first, last = int(asked["first"]), min(int(asked["last"] or size - 1), size - 1)
    else:
        first, last = max(0, size - int(asked["last"])), size - 1
    if first > last:
        problem = Problem.catalog(416, "Range Not Satisfiable", f"the file has {size} bytes")
        raise Problem(416, problem.body, {"Content-Range": f"bytes */{size}"})
    return Answer(206, content[first : last + 1], headers | {"Content-Range": f"bytes {first}-{last}/{size}"})


def _page(call: Call, entries: list[dict[str, Any]]) -> dict[str, Any]:
    limit, start = _number(call, "limit", _PAGE), _number(call, "start", 0)
    shown = entries[start : start + min(limit, _PAGE)]
    kept = f"path={quote(call.query['path'], safe='')}&" if "path" in call.query else ""
    href = f"{call.base_url}{call.path}?{kept}"
    links: dict[str, Any] = {"page": {"href": href + "start={start}&limit={limit}", "templated": True}}
    if start + len(shown) < len(entries) and shown:
        links["next"] = {"href": f"{href}start={start + len(shown)}&limit={limit}"}
    return {"data": shown, "_page": {"limit": min(limit, _PAGE), "count": len(shown)}, "_links": links}


def _number(call: Call, name: str, default: int) -> int:
    text = call.query.get(name, str(default))
    if not (text.isascii() and text.isdigit()):
        raise Problem.catalog(400, "Bad Request", f"{name} must be a whole number of 0 or more")
    return int(text)


def _batch(call: Call, id: str) -> dict[str, Any]:
    known = batch(call.platform, call.sandbox, id)
    if known is None:
        raise Problem.catalog(404, "Not Found", f"there is no batch {id}")
    return known


ROUTES = [
    Route("GET", "/batches/{id}/files", list_batch_files),
    Route("GET", "/batches/{id}/failed", failed_files),
    Route("GET", "/batches/{id}/meta", batch_meta),
    Route("GET", "/files/{id}", dataset_file),
    Route("HEAD", "/files/{id}", dataset_file),
    Route("GET", "/datasets/{id}/preview", preview),
]
