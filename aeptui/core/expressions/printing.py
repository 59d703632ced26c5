"""From a syntax tree back to text, with no more parentheses than needed."""

import math
from decimal import Decimal

from aeptui.core.expressions.literals import quote_steps, quote_string, real_text
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
    fold,
)
from aeptui.core.expressions.parser import LEVELS, PREFIX_LEVEL, UNCHAINED

_CONDITIONAL, _POSTFIX = 1, PREFIX_LEVEL + 1
_Printed = tuple[str, int]
"""The text of a node, and how tightly what is in it binds."""


def print_expression(tree: Expression) -> str:
    """The text of a tree on one line; parsed again it gives an equal tree."""
    return fold(tree, _print)[0]


def _print(node: Expression, operands: list[_Printed]) -> _Printed:
    texts = [text for text, _ in operands]
    match node:
        case Literal():
            return _literal(node), _POSTFIX
        case Field(path=path, quoted=quoted):
            return quote_steps(path) if quoted else _name(path[0]), _POSTFIX
        case Member(name=name):
            return f"{_bound(operands[0], _POSTFIX)}.{_name(name)}", _POSTFIX
        case Index():
            return f"{_bound(operands[0], _POSTFIX)}[{texts[1]}]", _POSTFIX
        case Call(name=name):
            return f"{_name(name)}({', '.join(texts)})", _POSTFIX
        case MethodCall(name=name):
            return f"{_bound(operands[0], _POSTFIX)}.{_name(name)}({', '.join(texts[1:])})", _POSTFIX
        case Unary(op=op):
            operand = _bound(operands[0], PREFIX_LEVEL)
            # !$ and !~ are operators of their own on the platform.
            return op + (f"({operand})" if op == "!" and operand[0] in "$~" else operand), PREFIX_LEVEL
        case Binary(op=op):
            return _binary(op, *operands)
        case Conditional():
            test = _bound(operands[0], _CONDITIONAL + 1)
            return f"{test} ? {texts[1]} : {texts[2]}", _CONDITIONAL
        case ArrayLiteral():
            return f"[{', '.join(texts)}]", _POSTFIX
        case MapLiteral():
            pairs = [f"{key}: {value}" for key, value in zip(texts[::2], texts[1::2], strict=True)]
            return "{" + (", ".join(pairs) or ":") + "}", _POSTFIX
        case Lambda(params=params):
            names = [_name(param) for param in params]
            head = names[0] if len(names) == 1 else f"({', '.join(names)})"
            return f"{head} -> {texts[0]}", _CONDITIONAL


def _bound(printed: _Printed, level: int) -> str:
    text, own = printed
    return text if own >= level else f"({text})"


def _binary(op: str, left: _Printed, right: _Printed) -> _Printed:
    if op == "?:":
        return f"{_bound(left, _CONDITIONAL + 1)} ?: {right[0]}", _CONDITIONAL
    level = LEVELS[op]
    return f"{_bound(left, level + (level in UNCHAINED))} {op} {_bound(right, level + 1)}", level


def _name(name: str) -> str:
    return name.replace(".", "\\.")


def _literal(node: Literal) -> str:
    value = node.value
    if isinstance(value, str):
        return quote_string(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        digits, _, exponent = f"{value:e}".partition("e")
        power = f"e{int(exponent)}" if int(exponent) else ""
        return (digits if "." in digits else digits + ".0") + power + node.suffix
    if isinstance(value, float):
        return ("9.9e999" if math.isinf(value) else real_text(value)) + node.suffix
    return f"{value}{node.suffix}"
