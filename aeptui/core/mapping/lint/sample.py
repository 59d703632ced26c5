"""Rules on the values that rows of the source hold: whether they can stand in the fields that they are mapped to."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from aeptui.core.expressions.paths import quote_field
from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.lint.breach import Aim, Breach
from aeptui.core.mapping.lint.subject import Subject
from aeptui.core.mapping.lint.values import constraint_breach, misfit
from aeptui.core.xdm.profile import profiles, value_at
from aeptui.core.xdm.tree import Field
from aeptui.core.xdm.types import INTEGERS

# The more is mapped, the fewer rows are looked at, so that the time it takes is bounded; in few steps, so that a row
# more or less hardly ever means looking at all the others again.
_LOOKED_AT = ((2_500, 20), (10_000, 5))
_LOOKED_AT_LEAST = 2
_GROUPS = ("object", "array", "map")
_TIMES = ("date", "date-time")


@dataclass(frozen=True, slots=True)
class Seen:
    """What exploring a source showed: its columns (name, type), and some of its rows, maybe none."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[Mapping[str, Any], ...] = ()


class _Wrong(NamedTuple):
    rule: str
    what: str


def looked_at(seen: Seen | None, mapped: int) -> tuple[Mapping[str, Any], ...]:
    """The sample rows whose values are looked at for a mapping of so many rows."""
    if seen is None:
        return ()
    return seen.rows[: next((count for most, count in _LOOKED_AT if mapped <= most), _LOOKED_AT_LEAST)]


def sample_breaches(subject: Subject, row: MappingRow, aim: Aim) -> Iterator[Breach]:
    """Values of the row's column that would be refused or cut, or that leave a record without an identity."""
    column, samples = row.from_, subject.sampled
    if not column or not samples or aim.found is None or aim.found.field.type in _GROUPS:
        return
    field = aim.found.field
    values = [value_at(sample, column) for sample in samples]
    yield from _values(column, field, values)
    if field.required or row.to in subject.identity_paths:
        yield from _empty(column, row.to, field, values)


def _values(column: str, field: Field, values: list[Any]) -> Iterator[Breach]:
    """The first value that does not suit the field."""
    for number, value in enumerate(values, 1):
        wrong = _wrong(value, field) if isinstance(value, str | int | float) and value != "" else None
        if wrong is not None:
            message = f"row {number} of the sample holds {_shown(value)} in '{column}', which {wrong.what}"
            fix = _reading(column, values) if wrong.rule == "mapping/sample-format" else None
            yield Breach(wrong.rule, "from", f"{message} ('{field.path}')", fix)
            return


def _wrong(value: str | int | float, field: Field) -> _Wrong | None:
    unfit = misfit(value, field.type)
    if unfit is None:
        if field.type == "date" and isinstance(value, str) and "T" in value:
            return _Wrong("mapping/truncation", "loses its time of day")
        breach = constraint_breach(value, field)
        return None if breach is None else _Wrong("mapping/sample-constraint", breach)
    if field.type in _TIMES:
        return _Wrong("mapping/sample-format", f"{unfit} in a form that is read without a format")
    if field.type in INTEGERS and misfit(value, "number") is None:
        return _Wrong("mapping/truncation", unfit)
    return _Wrong("mapping/sample-type", unfit)


def _reading(column: str, values: Iterable[Any]) -> str | None:
    """The expression that reads texts of the one form that all have; None where that form names no pattern."""
    form = profiles([{"": each} for each in values], [""])[""].form
    return f'expr: date({quote_field(column)}, "{form}")' if "yy" in form else None


def _empty(column: str, to: str, field: Field, values: list[Any]) -> Iterator[Breach]:
    empty = sum(value is None or value == "" for value in values)
    if empty:
        consequence = "refused" if field.required else "told apart by nothing"
        message = (
            f"'{column}' is empty in {empty} of {len(values)} sample rows; '{to}' would be empty there, and the row"
        )
        yield Breach("mapping/null-key", "from", f"{message} {consequence}")


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else f"{text[:39]}…"
