"""Datetimes to text by a pattern."""

import datetime as dt
from collections.abc import Callable

from aeptui.core.expressions.dates import names
from aeptui.core.expressions.dates.moments import nanos_of, offset_seconds, offset_text, zone_id
from aeptui.core.expressions.dates.patterns import parse_pattern


def format_moment(moment: dt.datetime, pattern: str) -> str:
    """The moment on its own clock as the pattern says. Raises TransformError for a wrong pattern."""
    return "".join(
        part.text if not part.letter else _FORMATS[part.letter](moment, part.count)
        for part in parse_pattern(pattern)
        if part.letter not in ("[", "]")
    )


def _year(number: int, count: int) -> str:
    return f"{number % 100:02d}" if count == 2 else str(number).zfill(count)


def _month(moment: dt.datetime, count: int) -> str:
    name = names.MONTHS[moment.month - 1]
    return _named(moment.month, name, count)


def _named(number: int, name: str, count: int) -> str:
    """Two digits at most, then the name: 3 letters, whole, 1 letter."""
    match count:
        case 1 | 2:
            return str(number).zfill(count)
        case 3:
            return name[:3]
        case 4:
            return name
    return name[0]


def _weekday(moment: dt.datetime, count: int) -> str:
    return _named(moment.isoweekday(), names.DAYS[moment.weekday()], max(count, 3))


def _quarter(moment: dt.datetime, count: int) -> str:
    number = (moment.month + 2) // 3
    return {3: f"Q{number}", 4: names.QUARTERS[number - 1]}.get(count) or str(number).zfill(count if count < 3 else 1)


def week_of_year(moment: dt.datetime) -> tuple[int, int]:
    """The week-based year and week where weeks begin on Sunday and the first holds 1 January, as for English (US)."""
    date = moment.date()
    first = _first_week(date.year)
    ordinal = date.toordinal()
    if date.year < dt.MAXYEAR and ordinal >= _first_week(date.year + 1):
        return date.year + 1, 1
    return date.year, (ordinal - first) // 7 + 1


def _first_week(year: int) -> int:
    """The ordinal of the Sunday that begins the first week of a year."""
    first = dt.date(year, 1, 1)
    return first.toordinal() - first.isoweekday() % 7


def _week_of_month(moment: dt.datetime) -> int:
    first = moment.replace(day=1).isoweekday() % 7
    return (moment.day + first - 1) // 7 + 1


def _hour12(moment: dt.datetime) -> int:
    return moment.hour % 12 or 12


def _offset(moment: dt.datetime, count: int, *, zero: str) -> str:
    """``+hh`` (minutes only where there are any), ``+hhmm``, ``+hh:mm`` by count; ``zero`` for none where not empty."""
    seconds = offset_seconds(moment)
    if zero and not seconds:
        return zero
    text = offset_text(seconds, ":" if count in (3, 5) else "")
    if count == 1:
        return text[:-2] if text.endswith("00") and len(text) == 5 else text[:5]
    return text if count > 3 else text[: 6 if count == 3 else 5]


def _rfc_offset(moment: dt.datetime, count: int) -> str:
    if count < 4:
        return _offset(moment, 2, zero="")
    return _localized(moment, 4) if count == 4 else _offset(moment, 5, zero="Z")


def _localized(moment: dt.datetime, count: int) -> str:
    """``GMT``, ``GMT+8`` or ``GMT+08:00``."""
    seconds = offset_seconds(moment)
    if not seconds:
        return "GMT"
    text = offset_text(seconds, ":")
    if count == 4:
        return "GMT" + text
    hours, _, minutes = text[1:].partition(":")
    return f"GMT{text[0]}{int(hours)}" + (f":{minutes}" if minutes != "00" else "")


def _zone_name(moment: dt.datetime, count: int) -> str:
    zone = zone_id(moment)
    if count < 4:
        return (moment.tzname() or zone) if zone[0].isalpha() else zone
    standard, daylight = names.LONG_NAMES.get(zone, (zone, zone))
    return daylight if moment.dst() else standard


def _number(value: Callable[[dt.datetime], int]) -> Callable[[dt.datetime, int], str]:
    return lambda moment, count: str(value(moment)).zfill(count)


_FORMATS: dict[str, Callable[[dt.datetime, int], str]] = {
    "G": lambda moment, count: names.ERAS[max(1, count) if count > 3 else 1],
    "y": lambda moment, count: _year(moment.year, count),
    "u": lambda moment, count: _year(moment.year, count),
    "Y": lambda moment, count: _year(week_of_year(moment)[0], count),
    "M": _month,
    "L": _month,
    "w": _number(lambda moment: week_of_year(moment)[1]),
    "W": _number(_week_of_month),
    "D": _number(lambda moment: moment.timetuple().tm_yday),
    "d": _number(lambda moment: moment.day),
    "F": _number(lambda moment: (moment.day - 1) % 7 + 1),
    "E": _weekday,
    "a": lambda moment, count: "AM" if moment.hour < 12 else "PM",
    "H": _number(lambda moment: moment.hour),
    "k": _number(lambda moment: moment.hour or 24),
    "K": _number(lambda moment: moment.hour % 12),
    "h": _number(_hour12),
    "m": _number(lambda moment: moment.minute),
    "s": _number(lambda moment: moment.second),
    "S": lambda moment, count: f"{nanos_of(moment):09d}"[:count],
    "z": _zone_name,
    "Z": _rfc_offset,
    "X": lambda moment, count: _offset(moment, count, zero="Z"),
    "x": lambda moment, count: _offset(moment, count, zero=""),
    "V": lambda moment, count: zone_id(moment),
    "O": _localized,
    "Q": _quarter,
    "q": _quarter,
}
