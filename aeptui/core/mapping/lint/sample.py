"""Rules on the values that rows of the source hold: whether they can stand in the fields that they are mapped to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from aeptui.core.expressions.paths import quote_field
from aeptui.core.mapping.lint.subject import Aim, Subject
from aeptui.core.mapping.lint.values import constraint_breach, misfit
from aeptui.core.xdm.profile import profiles, value_at
from aeptui.core.xdm.tree import Field
from aeptui.core.xdm.types import INTEGERS

_LOOKED_AT = 20
_MOST_VALUES = 50_000
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


def check_sample(subject: Subject, rows: tuple[Mapping[str, Any], ...]) -> None:
    """Reports columns whose values in these rows would be refused, cut, or left without an identity.

    The more is mapped, the fewer rows are looked at, so that the time it takes is bounded.
    """
    mapped = [(aim, row.from_) for aim, row in zip(subject.aims, subject.manifest.mapping, strict=True) if row.from_]
    rows = rows[: min(_LOOKED_AT, _MOST_VALUES // max(1, len(mapped)))]
    if not rows:
        return
    keys = {each.path for each in subject.identities}
    for aim, column in mapped:
        if aim.found is None or aim.found.field.type in _GROUPS:
            continue
        values = [value_at(row, column) for row in rows]
        _values(subject, aim, column, aim.found.field, values)
        if aim.found.field.required or subject.manifest.mapping[aim.index].to in keys:
            _empty(subject, aim, column, values)


def _values(subject: Subject, aim: Aim, column: str, field: Field, values: list[Any]) -> None:
    """The first value that does not suit the field."""
    for number, value in enumerate(values, 1):
        wrong = _wrong(value, field) if isinstance(value, str | int | float) and value != "" else None
        if wrong is not None:
            message = f"row {number} of the sample holds {_shown(value)} in '{column}', which {wrong.what}"
            fix = _reading(column, values) if wrong.rule == "mapping/sample-format" else None
            subject.findings.add(wrong.rule, ("mapping", aim.index, "from"), f"{message} ('{field.path}')", fix=fix)
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


def _empty(subject: Subject, aim: Aim, column: str, values: list[Any]) -> None:
    empty = sum(value is None or value == "" for value in values)
    if empty:
        to = subject.manifest.mapping[aim.index].to
        consequence = "refused" if aim.found is not None and aim.found.field.required else "told apart by nothing"
        message = (
            f"'{column}' is empty in {empty} of {len(values)} sample rows; '{to}' would be empty there, and the row"
        )
        subject.findings.add("mapping/null-key", ("mapping", aim.index, "from"), f"{message} {consequence}")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
