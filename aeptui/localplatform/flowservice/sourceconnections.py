"""Source connections: which table, file or resource of a base connection is read."""

from aeptui.localplatform.context import Call
from aeptui.localplatform.flowservice import connections, entities, specs
from aeptui.localplatform.flowservice.collection import Collection, check_schema_exists
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.problems import Problem

KIND = "sourceConnections"
_FORMATS = {"tabular": ("tabular",), "file": ("delimited", "json", "parquet"), "rest": ("json",)}


def _check(call: Call, fields: Document) -> None:
    """A Problem for anything that the source's specification does not take."""
    spec_id = entities.text(fields, "connectionSpec", "id")
    kind = specs.kind(spec_id)
    spec = specs.spec(spec_id)
    if spec is None or kind not in _FORMATS:
        detail = f"{spec_id} is not the connection specification of a source"
        raise Problem.flow("1413-400", "Invalid connection specification", detail)
    if spec["authSpec"] or fields.get("baseConnectionId"):
        _check_base(call, entities.text(fields, "baseConnectionId"), spec_id)
    entities.check_schema(spec["sourceSpec"]["spec"], fields["params"], "params")
    if fields["data"].get("format") not in _FORMATS[kind]:
        detail = f"data.format is one of {', '.join(_FORMATS[kind])} for this source"
        raise entities.missing(f"{detail}, not {fields['data'].get('format')!r}")
    entities.part(fields["data"], "properties")
    by_path = kind == "tabular" and "tableName" not in fields["params"]
    if by_path or fields["data"].get("schema") is not None:
        check_schema_exists(call, entities.schema_reference(fields["data"]))


def _check_base(call: Call, base_id: str, spec_id: str) -> None:
    base = entities.get(call.platform, connections.KIND, call.sandbox, base_id)
    if base["connectionSpec"]["id"] != spec_id:
        detail = f"the base connection {base_id} has another specification, {base['connectionSpec']['id']}"
        raise Problem.flow("1413-400", "Invalid connection specification", detail)


ROUTES = Collection(KIND, "sourceConnectionIds", _check).routes()
"""The calls about source connections."""
