"""Small shared formatting: times, durations, counts, and text of others made safe to show."""

from datetime import UTC, datetime

STATUS_STYLES = {"success": "good", "partial-success": "warning", "failed": "error"}
"""How the cells of a grid show the status of a run, beside its word."""


def printable(text: object) -> str:
    """Text of the platform or of a file on one line, control characters shown, not sent.

    What is returned is data: give it to ``Content(...)`` or ``Text(...)``, never to a markup parser.
    """
    return "".join(c if c.isprintable() else " " if c.isspace() else f"\\x{ord(c):02x}" for c in str(text))


def shortened(text: str, width: int) -> str:
    """At most ``width`` characters of ``text``; what is left out at the end is marked."""
    if len(text) <= width:
        return text
    return text[: width - 1] + "…" if width > 0 else ""


def middle(text: str, width: int) -> str:
    """At most ``width`` characters of ``text``, both ends kept: for paths and identifiers."""
    if len(text) <= width:
        return text
    if width < 3:
        return shortened(text, width)
    head = (width - 1) // 2
    return f"{text[:head]}…{text[len(text) - (width - 1 - head) :]}"


def duration(seconds: float) -> str:
    """``8 s``, ``3 min 20 s``, ``2 h 5 min``, ``4 d 3 h``."""
    whole = int(seconds)
    for size, name, smaller, small_name in ((86400, "d", 3600, "h"), (3600, "h", 60, "min"), (60, "min", 1, "s")):
        if whole >= size:
            rest = whole % size // smaller
            return f"{whole // size} {name}" + (f" {rest} {small_name}" if rest else "")
    return f"{whole} s"


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 row``, ``3 rows``, ``12,400 rows``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def utc(milliseconds: float | None) -> str:
    """Epoch milliseconds as UTC to the minute; empty for None."""
    return "" if milliseconds is None else f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m-%d %H:%MZ}"


def utc_and_local(moment: datetime) -> str:
    """An aware time as UTC and on the clock of this terminal, named: ``2026-12-01 06:00Z (07:00 CET)``."""
    there, here = moment.astimezone(UTC), moment.astimezone()
    if here.utcoffset() == there.utcoffset():
        return f"{there:%Y-%m-%d %H:%M}Z"
    day = "" if here.date() == there.date() else f"{here:%m-%d} "
    return f"{there:%Y-%m-%d %H:%M}Z ({day}{here:%H:%M} {here.tzname()})"
