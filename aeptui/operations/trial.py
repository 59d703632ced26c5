"""The mapping as the platform sees it: its verdict on every row, and what a sample row becomes there."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aeptui.core.expressions import ExpressionError, compile_expression, parse_path, read_path
from aeptui.core.expressions.clock import SystemClock
from aeptui.core.manifest.model import ExistingSchema, Manifest, MappingRow
from aeptui.core.mapping.exchange.targets import PlatformPaths
from aeptui.core.mapping.wire import wire_row, wire_set
from aeptui.operations.target_parts import tenant_of
from aeptui.services.data_prep import PreviewRow
from aeptui.services.platform import Platform

NAME = "aeptui trial"
# Without a schema to try the mapping on, expressions are asked about one by one; no more of them than this.
MOST_EXPRESSIONS = 200
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the platform says about a mapping row.

    ``refused`` is why it takes no such row, ``failed`` why the sample row's value was lost; empty where nothing was
    wrong. ``tried``: the sample row was mapped, and ``value`` is what the target became. Sources that are another value
    at each call, as the time is, count as not tried: there is nothing to compare.
    """

    refused: str = ""
    failed: str = ""
    tried: bool = False
    value: Any = None


@dataclass(frozen=True, slots=True)
class Trial:
    """Verdicts by the number of the row (from 0). ``schema`` is the one that the mapping was tried on.

    It is empty where there is none yet: then only expressions were looked at, and the first ``MOST_EXPRESSIONS``.
    """

    verdicts: Mapping[int, Verdict]
    schema: str = ""


async def try_mapping(platform: Platform, manifest: Manifest, sample: Mapping[str, Any] | None) -> Trial:
    """Asks the platform about every finished row; nothing is kept there.

    A schema that the manifest makes is looked for by its title, as it may have been made before. Raises PlatformError.
    """
    rows = {index: row for index, row in enumerate(manifest.mapping) if _finished(row)}
    if not rows:
        return Trial({})
    schema_id, title = await _schema(platform, manifest)
    if not schema_id:
        return Trial(await _expressions(platform, rows))
    tenant = await tenant_of(platform)
    custom = frozenset(field.path for field in getattr(manifest.target.schema, "fields", ()))
    paths = PlatformPaths(custom, tenant)
    flat = manifest.source.format in ("tabular", "delimited")
    wire = [wire_row(row, paths.of_platform, flat=flat) for row in rows.values()]
    body = wire_set(NAME, schema_id, wire)
    checks = await platform.data_prep.validate(body)
    mapped = await platform.data_prep.preview([sample], body) if sample is not None else []
    refusals = [next((error.message for error in check.errors), "" if check.valid else "refused") for check in checks]
    answered = mapped[0] if mapped else None
    # Thousands of expressions take a while: nobody's keys wait for them.
    fleeting = await asyncio.to_thread(_fleeting, rows, sample if mapped else None)
    verdicts = (
        _verdict(sent, refused, None if place in fleeting else answered)
        for place, sent, refused in zip(rows, wire, refusals, strict=False)
    )
    return Trial(dict(zip(rows, verdicts, strict=False)), title)


def _finished(row: MappingRow) -> bool:
    return bool(row.to) and bool(row.from_ or row.expr or row.value is not None)


async def _schema(platform: Platform, manifest: Manifest) -> tuple[str, str]:
    """The ``$id`` and title of the schema to try the mapping on; empty where there is none."""
    schema = manifest.target.schema
    if isinstance(schema, ExistingSchema):
        return schema.id, schema.id
    found = await platform.schema_registry.with_title("schemas", schema.title) if schema.title else []
    return (found[0].id, schema.title) if found else ("", "")


async def _expressions(platform: Platform, rows: Mapping[int, MappingRow]) -> dict[int, Verdict]:
    """The verdicts on the rows that are expressions; each different one is asked about once."""
    texts = list(dict.fromkeys(row.expr for row in rows.values() if row.expr))[:MOST_EXPRESSIONS]
    gate = asyncio.Semaphore(_AT_ONCE)

    async def accepted(text: str) -> bool:
        async with gate:
            return await platform.data_prep.validate_expression(text)

    found = dict(zip(texts, await asyncio.gather(*map(accepted, texts)), strict=True))
    return {
        index: Verdict("" if found[row.expr] else "not an expression that the platform takes")
        for index, row in rows.items()
        if row.expr in found
    }


class _WatchedClock(SystemClock):
    """Notes whether it was asked for anything."""

    def __init__(self) -> None:
        self.asked = False

    def now(self) -> datetime:
        self.asked = True
        return super().now()

    def uuid(self) -> str:
        self.asked = True
        return super().uuid()


def _fleeting(rows: Mapping[int, MappingRow], sample: Mapping[str, Any] | None) -> set[int]:
    """The numbers of the rows whose expressions read the time or make an identifier for the sample row."""
    found: set[int] = set()
    for place, row in rows.items():
        if row.expr and sample is not None:
            clock = _WatchedClock()
            with suppress(ExpressionError):
                compile_expression(row.expr, clock=clock)(sample)
            if clock.asked:
                found.add(place)
    return found


def _verdict(row: Mapping[str, str], refused: str, mapped: PreviewRow | None) -> Verdict:
    if refused or mapped is None:
        return Verdict(refused)
    mine = (row["source"], row["destination"])
    failed = next((each.message for each in mapped.errors if (each.source, each.destination) == mine), "")
    return Verdict("", failed, True, _value(mapped.data, row["destination"]))


def _value(data: Mapping[str, Any], destination: str) -> Any:
    try:
        return read_path(data, parse_path(destination))
    except ExpressionError:
        return None
