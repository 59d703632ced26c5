"""Looking into sources: base connections, their tables and files, columns, and sample rows."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from aeptui.core.manifest.model import FileFormat, NewConnection, Source
from aeptui.core.xdm.profile import ColumnProfile, profiles, value_at
from aeptui.core.xdm.types import INTEGERS, TYPES, of_column, of_schema
from aeptui.services.errors import Invalid
from aeptui.services.flow_service import explore
from aeptui.services.flow_service.models import Connection, ConnectionSpec
from aeptui.services.platform import Platform

ROWS = 100
"""How many rows a sample has at most: as many as the platform's own preview shows."""
# The flow service's code for a source that cannot list what it has.
_NO_LISTING = "1336-400"

Kind = Literal["tabular", "file", "rest"]
_KINDS: dict[str, Kind] = {"filesystem": "file", "resource": "rest"}
_EXTENSIONS: dict[str, str] = {"json": "json", "jsonl": "json", "ndjson": "json", "parquet": "parquet"}
_DELIMITERS = {"tsv": "\t", "tab": "\t", "psv": "|"}
_COMPRESSIONS = {"gz": "gzip", "bz2": "bzip2"}


class ExploreError(Exception):
    """A document's source cannot be looked into; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """A base connection: ``system`` is the technical name of its source, ``label`` the name for people.

    ``kind`` is what it reaches: tables, files, or resources of a REST interface. ``styles`` are the ways in which raw
    columns may be declared, the one that ``auto`` means first.
    """

    id: str
    name: str
    state: str
    system: str
    label: str
    kind: Kind
    styles: tuple[str, ...]

    @property
    def enabled(self) -> bool:
        """Whether it can be used."""
        return self.state.lower() in ("enabled", "")


@dataclass(frozen=True, slots=True)
class SourceObject:
    """A table, file, folder or REST resource. ``path`` names it; ``readable``: it has columns and rows to show.

    ``example`` is the path of a file in a folder, where one is known.
    """

    name: str
    path: str
    kind: Literal["table", "file", "folder", "rest"]
    readable: bool = True
    example: str = ""


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """A column: its name (a dotted path in nested records), its type in the document's words, the source's own type."""

    name: str
    type: str
    native: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The columns of an object and its first rows. ``nested``: records with objects in them, taken whole."""

    columns: tuple[SampleColumn, ...]
    rows: tuple[Mapping[str, Any], ...]
    nested: bool = False

    def profiles(self) -> dict[str, ColumnProfile]:
        """What the rows tell about each column, by its name."""
        return profiles(self.rows, (column.name for column in self.columns))


async def accounts(platform: Platform) -> list[Account]:
    """The base connections of the sandbox, in the platform's order. Raises PlatformError."""
    connections, specs = await asyncio.gather(_connections(platform), _specs(platform))
    return [_account(each, specs.get(each.spec.id)) for each in connections]


async def objects(platform: Platform, account: Account, folder: str = "") -> list[SourceObject]:
    """What a connection reaches, in the source's order; for files, what is in a folder (empty: at the top)."""
    connections = platform.flow_service.connections
    if folder:
        items = await connections.folder(account.id, folder)
    else:
        try:
            items = await connections.root(account.id)
        except Invalid as error:
            if account.kind != "rest" or error.code != _NO_LISTING:
                raise
            # A REST source that lists nothing answers with the records that its specification asks for.
            return [SourceObject("records", "json", "rest")]
    return [_object(item, account.kind) for item in items]


