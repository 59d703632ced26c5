"""Rules on what fills a target: columns, expressions and constants, and whether they suit it."""

from collections.abc import Collection

from aeptui.core.expressions.checker import check as expression_findings
from aeptui.core.expressions.errors import ExpressionError
from aeptui.core.expressions.paths import parse_path, quote_field
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.nearest import nearest
from aeptui.core.mapping.lint.subject import Aim, Subject
from aeptui.core.mapping.lint.values import constraint_breach, conversion, misfit
from aeptui.core.xdm.tree import Field

_EXPLICIT_FORMAT = "yyyy-MM-dd HH:mm:ss"
_EVERY = "[*]"
_EXPRESSION_RULES = {"unknown-field": "mapping/unknown-source", "result-type": "mapping/type-clash"}


def check_rows(subject: Subject) -> None:
    """Reports columns that do not exist, expressions that are none, and what cannot become what the target holds."""
    for index, row in enumerate(subject.manifest.mapping):
        aim = subject.aims[index]
        if row.from_ is not None:
            _column(subject, aim, row.from_)
            _wildcards(subject, aim, row.from_)
        elif row.expr is not None:
            _expression(subject, aim, row.expr)
        else:
            _constant(subject, aim, row)


def _column(subject: Subject, aim: Aim, column: str) -> None:
    known = subject.columns
    if known is None:
        return
    kind = known.get(column)
    if kind is None and not (subject.hierarchical and _is_in_record(subject, known, column)):
        meant = nearest(column, known)
        message = f"the source has no column '{column}'" + (f"; did you mean '{meant}'?" if meant else "")
        subject.findings.add("mapping/unknown-source", ("mapping", aim.index, "from"), message, fix=meant)
    elif kind is not None and aim.found is not None:
        _types(subject, aim, column, kind, aim.found.field)


def _is_in_record(subject: Subject, columns: Collection[str], path: str) -> bool:
    """Whether a path leads to something that lies in a column, or around one."""
    try:
        steps = tuple(step for step in parse_path(path) if isinstance(step, str))
    except ExpressionError:
        return False
    fields = subject.expression_fields
    return (steps[:1] and steps[0] in columns) or (fields is not None and fields.type_of(steps) is not None)


def _types(subject: Subject, aim: Aim, column: str, kind: str, field: Field) -> None:
    fit = conversion(kind, field.type)
    path = ("mapping", aim.index, "from")
    if fit == "clash":
        message = f"'{column}' is of type {kind}; it cannot become what '{field.path}' holds, of type {field.type}"
        fix = f"to: {field.path}[0]" if field.type == "array" else "use an expression that makes it one"
        subject.findings.add("mapping/type-clash", path, message, fix=fix)
    elif fit == "narrowed":
        message = f"'{column}' is of type {kind}; not every value of it fits '{field.path}', of type {field.type}"
        subject.findings.add("mapping/type-clash", path, message, severity="warning")
    elif fit == "parsed" and field.type in ("date", "date-time"):
        message = f"'{column}' is text; which of the platform's date formats it is read by depends on each value"
        fix = f'expr: date({quote_field(column)}, "{_EXPLICIT_FORMAT}")'
        subject.findings.add("mapping/type-clash", path, message, fix=fix, severity="hint")


def _wildcards(subject: Subject, aim: Aim, column: str) -> None:
    to = subject.manifest.mapping[aim.index].to
    if (_EVERY in to) != (_EVERY in column):
        lacking, key = ("source", "from") if _EVERY in to else ("target", "to")
        message = f"element by element, [*] stands in both paths; the {lacking} path has none"
        subject.findings.add("mapping/wildcard", ("mapping", aim.index, key), message)


def _expression(subject: Subject, aim: Aim, text: str) -> None:
    target = aim.found.field.type if aim.found is not None else None
    for finding in expression_findings(text, subject.expression_fields, target):
        rule = _EXPRESSION_RULES.get(finding.rule)
        if rule is None:
            rule = "mapping/expression" if finding.severity == "error" else "mapping/expression-advice"
        subject.findings.add(
            rule,
            ("mapping", aim.index, "expr"),
            finding.message,
            fix=finding.fix.text if finding.fix else None,
            severity=finding.severity,
            offset=finding.start,
        )


def _constant(subject: Subject, aim: Aim, row: MappingRow) -> None:
    if aim.found is None:
        return
    field = aim.found.field
    wrong = misfit(row.value, field.type) or constraint_breach(row.value, field)
    if wrong:
        message = f"{row.value!r} {wrong} ('{row.to}')"
        subject.findings.add("mapping/constant", ("mapping", aim.index, "value"), message)
