"""What the parser says of an expression that it rejects."""

from aeptui.core.expressions.catalog import Function, closest, did_you_mean, functions, methods
from aeptui.core.expressions.errors import ExpressionError
from aeptui.core.expressions.lexer import Token

VALUE = "a value"
"""What is wanted where an operand must come."""

_HINTS = {
    "*": "; [*] belongs into the paths of attribute mappings, not into expressions",
    "->": "; a lambda stands only as the second argument of filterArray and transformArray",
    "+": "; there is no sign + before a value",
}


def ends_early(wanted: str, end: int) -> ExpressionError:
    """The error of a text that ends (at the offset ``end``) where something else must come."""
    return ExpressionError(f"the expression ends: {wanted} is missing", end + 1)


def unexpected(text: str, token: Token, wanted: str) -> ExpressionError:
    """The error of a token that stands where something else must come."""
    if token.kind == "bad":
        error: ExpressionError = token.value
        return error
    if token.kind == "end":
        return ends_early(wanted, token.end)
    if wanted.startswith(VALUE) and (token.kind == "word" or token.word):
        return reserved_word(text, token)
    found = text[token.start : token.end]
    hint = _HINTS.get(found, "")
    return ExpressionError(f"found {found} where {wanted} should stand{hint}", token.start + 1)


def reserved_word(text: str, token: Token) -> ExpressionError:
    """The error of a reserved word that is used as a field."""
    word = text[token.start : token.end]
    message = f"{word} is a reserved word; a field of that name is written ${{{word}}}"
    return ExpressionError(message, token.start + 1)


def unknown_function(name: str) -> str:
    """What is said of a call of a function that there is not."""
    if name in methods():
        return f"{name} is a method: write value.{name}(…)"
    return f"there is no function {name}{did_you_mean(closest(name, functions()))}"


def wrong_count(function: Function, name: str, count: int) -> str:
    """What is said of a call with too few or too many arguments."""
    low, high = function.min_args, function.max_args
    wanted = str(low) if low == high else f"at least {low}" if high is None else f"{low} to {high}"
    noun = "argument" if wanted in ("1", "at least 1") else "arguments"
    return f"{name} takes {wanted} {noun}, not {count}"
