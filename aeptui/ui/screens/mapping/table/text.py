"""What stands in a source cell: how a row's source is written there, and what a typed text means."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Literal, TypeAlias

from aeptui.core.expressions import ExpressionError, literal, parse
from aeptui.core.expressions.nodes import Literal as LiteralNode

if TYPE_CHECKING:
    from aeptui.core.manifest.model import MappingRow, Scalar

Kind: TypeAlias = Literal["from", "expr", "value"]
EXPRESSION, TEXT = "=", "'"

_PATH = re.compile(r"[\w$]+(?:\[(?:\d+|\*)\])*(?:\.[\w$]+(?:\[(?:\d+|\*)\])*)*")
_WORDS = re.compile(r"[\w$]+(?:[ .\-/][\w$]+)*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


def source_text(row: "MappingRow") -> str:
    """The source as it is edited: a column's name, ``=`` and an expression, or a constant as the language writes it."""
    if row.expr is not None:
        return EXPRESSION + row.expr
    return row.from_ if row.from_ is not None else constant_text(row.value)


def constant_text(value: "Scalar | None") -> str:
    """A constant: texts in quotes, everything else bare."""
    return "" if value is None else literal(value)


def read_source(text: str, columns: Collection[str] = ()) -> "tuple[Kind, Scalar]":
    """The key of the document that a typed text fills, and its value.

    A column's name is a column, whatever else it may be. ``=`` begins an expression; quotes, or ``'`` in front, a
    constant text; numbers, true and false are constants. A bare name or path means a column that is not known here.
    Everything else is an expression, right or wrong: a wrong one is reported at its row.
    """
    bare = text.strip()
    if not bare or bare in columns:
        return "from", bare
    if text in columns:
        return "from", text
    if bare.startswith(EXPRESSION):
        return "expr", bare[1:].strip()
    constant = _constant(bare)
    if constant is not None:
        return "value", constant
    if _PATH.fullmatch(bare) and bare != "null":
        return "from", bare
    return ("from", bare) if _WORDS.fullmatch(bare) and not _parses(bare) else ("expr", bare)


def expression_in(text: str, columns: Collection[str] = ()) -> tuple[str, int] | None:
    """The expression that a typed text would be, and where in the text it begins; None for anything else."""
    kind, value = read_source(text, columns)
    if kind != "expr":
        return None
    expression = str(value)
    return expression, text.index(expression, text.find(EXPRESSION) + 1 if text.lstrip().startswith(EXPRESSION) else 0)


def is_name(text: str) -> bool:
    """Whether what was typed so far can only be the beginning of a name."""
    return _WORDS.fullmatch(text.strip(" .-/")) is not None


def _constant(bare: str) -> "Scalar | None":
    if _NUMBER.fullmatch(bare):
        return float(bare) if "." in bare else int(bare)
    if bare[0] in "\"'" or bare in ("true", "false"):
        try:
            node = parse(bare)
        except ExpressionError:
            return bare[1:] if bare[0] == TEXT else None
        if isinstance(node, LiteralNode) and isinstance(node.value, str | bool):
            return node.value
    return None


def _parses(text: str) -> bool:
    try:
        parse(text)
    except ExpressionError:
        return False
    return True
