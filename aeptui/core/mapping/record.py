"""The whole record that a mapping makes of a row of the source: the object as the platform would land it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.preview import Preview
from aeptui.core.xdm.paths import Index, PathError, Step, parse

MOST_ELEMENTS = 1_000
"""An array is filled up to this index; no sensible mapping goes beyond."""

MOST_STEPS = 100
"""A path is followed so far down."""


class Note(NamedTuple):
    """Why a target is not in the record, or doubtful: as results have it, ``warning``, ``error`` or ``unknown``."""

    path: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """What comes out, as JSON has it, and what is to be said about targets. Empty targets are left out."""

    data: dict[str, Any]
    notes: tuple[Note, ...] = ()


def record_of(
    rows: Iterable[MappingRow],
    sample: Mapping[str, Any],
    preview: Preview,
    place: Callable[[str], str] = lambda path: path,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> Record:
    """The record that the rows make of ``sample``; rows without source or target make nothing.

    ``place`` gives the platform's path for a target of the document. ``stop`` is asked before each row whether the
    rest is wanted any longer.
    """
    data: dict[str, Any] = {}
    notes: list[Note] = []
    for row in rows:
        if stop():
            break
        if not row.to or not (row.from_ or row.expr or row.value is not None):
            continue
        result = preview.result(row, sample)
        if result.kind != "value":
            notes.append(Note(row.to, result.kind, result.message))
        if result.value is not None:
            wrong = _put(data, place(row.to), result.value)
            notes += [Note(row.to, "error", wrong)] if wrong else []
    return Record(data, tuple(notes))


def _put(data: dict[str, Any], path: str, value: Any) -> str:
    """Puts a value at its path; says why it cannot be there, or nothing."""
    try:
        steps = parse(path)
    except PathError as error:
        return str(error)
    if len(steps) > MOST_STEPS:
        return f"no more than {MOST_STEPS} steps are shown"
    return _inside(data, steps, value)


def _inside(holder: Any, steps: tuple[Step, ...], value: Any) -> str:
    """Puts a value into an object or array, making what lies between."""
    step, rest = steps[0], steps[1:]
    if isinstance(step, str):
        if not isinstance(holder, dict):
            return "another row fills what it should be in"
        if not rest:
            return _set(holder, step, value)
        made: Any = [] if isinstance(rest[0], Index) else {}
        return _inside(holder.setdefault(step, made), rest, value)
    if not isinstance(holder, list):
        return "another row fills what it should be in"
    if step.number is None:
        return _every(holder, rest, value)
    return _element(holder, step.number, rest, value)


def _set(holder: dict[str, Any], name: str, value: Any) -> str:
    there = holder.get(name)
    if isinstance(there, dict) and isinstance(value, dict):
        holder[name] = {**there, **value}
    elif there is not None:
        return "another row fills it"
    else:
        holder[name] = value
    return ""


def _every(holder: list[Any], rest: tuple[Step, ...], value: Any) -> str:
    """The elements of a list into the elements of an array."""
    values = value if isinstance(value, list) else [value]
    found = [_element(holder, number, rest, item) for number, item in enumerate(values)]
    return next(filter(None, found), "")


def _element(holder: list[Any], number: int, rest: tuple[Step, ...], value: Any) -> str:
    if number > MOST_ELEMENTS:
        return f"no more than {MOST_ELEMENTS:,} elements are shown"
    while len(holder) <= number:
        holder.append(None)
    if not rest:
        if holder[number] is not None:
            return "another row fills it"
        holder[number] = value
        return ""
    if holder[number] is None:
        holder[number] = [] if isinstance(rest[0], Index) else {}
    return _inside(holder[number], rest, value)
