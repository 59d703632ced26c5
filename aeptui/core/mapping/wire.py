"""Rows of a mapping in the words of the Data Prep service."""

from collections.abc import Callable, Iterable
from typing import Any

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.sources import expression_of

FULL = "application/vnd.adobe.xed-full+json;version=1"
"""How mapping sets and target connections name the form of a schema; only the major version has a meaning."""


def wire_set(name: str, schema_id: Any, rows: Iterable[dict[str, str]]) -> dict[str, Any]:
    """A mapping set into the schema with that ``$id``."""
    return {
        "name": name,
        "outputSchema": {"schemaRef": {"id": schema_id, "contentType": FULL}},
        "mappings": list(rows),
    }


def wire_row(row: MappingRow, platform_path: Callable[[str], str], *, flat: bool) -> dict[str, str]:
    """The mapping as a mapping set holds it. ``platform_path`` puts the tenant's object before custom fields.

    ``flat``: columns are raw names, which are quoted where they would read as a path; in other sources they are paths.
    A constant is sent as the expression that yields it.
    """
    kind = "EXPRESSION" if row.from_ is None else "ATTRIBUTE"
    source = expression_of(row, nested=not flat)
    made = {"sourceType": kind, "source": source, "destination": platform_path(row.to)}
    return made | ({"description": row.note} if row.note else {})
