"""Mappings of dataflows that exist, in this sandbox or another one, to be taken over into a document."""

from dataclasses import dataclass, replace
from typing import Any

from aeptui.core.expressions import ExpressionError, literal, parse
from aeptui.core.expressions.nodes import Literal
from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.exchange.sets import SetForm, rows_of
from aeptui.core.mapping.exchange.targets import PlatformPaths, moved
from aeptui.operations.target_parts import tenant_of
from aeptui.services.data_prep import MappingRow as WireRow
from aeptui.services.platform import Platform


@dataclass(frozen=True, slots=True)
class MappedFlow:
    """A dataflow that has a mapping: one version of a mapping set."""

    id: str
    name: str
    state: str
    mapping_set: str
    version: int


@dataclass(frozen=True, slots=True)
class ForeignMapping:
    """The mapping of a dataflow as its platform has it; ``tenant`` is the id there, without underscore."""

    rows: tuple[MappingRow, ...]
    tenant: str

    def here(self, paths: PlatformPaths) -> tuple[MappingRow, ...]:
        """The rows as a document says them whose custom fields and tenant are ``paths``."""
        return moved(self.rows, self.tenant, paths)


async def mapped_flows(platform: Platform) -> list[MappedFlow]:
    """The dataflows of the platform's sandbox that have a mapping, by name. Raises PlatformError."""
    found = [
        MappedFlow(flow.id, flow.name, flow.state, *flow.mapping)
        async for flow in platform.flow_service.flows.where()
        if flow.mapping is not None
    ]
    return sorted(found, key=lambda each: each.name.casefold())


async def mapping_of(platform: Platform, flow: MappedFlow, *, flat: bool) -> ForeignMapping:
    """The mapping of a dataflow, in the version that it uses. Raises PlatformError, and ExchangeRefused for bad rows.

    ``flat``: the columns are raw names, as those of tables. Expressions that are a constant become constants.
    """
    tenant = await tenant_of(platform)
    found = await platform.data_prep.lookup(flow.mapping_set, flow.version)
    mappings = found.mappings or await platform.data_prep.mappings(flow.mapping_set)
    rows = rows_of(map(_said, mappings), SetForm(flat=flat))
    return ForeignMapping(tuple(map(_plain, rows)), tenant)


def _said(row: WireRow) -> dict[str, Any]:
    said = {"sourceType": row.source_type, "source": row.source, "destination": row.destination}
    return said | {key: text for key, text in (("name", row.name), ("description", row.description)) if text}


def _plain(row: MappingRow) -> MappingRow:
    """A constant, where the row's expression is nothing else: constants are sent as such expressions."""
    try:
        node = parse(row.expr) if row.expr is not None else None
    except ExpressionError:
        return row
    if not isinstance(node, Literal) or not isinstance(node.value, str | int | float):
        return row
    return replace(row, expr=None, value=node.value) if literal(node.value) == row.expr else row
