"""The requests that declare the raw columns of a source as an ad-hoc class and its schema."""

from collections.abc import Iterable
from typing import Any, Protocol

from aeptui.core.xdm.library import ADHOC
from aeptui.core.xdm.names import legal_names
from aeptui.core.xdm.types import json_schema

NAMESPACE = "_adhoc"
"""The object that the registry puts the class's own namespace in place of."""


class Column(Protocol):
    """What is asked of a column; the document's source fields have it."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...


def adhoc_class_body(title: str, description: str, columns: Iterable[Column]) -> dict[str, Any]:
    """The body of ``POST /tenant/classes`` for raw columns.

    A column whose name is no legal field name gets a legal one, distinct from the others, and keeps its own as the
    field's title.
    """
    given = list(columns)
    names = legal_names(column.name for column in given)
    properties: dict[str, Any] = {}
    for column in given:
        name = names[column.name]
        properties[name] = _column_schema(column, named_otherwise=name != column.name)
    return {
        "title": title,
        "description": description,
        "type": "object",
        "allOf": [{"$ref": ADHOC}, {"properties": {NAMESPACE: {"type": "object", "properties": properties}}}],
    }


def adhoc_schema_body(title: str, description: str, class_id: str) -> dict[str, Any]:
    """The body of ``POST /tenant/schemas`` for the schema of an ad-hoc class, given the class's ``$id``."""
    return {"title": title, "description": description, "type": "object", "allOf": [{"$ref": class_id}]}


def _column_schema(column: Column, *, named_otherwise: bool) -> dict[str, Any]:
    schema = json_schema(column.type)
    if column.type == "object":
        schema["properties"] = {}
    elif column.type == "array":
        schema["items"] = {"type": "string"}
    elif column.type == "map":
        schema["additionalProperties"] = {"type": "string"}
    return schema | ({"title": column.name} if named_otherwise else {})
