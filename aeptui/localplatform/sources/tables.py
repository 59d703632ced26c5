"""What a table of a source system is: its columns as explore tells them, and its rows."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any, TypeVar

R = TypeVar("R")
Row = dict[str, Any]
Column = dict[str, Any]

_KINDS = {
    "integer": ("integer", "int"),
    "number": ("double", "decimal", "currency", "percent"),
    "boolean": ("boolean",),
    "date": ("date", "glide_date"),
    "date-time": ("datetime", "glide_date_time", "due_date"),
}
_KIND = {native: kind for kind, natives in _KINDS.items() for native in natives}
_TYPE_NAMES = {"number": "double", "date": "string", "date-time": "string"}


@dataclass(frozen=True)
class Field:
    """A field of a source object; ``type`` is the system's own word for the type."""

    name: str
    type: str
    nullable: bool
    label: str

    @property
    def kind(self) -> str:
        """string, integer, number, boolean, date or date-time; whatever is none of the others is text."""
        return _KIND.get(self.type, "string")


@dataclass(frozen=True)
class Table:
    """An object of a source system.

    ``row`` makes the row of a number below ``count``, values in the system's textual form. ``changed`` is the field
    that tells when a row was last changed, for sources that are read by time without being told a column.
    """

    name: str
    label: str
    fields: tuple[Field, ...]
    count: int
    changed: str
    row: Callable[[int], Row]

    @cached_property
    def rows(self) -> list[Row]:
        """All rows, made when they are first asked for."""
        return [self.row(number) for number in range(self.count)]

    @property
    def columns(self) -> list[Column]:
        """The columns as explore answers them."""
        return [column(field.name, field.kind, field.type) for field in self.fields]


def column(name: str, kind: str, original: str | None = None) -> Column:
    """A column of an explore answer; ``kind`` as in ``Field.kind``, ``original`` the system's own type."""
    made: Column = {"name": name, "type": _TYPE_NAMES.get(kind, kind)}
    if kind in ("date", "date-time"):
        made["meta:xdmType"] = kind
        made["xdm"] = {"type": "string", "format": kind}
    else:
        made["xdm"] = {"type": kind}
    if original is not None:
        made["meta"] = {"originalType": original}
    return made


@cache
def fields_of(file: str) -> tuple[Field, ...]:
    """The fields of an object, from its list ``objects/<file>.json``."""
    text = resources.files(__package__).joinpath("objects", f"{file}.json").read_text(encoding="utf-8")
    return tuple(Field(**field) for field in json.loads(text)["fields"])


def make_row(
    record: R, fields: tuple[Field, ...], rules: Mapping[str, Callable[[R], Any]], plain: Callable[[R, Field], Any]
) -> Row:
    """A row: each field by its own rule, or by ``plain`` if there is none."""
    return {field.name: rules[field.name](record) if field.name in rules else plain(record, field) for field in fields}
