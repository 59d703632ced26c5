"""Datetimes with a zone and, where a value has them, nanoseconds."""

import datetime as dt
from functools import lru_cache

from aeptui.core.expressions.errors import TransformError


class NanoTime(dt.datetime):
    """A datetime with nanoseconds beyond its microseconds: 1 to 999 in ``extra``."""

    extra: int


def with_nanos(moment: dt.datetime, nanos: int) -> dt.datetime:
    """The moment with so many nanoseconds (0 to 999,999,999) after its second."""
    micros, extra = divmod(nanos, 1000)
    if not extra:
        return plain(moment).replace(microsecond=micros)
    precise = NanoTime(
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        micros,
        moment.tzinfo,
        fold=moment.fold,
    )
    precise.extra = extra
    return precise


def plain(moment: dt.datetime) -> dt.datetime:
    """The moment without nanoseconds beyond its microseconds."""
    if type(moment) is dt.datetime:
        return moment
    return dt.datetime.combine(moment.date(), moment.timetz()).replace(fold=moment.fold)


def nanos_of(moment: dt.datetime) -> int:
    """The nanoseconds after the moment's second."""
    return moment.microsecond * 1000 + getattr(moment, "extra", 0)


def in_zone(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The same moment on the clock of another zone."""
    try:
        moved = plain(moment).astimezone(zone)
    except OverflowError as error:
        raise TransformError("the date lies outside the years 1 to 9999") from error
    return with_nanos(moved, nanos_of(moment)) if isinstance(moment, NanoTime) else moved


def at_wall_clock(local: dt.datetime, zone: dt.tzinfo, nanos: int = 0) -> dt.datetime:
    """The moment at which the clocks of a zone show a time.

    A time that clocks skip moves on by what they skip; of a time that they show twice the first is taken.
    """
    aware = local.replace(tzinfo=zone, fold=0)
    if zone is not dt.UTC:
        aware = in_zone(in_zone(aware, dt.UTC), zone)
    return with_nanos(aware, nanos) if nanos else aware


@lru_cache(maxsize=256)
def zone_of(name: str) -> dt.tzinfo:
    """The zone of an IANA id, ``Z``, an offset such as ``+02:00``, or ``UTC+2``. Raises TransformError."""
    if name in ("Z", "UTC", "GMT", "UT"):
        return dt.UTC
    offset = _offset(name.removeprefix("UTC").removeprefix("GMT").removeprefix("UT"))
    if offset is not None:
        return offset
    import zoneinfo

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise TransformError(f"there is no time zone {name!r}; write an id such as Europe/Paris or UTC") from error


def _offset(text: str) -> dt.tzinfo | None:
    """The zone of ``+h``, ``+hh``, ``+hh:mm``, ``+hhmm``; None for anything else."""
    digits = text[1:].replace(":", "")
    if text[:1] not in ("+", "-") or not digits.isascii() or not digits.isdigit() or len(digits) not in (1, 2, 4):
        return None
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 18 or minutes > 59:
        return None
    return fixed_zone((hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1))


def fixed_zone(seconds: int) -> dt.tzinfo:
    """The zone with a fixed offset from UTC in seconds."""
    return dt.timezone(dt.timedelta(seconds=seconds)) if seconds else dt.UTC


def offset_seconds(moment: dt.datetime) -> int:
    """How far the moment's clock is ahead of UTC, in seconds."""
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def zone_id(moment: dt.datetime) -> str:
    """The id of the moment's zone: the IANA id, ``UTC`` or an offset."""
    key = getattr(moment.tzinfo, "key", None)
    if isinstance(key, str):
        return key
    return "UTC" if not offset_seconds(moment) else offset_text(offset_seconds(moment), ":")


def offset_text(seconds: int, colon: str) -> str:
    """``+hh:mm`` (or what stands for the colon), with seconds only where there are any."""
    minutes, rest = divmod(abs(seconds), 60)
    text = f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}{colon}{minutes % 60:02d}"
    return text + (f"{colon}{rest:02d}" if rest else "")


def _fraction(nanos: int) -> str:
    """The fraction in groups of three digits, nothing for zero."""
    text = f".{nanos:09d}"
    while len(text) > 1 and text.endswith("000"):
        text = text[:-3]
    return text.rstrip(".")


def _wall_clock(moment: dt.datetime) -> str:
    return f"{moment.year:04d}-{moment:%m-%dT%H:%M:%S}{_fraction(nanos_of(moment))}"


def utc_text(moment: dt.datetime) -> str:
    """ISO 8601 text of the moment in UTC, such as ``2020-12-31T00:00:00Z``; a fraction only where it is not zero."""
    return _wall_clock(in_zone(moment, dt.UTC)) + "Z"


def iso_text(moment: dt.datetime) -> str:
    """ISO 8601 text of the moment on its own clock, with its offset; ``Z`` for none."""
    seconds = offset_seconds(moment)
    return _wall_clock(moment) + (offset_text(seconds, ":") if seconds else "Z")
