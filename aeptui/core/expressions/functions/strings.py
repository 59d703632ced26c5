"""Functions on text."""

from typing import Any

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.functions.registry import function
from aeptui.core.expressions.values import MAX_TEXT, limit_text, to_text, too_large


@function("concat", raw=True)
def concat(*values: Any) -> str:
    """All values as one text; null adds nothing."""
    try:
        text = "".join(values)
    except TypeError:
        text = "".join([to_text(value) for value in values])
    return text if len(text) <= MAX_TEXT else limit_text(text)


@function("explode")
def explode(text: str, pattern: str | None = None) -> list[str]:
    """The parts between the matches of a regular expression, empty ones included."""
    if pattern is None:
        return text.split(",")
    from aeptui.core.expressions.regex import compile_regex

    return compile_regex(pattern).split(text)


@function("instr")
def instr(text: str, part: str, start: int | None = None, occurrence: int | None = None) -> int:
    """Where the part occurs for the nth time from the start position on, from 0; -1 where it does not."""
    count = 1 if occurrence is None else occurrence
    if count < 1:
        raise TransformError(f"instr: OCCURRENCE counts from 1, not {count}")
    found = max(start or 0, 0) - 1
    for _ in range(min(count, len(text) + 2)):
        found = text.find(part, found + 1)
        if found < 0:
            return -1
    return found


@function("replacestr")
def replacestr(text: str, old: str, new: str) -> str:
    """The text with every occurrence of a literal text replaced; an empty one occurs nowhere."""
    if not old:
        return text
    if len(new) > len(old) and len(text) + text.count(old) * (len(new) - len(old)) > MAX_TEXT:
        raise too_large("text")
    return text.replace(old, new)


@function("substr")
def substr(text: str, start: int, length: int) -> str:
    """So many characters from a position (from 0) on; what lies outside the text is left out."""
    first = max(start, 0)
    return text[first : max(start + length, first)] if length > 0 else ""


@function("lower")
def lower(text: str) -> str:
    """The text in lower case."""
    return text.lower()


@function("upper")
def upper(text: str) -> str:
    """The text in upper case."""
    return text.upper()


@function("split")
def split(text: str, separators: str) -> list[str]:
    """The parts that are not empty between any of the separator characters."""
    if len(separators) > 1:
        text = text.translate(dict.fromkeys(map(ord, separators), separators[0]))
    parts = text.split(separators[0]) if separators else [text]
    return [part for part in parts if part]


@function("join")
def join(separator: str, values: list[Any]) -> str:
    """The elements as one text, the separator between them; null adds nothing."""
    if len(separator) * len(values) > MAX_TEXT:
        raise too_large("text")
    return limit_text(separator.join([to_text(value) for value in values]))


def _padding(text: str, count: int, padding: str | None) -> str:
    missing = count - len(text)
    if missing <= 0:
        return ""
    if count > MAX_TEXT:
        raise too_large("text")
    unit = padding or " "
    return (unit * (missing // len(unit) + 1))[:missing]


@function("lpad")
def lpad(text: str, count: int, padding: str | None) -> str:
    """The text filled up on the left to a length; padding that is null or empty is a blank."""
    return _padding(text, count, padding) + text


@function("rpad")
def rpad(text: str, count: int, padding: str | None) -> str:
    """The text filled up on the right to a length; padding that is null or empty is a blank."""
    return text + _padding(text, count, padding)


@function("left")
def left(text: str, count: int) -> str:
    """The first characters."""
    return text[: max(count, 0)]


@function("right")
def right(text: str, count: int) -> str:
    """The last characters."""
    return text[max(len(text) - count, 0) :] if count > 0 else ""


@function("ltrim")
def ltrim(text: str) -> str:
    """The text without whitespace at its start."""
    return text.lstrip()


@function("rtrim")
def rtrim(text: str) -> str:
    """The text without whitespace at its end."""
    return text.rstrip()


@function("trim")
def trim(text: str) -> str:
    """The text without whitespace at either end."""
    return text.strip()