async def account_of(platform: Platform, source: Source) -> Account:
    """The base connection that a document names. Raises ExploreError where there is not exactly one."""
    if isinstance(source.connection, NewConnection):
        raise ExploreError(
            f"The connection '{source.connection.name}' is yet to be made: what it reaches can be seen when it exists."
        )
    named = [each for each in await accounts(platform) if source.connection in (each.id, each.name)]
    found = [each for each in named if each.id == source.connection or _same(source.system, each)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ExploreError(f"{len(found)} connections are called '{source.connection}'. Choose one of them again.")
    raise ExploreError(
        f"This sandbox has no connection '{source.connection}' of the system '{source.system}'. Choose another one."
    )


async def sample(platform: Platform, account: Account, source: Source, rows: int = ROWS) -> Sample:
    """The columns of the document's object and its first rows, read through ``account``. Raises PlatformError."""
    connections = platform.flow_service.connections
    if account.kind == "file":
        file = source.file
        form = explore.FileFormat(_type_of_file(source.format), file.delimiter, file.encoding, file.compression)
        return _sample(await connections.file(account.id, source.object, form, rows))
    if account.kind == "rest":
        answer = await platform.http.send(_resource_request(account.id, source.object))
        table = explore.read_table(answer.body, "read the records of the source")
        return _sample(replace(table, rows=table.rows[:rows]))
    return _sample(await connections.table(account.id, source.object, rows))


def format_of(kind: Kind, path: str) -> tuple[str, FileFormat]:
    """The format of an object and how its files are read, as far as its name tells."""
    if kind != "file":
        return ("tabular" if kind == "tabular" else "json"), FileFormat()
    endings = path.lower().rsplit("/", 1)[-1].split(".")[1:]
    compression = _COMPRESSIONS.get(endings[-1]) if endings else None
    ending = (endings[:-1] if compression else endings)[-1:] or [""]
    form = _EXTENSIONS.get(ending[0], "delimited")
    return form, FileFormat(delimiter=_DELIMITERS.get(ending[0]), compression=compression)


async def _connections(platform: Platform) -> list[Connection]:
    return [each async for each in platform.flow_service.connections.where()]


async def _specs(platform: Platform) -> dict[str, ConnectionSpec]:
    return {spec.id: spec async for spec in platform.flow_service.connection_specs.where()}


def _account(connection: Connection, spec: ConnectionSpec | None) -> Account:
    spec = spec or ConnectionSpec(id=connection.spec.id)
    kind = _KINDS.get(spec.explore_spec.name.casefold(), "tabular")
    return Account(
        id=connection.id,
        name=connection.name,
        state=connection.state,
        system=spec.name or spec.id,
        label=spec.label or spec.id,
        kind=kind,
        styles=_styles(spec, kind),
    )


def _styles(spec: ConnectionSpec, kind: Kind) -> tuple[str, ...]:
    if kind != "tabular":
        return ("columns",)
    params = spec.source_spec.spec.get("properties") or {}
    return ("columns", "ad-hoc") if not params or "tableName" in params else ("ad-hoc", "columns")


def _same(system: str, account: Account) -> bool:
    return _letters(system) in (_letters(account.system), _letters(account.label))


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _object(item: explore.ExploreItem, kind: Kind) -> SourceObject:
    path = item.path or item.name
    if kind == "file":
        return SourceObject(item.name or path, path, "folder" if item.is_folder else "file")
    return SourceObject(
        item.name or path, path, "rest" if kind == "rest" else "table", item.can_preview and item.can_fetch_schema
    )


def _resource_request(connection_id: str, resource: str) -> Any:
    """The request for the records of one resource."""
    request = explore.rest_request(connection_id)
    params = tuple((name, resource if name == "object" else value) for name, value in request.params)
    return replace(request, params=params)


def _type_of_file(form: str) -> Literal["delimited", "json", "parquet"]:
    return "json" if form == "json" else "parquet" if form == "parquet" else "delimited"


def _sample(table: explore.Table) -> Sample:
    if table.columns or not table.schema:
        columns = tuple(
            SampleColumn(str(column.get("name")), of_column(column), _native(column)) for column in table.columns
        )
        return Sample(_holding(columns, table.rows), table.rows)
    return Sample(_holding(_leaves(table.schema), table.rows), table.rows, nested=True)


def _holding(columns: Iterable[SampleColumn], rows: Sequence[Mapping[str, Any]]) -> tuple[SampleColumn, ...]:
    """The columns with types that hold what the rows show: sources call numbers integers however great they are."""
    return tuple(replace(each, type="long") if _outgrown(each, rows) else each for each in columns)


def _outgrown(column: SampleColumn, rows: Sequence[Mapping[str, Any]]) -> bool:
    bounds = TYPES[column.type].bounds if column.type in INTEGERS else None
    if bounds is None:
        return False
    values = (value_at(row, column.name) for row in rows)
    return any(isinstance(value, int) and not bounds[0] <= value <= bounds[1] for value in values)


def _native(column: Mapping[str, Any]) -> str:
    meta = column.get("meta")
    return str(meta.get("originalType") or "") if isinstance(meta, Mapping) else ""


def _leaves(schema: Mapping[str, Any], above: str = "") -> Iterator[SampleColumn]:
    """The fields of a record that hold values, lists as one."""
    properties = schema.get("properties")
    for name, node in (properties if isinstance(properties, Mapping) else {}).items():
        path = f"{above}{name}"
        if not isinstance(node, Mapping):
            continue
        kind = of_schema(node)
        if kind == "object" and node.get("properties"):
            yield from _leaves(node, f"{path}.")
        else:
            yield SampleColumn(path, kind)
