"""How constants and field names are written in an expression, and read back."""

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PLAIN_NAME = re.compile(r"(?:[^\W\d]|\$)(?:\w|\$)*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


def unescape_string(body: str, quote: str) -> str:
    """The text of a string literal without its quotes.

    A backslash escapes the quote of that string and itself, ``\\uXXXX`` is a character; before anything else it stays.
    """
    if "\\" not in body:
        return body

    def replace(match: re.Match[str]) -> str:
        code, char = match.groups()
        if code is not None:
            return chr(int(code, 16))
        return char if char in (quote, "\\") else match.group()

    return join_surrogates(_ESCAPE.sub(replace, body))


def join_surrogates(text: str) -> str:
    """The text with each pair of surrogates as the one character they stand for."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def unescape_steps(body: str) -> tuple[str, ...]:
    """The steps of a path as ``${…}`` holds it: dots separate, after a backslash a dot, ``}`` or ``\\`` is literal."""
    steps = [""]
    at = 0
    while at < len(body):
        char = body[at]
        if char == "\\" and body[at + 1 : at + 2] in (".", "}", "\\"):
            at += 1
            steps[-1] += body[at]
        elif char == ".":
            steps.append("")
        else:
            steps[-1] += char
        at += 1
    return tuple(steps)


def quote_string(text: str) -> str:
    """The string literal of a text, in double quotes unless it holds some and no single ones."""
    quote = "'" if '"' in text and "'" not in text else '"'
    escaped = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
    return quote + _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", escaped) + quote


def quote_steps(steps: Sequence[str]) -> str:
    """The path as ``${…}`` writes it, dots inside a step escaped."""

    def escape(step: str) -> str:
        return step.replace("\\", "\\\\").replace(".", "\\.").replace("}", "\\}")

    return "${" + ".".join(escape(step) for step in steps) + "}"


def is_plain_name(step: str) -> bool:
    """Whether the step is an identifier of the language (a reserved word is one, too)."""
    if not _PLAIN_NAME.fullmatch(step):
        return False
    return step.isascii() or all(char.isalpha() or char.isdecimal() or char in "$_" for char in step)


def real_text(value: float) -> str:
    """A finite number as the language writes a real: digits, dot, digits and perhaps an exponent."""
    mantissa, mark, exponent = repr(value).partition("e")
    if "." not in mantissa:
        mantissa += ".0"
    return mantissa + (f"e{int(exponent)}" if mark else "")


def literal(value: Any) -> str:
    """The expression that yields a Python constant.

    Takes text, numbers, booleans, None, dates (as ISO 8601 text), datetimes, and lists and mappings of these. Raises
    ValueError for anything else and for numbers that are not finite.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float() if math.isfinite(value):
            return real_text(value)
        case Decimal() if value.is_finite():
            plain = format(value, "f")
            return (plain if "." in plain else plain + ".0") + "b"
        case str():
            return quote_string(value)
        case dt.datetime():
            return _datetime_literal(value)
        case dt.date():
            return quote_string(value.isoformat())
        case Mapping():
            entries = ", ".join(f"{quote_string(str(key))}: {literal(item)}" for key, item in value.items())
            return "{" + (entries or ":") + "}"
        case list() | tuple():
            return "[" + ", ".join(literal(item) for item in value) + "]"
    raise ValueError(f"an expression has no literal for {type(value).__name__} {value!r}")


def _datetime_literal(value: dt.datetime) -> str:
    moment = value if value.tzinfo is not None else value.replace(tzinfo=dt.UTC)
    pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx"
    return f'date("{moment.isoformat(timespec="microseconds")}", "{pattern}")'
