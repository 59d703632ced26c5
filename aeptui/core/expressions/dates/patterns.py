"""Date patterns taken apart: letters with their counts, literal text, optional parts."""

from dataclasses import dataclass
from functools import lru_cache

from aeptui.core.expressions.errors import TransformError

LETTERS = {
    **dict.fromkeys("yuY", 19),
    "S": 9,
    **dict.fromkeys("GMLEQqZXx", 5),
    "z": 4,
    "D": 3,
    **dict.fromkeys("dhHkKmsw", 2),
    **dict.fromkeys("WFa", 1),
    "V": 2,
    "O": 4,
}
"""The pattern letters with the most repetitions each may have."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a pattern: ``letter`` repeated ``count`` times, or literal ``text`` with no letter.

    ``[`` and ``]`` as letters begin and end an optional part. ``start`` is the offset in the pattern.
    """

    letter: str
    count: int
    text: str
    start: int


@lru_cache(maxsize=512)
def parse_pattern(pattern: str) -> tuple[Part, ...]:
    """The parts of a pattern. Raises TransformError for letters and signs that patterns do not have."""
    parts: list[Part] = []
    at = depth = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "'":
            text, end = _quoted(pattern, at)
            parts.append(Part("", 0, text, at))
        elif char.isascii() and char.isalpha():
            end = at + len(pattern[at:]) - len(pattern[at:].lstrip(char))
            _check_letter(char, end - at)
            parts.append(Part(char, end - at, "", at))
        else:
            end = at + 1
            depth += {"[": 1, "]": -1}.get(char, 0)
            if char in "{}#" or depth < 0:
                raise TransformError(f"the sign {char} of a date pattern must be quoted: '{char}'")
            bracket = char in "[]"
            parts.append(Part(char if bracket else "", 0, "" if bracket else char, at))
        at = end
    if depth:
        raise TransformError("a date pattern has a [ without ]")
    return tuple(parts)


def _quoted(pattern: str, start: int) -> tuple[str, int]:
    """The text of a quoted part, and where the pattern goes on."""
    text = ""
    at = start + 1
    while at < len(pattern):
        if pattern[at] != "'":
            text += pattern[at]
        elif pattern[at + 1 : at + 2] == "'":
            text += "'"
            at += 1
        else:
            return text or "'", at + 1
        at += 1
    raise TransformError("a date pattern has a ' without its end; a quote itself is written ''")


def _check_letter(letter: str, count: int) -> None:
    most = LETTERS.get(letter)
    if most is None:
        raise TransformError(f"date patterns have no letter {letter}; literal text is quoted: '{letter}'")
    if count > most:
        raise TransformError(f"a date pattern repeats {letter} at most {most} times, not {count}")
    if (letter == "V" and count != 2) or (letter == "O" and count not in (1, 4)):
        raise TransformError(f"a date pattern writes {'VV' if letter == 'V' else 'O or OOOO'}, not {letter * count}")
