"""What is wrong or doubtful about an expression before it runs."""

from collections.abc import Iterator

from aeptui.core.expressions.argumentlint import argument_findings
from aeptui.core.expressions.catalog import Function, closest, did_you_mean, functions, methods
from aeptui.core.expressions.errors import ExpressionError
from aeptui.core.expressions.fields import SourceFields
from aeptui.core.expressions.findings import Finding, Fix
from aeptui.core.expressions.inference import ANY, infer
from aeptui.core.expressions.lexer import comments, tokenize
from aeptui.core.expressions.methods import KNOWN_METHODS
from aeptui.core.expressions.nodes import (
    Binary,
    Call,
    Expression,
    Field,
    Index,
    Literal,
    Member,
    MethodCall,
    Unary,
    fold,
)
from aeptui.core.expressions.parser import parse
from aeptui.core.expressions.paths import FieldUse, name_uses, quote_field

_INTEGERS = frozenset({"integer", "int", "long", "short", "byte"})
_NO_NUMBERS = frozenset({"array", "object", "boolean", "datetime"})
_NO_DATES = frozenset({"array", "object", "integer", "number", "boolean"})
_PLAIN = frozenset({"string", "integer", "number", "boolean", "datetime"})
_REFUSED_RESULTS: dict[str, frozenset[str]] = {
    "string": frozenset({"array", "object"}),
    **dict.fromkeys((*_INTEGERS, "number", "double"), _NO_NUMBERS),
    "boolean": frozenset({"array", "object", "integer", "number", "datetime"}),
    **dict.fromkeys(("date", "date-time"), _NO_DATES),
    "array": _PLAIN | {"object"},
    **dict.fromkeys(("object", "map"), _PLAIN | {"array"}),
}
"""For the type of a target field, the types of results that never become it."""


def check(
    expression: str | Expression, fields: SourceFields | None = None, target_type: str | None = None
) -> list[Finding]:
    """The findings on an expression, from left to right; one alone, of rule ``rejected``, where it is rejected.

    Without ``fields`` no field is unknown; ``target_type`` is the XDM type of the field that the result goes to.
    """
    findings: list[Finding] = []
    if isinstance(expression, str):
        try:
            tree = parse(expression)
        except ExpressionError as error:
            return [_rejected(expression, error)]
        findings.extend(_comments(expression))
    else:
        tree = expression
    uses, parameters = name_uses(tree)
    if fields is not None:
        findings.extend(_unknown_field(use, fields) for use in uses if fields.type_of(use.path) is None)
    if parameters:

        def visit(node: Expression, kinds: list[str]) -> str:
            return ANY if _base(node).start in parameters else _visit(node, kinds, fields, findings)

    else:

        def visit(node: Expression, kinds: list[str]) -> str:
            return _visit(node, kinds, fields, findings)

    kind = fold(tree, visit)
    if target_type is not None:
        findings.extend(_result_findings(tree, kind, target_type))
    return sorted(findings, key=lambda finding: finding.start)


def _base(node: Expression) -> Expression:
    """The field that a plain path starts from; a node that stands nowhere for everything else."""
    base = node
    while isinstance(base, Member):
        base = base.target
    return base if isinstance(base, Field) else _NOWHERE


_NOWHERE = Field(("",), True, -1, -1)


def _rejected(text: str, error: ExpressionError) -> Finding:
    start = min(error.position - 1, len(text))
    end = next((token.end for token in tokenize(text) if token.start == start and token.end > start), start + 1)
    return Finding("rejected", "error", error.message, start, min(end, max(len(text), start)))


def _comments(text: str) -> Iterator[Finding]:
    if "//" not in text and "##" not in text and "/*" not in text:
        return
    for start, end in comments(text):
        message = "the platform skips comments, but they count towards the 4096 characters"
        yield Finding("comment", "hint", message, start, end)


# Fields


def _unknown_field(use: FieldUse, fields: SourceFields) -> Finding:
    parent: tuple[str, ...] = ()
    while len(parent) < len(use.path) - 1 and fields.type_of(use.path[: len(parent) + 1]) is not None:
        parent = use.path[: len(parent) + 1]
    near = closest(use.path[len(parent)], list(fields.children(parent)))
    paths = [quote_field((*parent, name, *use.path[len(parent) + 1 :])) for name in near]
    message = f"the source has no field {use.text}{did_you_mean(paths)}"
    fix = Fix(use.start, use.end, paths[0]) if paths else None
    return Finding("unknown-field", "warning", message, use.start, use.end, fix)


# Nodes


