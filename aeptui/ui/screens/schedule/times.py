"""Times as people type them, on either clock, and the local clock's changes."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from aeptui.ui.widgets.completion_list import Completion

NOW = "now"
EXAMPLES = "now, 2026-12-01 06:00Z, 07:30 or tomorrow 06:00"
_FORM = re.compile(
    r"(?:(?P<day>\d{4}-\d\d?-\d\d?|today|tomorrow)(?:[ tT]+|(?=[zZuU+-])|$))?"
    r"(?:(?P<hour>\d\d?)(?::(?P<minute>\d\d))?(?::(?P<second>\d\d))?)?"
    r"\s*(?P<zone>[zZ]|UTC|utc|[+-]\d\d:?\d\d)?"
)


def readings(text: str, now: datetime) -> list[datetime]:
    """The times, in UTC, that a text may mean at the moment ``now``; none where it is no time.

    Without a zone it is read on the UTC clock and on this terminal's, in this order; a time without a day is the next
    such time, a day without a time its midnight.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None or not (found["day"] or found["hour"]):
        return []
    zones = ("Z", "") if found["zone"] is None else (found["zone"],)
    moments = [_reading(found, zone, now) for zone in zones]
    return list(dict.fromkeys(moment for moment in moments if moment is not None))


def _reading(found: "re.Match[str]", zone: str, now: datetime) -> datetime | None:
    here = now.astimezone(UTC) if zone.upper() in ("Z", "UTC") else now.astimezone()
    try:
        clock = time(int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0))
        naive = datetime.combine(_day(found["day"], here.date()), clock)
        moment = _on_clock(naive, zone)
        if not found["day"] and moment <= now:
            moment = _on_clock(naive + timedelta(days=1), zone)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(text: str | None, today: date) -> date:
    if text in (None, "", "today", "tomorrow"):
        return today + timedelta(days=text == "tomorrow")
    year, month, day = (int(part) for part in str(text).split("-"))
    return date(year, month, day)


def _on_clock(naive: datetime, zone: str) -> datetime:
    """The aware time; on the terminal's own clock where there is no zone. Raises ValueError for an hour left out."""
    if zone:
        return datetime.fromisoformat(naive.isoformat() + ("Z" if zone.upper() in ("Z", "UTC") else zone))
    moment = naive.astimezone()
    if moment.astimezone(UTC).astimezone().replace(tzinfo=None) != naive:
        raise ValueError("the clocks leave this hour out")
    return moment


def utc_text(moment: datetime) -> str:
    """A time in UTC as the document has it, and as ``readings`` takes it back: ``2026-12-01 06:00Z``."""
    there = moment.astimezone(UTC)
    return f"{there:%Y-%m-%d %H:%M:%S}Z" if there.second else f"{there:%Y-%m-%d %H:%M}Z"


def local_text(moment: datetime, *, day: bool = True) -> str:
    """A time on this terminal's clock, with the ``day`` of the week or without: ``Tue 12-01 07:00 CET``."""
    here = moment.astimezone()
    return f"{here:%a} " * day + f"{here:%m-%d %H:%M} {here.tzname()}"


def local_name(now: datetime) -> str:
    """What the zone of this terminal's clock is called, for headings; empty where it is UTC."""
    here = now.astimezone()
    return "" if here.tzname() in ("UTC", "GMT") and not here.utcoffset() else str(here.tzname())


def offered(text: str, now: datetime, *, current: str = "", with_now: bool) -> Sequence[Completion]:
    """What a text may mean, with both clocks; for an empty one, times that are often meant, the ``current`` one first.

    ``with_now``: the word ``now`` may stand instead of a time.
    """
    typed = text.strip().lower()
    first = [Completion(NOW, meaning="as soon as the dataflow is made")] if with_now and NOW.startswith(typed) else []
    if typed:
        return first or _meanings(typed, now)
    hour = (now.astimezone(UTC) + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    midnight = hour.replace(hour=0) + timedelta(days=1)
    usual = [*first, _completion(hour, "the next full hour"), _completion(midnight, "the next midnight, UTC")]
    kept = [replace(each, meaning="as it is") for each in _meanings(current, now)]
    return [*kept, *(each for each in usual if each.label not in {one.label for one in kept})]


def _meanings(text: str, now: datetime) -> list[Completion]:
    found = readings(text, now)
    if len(found) == 1:
        return [_completion(found[0], "in UTC, and on this terminal's clock")]
    words = ("read as UTC", f"read on this terminal's clock, {local_name(now)}")
    return [_completion(moment, meaning) for moment, meaning in zip(found, words, strict=False)]


def _completion(moment: datetime, meaning: str) -> Completion:
    return Completion(utc_text(moment), detail=local_text(moment, day=False), meaning=meaning)


def clock_change(after: datetime, before: datetime) -> datetime | None:
    """The first whole minute from which this terminal's clock has another offset, between two times; None for none."""
    moment = after
    while moment < before:
        following = min(moment + timedelta(days=1), before)
        if _offset(moment) != _offset(following):
            return _between(moment, following)
        moment = following
    return None


def _between(early: datetime, late: datetime) -> datetime:
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if _offset(middle) == _offset(early) else (early, middle)
    return late.replace(second=0, microsecond=0)


def _offset(moment: datetime) -> timedelta | None:
    return moment.astimezone().utcoffset()
