"""The columns that a source connection to a table reads, in both forms that name them."""

from aeptui.localplatform import registry
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.platform import Platform

TIME_KINDS = ("date", "date-time")
"""Kinds of columns by which a flow can read incrementally."""


def of_connection(platform: Platform, source_connection: Document) -> dict[str, str]:
    """Names of the columns and their kinds (XDM types); empty where they are not told, as for files."""
    listed = source_connection["params"].get("columns")
    if isinstance(listed, list):
        return {column["name"]: _listed_kind(column) for column in listed}
    schema_id = (source_connection["data"].get("schema") or {}).get("id")
    tree = registry.resolved(platform, source_connection["sandboxName"], schema_id) if schema_id else None
    return _described(tree or {})


def _listed_kind(column: Document) -> str:
    xdm = column.get("xdm") or {}
    for kind in (column.get("meta:xdmType"), xdm.get("format"), column.get("type")):
        if kind in TIME_KINDS:
            return str(kind)
    return str(xdm.get("type") or column.get("type"))


def _described(tree: Document) -> dict[str, str]:
    """Columns of a schema; those of an ad-hoc one live below the object that is named after its class."""
    fields = tree.get("properties", {})
    own = fields.get(tree.get("meta:datasetNamespace"))
    columns = own["properties"] if own else fields
    return {name: _node_kind(node) for name, node in columns.items()}


def _node_kind(node: Document) -> str:
    return str(node["format"] if node.get("format") in TIME_KINDS else node["type"])
