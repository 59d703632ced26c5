"""What mends a problem: edits of the document, where it is clear what is meant and nothing else is lost.

A rule that is not listed here has no fix that is safe to make at one key.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from aeptui.core.expressions.checker import check as expression_findings
from aeptui.core.expressions.fields import SourceFields
from aeptui.core.manifest.edits import Edit, Insert, Put, Remove, apply
from aeptui.core.manifest.model import CustomField, DeltaColumn, Manifest, MappingRow, NewSchema
from aeptui.core.manifest.problems import Path, Problem
from aeptui.core.manifest.values import EditError
from aeptui.core.mapping.lint.subject import SCHEMA
from aeptui.core.schedule.delta import last_modified
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.custom import path_problem
from aeptui.core.xdm.library import standard
from aeptui.core.xdm.tree import Tree

_EXPRESSION = "expr: "
_TARGET = "to: "
_DELTA: Path = ("schedule", "delta_column")


@dataclass(frozen=True, slots=True)
class Fix:
    """A way to mend a problem: what it does in a few words, and the edit that does it."""

    title: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class _Case:
    """A problem of a document; ``columns`` are the types of the source's columns, None where they are not known."""

    manifest: Manifest
    problem: Problem
    columns: Mapping[str, str] | None

    @property
    def row(self) -> MappingRow | None:
        """The mapping row that the problem is of."""
        path, rows = self.problem.path, self.manifest.mapping
        place = path[1] if len(path) > 1 and path[0] == "mapping" else None
        return rows[place] if isinstance(place, int) and place < len(rows) else None

    def put(self, value: object, title: str = "") -> tuple[Fix, ...]:
        """Setting the value that the problem is of."""
        path = self.problem.path
        return (Fix(title or f"{path[-1]}: {value}", Put(path, value)),)


_Mender: TypeAlias = Callable[[_Case], tuple[Fix, ...]]


def fixes(manifest: Manifest, problem: Problem, columns: Mapping[str, str] | None = None) -> tuple[Fix, ...]:
    """The safe ways to mend a problem of this manifest, the likeliest first; none where there is no safe one.

    ``columns`` are the types of the source's columns by name where the manifest leaves them to the source. A problem of
    an older manifest gets no fix for a place that is gone.
    """
    mender = _MENDERS.get(problem.rule)
    if mender is None:
        return ()
    fields = manifest.source.fields
    known = columns if fields is None else {field.name: field.type for field in fields}
    return tuple(fix for fix in mender(_Case(manifest, problem, known)) if _possible(manifest, fix.edit))


def _possible(manifest: Manifest, edit: Edit) -> bool:
    try:
        return apply(manifest, edit) != manifest
    except EditError:
        return False


def _as_advised(case: _Case) -> tuple[Fix, ...]:
    """The rule's own advice is the value that the place should have."""
    advice = case.problem.fix
    return case.put(advice) if advice else ()


def _remove(case: _Case) -> tuple[Fix, ...]:
    """Takes away the element of a list that the problem is of."""
    path = case.problem.path
    depth = next((at for at in range(len(path) - 1, 0, -1) if isinstance(path[at], int)), None)
    index = path[depth] if depth is not None else None
    return (Fix("remove this one", Remove(path[:depth], index)),) if isinstance(index, int) else ()


def _unknown_source(case: _Case) -> tuple[Fix, ...]:
    return _expression(case) if case.problem.path[-1] == "expr" else _as_advised(case)


def _unknown_target(case: _Case) -> tuple[Fix, ...]:
    """Another field that was probably meant and that no row fills yet; or, in a schema to be made, a custom field."""
    row, schema = case.row, case.manifest.target.schema
    if row is None:
        return ()
    advice = case.problem.fix
    free = advice not in {each.to for each in case.manifest.mapping}
    meant = case.put(advice) if advice and free and not advice.startswith("add {") else ()
    if not isinstance(schema, NewSchema) or path_problem(row.to) is not None or case.problem.severity == "hint":
        return meant
    if _below_values(row.to, schema):
        return meant
    field = CustomField(row.to, _type_for(case, row))
    insert = Insert((*SCHEMA, "fields"), len(schema.fields), field)
    return (*meant, Fix(f"add the custom field {row.to} ({field.type})", insert))


def _below_values(path: str, schema: NewSchema) -> bool:
    """Whether a path leads through a field that holds values, below which there can be no field."""
    steps = path.split(".")
    above = [".".join(steps[:depth]) for depth in range(1, len(steps))]
    values = {each.path for each in schema.fields if each.type != "object" and each.items != "object"}
    tree = _standard(schema.class_id, schema.field_groups)
    found = (tree.find(each) for each in above)
    return not values.isdisjoint(above) or any(each is not None and each.field.is_leaf for each in found)


