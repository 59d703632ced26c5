"""The columns that a source connection to a table reads, in both forms that name them."""

from typing import Any

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
    """Columns of an ad-hoc schema: they live below the object that is named after its class."""
    found: dict[str, str] = {}
    for name, node in tree.get("properties", {}).items():
        inner = node.get("properties") if name.startswith("_") else None
        for column, described in (inner or {name: node}).items():
            found[column] = _node_kind(described)
    return found


def _node_kind(node: Any) -> str:
    return str(node["format"]) if node.get("format") in TIME_KINDS else str(node.get("type", "string"))
