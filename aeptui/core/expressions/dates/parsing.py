"""Text to datetimes by a pattern: the pattern becomes a regular expression, its groups become the parts of a date."""

import datetime as dt
import re
from functools import lru_cache

from aeptui.core.expressions.dates import names
from aeptui.core.expressions.dates.moments import at_wall_clock, fixed_zone, zone_of
from aeptui.core.expressions.dates.patterns import Part, parse_pattern
from aeptui.core.expressions.errors import TransformError

Found = dict[str, str]
"""What a text holds: per pattern letter (names: letter and ``n``) the text it matched."""

_DIGITS = {**dict.fromkeys("MLdHhkKmsQqw", (1, 2)), "D": (1, 3), "W": (1, 1), "F": (1, 1)}
_SHORT_MONTHS = [name[:3] for name in names.MONTHS]
_SHORT_DAYS = [name[:3] for name in names.DAYS]
_OFFSET = "[+-][0-9]{2}"


def parse_moment(text: str, pattern: str) -> dt.datetime:
    """The moment that a text holds, which must fit the pattern from its first to its last character.

    Without a zone it is UTC, without a time midnight. Raises TransformError for a wrong pattern, a text that does not
    fit, and parts out of range.
    """
    expression, letters = _matcher(pattern)
    match = expression.fullmatch(text)
    if match is None:
        raise TransformError(f"the text {text[:40]!r} does not fit the date pattern {pattern!r}")
    found = {letter: value for letter, value in zip(letters, match.groups(), strict=True) if value is not None}
    try:
        return _resolve(found)
    except (ValueError, OverflowError) as error:
        raise TransformError(f"the text {text[:40]!r} holds no valid date for {pattern!r}: {error}") from error


@lru_cache(maxsize=512)
def _matcher(pattern: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The regular expression of a pattern and, per group, the letter it stands for."""
    source = ""
    letters: list[str] = []
    for part in parse_pattern(pattern):
        if part.letter in ("[", "]"):
            source += "(?:" if part.letter == "[" else ")?"
        elif part.letter:
            kind, expression = _group(part)
            letters.append(kind)
            source += f"({expression})"
        else:
            source += re.escape(part.text)
    return re.compile(source), tuple(letters)


def _group(part: Part) -> tuple[str, str]:
    letter, count = part.letter, part.count
    if letter in "yuY":
        digits = "{2}" if count == 2 else f"{{{count}}}" if count > 3 else f"{{{count},10}}"
        return letter + ("2" if count == 2 else ""), f"[0-9]{digits}"
    if letter in "ML" and count > 2:
        return "Mn", "|".join(names.MONTHS if count == 4 else _SHORT_MONTHS)
    if letter in "Qq" and count > 2:
        return "Qn", "|".join(names.QUARTERS) if count == 4 else "Q[1-4]"
    if letter in _DIGITS:
        low, high = _DIGITS[letter]
        fixed = count == high if letter == "D" else count > 1
        return letter.replace("L", "M"), f"[0-9]{{{count}}}" if fixed else f"[0-9]{{{max(low, count)},{high}}}"
    return letter, _word(letter, count)


def _word(letter: str, count: int) -> str:
    match letter:
        case "S":
            return f"[0-9]{{{count}}}"
        case "E":
            return "|".join(names.DAYS if count == 4 else _SHORT_DAYS)
        case "G":
            return "AD|BC" if count < 4 else "Anno Domini|Before Christ"
        case "a":
            return "AM|PM"
        case "z" if count == 4:
            return "|".join(re.escape(name) for name in sorted(names.LONG_ZONES, key=len, reverse=True))
        case "z":
            return "[A-Za-z][A-Za-z0-9/_+:-]*"
        case "V":
            return f"Z|{_OFFSET}(?::?[0-9]{{2}})?|[A-Za-z][A-Za-z0-9/_+:-]+"
        case "O":
            return f"GMT(?:{_OFFSET}:[0-9]{{2}})?" if count == 4 else "GMT(?:[+-][0-9]{1,2}(?::[0-9]{2})?)?"
        case "Z" if count == 4:
            return f"GMT(?:{_OFFSET}:[0-9]{{2}})?"
        case "Z" if count < 4:
            return f"{_OFFSET}[0-9]{{2}}"
    zero = "" if letter == "x" else "Z|"
    return zero + {1: f"{_OFFSET}(?:[0-9]{{2}})?", 3: f"{_OFFSET}:[0-9]{{2}}", 5: f"{_OFFSET}:[0-9]{{2}}"}.get(
        count, f"{_OFFSET}[0-9]{{2}}"
    )


def _resolve(found: Found) -> dt.datetime:
    date = _date(found)
    if "E" in found and names.DAYS[date.weekday()][:3] != found["E"][:3]:
        raise ValueError(f"it is no {found['E']}")
    nanos = int(found["S"].ljust(9, "0")) if "S" in found else 0
    minute, second = int(found.get("m", 0)), int(found.get("s", 0))
    local = dt.datetime.combine(date, dt.time(_hour(found), minute, second))
    return at_wall_clock(local, _zone(found), nanos)


def _date(found: Found) -> dt.date:
    year = _year(found)
    if "D" in found:
        date = dt.date(year, 1, 1) + dt.timedelta(days=int(found["D"]) - 1)
        if date.year != year or found["D"].strip("0") == "":
            raise ValueError(f"the year {year} has no day {found['D']}")
        return date
    month = found.get("M") or (_SHORT_MONTHS.index(found["Mn"][:3]) + 1 if "Mn" in found else None)
    if month is None or "d" not in found:
        raise ValueError("the pattern has no month and day")
    return dt.date(year, int(month), int(found["d"]))


def _year(found: Found) -> int:
    if found.get("G", "A").startswith("B"):
        raise ValueError("years before Christ are not supported")
    for letter in "yu":
        if letter in found:
            return int(found[letter])
        if letter + "2" in found:
            return 2000 + int(found[letter + "2"])
    raise ValueError("the pattern has no year (y); Y is the year of a week")


def _hour(found: Found) -> int:
    half = found.get("a")
    if "H" in found or "k" in found:
        hour = int(found["H"]) if "H" in found else int(found["k"]) % 24
        if "k" in found and not 1 <= int(found["k"]) <= 24:
            raise ValueError(f"the hour (k) {found['k']} is not 1 to 24")
        if half is not None and half != ("AM" if hour < 12 else "PM"):
            raise ValueError(f"{half} contradicts the hour {hour}")
        return hour
    letter = "h" if "h" in found else "K"
    if letter not in found:
        return 0
    hour = int(found[letter])
    if not (1 <= hour <= 12 if letter == "h" else 0 <= hour <= 11):
        raise ValueError(f"the hour {hour} is not {'1 to 12' if letter == 'h' else '0 to 11'}")
    return hour % 12 + (12 if half == "PM" else 0)


def _zone(found: Found) -> dt.tzinfo:
    for letter in "ZXx":
        if letter in found:
            return _offset_zone(found[letter].removeprefix("GMT"))
    if "O" in found:
        return zone_of(found["O"])
    if "V" in found:
        return zone_of(found["V"])
    name = found.get("z")
    if name is None:
        return dt.UTC
    return zone_of(names.SHORT_ZONES.get(name) or names.LONG_ZONES.get(name) or name)


def _offset_zone(text: str) -> dt.tzinfo:
    if text in ("Z", ""):
        return dt.UTC
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:4] or 0)
    if hours > 18 or minutes > 59:
        raise ValueError(f"there is no offset {text}")
    return fixed_zone((hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1))
