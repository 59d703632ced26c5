"""Checks of the arguments of calls: their types, and constants that cannot be right."""

from collections.abc import Iterator

from aeptui.core.expressions.catalog import Function
from aeptui.core.expressions.datelint import Slip, pattern_slips
from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.findings import Finding, Fix, Severity
from aeptui.core.expressions.nodes import Call, Expression, Lambda, Literal

_KINDS = {"long": "integer", "map": "object", "double": "number"}
_SCALARS = frozenset({"string", "integer", "number", "boolean", "datetime"})
_REFUSED: dict[str, frozenset[str]] = {
    "string": frozenset({"array", "object"}),
    "integer": frozenset({"array", "object", "datetime", "boolean"}),
    "boolean": frozenset({"array", "object", "datetime", "integer", "number"}),
    "datetime": frozenset({"array", "object", "boolean", "integer", "number"}),
    "array": _SCALARS | {"object"},
    "object": _SCALARS | {"array"},
}
"""For the type of a parameter, the types that it never takes."""

_PAIRED = frozenset({"to_object", "to_map", "arrays_to_object"})
"""Functions whose arguments come in pairs."""


def argument_findings(call: Call, function: Function, kinds: list[str]) -> list[Finding]:
    """The findings on the arguments of a call, whose types are given."""
    findings: list[Finding] = []
    overload = function.overload(len(call.args))
    for index, (node, kind) in enumerate(zip(call.args, kinds, strict=True)):
        param = overload.param(index)
        if param is None:
            continue
        wanted = _KINDS.get(param.type, param.type)
        if wanted in _CHECKED and kind != wanted:
            findings.extend(_type_findings(call, node, kind, param.name, wanted))
        if isinstance(node, Literal) and isinstance(node.value, str):
            findings.extend(_constant_findings(call, node, node.value, param.name))
    if function.name == "date" and len(call.args) == 1 and kinds[0] not in ("datetime", "null"):
        message = "without a pattern the first of 18 formats that fits is taken; say it with date(text, pattern)"
        findings.append(Finding("date-without-format", "hint", message, call.start, call.end))
    if function.name in _PAIRED and len(call.args) % 2 and kinds[0] != "null":
        message = f"{call.name} takes keys and values in turn; the last argument has no partner"
        findings.append(Finding("odd-arguments", "error", message, call.start, call.end))
    return findings


_CHECKED = frozenset(_REFUSED) | {"lambda"}


def _type_findings(call: Call, node: Expression, kind: str, name: str, wanted: str) -> Iterator[Finding]:
    if wanted == "lambda":
        if not isinstance(node, Lambda):
            message = f"{call.name} takes a lambda such as x -> x > 0 as {name}"
            yield Finding("argument-type", "error", message, node.start, node.end)
    elif kind in _REFUSED[wanted]:
        message = f"{call.name} takes {_with_article(wanted)} as {name}, not {_with_article(kind)}"
        yield Finding("argument-type", "error", message, node.start, node.end)
    elif wanted == "datetime" and kind == "string":
        message = f"{call.name} takes a datetime as {name}; make one with date(text, pattern)"
        yield Finding("date-from-text", "warning", message, node.start, node.end)


def _with_article(kind: str) -> str:
    if kind == "string":
        return "text"
    return ("an " if kind[0] in "aio" else "a ") + kind


def _constant_findings(call: Call, node: Literal, text: str, name: str) -> Iterator[Finding]:
    if name == "FORMAT":
        for slip in pattern_slips(text, parsing=call.name == "date"):
            yield _slip_finding(node, text, slip)
        return
    try:
        _validate(call.name, name, text)
    except TransformError as error:
        severity: Severity = "hint" if error.unknown else "error"
        yield Finding("constant-argument", severity, error.message, node.start, node.end)


def _validate(function: str, parameter: str, text: str) -> None:
    """Raises TransformError where a constant can never be right for a parameter."""
    match parameter:
        case "REGEX":
            from aeptui.core.expressions.regex import compile_regex

            compile_regex(text)
        case "CHARSET":
            from aeptui.core.expressions.functions.hashing import encode

            encode("", text)
        case "ALGORITHM":
            from aeptui.core.expressions.functions.hashing import hash_text

            hash_text(text, "")
        case "TIMEZONE" | "ZONE":
            from aeptui.core.expressions.dates.moments import zone_of

            zone_of(text)
        case "ANCHOR":
            from aeptui.core.expressions.functions.urls import get_url_query_str

            get_url_query_str("", text)
        case "COMPONENT":
            from aeptui.core.expressions.functions.datetimes import component

            component(text, function)


def _slip_finding(node: Literal, text: str, slip: Slip) -> Finding:
    rule = "date-pattern" if slip.wrong else "date-pattern-slip"
    severity: Severity = "error" if slip.wrong else "warning"
    if node.end - node.start - 2 != len(text):
        # The literal has escapes, so offsets of its text are not those of the expression.
        return Finding(rule, severity, slip.message, node.start, node.end)
    start, end = node.start + 1 + slip.start, node.start + 1 + slip.end
    fix = None if slip.better is None else Fix(start, end, slip.better)
    return Finding(rule, severity, slip.message, start, end, fix)
