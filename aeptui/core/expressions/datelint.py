"""Slips in date patterns: right as patterns, but hardly what was meant."""

from collections.abc import Iterator
from dataclasses import dataclass

from aeptui.core.expressions.dates.patterns import Part, parse_pattern
from aeptui.core.expressions.errors import TransformError


@dataclass(frozen=True, slots=True)
class Slip:
    """Something doubtful (``wrong``: not valid at all) at an offset of a pattern; ``better`` are the letters meant."""

    message: str
    start: int
    end: int
    better: str | None = None
    wrong: bool = False


_AMBIGUOUS = {
    "u": "u is the year here, but the number of the weekday in Java's older patterns",
    "w": "the first week of a year (w) depends on the locale",
    "W": "the first week of a month (W) depends on the locale",
    "F": "F counts differently in Java's older and newer patterns",
}


def pattern_slips(pattern: str, *, parsing: bool) -> list[Slip]:
    """The slips in a pattern, from left to right; ``parsing`` where it reads text rather than writing it."""
    try:
        parts = [part for part in parse_pattern(pattern) if part.letter not in ("[", "]")]
    except TransformError as error:
        return [Slip(error.message, 0, len(pattern), wrong=True)]
    letters = {part.letter for part in parts if part.letter}
    slips = list(_each(parts, letters))
    missing = _missing(letters) if parsing and not any(slip.better for slip in slips) else ""
    if missing:
        slips.append(
            Slip(f"the pattern has no {missing}, without which no date can be read", 0, len(pattern), wrong=True)
        )
    return sorted(slips, key=lambda slip: slip.start)


def _missing(letters: set[str]) -> str:
    """What a pattern needs for a date and does not have, in words; empty for nothing."""
    if letters.isdisjoint("yuY"):
        return "year (yyyy)"
    if "D" in letters:
        return ""
    month, day = letters.isdisjoint("ML"), "d" not in letters
    return " and ".join([*["month (MM)"] * month, *["day (dd)"] * day])


def _each(parts: list[Part], letters: set[str]) -> Iterator[Slip]:
    before: Part | None = None
    for index, part in enumerate(parts):
        found = _slip(part, before, letters, parts[:index])
        if found is not None:
            message, better = found
            yield Slip(message, part.start, part.start + part.count, better and better * part.count)
        if part.letter:
            before = part


def _slip(part: Part, before: Part | None, letters: set[str], earlier: list[Part]) -> tuple[str, str | None] | None:
    """What is doubtful about a part, and the letter that was probably meant."""
    previous = before.letter if before else ""
    colon = bool(earlier) and earlier[-1].text == ":"
    match part.letter:
        case "Y":
            return "Y is the year of the week, wrong around New Year; the calendar year is y", "y"
        case "m" if "M" not in letters and "L" not in letters and letters & {"d", "y", "Y"} and not colon:
            return "m is the minute; the month is M", "M"
        case "M" if previous and previous in "HhKk" and colon:
            return "M is the month; the minute is m", "m"
        case "D" if part.count == 2 or "M" in letters or "L" in letters:
            return "D is the day of the year; the day of the month is d", "d"
        case "S" if colon and "s" not in letters:
            return "S is the fraction of a second; the second is s", "s"
        case "h" | "K" if "a" not in letters:
            return f"{part.letter} counts to 12 and needs AM or PM (a); the hour of 24 is H", "H"
        case "H" | "k" if "a" in letters:
            return f"{part.letter} counts to 24, so AM or PM (a) says nothing new; the hour of 12 is h", "h"
    return (_AMBIGUOUS[part.letter], None) if part.letter in _AMBIGUOUS else None
