"""The syntax tree of an expression: frozen nodes with their place in the text.

``start`` and ``end`` are offsets in code points (from 0, end excluded) and take no part in comparison, so two trees are
equal when they mean the same text whatever its spacing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar
from typing import Literal as Choice

Result = TypeVar("Result")

LiteralKind = Choice["text", "integer", "real", "boolean", "null"]
Scalar = str | int | float | bool | Decimal | None


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; ``suffix`` is the letter of a number's type (``L``, ``H``, ``f``, ``d``, ``b``) or empty."""

    kind: LiteralKind
    value: Scalar
    suffix: str
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A source field or a lambda's parameter by its name; ``path`` has several steps only where quoted."""

    path: tuple[str, ...]
    quoted: bool
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """``target.name``, without a call."""

    target: "Expression"
    name: str
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Index:
    """``target[index]``."""

    target: "Expression"
    index: "Expression"
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """``name(args)``; ``name`` is written as in the text, so it may be an alias."""

    name: str
    args: tuple["Expression", ...]
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class MethodCall:
    """``target.name(args)``; ``name_start`` is the offset of the name."""

    target: "Expression"
    name: str
    args: tuple["Expression", ...]
    name_start: int = field(compare=False)
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """``-``, ``~`` or ``!`` before its operand (``not`` is ``!``)."""

    op: str
    operand: "Expression"
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands; ``op`` is the sign, also where the text has the word (``and`` is ``&&``)."""

    op: str
    left: "Expression"
    right: "Expression"
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """``test ? then : other``."""

    test: "Expression"
    then: "Expression"
    other: "Expression"
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class ArrayLiteral:
    """``[a, b]``."""

    items: tuple["Expression", ...]
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class MapLiteral:
    """``{k: v}``; ``items`` are key, value, key, value and so on."""

    items: tuple["Expression", ...]
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Lambda:
    """``x -> body`` or ``(x, y) -> body``."""

    params: tuple[str, ...]
    body: "Expression"
    start: int = field(compare=False)
    end: int = field(compare=False)


Expression = (
    Literal
    | Field
    | Member
    | Index
    | Call
    | MethodCall
    | Unary
    | Binary
    | Conditional
    | ArrayLiteral
    | MapLiteral
    | Lambda
)


_CHILDREN: dict[type, Callable[[Any], tuple[Expression, ...]]] = {
    Literal: lambda node: (),
    Field: lambda node: (),
    Member: lambda node: (node.target,),
    Index: lambda node: (node.target, node.index),
    Call: lambda node: node.args,
    MethodCall: lambda node: (node.target, *node.args),
    Unary: lambda node: (node.operand,),
    Binary: lambda node: (node.left, node.right),
    Conditional: lambda node: (node.test, node.then, node.other),
    ArrayLiteral: lambda node: node.items,
    MapLiteral: lambda node: node.items,
    Lambda: lambda node: (node.body,),
}


def children(node: Expression) -> tuple[Expression, ...]:
    """The operands of a node, from left to right."""
    return _CHILDREN[type(node)](node)


def fold(tree: Expression, combine: Callable[[Expression, list[Result]], Result]) -> Result:
    """What ``combine`` makes of the tree, called for each node with the results of its operands; any depth."""
    order: list[tuple[Expression, int]] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        operands = children(node)
        order.append((node, len(operands)))
        waiting.extend(reversed(operands))
    done: list[Result] = []
    for node, count in reversed(order):
        done.append(combine(node, [done.pop() for _ in range(count)]))
    return done[0]
