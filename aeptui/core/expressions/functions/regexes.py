"""Functions on regular expressions."""

from aeptui.core.expressions.functions.registry import function
from aeptui.core.expressions.regex import compile_regex


@function("matches_regex")
def matches_regex(text: str, pattern: str) -> bool:
    """Whether the whole text matches."""
    return compile_regex(pattern).fullmatch(text) is not None


@function("extract_regex")
def extract_regex(text: str, pattern: str) -> list[str | None]:
    """The first match in the text and what its groups captured; empty without a match."""
    return list(compile_regex(pattern).search(text) or ())