def _visit(node: Expression, kinds: list[str], fields: SourceFields | None, findings: list[Finding]) -> str:
    match node:
        case Field():
            findings.extend(_name_findings(node))
        case Call():
            function = functions()[node.name]
            if not function.is_usual:
                findings.extend(_function_findings(node, function))
            findings.extend(argument_findings(node, function, kinds))
        case MethodCall():
            findings.extend(_method_findings(node))
        case Index(index=index):
            findings.extend(_index_findings(index))
        case Binary(op="+") if kinds == ["string", "string"]:
            message = "+ joins two texts, even if both hold digits; concat says so"
            findings.append(Finding("joined-texts", "hint", message, node.start, node.end))
        case Binary(op="==" | "!=") if set(kinds) == {"string", "boolean"}:
            message = 'a text is no boolean: compare it with a text such as "true"'
            findings.append(Finding("text-and-boolean", "warning", message, node.start, node.end))
        case Unary(op="!", operand=operand) if operand.start == node.start + 1:
            findings.extend(_negation_findings(node, operand))
        case Binary(op="/" | "%", right=Literal(value=0)):
            findings.append(Finding("division-by-zero", "warning", "by zero the result is 0.0", node.start, node.end))
    return infer(node, kinds, fields)


def _name_findings(node: Field) -> Iterator[Finding]:
    name = node.path[0]
    if not node.quoted and name in functions():
        message = f"{name} is also a function; a field of that name is better written {quote_field(name)}"
        fix = Fix(node.start, node.end, quote_field(name))
        yield Finding("function-name-as-field", "warning", message, node.start, node.end, fix)


def _function_findings(call: Call, function: Function) -> Iterator[Finding]:
    start, end = call.start, call.start + len(call.name)
    if function.status == "deprecated":
        replacement = function.replacement or ""
        fix = Fix(start, end, replacement) if replacement else None
        message = f"{call.name} is deprecated" + (f"; use {replacement}" if replacement else "")
        yield Finding("deprecated-function", "warning", message, start, end, fix)
    if function.availability != "all":
        message = f"{call.name} is documented for {function.availability}"
        yield Finding("function-availability", "hint", message, start, end)
    if function.evaluation == "platform-only":
        message = f"only the platform can compute {call.name}; here its result is unknown"
        yield Finding("platform-only", "hint", message, start, end)
    elif function.evaluation == "approximate":
        message = f"the platform may read user agents otherwise than {call.name} does here"
        yield Finding("approximate", "hint", message, start, end)


def _method_findings(node: MethodCall) -> Iterator[Finding]:
    if node.name in methods():
        return
    start, end = node.name_start, node.name_start + len(node.name)
    if node.name in functions():
        message = f"{node.name} is a function: write {node.name}(value), not value.{node.name}()"
    elif node.name in KNOWN_METHODS:
        message = f"the method {node.name} is Java's and not documented; it may not work on the platform"
    else:
        message = f"the method {node.name} is not documented{did_you_mean(closest(node.name, list(KNOWN_METHODS)))}"
    yield Finding("undocumented-method", "warning", message, start, end)


def _index_findings(index: Expression) -> Iterator[Finding]:
    if isinstance(index, Unary) and index.op == "-" and isinstance(index.operand, Literal):
        yield Finding("negative-index", "error", "arrays are counted from 0; use last(array)", index.start, index.end)


def _negation_findings(node: Expression, operand: Expression) -> Iterator[Finding]:
    """``!$`` and ``!~`` without a blank are operators of their own."""
    first = operand
    while isinstance(first, Member | Index | MethodCall):
        first = first.target
    if (isinstance(first, Field) and (first.quoted or first.path[0].startswith("$"))) or (
        isinstance(first, Unary) and first.op == "~"
    ):
        message = "the platform may read ! and what follows it as one operator; write not"
        fix = Fix(node.start, operand.start, "not ")
        yield Finding("negation", "warning", message, node.start, operand.end, fix)


# The result


def _result_findings(tree: Expression, kind: str, target_type: str) -> Iterator[Finding]:
    if kind in _REFUSED_RESULTS.get(target_type, ()):
        message = f"the result is {kind}, which never becomes the target's type {target_type}"
        yield Finding("result-type", "error", message, tree.start, tree.end)
    elif kind == "number" and target_type in _INTEGERS:
        message = f"the result is a number, which becomes {target_type} only without a fraction"
        yield Finding("result-type", "warning", message, tree.start, tree.end)
    elif kind == "string" and target_type in ("date", "date-time"):
        message = "the target is a date; say how the text is to be read with date(text, pattern)"
        yield Finding("result-type", "warning", message, tree.start, tree.end)
