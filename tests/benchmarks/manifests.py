"""Manifests of any length, made up: every third row of the mapping has an expression of thirty characters."""

from dataclasses import replace

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.model import (
    CustomField,
    Manifest,
    MappingRow,
    NewDataset,
    NewSchema,
    Source,
    SourceField,
)
from aeptui.core.xdm.library import PROFILE

EVERY_EXPRESSION = 3


def manifest(rows: int) -> Manifest:
    """A manifest with so many source columns, custom fields and mapping rows."""
    columns = [f"crm_field_{number:05}" for number in range(rows)]
    targets = [f"crm.group{number % 97}.field{number:05}" for number in range(rows)]
    schema = NewSchema("Customers", PROFILE, (), tuple(CustomField(path, "string") for path in targets), ())
    empty = blank(PROFILE)
    return replace(
        empty,
        id="0a1b2c3d",
        name="Customers",
        source=Source(
            "service-now", "ServiceNow demo", "incident", fields=tuple(SourceField(each, "string") for each in columns)
        ),
        target=replace(empty.target, schema=schema, dataset=NewDataset("Customers")),
        mapping=tuple(map(row, range(rows), columns, targets)),
    )


def row(number: int, column: str, target: str) -> MappingRow:
    """A row of the mapping."""
    if number % EVERY_EXPRESSION:
        return MappingRow(to=target, from_=column)
    expression = f"trim(lower({column}))"
    return MappingRow(to=target, expr=expression + " " * (30 - len(expression)))
