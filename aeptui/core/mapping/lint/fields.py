"""Rules on the custom fields of a schema to be made."""

import re
from typing import Any

from aeptui.core.manifest.model import CustomField
from aeptui.core.manifest.problems import Path
from aeptui.core.mapping.lint.subject import SCHEMA, Subject
from aeptui.core.mapping.lint.values import misfit
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.custom import path_problem
from aeptui.core.xdm.names import legal_name
from aeptui.core.xdm.tree import Tree
from aeptui.core.xdm.types import INTEGERS, MAP_VALUES

_TEXT_ONLY = ("pattern", "format", "min_length", "max_length")
_NUMBERS = (*INTEGERS, "number")
_HOLDERS = ("array", "map")


def check_fields(subject: Subject) -> None:
    """Reports custom fields with illegal paths, contradictions among them, and constraints that do not fit."""
    schema = subject.new_schema
    if schema is None or not schema.fields:
        return
    standard = compose(subject.library, schema.class_id, schema.field_groups)
    by_path: dict[str, int] = {}
    for index, field in enumerate(schema.fields):
        path: Path = (*SCHEMA, "fields", index)
        wrong = path_problem(field.path)
        if wrong:
            fix = ".".join(legal_name(step) for step in field.path.split("."))
            subject.findings.add("schema/field-name", (*path, "path"), f"'{field.path}': {wrong}", fix=fix)
        elif field.path in by_path:
            message = f"'{field.path}' is listed already, as field {by_path[field.path] + 1}"
            subject.findings.add("schema/field-duplicate", (*path, "path"), message, fix="remove one")
        else:
            by_path[field.path] = index
            _clash(subject, standard, field, path)
        _items(subject, field, path)
        _constraints(subject, field, path)
    _overlaps(subject, schema.fields, by_path)


def _clash(subject: Subject, standard: Tree, field: CustomField, path: Path) -> None:
    """A custom path may not be, or lead through, a standard field that holds values, nor be a standard object."""
    steps = field.path.split(".")
    for depth in range(1, len(steps) + 1):
        prefix = ".".join(steps[:depth])
        found = standard.find(prefix)
        if found is None:
            break
        if depth == len(steps) or found.field.type != "object":
            message = f"'{prefix}' is a standard field of the schema; a custom field needs a path of its own"
            fix = "map to the standard field and remove this one, or choose another path"
            subject.findings.add("schema/field-clash", (*path, "path"), message, fix=fix)
            return
    if len(steps) > 1 and standard.find(steps[0]) is not None:
        message = (
            f"'{steps[0]}' is a standard object; this field does not become part of it, but lies below the tenant's"
        )
        fix = "begin the path with another name, so that the two are told apart"
        subject.findings.add("schema/field-clash", (*path, "path"), message, fix=fix, severity="warning")


def _overlaps(subject: Subject, fields: tuple[CustomField, ...], by_path: dict[str, int]) -> None:
    for field_path, index in by_path.items():
        steps = field_path.split(".")
        for depth in range(1, len(steps)):
            parent = by_path.get(".".join(steps[:depth]))
            if parent is not None and not _holds_fields(fields[parent]):
                above = fields[parent]
                message = f"'{field_path}' lies below '{above.path}', which is of type {above.type} and holds no fields"
                subject.findings.add("schema/field-overlap", (*SCHEMA, "fields", index, "path"), message)


def _holds_fields(field: CustomField) -> bool:
    return field.type == "object" or (field.type == "array" and field.items == "object")


def _items(subject: Subject, field: CustomField, path: Path) -> None:
    if field.type in _HOLDERS and field.items is None:
        message = f"'{field.path}' is of type {field.type}; 'items' must say of which type what it holds is"
        subject.findings.add("schema/field-items", path, message, fix="items: string")
    elif field.type not in _HOLDERS and field.items is not None:
        message = f"'items' is for arrays and maps; '{field.path}' is of type {field.type}"
        subject.findings.add("schema/field-items", (*path, "items"), message, fix="remove 'items'")
    elif field.type == "map" and field.items not in MAP_VALUES:
        message = f"a custom map holds values of type {' or '.join(MAP_VALUES)}, not {field.items}"
        subject.findings.add("schema/field-items", (*path, "items"), message)
    elif field.items in _HOLDERS:
        message = f"an array cannot hold values of type {field.items} here"
        subject.findings.add("schema/field-items", (*path, "items"), message)


def _constraints(subject: Subject, field: CustomField, path: Path) -> None:
    def report(key: str, message: str) -> None:
        subject.findings.add("schema/field-constraint", (*path, key), message)

    for key in _TEXT_ONLY:
        if getattr(field, key) is not None and field.type != "string":
            report(key, f"'{key}' is for fields of type string; '{field.path}' is of type {field.type}")
    for key in ("min", "max"):
        if getattr(field, key) is not None and field.type not in _NUMBERS:
            report(key, f"'{key}' is for numbers; '{field.path}' is of type {field.type}")
    for low, high in (("min", "max"), ("min_length", "max_length")):
        least, greatest = getattr(field, low), getattr(field, high)
        if least is not None and greatest is not None and least > greatest:
            report(high, f"'{high}' is less than '{low}', so that no value is allowed")
    if field.pattern is not None:
        try:
            re.compile(field.pattern)
        except (re.error, RecursionError, OverflowError) as error:
            subject.findings.add(
                "schema/field-constraint", (*path, "pattern"), f"not a regular expression: {error}", severity="warning"
            )
    _values(report, field)


def _values(report: Any, field: CustomField) -> None:
    """The enumeration and the default must be of the field's type, and the default one of the enumeration."""
    for value in field.enum:
        wrong = misfit(value, field.type)
        if wrong:
            report("enum", f"{value!r} in 'enum' {wrong}")
    if field.default is None:
        return
    wrong = misfit(field.default, field.type)
    if wrong:
        report("default", f"the default {field.default!r} {wrong}")
    elif field.enum and field.default not in field.enum:
        report("default", f"the default {field.default!r} is not one of 'enum'")
