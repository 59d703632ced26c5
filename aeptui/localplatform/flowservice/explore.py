"""Explore: what a source has, how it is structured, and its first rows."""

import asyncio
from typing import Any

from aeptui.localplatform.context import Call, Result, Route
from aeptui.localplatform.flowservice import connections, entities, specs
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.problems import Problem
from aeptui.localplatform.sources import jsonfiles, systems
from aeptui.localplatform.sources.errors import SourceError
from aeptui.localplatform.sources.files import FileFormat, LocalFiles
from aeptui.localplatform.sources.tables import Table

_PREVIEW = 10
_MAX_PREVIEW = 1000
_OBJECT_TYPES = {"tabular": ("root", "table"), "file": ("root", "folder", "file"), "rest": ("root", "rest")}


async def _explore(call: Call) -> Result:
    connection = entities.get(call.platform, connections.KIND, call.sandbox, call.params["id"])
    connections.check_reachable(connection)
    return await _answer(call, connection["connectionSpec"]["id"])


async def _explore_spec(call: Call) -> Result:
    """For sources that need no connection."""
    known = specs.spec(call.params["id"])
    if known is None:
        raise Problem.flow("1101-404", "Resource not found", f"there is no specification {call.params['id']}")
    if known["authSpec"] or specs.kind(known["id"]) != "file":
        raise _unsupported(f"{known['name']} is explored through one of its connections")
    return []


async def _answer(call: Call, spec_id: str) -> Result:
    kind = specs.kind(spec_id)
    object_type = (call.query.get("objectType") or "").lower()
    offered = _OBJECT_TYPES.get(kind, ())
    if object_type not in offered:
        raise _unsupported(f"objectType is one of {', '.join(offered)} for this source, not {object_type!r}")
    if call.query.get("filters"):
        raise Problem.flow("1353-400", "Filter not supported", "this source cannot filter rows")
    technical_name = _technical_name(spec_id)
    try:
        if kind == "file":
            return await asyncio.to_thread(_files, call, object_type, connections.files_of(call.platform, spec_id))
        if object_type == "root":
            return _root(technical_name, kind)
        return await asyncio.to_thread(_table if kind == "tabular" else _resource, call, technical_name)
    except SourceError as error:
        raise Problem.flow("1330-400", "Object cannot be explored", str(error)) from error


def _root(technical_name: str, kind: str) -> Result:
    return [
        {
            "type": "table" if kind == "tabular" else "rest",
            "name": table.label,
            "path": table.name,
            "canPreview": True,
            "canFetchSchema": True,
        }
        for table in systems.tables(technical_name).values()
    ]


def _table(call: Call, technical_name: str) -> Result:
    name = _object(call)
    table = systems.tables(technical_name).get(name)
    if table is None:
        raise Problem.flow("1330-400", "No columns", f"no columns were found for the table {name}")
    answer: Document = {"format": "flat", "schema": {"columns": table.columns}}
    return answer | _previewed(call, table)


def _resource(call: Call, technical_name: str) -> Result:
    table, wrapped = systems.rest_resource(technical_name, call.query.get("object") or "")
    if table is None:
        raise Problem.flow("1330-400", "No columns", f"the source has no resource {_object(call)}")
    sample = [systems.rest_row(row, wrapped) for row in table.rows]
    answer: Document = {"format": "hierarchical", "schema": jsonfiles.schema_of(sample)}
    if _wants_preview(call):
        answer["data"] = sample[: _count(call)]
    return answer


def _files(call: Call, object_type: str, files: LocalFiles) -> Result:
    if object_type == "root":
        return files.listing("/")
    if object_type == "folder":
        return files.listing(call.query.get("object") or "/")
    return files.explore(_object(call), _format(call), _count(call) if _wants_preview(call) else None)


def _previewed(call: Call, table: Table) -> Document:
    if not _wants_preview(call):
        return {}
    return {"data": [table.row(number) for number in range(min(_count(call), table.count))]}


def _format(call: Call) -> FileFormat:
    """How a file is to be read; the names of the parameters occur in two spellings."""

    def asked(name: str) -> str:
        return call.query.get(name) or call.query.get(name[0].upper() + name[1:]) or ""

    return FileFormat(
        type=asked("fileType").lower() or "delimited",
        delimiter=asked("columnDelimiter"),
        encoding=asked("encoding") or "UTF-8",
        compression=asked("compressionType"),
    )


def _object(call: Call) -> str:
    name = call.query.get("object")
    if not name:
        raise entities.missing("the parameter object is missing")
    return name


def _wants_preview(call: Call) -> bool:
    return (call.query.get("preview") or "").lower() == "true"


def _count(call: Call) -> int:
    text = call.query.get("previewCount")
    if text is None:
        return _PREVIEW
    if not text.isdecimal() or not 1 <= int(text) <= _MAX_PREVIEW:
        raise entities.missing(f"previewCount is a number from 1 to {_MAX_PREVIEW}, not {text!r}")
    return int(text)


def _technical_name(spec_id: str) -> str:
    known: Any = specs.spec(spec_id)
    return str(known["name"])


def _unsupported(detail: str) -> Problem:
    return Problem.flow("1336-400", "Explore not supported", detail)


ROUTES = [
    Route("GET", "/connections/{id}/explore", _explore),
    Route("GET", "/connectionSpecs/{id}/explore", _explore_spec),
]
"""The calls that look into sources."""
