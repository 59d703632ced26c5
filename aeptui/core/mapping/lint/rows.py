"""Rules on what fills a target: columns, expressions and constants, and whether they suit it."""

from collections.abc import Collection, Iterator

from aeptui.core.expressions.checker import check as expression_findings
from aeptui.core.expressions.errors import ExpressionError
from aeptui.core.expressions.paths import parse_path, quote_field
from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.lint.breach import Aim, Breach
from aeptui.core.mapping.lint.subject import Subject
from aeptui.core.mapping.lint.values import constraint_breach, conversion, misfit
from aeptui.core.xdm.tree import Field

_EXPLICIT_FORMATS = {"date": "yyyy-MM-dd", "date-time": "yyyy-MM-dd HH:mm:ss"}
_SHOWN = 6
_EVERY = "[*]"
_EXPRESSION_RULES = {"unknown-field": "mapping/unknown-source", "result-type": "mapping/type-clash"}


def source_breaches(subject: Subject, row: MappingRow, aim: Aim) -> Iterator[Breach]:
    """Columns that do not exist, expressions that are none, and what cannot become what the target holds."""
    if row.from_ is not None:
        yield from _column(subject, aim, row.from_)
        yield from _wildcards(row.to, row.from_)
    elif row.expr is not None:
        yield from _expression(subject, aim, row.expr)
    else:
        yield from _constant(aim, row)


def _column(subject: Subject, aim: Aim, column: str) -> Iterator[Breach]:
    known = subject.columns
    if known is None:
        return
    kind = known.get(column)
    if kind is None and not (subject.hierarchical and _is_in_record(subject, known, column)):
        meant = subject.nearest_column(column)
        message = f"the source has no column '{column}'" + (f"; did you mean '{meant}'?" if meant else "")
        yield Breach("mapping/unknown-source", "from", message, meant)
    elif kind is not None and aim.found is not None:
        yield from _types(column, kind, aim.found.field)


def _is_in_record(subject: Subject, columns: Collection[str], path: str) -> bool:
    """Whether a path leads to something that lies in a column, or around one."""
    try:
        steps = tuple(step for step in parse_path(path) if isinstance(step, str))
    except ExpressionError:
        return False
    fields = subject.expression_fields
    return (steps[:1] and steps[0] in columns) or (fields is not None and fields.type_of(steps) is not None)


def _types(column: str, kind: str, field: Field) -> Iterator[Breach]:
    rule, fit = "mapping/type-clash", conversion(kind, field.type)
    if fit == "clash":
        message = f"'{column}' is of type {kind}; it cannot become what '{field.path}' holds, of type {field.type}"
        fix = f"to: {field.path}[0]" if field.type == "array" else "use an expression that makes it one"
        yield Breach(rule, "from", message, fix)
    elif fit == "narrowed":
        message = f"'{column}' is of type {kind}; not every value of it fits '{field.path}', of type {field.type}"
        yield Breach(rule, "from", message, severity="warning")
    elif fit == "parsed" and field.type in ("date", "date-time"):
        message = f"'{column}' is text; which of the platform's date formats it is read by depends on each value"
        pattern = _EXPLICIT_FORMATS[field.type]
        yield Breach(rule, "from", message, f'expr: date({quote_field(column)}, "{pattern}")', "hint")
    elif field.enum:
        yield from _choice(column, kind, field)


def _choice(column: str, kind: str, field: Field) -> Iterator[Breach]:
    """A column whose values may all be others than the few that the field allows."""
    allowed = ", ".join(map(str, field.enum[:_SHOWN])) + (" …" if len(field.enum) > _SHOWN else "")
    if kind == "string":
        message = f"'{field.path}' takes only {allowed}; a row with another value in '{column}' is refused"
        yield Breach("mapping/type-clash", "from", message, severity="hint")
    elif not any(_may_be(kind, str(value)) for value in field.enum):
        message = f"'{column}' is of type {kind}; none of its values is one that '{field.path}' takes: {allowed}"
        yield Breach("mapping/type-clash", "from", message, "use an expression that makes it one of these")


def _may_be(kind: str, text: str) -> bool:
    """Whether a value of a type may be written as that text."""
    return text in ("true", "false") if kind == "boolean" else misfit(text, kind) is None


def _wildcards(to: str, column: str) -> Iterator[Breach]:
    if (_EVERY in to) != (_EVERY in column):
        lacking, key = ("source", "from") if _EVERY in to else ("target", "to")
        message = f"element by element, [*] stands in both paths; the {lacking} path has none"
        yield Breach("mapping/wildcard", key, message)


def _expression(subject: Subject, aim: Aim, text: str) -> Iterator[Breach]:
    target = aim.found.field.type if aim.found is not None else None
    for finding in expression_findings(text, subject.expression_fields, target):
        rule = _EXPRESSION_RULES.get(finding.rule)
        if rule is None:
            rule = "mapping/expression" if finding.severity == "error" else "mapping/expression-advice"
        fix = finding.fix.text if finding.fix else None
        yield Breach(rule, "expr", finding.message, fix, finding.severity, finding.start)


def _constant(aim: Aim, row: MappingRow) -> Iterator[Breach]:
    if aim.found is None:
        return
    field = aim.found.field
    wrong = misfit(row.value, field.type) or constraint_breach(row.value, field)
    if wrong:
        yield Breach("mapping/constant", "value", f"{row.value!r} {wrong} ('{row.to}')")
