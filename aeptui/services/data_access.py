"""Data Access: the files of a batch, its rejected rows, and rows of a dataset."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import Field

from aeptui.services.calls import walk
from aeptui.services.errors import BadAnswer
from aeptui.services.http import HttpClient
from aeptui.services.paging import by_offset
from aeptui.services.request import Request, pairs, segment
from aeptui.services.wire import Number, Wire, members, read_all

PAGE = 100
ROW_ERRORS = "row_errors"
ROW_ERROR_SAMPLES = "row_error_samples.json"
INPUT_FILES = "input_files"


class FileEntry(Wire):
    """A file in a listing; ``length`` in bytes."""

    name: str = ""
    length: Number = None
    links: dict[str, Any] = Field(default_factory=dict, alias="_links")

    @property
    def path(self) -> str:
        """What asks for its content: the ``path`` of its own link, else its name."""
        link = self.links.get("self")
        href = link.get("href") if isinstance(link, Mapping) else ""
        return parse_qs(urlsplit(str(href)).query).get("path", [self.name])[0]


class DatasetFile(Wire):
    """A file that a batch wrote into a dataset; counts and sizes come as texts."""

    id: str = Field(alias="dataSetFileId")
    records: Number = None
    size: Number = None
    valid: bool | None = Field(default=None, alias="isValid")


@dataclass(frozen=True, slots=True)
class Content:
    """What a path below a batch or file holds: a folder's files, or a file's records (and its bytes)."""

    files: tuple[FileEntry, ...]
    records: tuple[Mapping[str, Any], ...]
    data: bytes


def batch_files_request(batch_id: str, *, limit: int = PAGE, start: int = 0) -> Request:
    """One page of the files that a batch wrote."""
    path = f"/batches/{segment(batch_id)}/files"
    return Request("list the files of the batch", "GET", "data-access", path, params=pairs(start=start, limit=limit))


def failed_files_request(batch_id: str, *, limit: int = PAGE, start: int = 0) -> Request:
    """One page of the files of a batch that failed."""
    path = f"/batches/{segment(batch_id)}/failed"
    params = pairs(start=start, limit=limit)
    return Request("list the failed files of the batch", "GET", "data-access", path, params=params)


def batch_meta_request(batch_id: str, path: str) -> Request:
    """A folder or file of what is known about a batch: its rejected rows, samples of them, its input files."""
    return Request(
        "read the diagnosis of the batch",
        "GET",
        "data-access",
        f"/batches/{segment(batch_id)}/meta",
        params=pairs(path=path),
        answer="bytes",
    )


def file_request(
    file_id: str, path: str | None = None, *, first: int | None = None, last: int | None = None
) -> Request:
    """The parts of a dataset's file, or with ``path`` the content of a part; ``first`` and ``last`` are byte
    positions."""
    ranged = first is not None or last is not None
    return Request(
        "read the file",
        "GET",
        "data-access",
        f"/files/{segment(file_id)}",
        params=pairs(path=path),
        headers=(("Range", f"bytes={first or 0}-{'' if last is None else last}"),) if ranged else (),
        answer="json" if path is None else "bytes",
    )


def dataset_preview_request(dataset_id: str) -> Request:
    """The first rows of a dataset."""
    path = f"/datasets/{segment(dataset_id)}/preview"
    return Request("read rows of the dataset", "GET", "data-access", path)


class DataAccess:
    """The Data Access service. Diagnoses exist only for batches of dataflows with error diagnostics: else NotFound."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def batch_files(self, batch_id: str) -> AsyncIterator[DatasetFile]:
        """The files that a batch wrote."""
        request = batch_files_request(batch_id)
        return walk(
            self._http, request, lambda body: read_all(DatasetFile, members(body, "data"), request.operation), by_offset
        )

    def failed_files(self, batch_id: str) -> AsyncIterator[FileEntry]:
        """The files of a batch that failed."""
        request = failed_files_request(batch_id)
        return walk(
            self._http, request, lambda body: read_all(FileEntry, members(body, "data"), request.operation), by_offset
        )

    async def batch_meta(self, batch_id: str, path: str) -> Content:
        """A folder or file of a batch's diagnosis. Raises NotFound without diagnostics."""
        request = batch_meta_request(batch_id, path)
        return read_content((await self._http.send(request)).content, request.operation)

    async def row_errors(self, batch_id: str) -> AsyncIterator[Mapping[str, Any]]:
        """Every rejected row of a batch: its columns and, below ``_errors``, what is wrong with it."""
        folder = await self.batch_meta(batch_id, ROW_ERRORS)
        for record in folder.records:
            yield record
        for entry in folder.files:
            if entry.path != ROW_ERRORS:
                for record in (await self.batch_meta(batch_id, entry.path)).records:
                    yield record

    async def parts(self, file_id: str) -> list[FileEntry]:
        """The parts of a dataset's file."""
        request = file_request(file_id)
        return read_all(FileEntry, members((await self._http.send(request)).body, "data"), request.operation)

    async def download(self, file_id: str, path: str, *, first: int | None = None, last: int | None = None) -> bytes:
        """The bytes of a part of a dataset's file, or those from position ``first`` to ``last``, both included."""
        return (await self._http.send(file_request(file_id, path, first=first, last=last))).content

    async def dataset_rows(self, dataset_id: str) -> list[Mapping[str, Any]]:
        """The first rows of a dataset, at most a hundred."""
        request = dataset_preview_request(dataset_id)
        rows = members((await self._http.send(request)).body, "data")
        if not isinstance(rows, list):
            raise BadAnswer("the answer holds no rows", operation=request.operation)
        return [row for row in rows if isinstance(row, Mapping)]


def read_content(data: bytes, operation: str) -> Content:
    """What an answer of the diagnosis holds: a listing, a JSON array or object, or one JSON object a line.

    Raises BadAnswer for anything else.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = _lines(data, operation)
    if isinstance(value, Mapping) and isinstance(value.get("data"), list) and ("_page" in value or "_links" in value):
        return Content(tuple(read_all(FileEntry, value["data"], operation)), (), data)
    rows = value if isinstance(value, list) else [value]
    return Content((), tuple(row for row in rows if isinstance(row, Mapping)), data)


def _lines(data: bytes, operation: str) -> list[Any]:
    try:
        return [json.loads(line) for line in data.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        raise BadAnswer("the diagnosis is not JSON", operation=operation) from None
