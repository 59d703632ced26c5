"""Looks around before a plan: the tenant, the source system, its connection, object and columns, the flow spec."""

import asyncio
import difflib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Literal, TypeVar

from aeptui.core.manifest.model import ExistingSchema, Manifest, Source, SourceField
from aeptui.core.manifest.problems import Path, Problem, Where, problem
from aeptui.core.xdm.library import standard
from aeptui.core.xdm.types import json_schema
from aeptui.engine.blueprint import SourceKind, Surroundings
from aeptui.services.errors import Invalid, NotFound
from aeptui.services.flow_service.explore import FileFormat
from aeptui.services.flow_service.models import Connection, ConnectionSpec, FlowSpec
from aeptui.services.platform import Platform
from aeptui.services.schema_registry import Kind, container_of

VERSION = "1.0"
# Explore's codes for an object that is not there, or that this account may not read.
NO_COLUMNS = ("1330-400",)
Item = TypeVar("Item")


class Obstacle(Exception):
    """Something that the manifest names is not there; carries the problem that says so at its place."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.problem = found


async def survey(platform: Platform, manifest: Manifest, where: Where) -> Surroundings:
    """Everything a plan needs to know about where it will be carried out. Raises Obstacle and PlatformError."""
    return await _Survey(platform, manifest, where).run()


class _Survey:
    def __init__(self, platform: Platform, manifest: Manifest, where: Where) -> None:
        self._platform = platform
        self._manifest = manifest
        self._source: Source = manifest.source
        self._where = where

    async def run(self) -> Surroundings:
        flow_service = self._platform.flow_service
        stats, specs, flow_specs = await asyncio.gather(
            self._platform.schema_registry.stats(),
            collect(flow_service.connection_specs.where()),
            collect(flow_service.flow_specs.where()),
        )
        spec = self._connection_spec(specs)
        kind = source_kind(spec)
        flow_spec = self._flow_spec(flow_specs, spec)
        connection, known = await asyncio.gather(self._connection(spec), self._known(stats.tenant_id))
        return Surroundings(
            tenant=stats.tenant_id,
            connection_spec={"id": spec.id, "version": spec.version or VERSION},
            source_kind=kind,
            style=self._style(spec, kind),
            connection_id=connection.id if connection else None,
            takes=frozenset(spec.source_spec.spec.get("properties") or ()),
            columns=await self._columns(connection, kind),
            flow_spec={"id": flow_spec.id, "version": flow_spec.version or VERSION},
            schedule_schema=flow_spec.schedule.spec,
            transformations=tuple(each.name for each in flow_spec.transformations),
            known=known,
        )

    def _obstacle(self, path: Path, rule: str, message: str, fix: str | None = None) -> Obstacle:
        return Obstacle(problem(self._where, path, f"plan/{rule}", message, fix=fix))

    def _connection_spec(self, specs: Sequence[ConnectionSpec]) -> ConnectionSpec:
        wanted = self._source.system
        for spec in specs:
            if spec.is_called(wanted):
                return spec
        message = f"the platform knows no source system {wanted!r}"
        raise self._obstacle(("source", "system"), "no-such-system", message, nearest(wanted, [s.name for s in specs]))

    async def _connection(self, spec: ConnectionSpec) -> Connection | None:
        wanted = self._source.connection
        if not isinstance(wanted, str):
            return None
        connections = await collect(self._platform.flow_service.connections.where(f"connectionSpec.id=={spec.id}"))
        found = [each for each in connections if each.id == wanted] or [
            each for each in connections if each.name == wanted
        ]
        if len(found) == 1:
            return found[0]
        path = ("source", "connection")
        if found:
            ids = ", ".join(each.id for each in found)
            message = f"{len(found)} connections of {spec.name} are called {wanted!r}: {ids}"
            raise self._obstacle(path, "ambiguous-connection", message, "write the id of the one that is meant")
        message = f"there is no {spec.name} connection {wanted!r} in this sandbox"
        raise self._obstacle(path, "no-such-connection", message, nearest(wanted, [each.name for each in connections]))

    def _flow_spec(self, flow_specs: Sequence[FlowSpec], spec: ConnectionSpec) -> FlowSpec:
        """The flow spec that joins this source to the data lake; its name is only a guess, its lists are the rule."""
        for each in flow_specs:
            if each.connects(spec.id):
                return each
        message = f"no flow spec of the platform brings {spec.name} into the data lake"
        raise self._obstacle(("source", "system"), "no-flow-spec", message)

    def _style(self, spec: ConnectionSpec, kind: SourceKind) -> Literal["columns", "ad-hoc"]:
        """``auto`` is what the source's own spec takes, columns where it takes both."""
        style = self._source.style
        if kind != "tabular":
            if style == "ad-hoc":
                message = f"the ad-hoc style is for tables, and {spec.name} has none"
                raise self._obstacle(("source", "style"), "no-ad-hoc", message, "write auto")
            return "columns"
        params = spec.source_spec.spec.get("properties") or {}
        takes_columns = not params or "tableName" in params
        if style == "ad-hoc" and not isinstance(self._source.connection, str) and not self._source.fields:
            message = "the columns of a connection that is yet to be made are not known, which the ad-hoc style needs"
            raise self._obstacle(("source", "style"), "no-columns", message, "list them under source.fields")
        if style == "auto":
            return "columns" if takes_columns else "ad-hoc"
        return "columns" if style == "columns" else "ad-hoc"

    async def _columns(self, connection: Connection | None, kind: SourceKind) -> tuple[Mapping[str, object], ...]:
        """The object's columns as explore prints them, or those of them that the manifest chooses."""
        if connection is None:
            return tuple(column_of(field) for field in self._source.fields or ())
        explored = await self._explore(connection, kind)
        chosen = self._source.fields
        if chosen is None or not explored:
            return tuple(explored)
        by_name = {str(column["name"]): column for column in explored}
        for index, field in enumerate(chosen):
            if field.name not in by_name:
                message = f"{self._source.object} has no column {field.name!r}"
                path = ("source", "fields", index, "name")
                raise self._obstacle(path, "no-such-column", message, nearest(field.name, list(by_name)))
        return tuple(by_name[field.name] for field in chosen)

    async def _explore(self, connection: Connection, kind: SourceKind) -> Sequence[Mapping[str, object]]:
        """The columns of a table, which it must have, or of a delimited file. REST resources and folders have none."""
        connections, name = self._platform.flow_service.connections, self._source.object
        delimited = kind == "file" and self._source.format == "delimited" and not name.endswith("/")
        if kind != "tabular" and not delimited:
            return ()
        try:
            if delimited:
                file = self._source.file
                form = FileFormat("delimited", file.delimiter, file.encoding, file.compression)
                columns = (await connections.file(connection.id, name, form)).columns
            else:
                columns = (await connections.table(connection.id, name)).columns
        except (NotFound, Invalid) as error:
            if isinstance(error, Invalid) and error.code not in NO_COLUMNS:
                raise
            columns = ()
        if columns:
            return columns
        items = await connections.root(connection.id)
        message = f"{connection.name} has no {'file' if delimited else 'table'} {name!r} with columns"
        fix = nearest(name, [item.path or item.name for item in items])
        raise self._obstacle(("source", "object"), "no-such-object", message, fix)

    async def _known(self, tenant: str) -> dict[str, Mapping[str, object]]:
        """What the manifest names and the standard library lacks, resolved."""
        schema = self._manifest.target.schema
        if isinstance(schema, ExistingSchema):
            return {schema.id: await self._resource("schemas", schema.id, tenant, ("target", "schema", "id"))}
        named: list[tuple[Kind, str, Path]] = [("classes", schema.class_id, ("target", "schema", "class"))]
        for index, id_ in enumerate(schema.field_groups):
            named.append(("fieldgroups", id_, ("target", "schema", "field_groups", index)))
        foreign = [each for each in named if standard().get(each[1]) is None]
        found = await asyncio.gather(*(self._resource(kind, id_, tenant, path) for kind, id_, path in foreign))
        return {id_: resource for (_, id_, _), resource in zip(foreign, found, strict=True)}

    async def _resource(self, kind: Kind, id_: str, tenant: str, path: Path) -> Mapping[str, object]:
        try:
            return (await self._platform.schema_registry.lookup(kind, id_, container_of(id_, tenant), "-full")).raw
        except NotFound:
            noun = {"schemas": "schema", "classes": "class"}.get(kind, "field group")
            message = f"the sandbox has no {noun} {id_!r}"
            raise self._obstacle(path, f"no-such-{noun.replace(' ', '-')}", message) from None


def column_of(field: SourceField) -> dict[str, object]:
    """A column as explore would print it, from what the manifest says of it."""
    schema = json_schema(field.type)
    column: dict[str, object] = {"name": field.name, "type": schema["type"], "xdm": schema}
    return column | ({"meta:xdmType": schema["format"]} if "format" in schema else {})


def source_kind(spec: ConnectionSpec) -> SourceKind:
    """What a source offers: tables, files, or resources of a REST interface; by its explore spec."""
    explore = spec.explore_spec.name.casefold()
    if explore == "filesystem":
        return "file"
    return "rest" if explore == "resource" else "tabular"


def nearest(name: str, names: Sequence[str]) -> str | None:
    """A suggestion of the name that was probably meant."""
    folded = {each.casefold(): each for each in names}
    close = difflib.get_close_matches(name.casefold(), list(folded), 1, 0.5)
    return f"did you mean {folded[close[0]]!r}?" if close else None


async def collect(items: AsyncIterator[Item]) -> list[Item]:
    """All items of a paged list."""
    return [item async for item in items]
