"""The first half of a run: taking the rows of a window out of the source."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aeptui.localplatform.flowservice import columns, connections, specs
from aeptui.localplatform.ingest.windows import Window, instant
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem
from aeptui.localplatform.sources import systems
from aeptui.localplatform.sources.errors import SourceError, UnusableFile
from aeptui.localplatform.sources.files import FileFormat, LocalFiles
from aeptui.localplatform.sources.records import Parsed

Document = dict[str, Any]


@dataclass(frozen=True)
class Order:
    """What a run is to read.

    ``delta_column`` is the column that the window is about; None: the time at which a row was changed for REST
    sources, all rows for tables. Of files, those are read that have changed in ``file_window`` and are not among the
    ``done``: names of files with the mark that tells whether a file has changed since. ``check`` is called for every
    row and may raise to stop the reading.
    """

    source_connection: Document
    window: Window
    delta_column: str | None
    file_window: Window
    done: Mapping[str, str]
    check: Callable[[], None]


@dataclass
class Taken:
    """What was read: each row, or what stands in its place, with the name of its file or table.

    ``files`` are the files that need not be looked at again, with their marks, ``read`` the files or the table that
    were read, ``unusable`` the files among them that cannot be ingested: error code and reason.
    """

    rows: list[tuple[Parsed, str]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    read: list[str] = field(default_factory=list)
    unusable: list[tuple[str, str]] = field(default_factory=list)
    bytes: int = 0


def take(platform: Platform, order: Order) -> Taken:
    """Reads the window; SourceError if the source refuses or lacks what is asked for."""
    source = order.source_connection
    spec_id = source["connectionSpec"]["id"]
    _check_connection(platform, source)
    technical_name = str((specs.spec(spec_id) or {}).get("name"))
    kind = specs.kind(spec_id)
    if kind == "file":
        return _files(connections.files_of(platform, spec_id), order)
    if kind == "rest":
        return _resource(technical_name, order)
    return _table(platform, technical_name, order)


def _check_connection(platform: Platform, source: Document) -> None:
    base_id = source.get("baseConnectionId")
    if not base_id:
        return
    base = platform.store.get(connections.KIND, source["sandboxName"], base_id)
    if base is None:
        raise SourceError(f"the base connection {base_id} does not exist any more")
    try:
        connections.check_reachable(base)
    except Problem as problem:
        raise SourceError(str(problem.body["detail"])) from problem


def _table(platform: Platform, technical_name: str, order: Order) -> Taken:
    params = order.source_connection["params"]
    name = params.get("tableName") or params["path"]
    table = systems.tables(technical_name).get(name)
    if table is None:
        raise SourceError(f"the source has no table {name}")
    wanted = list(columns.of_connection(platform, order.source_connection))
    known = {column.name for column in table.fields}
    needed = [*wanted, order.delta_column] if order.delta_column else wanted
    lost = [column for column in needed if column not in known]
    if lost:
        raise SourceError(f"the table {name} has no column {lost[0]}")
    taken = Taken(read=[name])
    for row in table.rows:
        order.check()
        if order.delta_column is None or order.window.holds(instant(row[order.delta_column])):
            _add(taken, {column: row[column] for column in wanted}, name)
    return taken


def _resource(technical_name: str, order: Order) -> Taken:
    path = order.source_connection["params"].get("path") or ""
    table, wrapped = systems.rest_resource(technical_name, path)
    if table is None:
        raise SourceError(f"the source has no resource {path}")
    taken = Taken(read=[table.name])
    for row in table.rows:
        order.check()
        if order.window.holds(instant(row[table.changed])):
            _add(taken, systems.rest_row(row, wrapped), table.name)
    return taken


def _files(source: LocalFiles, order: Order) -> Taken:
    params = order.source_connection["params"]
    form = file_format(order.source_connection["data"])
    taken = Taken()
    for file in source.matching(params["path"], bool(params.get("recursive"))):
        status = file.stat()
        name, mark = source.name(file), f"{status.st_mtime_ns}/{status.st_size}"
        if order.done.get(name) == mark:
            continue
        taken.files[name] = mark
        if not order.file_window.holds(status.st_mtime):
            continue
        taken.read.append(name)
        taken.bytes += status.st_size
        try:
            for parsed in source.read(file, form):
                order.check()
                taken.rows.append((parsed, name))
        except UnusableFile as error:
            taken.unusable.append((error.code, f"{name}: {error}"))
    return taken


def file_format(data: Document) -> FileFormat:
    """How the files of a source connection are to be read, from its ``data``."""
    properties = data.get("properties") or {}
    return FileFormat(
        type=data["format"],
        delimiter=str(properties.get("columnDelimiter") or ""),
        encoding=str(properties.get("encoding") or "UTF-8"),
        compression=str(properties.get("compressionType") or ""),
        header=str(properties.get("header", True)).lower() != "false",
    )


def _add(taken: Taken, row: Document, name: str) -> None:
    taken.bytes += len(json.dumps(row, ensure_ascii=False))
    taken.rows.append((Parsed(row), name))
