"""Functions on dates and times."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from aeptui.core.expressions.arguments import coerce
from aeptui.core.expressions.clock import Clock
from aeptui.core.expressions.dates.automatic import parse_automatic
from aeptui.core.expressions.dates.formatting import format_moment
from aeptui.core.expressions.dates.moments import at_wall_clock, in_zone, nanos_of, plain, zone_of
from aeptui.core.expressions.dates.parsing import parse_moment
from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.functions.registry import function

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@function("now", need="clock")
def now(clock: Clock) -> dt.datetime:
    """The present moment in UTC."""
    return in_zone(clock.now(), dt.UTC)


@function("timestamp", need="clock")
def timestamp(clock: Clock) -> int:
    """The present moment in milliseconds since 1970."""
    return (clock.now() - _EPOCH) // dt.timedelta(milliseconds=1)


@function("format")
def format_date(moment: dt.datetime, pattern: str) -> str:
    """The moment on its own clock as a pattern says."""
    return format_moment(moment, pattern)


@function("dformat")
def dformat(millis: int, pattern: str) -> str:
    """Milliseconds since 1970 as a pattern says, in UTC."""
    try:
        moment = _EPOCH + dt.timedelta(milliseconds=millis)
    except OverflowError as error:
        raise TransformError(f"dformat: {str(millis)[:40]} milliseconds lie outside the years 1 to 9999") from error
    return format_moment(moment, pattern)


@function("date", raw=True)
def date(value: Any, pattern: Any = None, default: Any = None) -> dt.datetime | None:
    """The moment in a text; null gives the default. A moment stays what it is."""
    if value is None:
        return None if default is None else coerce(default, "datetime", "date: DEFAULT_DATE")
    if isinstance(value, dt.datetime):
        return value
    text = coerce(value, "string", "date: DATE")
    return parse_automatic(text) if pattern is None else parse_moment(text, coerce(pattern, "string", "date: FORMAT"))


_NAMES = {
    "year": "year yyyy yy",
    "quarter": "quarter qq q",
    "month": "month mm m",
    "dayofyear": "dayofyear dy y",
    "day": "day dd d",
    "week": "week ww w",
    "weekday": "weekday dw",
    "hour": "hour hh hh24",
    "hour12": "hh12",
    "minute": "minute mi n",
    "second": "second ss s",
    "millisecond": "millisecond sss",
}
COMPONENTS = {name: part for part, names in _NAMES.items() for name in names.split()}
"""The names that date_part takes, with the part each means."""

SETTABLE = {
    name: part
    for name, part in COMPONENTS.items()
    if part in ("year", "month", "day", "hour", "minute", "second") and name != "hh24"
}
"""The names that set_date_part takes."""

_PARTS: dict[str, Callable[[dt.datetime], int]] = {
    "year": lambda moment: moment.year,
    "quarter": lambda moment: (moment.month + 2) // 3,
    "month": lambda moment: moment.month,
    "dayofyear": lambda moment: moment.timetuple().tm_yday,
    "day": lambda moment: moment.day,
    "week": lambda moment: moment.isocalendar().week,
    "weekday": lambda moment: moment.isoweekday(),
    "hour": lambda moment: moment.hour,
    "hour12": lambda moment: moment.hour % 12 or 12,
    "minute": lambda moment: moment.minute,
    "second": lambda moment: moment.second,
    "millisecond": lambda moment: moment.microsecond // 1000,
}


def component(name: str, caller: str) -> str:
    """The part that a name means to date_part or set_date_part. Raises TransformError."""
    known = SETTABLE if caller == "set_date_part" else COMPONENTS
    part = known.get(name.lower())
    if part is None:
        raise TransformError(f"{caller}: there is no part {name!r} (known: {', '.join(dict.fromkeys(known.values()))})")
    return part


@function("date_part")
def date_part(name: str, moment: dt.datetime) -> int:
    """One part of a moment on its own clock; weeks as in ISO 8601, weekdays from 1 for Monday."""
    return _PARTS[component(name, "date_part")](moment)


@function("set_date_part")
def set_date_part(name: str, value: int, moment: dt.datetime) -> dt.datetime:
    """The moment with one part of its clock replaced. What gives no valid date is refused."""
    part = component(name, "set_date_part")
    local = plain(moment).replace(tzinfo=None)
    fields = {field: getattr(local, field) for field in ("year", "month", "day", "hour", "minute", "second")}
    fields[part] = value
    return _at(fields, moment.tzinfo or dt.UTC, nanos_of(moment), "set_date_part")


def _at(fields: dict[str, int], zone: dt.tzinfo, nanos: int, caller: str) -> dt.datetime:
    try:
        local = dt.datetime(fields["year"], fields["month"], fields["day"])
        clock = dt.time(fields["hour"], fields["minute"], fields["second"], nanos // 1000)
        return at_wall_clock(dt.datetime.combine(local, clock), zone, nanos)
    except (ValueError, OverflowError) as error:
        raise TransformError(f"{caller}: {error}") from error


@function("make_date_time")
def make_date_time(
    year: int, month: int, day: int, hour: int, minute: int, second: int, nanosecond: int, zone: str
) -> dt.datetime:
    """The moment at which the clock of a zone shows these parts."""
    if not 0 <= nanosecond <= 999_999_999:
        raise TransformError(f"make_date_time: NANOSECOND is 0 to 999999999, not {nanosecond}")
    fields = {"year": year, "month": month, "day": day, "hour": hour, "minute": minute, "second": second}
    return _at(fields, zone_of(zone), nanosecond, "make_date_time")


@function("zone_date_to_utc")
def zone_date_to_utc(moment: dt.datetime) -> dt.datetime:
    """The same moment in UTC."""
    return in_zone(moment, dt.UTC)


@function("zone_date_to_zone")
def zone_date_to_zone(moment: dt.datetime, zone: str) -> dt.datetime:
    """The same moment on the clock of a zone."""
    return in_zone(moment, zone_of(zone))
