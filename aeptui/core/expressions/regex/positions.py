"""Places between characters, and the atoms that have to do with line ends."""

from aeptui.core.expressions.regex import charsets
from aeptui.core.expressions.regex.nodes import Atomic, Chars, Choice, Position, Sequence


def any_char(*, dot_all: bool, unix_lines: bool) -> Chars:
    """``.``: any character, line ends only with ``dot_all``."""
    if dot_all:
        return Chars(lambda char: True, r"[\s\S]")
    ends = "\n" if unix_lines else charsets.LINE_ENDS
    return Chars(charsets.none_of(charsets.among(ends)), f"[^{ends}]")


def _is_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and (text[at] == "_" or text[at].isalpha() or text[at].isdecimal())


def _boundary(text: str, at: int) -> bool:
    return _is_word(text, at - 1) != _is_word(text, at)


def _before_last_line_end(text: str, at: int) -> bool:
    rest = text[at : at + 3]
    return rest == "" or rest == "\r\n" or (len(rest) == 1 and rest in charsets.LINE_ENDS and not _splits(text, at))


def _splits(text: str, at: int) -> bool:
    """Whether the place lies inside ``\\r\\n``."""
    return 0 < at < len(text) and text[at - 1] == "\r" and text[at] == "\n"


def _starts_line(text: str, at: int) -> bool:
    if at == 0:
        return text != ""
    return at < len(text) and text[at - 1] in charsets.LINE_ENDS and not _splits(text, at)


def _ends_line(text: str, at: int) -> bool:
    return at == len(text) or (text[at] in charsets.LINE_ENDS and not _splits(text, at))


text_start = Position(lambda text, at: at == 0, r"\A")
text_end = Position(_before_last_line_end, r"(?=(?:\r\n|(?<!\r)\n|[\r\x85\u2028\u2029])?\Z)")
line_start = Position(_starts_line, None)
line_end = Position(_ends_line, None)

ENDS = {
    "A": text_start,
    "G": text_start,
    "Z": text_end,
    "z": Position(lambda text, at: at == len(text), r"\Z"),
    "b": Position(_boundary, None),
    "B": Position(lambda text, at: not _boundary(text, at), None),
}
"""The places that a backslash and a letter name."""

LINE_BREAK = Atomic(
    Choice(
        (
            Sequence((Chars("\r".__eq__, r"\r"), Chars("\n".__eq__, r"\n"))),
            Chars(charsets.among("\n\x0b\f\r\x85\u2028\u2029"), None),
        )
    )
)
"""``\\R``."""
