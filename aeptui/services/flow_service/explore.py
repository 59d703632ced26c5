"""Looking into a source through a base connection: what objects it has, their columns, and sample rows."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import Field

from aeptui.services.errors import BadAnswer
from aeptui.services.request import Request, pairs, segment
from aeptui.services.wire import Wire, members, read_all

ObjectType = Literal["root", "table", "folder", "file", "rest"]
SLOWEST = 300.0
"""Seconds a call may take that reaches into the customer's system."""
MOST_ROWS = 1000


class ExploreItem(Wire):
    """A table, file or folder of a source; ``path`` names it in further calls, ``name`` is for people."""

    name: str = ""
    path: str = ""
    type: str = ""
    can_preview: bool = Field(default=True, alias="canPreview")
    can_fetch_schema: bool = Field(default=True, alias="canFetchSchema")

    @property
    def is_folder(self) -> bool:
        """Whether there are further objects in it."""
        return self.type.lower() == "folder"


@dataclass(frozen=True, slots=True)
class Table:
    """The form of an object. ``columns`` are the column objects exactly as the source describes them, as a source
    connection wants them back; for hierarchical data they are empty and ``schema`` is the JSON Schema of a record.
    ``rows`` are sample records."""

    format: str
    columns: tuple[Mapping[str, Any], ...]
    schema: Mapping[str, Any] = field(default_factory=dict)
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a file is to be read; what is None is left to the service."""

    type: Literal["delimited", "json", "parquet"] = "delimited"
    delimiter: str | None = None
    encoding: str | None = None
    compression: str | None = None


def root_request(connection_id: str) -> Request:
    """The objects at the top of a source."""
    return _explore(connection_id, "list the objects of the source", pairs(objectType="root"))


def folder_request(connection_id: str, path: str) -> Request:
    """The objects in a folder of a file source."""
    return _explore(connection_id, f"list the folder {path}", pairs(objectType="folder", object=path))


def table_request(connection_id: str, path: str, rows: int = 0) -> Request:
    """The columns of a table, with ``rows`` sample rows (0: none)."""
    params = (*pairs(objectType="table", object=path), *_preview(rows))
    return _explore(connection_id, f"read the table {path}", params)


def file_request(connection_id: str, path: str, file: FileFormat, rows: int = 0) -> Request:
    """The columns or the schema of a file, with ``rows`` sample records (0: none)."""
    params = pairs(
        objectType="file",
        object=path,
        fileType=file.type,
        columnDelimiter=file.delimiter,
        encoding=file.encoding,
        compressionType=file.compression,
    )
    return _explore(connection_id, f"read the file {path}", (*params, *_preview(rows)))


def rest_request(connection_id: str, source_params: Mapping[str, Any] | None = None) -> Request:
    """The schema of a source that answers JSON, with sample records; ``source_params`` as its specification asks
    for."""
    text = json.dumps(dict(source_params or {}), separators=(",", ":"))
    encoded = base64.b64encode(text.encode()).decode().rstrip("=")
    params = pairs(objectType="rest", object="json", fileType="json", preview=True, sourceParams=encoded)
    return _explore(connection_id, "read the records of the source", params)


def spec_root_request(spec_id: str) -> Request:
    """The objects of a source that needs no account."""
    return Request(
        "list the objects of the source",
        "GET",
        "flow-service",
        f"/connectionSpecs/{segment(spec_id)}/explore",
        params=pairs(objectType="root"),
        timeout=SLOWEST,
    )


def read_items(body: Any, operation: str) -> list[ExploreItem]:
    """The objects of a listing: a bare array, or one below ``items``."""
    return read_all(ExploreItem, members(body, "items"), operation)


def read_table(body: Any, operation: str) -> Table:
    """The form of an object out of each of the three shapes in which the service tells it. Raises BadAnswer."""
    if isinstance(body, list):
        return Table("flat", _objects(body))
    schema = body.get("schema") if isinstance(body, Mapping) else None
    if not isinstance(schema, Mapping):
        raise BadAnswer("the answer describes no columns", operation=operation)
    rows = body.get("data")
    columns = schema.get("columns")
    flat = isinstance(columns, list)
    return Table(
        str(body.get("format") or ("flat" if flat else "hierarchical")),
        _objects(columns) if isinstance(columns, list) else (),
        {} if flat else schema,
        _objects(rows) if isinstance(rows, list) else (),
    )


def _objects(values: Sequence[Any]) -> tuple[Mapping[str, Any], ...]:
    return tuple(value for value in values if isinstance(value, Mapping))


def _preview(rows: int) -> tuple[tuple[str, str], ...]:
    return pairs(preview=True, previewCount=min(rows, MOST_ROWS)) if rows > 0 else ()


def _explore(connection_id: str, operation: str, params: tuple[tuple[str, str], ...]) -> Request:
    path = f"/connections/{segment(connection_id)}/explore"
    return Request(operation, "GET", "flow-service", path, params=params, timeout=SLOWEST)
