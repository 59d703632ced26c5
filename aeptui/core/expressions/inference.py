"""The types that expressions are known to have before they run."""

from collections.abc import Callable

from aeptui.core.expressions.catalog import functions
from aeptui.core.expressions.fields import SourceFields
from aeptui.core.expressions.nodes import (
    ArrayLiteral,
    Binary,
    Call,
    Conditional,
    Expression,
    Field,
    Index,
    Lambda,
    Literal,
    MapLiteral,
    Member,
    MethodCall,
    Unary,
)

ANY, NULL = "any", "null"
"""Not known; the type of null, which goes with every other."""

_LITERALS = {"text": "string", "integer": "integer", "real": "number", "boolean": "boolean", "null": NULL}
_XDM = {
    "string": "string",
    **dict.fromkeys(("integer", "int", "long", "short", "byte"), "integer"),
    **dict.fromkeys(("number", "double"), "number"),
    "boolean": "boolean",
    **dict.fromkeys(("date", "date-time"), "datetime"),
    "array": "array",
    **dict.fromkeys(("object", "map"), "object"),
}
_RETURNS = {
    "string": "string",
    **dict.fromkeys(("integer", "long", "biginteger"), "integer"),
    **dict.fromkeys(("double", "float"), "number"),
    "boolean": "boolean",
    "datetime": "datetime",
    **dict.fromkeys(("object", "map"), "object"),
    "array": "array",
    "null": NULL,
}
_METHODS = {
    **dict.fromkeys(
        ["equals", "equalsIgnoreCase", "isEmpty", "contains", "containsKey", "startsWith", "endsWith"],
        "boolean",
    ),
    **dict.fromkeys(("length", "indexOf", "lastIndexOf"), "integer"),
    **dict.fromkeys(("toUpperCase", "toLowerCase", "trim", "substring"), "string"),
}
_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">=", "=~", "!~", "=^", "!^", "=$", "!$", "&&", "||"})


def common(first: str, second: str) -> str:
    """The type of a value that has one type or the other."""
    if first == second or second == NULL:
        return first
    if first == NULL:
        return second
    return "number" if {first, second} == {"integer", "number"} else ANY


def infer(node: Expression, operands: list[str], fields: SourceFields | None) -> str:
    """The type of a node, given those of its operands: string, integer, number, boolean, datetime, array, object …"""
    match node:
        case Literal(kind=kind):
            return _LITERALS[kind]
        case Field(path=path):
            return _XDM.get((fields.type_of(path) if fields else None) or ANY, ANY)
        case Member():
            return _member(node, fields)
        case Call(name=name):
            return _call(name, operands)
        case MethodCall(name=name):
            return _METHODS.get(name, ANY)
        case Unary(op=op):
            return {"!": "boolean", "~": "integer"}.get(op) or _arithmetic(operands)
        case Binary(op=op):
            return _binary(op, operands)
        case Conditional():
            return common(operands[1], operands[2])
        case ArrayLiteral():
            return "array"
        case MapLiteral():
            return "object"
        case Lambda():
            return "lambda"
        case Index():
            return ANY


def _member(node: Member, fields: SourceFields | None) -> str:
    names: list[str] = []
    target: Expression = node
    while isinstance(target, Member):
        names.append(target.name)
        target = target.target
    if fields is None or not isinstance(target, Field):
        return ANY
    return _XDM.get(fields.type_of((*target.path, *reversed(names))) or ANY, ANY)


def _call(name: str, operands: list[str]) -> str:
    function = functions()[name]
    choose: Callable[[str, str], str] = common
    if function.name == "iif":
        return choose(operands[1], operands[2])
    if function.name in ("coalesce", "min", "max") and "array" not in operands:
        result = operands[0]
        for kind in operands[1:]:
            result = choose(result, kind)
        return result
    return _RETURNS.get(function.returns.partition("<")[0], ANY)


def _arithmetic(operands: list[str]) -> str:
    known = {NULL: "integer", "boolean": "integer"}
    kinds = {known.get(kind, kind) for kind in operands}
    return "integer" if kinds == {"integer"} else "number" if kinds <= {"integer", "number"} else ANY


def _binary(op: str, operands: list[str]) -> str:
    if op in _COMPARISONS:
        return "boolean"
    if op in "&|^":
        return "integer"
    if op == "?:":
        return common(*operands)
    if op == "+" and operands == ["string", "string"]:
        return "string"
    return _arithmetic(operands)