@lru_cache(2)
def _standard(class_id: str, groups: tuple[str, ...]) -> Tree:
    return compose(standard(), class_id, groups)


def _type_for(case: _Case, row: MappingRow) -> str:
    """The type of what fills the row's target, as far as it can be told; groups of fields would need more than one."""
    if isinstance(row.value, bool):
        return "boolean"
    if isinstance(row.value, int | float):
        return "integer" if isinstance(row.value, int) else "number"
    kind = (case.columns or {}).get(row.from_ or "", "string")
    return "string" if kind in ("object", "array", "map") else kind


def _duplicate(case: _Case) -> tuple[Fix, ...]:
    """A row that says what another one says is one too many; of two that differ nobody can tell which is meant."""
    row, rows = case.row, case.manifest.mapping
    if row is None:
        return ()
    same = sum(replace(each, note=None) == replace(row, note=None) for each in rows)
    return _remove(case) if same > 1 else ()


def _type_clash(case: _Case) -> tuple[Fix, ...]:
    row, advice = case.row, case.problem.fix or ""
    path = case.problem.path[:2]
    if row is None or case.problem.path[-1] == "expr":
        return _expression(case) if row is not None else ()
    if advice.startswith(_TARGET):
        return (Fix(advice, Put((*path, "to"), advice.removeprefix(_TARGET))),)
    if advice.startswith(_EXPRESSION):
        return (Fix(advice, Put((*path, "expr"), advice.removeprefix(_EXPRESSION))),)
    return ()


def _expression(case: _Case) -> tuple[Fix, ...]:
    """The change of the text that the language's own checks advise."""
    row = case.row
    if row is None or row.expr is None:
        return ()
    fields = SourceFields.of_columns(case.columns.items()) if case.columns is not None else None
    for finding in expression_findings(row.expr, fields, None):
        if finding.fix is not None and finding.message == case.problem.message:
            text = row.expr[: finding.fix.start] + finding.fix.text + row.expr[finding.fix.end :]
            return (Fix(f"= {text}", Put((*case.problem.path[:2], "expr"), text)),)
    return ()


def _delta_missing(case: _Case) -> tuple[Fix, ...]:
    """The column that the rule names."""
    found = last_modified((case.columns or {}).items())
    return (Fix(f"delta column {found}", Put(_DELTA, DeltaColumn(found))),) if found is not None else ()


def _no_delta(case: _Case) -> tuple[Fix, ...]:
    return (Fix("no delta column", Put(_DELTA, None)),)


def _timezone(case: _Case) -> tuple[Fix, ...]:
    return case.put("UTC") if case.problem.severity == "error" else ()


def _leave_out(case: _Case) -> tuple[Fix, ...]:
    return case.put(None, f"leave {case.problem.path[-1]} out")


def _of_texts(case: _Case) -> tuple[Fix, ...]:
    if case.problem.path[-1] == "items":
        return ()
    return (Fix("items: string", Put((*case.problem.path, "items"), "string")),)


_MENDERS: dict[str, _Mender] = {
    "source/duplicate-field": _remove,
    "source/file-keys": _leave_out,
    "schema/duplicate-field-group": _remove,
    "schema/field-name": _as_advised,
    "schema/field-duplicate": _remove,
    "schema/field-items": _of_texts,
    "schema/field-constraint": _leave_out,
    "schema/identity-unknown": _as_advised,
    "schema/identity-duplicate": _remove,
    "schema/identity-namespace": _as_advised,
    "schema/two-primaries": lambda case: case.put(False, "not the primary one"),
    "mapping/unknown-target": _unknown_target,
    "mapping/tenant-prefix": _as_advised,
    "mapping/array-index": _as_advised,
    "mapping/duplicate-target": _duplicate,
    "mapping/unknown-source": _unknown_source,
    "mapping/type-clash": _type_clash,
    "mapping/sample-format": _type_clash,
    "mapping/expression": _expression,
    "mapping/expression-advice": _expression,
    "delta/missing": _delta_missing,
    "delta/once": _no_delta,
    "delta/file-source": _no_delta,
    "delta/unknown-column": _as_advised,
    "delta/type": _as_advised,
    "delta/creation-date": _as_advised,
    "delta/date-format": _as_advised,
    "delta/timezone": _timezone,
    "state/draft": lambda case: case.put("enabled"),
    "state/disabled-now": lambda case: case.put("enabled"),
    "options/diagnostics": lambda case: case.put(True, "error diagnostics on"),
}
