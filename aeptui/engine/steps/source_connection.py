"""The source connection: which object of the source is read, and how."""

from typing import Any

from aeptui.engine.blueprint import FULL_WITHOUT_TEXT, Blueprint
from aeptui.engine.graph import Live, Ref, Wanted, marked
from aeptui.engine.steps.flow_object import FlowObject
from aeptui.engine.steps.kind import Change
from aeptui.services.platform import Platform


class SourceConnection(FlowObject):
    """A table with its columns (or its ad-hoc schema), a file or folder, or a REST resource."""

    name = "source_connection"
    collection = "sourceConnections"

    def wanted(self, blueprint: Blueprint) -> list[Wanted]:
        """Always one."""
        surroundings = blueprint.surroundings
        needs = [key for key, needed in self._needs(blueprint) if needed]
        mark = blueprint.mark(self.name)
        body = {
            "name": f"{blueprint.manifest.name}: source",
            "baseConnectionId": surroundings.connection_id or Ref("base_connection"),
            "description": marked(blueprint.manifest.description, mark),
            "data": self._data(blueprint),
            "params": self._params(blueprint),
            "connectionSpec": dict(surroundings.connection_spec),
        }
        return [Wanted(self.name, self.name, tuple(needs), body, mark)]

    def _needs(self, blueprint: Blueprint) -> list[tuple[str, bool]]:
        return [
            ("base_connection", blueprint.new_connection is not None),
            ("ad_hoc_schema", blueprint.surroundings.style == "ad-hoc"),
        ]

    def _data(self, blueprint: Blueprint) -> dict[str, Any]:
        source = blueprint.manifest.source
        data: dict[str, Any] = {"format": source.format}
        if blueprint.surroundings.style == "ad-hoc":
            data["schema"] = {"id": Ref("ad_hoc_schema"), "version": FULL_WITHOUT_TEXT}
        properties = {
            "columnDelimiter": source.file.delimiter,
            "encoding": source.file.encoding,
            "compressionType": source.file.compression,
        }
        given = {name: value for name, value in properties.items() if value is not None}
        return data | ({"properties": given} if given else {})

    def _params(self, blueprint: Blueprint) -> dict[str, Any]:
        source, surroundings = blueprint.manifest.source, blueprint.surroundings
        if surroundings.source_kind == "rest":
            # REST sources are documented without parameters; one that names its resource by a path says so.
            return {"path": source.object} if "path" in surroundings.takes else {}
        if surroundings.source_kind == "file":
            folder = source.object.endswith("/")
            recursive = {"recursive": source.file.recursive} if source.file.recursive is not None else {}
            return {"path": source.object, "type": "folder" if folder else "file"} | recursive
        if surroundings.style == "ad-hoc":
            return {"path": source.object}
        columns: Any = [dict(column) for column in surroundings.columns]
        # A connection that is yet to be made cannot be explored before it is.
        return {"tableName": source.object, "columns": columns or Ref("base_connection", "columns")}

    async def before_create(self, platform: Platform, body: dict[str, Any]) -> dict[str, Any]:
        """The columns of a table behind a connection that was made just now are explored now."""
        params = body["params"]
        if not isinstance(params.get("columns"), Ref):
            return body
        table = await platform.flow_service.connections.table(body["baseConnectionId"], params["tableName"])
        return body | {"params": params | {"columns": [dict(column) for column in table.columns]}}

    def changes(self, body: dict[str, Any], live: Live) -> tuple[Change, ...]:
        """A dataflow does not notice changes of its source connection, so any of these needs a new one."""
        old, new = live.body, body
        compared = {
            "base connection": (old.get("baseConnectionId"), new["baseConnectionId"]),
            "object": (_object(old.get("params") or {}), _object(new["params"])),
            "columns": (_columns(old.get("params") or {}), _columns(new["params"])),
            "format": ((old.get("data") or {}).get("format"), new["data"]["format"]),
        }
        return tuple(
            Change(f"{what} of the source changes", fatal=True)
            for what, (a, b) in compared.items()
            if a != b and not isinstance(b, Ref)
        )


def _object(params: dict[str, Any]) -> Any:
    return params.get("tableName", params.get("path"))


def _columns(params: dict[str, Any]) -> list[tuple[Any, Any]] | Ref:
    columns = params.get("columns") or []
    return columns if isinstance(columns, Ref) else [(column.get("name"), column.get("type")) for column in columns]
