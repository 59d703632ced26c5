"""From text to tokens.

The lexer never fails: what starts no token becomes one last token of kind ``bad`` that carries its error, so that the
parser reports whatever is wrong further left first, and completion can work on unfinished text.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple
from typing import Literal as Choice

from aeptui.core.expressions.errors import CutShortError, ExpressionError
from aeptui.core.expressions.literals import unescape_steps, unescape_string
from aeptui.core.expressions.nodes import Literal, LiteralKind

TokenKind = Choice["name", "word", "quoted", "literal", "op", "end", "bad"]

WORD_OPERATORS = {
    "or": "||",
    "and": "&&",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "gt": ">",
    "le": "<=",
    "ge": ">=",
    "div": "/",
    "mod": "%",
    "not": "!",
}
"""The operators that are written as words, with the sign of the same meaning."""

CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}

RESERVED = frozenset(
    [
        "new",
        "mod",
        "or",
        "break",
        "var",
        "lt",
        "for",
        "false",
        "while",
        "eq",
        "gt",
        "div",
        "not",
        "null",
        "continue",
        "else",
        "and",
        "ne",
        "true",
        "le",
        "if",
        "ge",
        "return",
        "_errors",
        "do",
        "function",
        "empty",
        "size",
    ]
)
"""Words that name a field only inside ``${…}``, as the Data Prep overview lists them."""

_COMMENT = re.compile(r"//[^\r\n]*|##[^\r\n]*|/\*[\s\S]*?\*/")
_TOKEN = re.compile(
    rf"""(?:[ \t\r\n\f]+|{_COMMENT.pattern.replace("#", "[#]")})*
    (?:(?P<name>(?:[^\W\d]|\$(?!\{{))(?:\w|\$(?!\{{)|\\\.)*)
    |(?P<op>\?:|->|==|=~|=\^|=\$|!=|!~|!\^|!\$|<=|>=|&&|\|\||[-+*%~!<>&|^?:.,()\[\]{{}}]|/(?!\*))
    |(?P<text>"(?:[^"\\\r\n]|\\[^\r\n])*"|'(?:[^'\\\r\n]|\\[^\r\n])*')
    |(?P<real>[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?[fFdDbB]?)
    |(?P<integer>0[xX][0-9a-fA-F]+[lLhH]?|0[0-7]*[lLhH]?|[1-9][0-9]*[lLhH]?)
    |(?P<quoted>\$\{{(?:[^}}\\]|\\[\s\S])*\}})
    )?""",
    re.VERBOSE,
)
"""What separates tokens, then a token if one comes."""


class Token(NamedTuple):
    """One token.

    ``value`` is, by ``kind``, the name, the sign of the operator, the node of the literal, the path or the error;
    ``word`` is the word that an operator is written as, or empty.
    """

    kind: TokenKind
    start: int
    end: int
    value: Any
    word: str = ""


def tokenize(text: str) -> list[Token]:
    """All tokens of the text; the last is ``end``, or ``bad`` where the text stops making sense."""
    tokens: list[Token] = []
    position = 0
    operand = True
    while True:
        match = _TOKEN.match(text, position)
        kind = match.lastgroup if match else None
        if match is None or kind is None:
            position = match.end() if match else position
            tokens.append(_bad(text, position) if position < len(text) else Token("end", position, position, None))
            return tokens
        start, position = match.span(kind)
        if kind == "op":
            sign = text[start:position]
            if operand and sign in _NEGATIONS:
                # Before an operand the second character belongs to it: !$id and !${First Name} negate a field.
                sign, position = "!", start + 1
            tokens.append(_new(Token, ("op", start, position, sign, "")))
            operand = sign not in _CLOSING
            continue
        token = _other(kind, text, start, position)
        tokens.append(token)
        if token.kind == "bad":
            return tokens
        operand = token.kind == "op"


_CLOSING = frozenset(")]}")
_NEGATIONS = frozenset({"!$", "!~"})
_new = tuple.__new__
"""Makes a token without the checks of its constructor, which would take half of the lexer's time."""


def _other(kind: str, text: str, start: int, end: int) -> Token:
    """The token of anything but a sign."""
    found = text[start:end]
    match kind:
        case "name":
            return _name(found, start, end)
        case "text":
            value = unescape_string(found[1:-1], found[0])
            return Token("literal", start, end, Literal("text", value, "", start, end))
        case "quoted":
            steps = unescape_steps(found[2:-1])
            if not all(steps):
                return _error("a quoted name needs a name inside ${ }, and one between its dots", start)
            return Token("quoted", start, end, steps)
    if text[end : end + 1].isalpha():
        return _error(f"a number cannot be followed by the letter {text[end]!r}", end)
    return _number(found, start, end, real=kind == "real")


def _name(found: str, start: int, end: int) -> Token:
    if found in _WORDS:
        return _word(found, start, end)
    if not found.isascii():
        for offset, char in enumerate(found):
            if not (char.isalpha() or char.isdecimal() or char in "$_\\."):
                return _error(f"{char!r} starts no part of an expression", start + offset)
    name = found.replace("\\.", ".") if "\\" in found else found
    return _new(Token, ("name", start, end, name, ""))


def _word(found: str, start: int, end: int) -> Token:
    if found in CONSTANTS:
        value = CONSTANTS[found]
        kind: LiteralKind = "null" if value is None else "boolean"
        return Token("literal", start, end, Literal(kind, value, "", start, end))
    if found in WORD_OPERATORS:
        return Token("op", start, end, WORD_OPERATORS[found], found)
    return Token("word", start, end, found)


_WORDS = RESERVED | frozenset(CONSTANTS) | frozenset(WORD_OPERATORS)


def _number(found: str, start: int, end: int, *, real: bool) -> Token:
    suffix = found[-1] if found[-1] in ("fFdDbB" if real else "lLhH") else ""
    digits = found[: -len(suffix)] if suffix else found
    if real:
        number: int | float | Decimal = Decimal(digits) if suffix in ("b", "B") else float(digits)
        return Token("literal", start, end, Literal("real", number, suffix.lower(), start, end))
    base = 16 if digits.startswith(_HEX) else 8 if digits.startswith("0") else 10
    return Token("literal", start, end, Literal("integer", int(digits, base), suffix.upper(), start, end))


_HEX = ("0x", "0X")


def _bad(text: str, start: int) -> Token:
    char = text[start]
    openers = {'"': "this text is not closed", "'": "this text is not closed", "/": "this comment is not closed"}
    if text.startswith("${", start):
        return _error("this quoted name is not closed by }", start, cut=True)
    if char in openers:
        return _error(openers[char], start, cut=True)
    hints = {
        "=": "= assigns, which an expression cannot do; compare with ==",
        ";": "; ends a statement, but a calculated field is a single expression",
        "`": "texts are written in \" or ', not in back quotes",
    }
    return _error(hints.get(char, f"{char!r} starts no part of an expression"), start)


def _error(message: str, start: int, *, cut: bool = False) -> Token:
    kind = CutShortError if cut else ExpressionError
    return Token("bad", start, start, kind(message, start + 1))


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Where the comments of a text lie: start and end of each."""
    before = 0
    for token in tokenize(text):
        for match in _COMMENT.finditer(text, before, token.start):
            yield match.span()
        before = token.end
