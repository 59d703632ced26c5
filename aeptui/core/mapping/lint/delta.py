"""Rules on the delta column, by which recurring runs of a table know what is new."""

import re
from zoneinfo import ZoneInfo

from aeptui.core import facts
from aeptui.core.manifest.keys import TYPE_NAMES
from aeptui.core.manifest.model import DeltaColumn
from aeptui.core.manifest.problems import Path
from aeptui.core.mapping.lint.subject import Subject
from aeptui.core.schedule.delta import last_modified, tells_change

_PATH: Path = ("schedule", "delta_column")
_TIMES = ("date", "date-time")
_FORMATS: tuple[str, ...] = tuple(facts.load("schedule")["delta_date_formats"])
"""The date formats of delta columns that the sources documentation names; the second one is that of Dynamics."""
_CREATED = re.compile(r"creat|opened|inserted", re.IGNORECASE)
_LITERAL = re.compile(r"'[^']*'")
_MISREAD = {"Y": "the year of the week; the year is y", "D": "the day of the year; the day of the month is d"}


def check_delta(subject: Subject) -> None:
    """Reports a delta column that is missing, not allowed, unknown, or of no use."""
    schedule = subject.manifest.schedule
    column = schedule.delta_column
    if column is None:
        if schedule.frequency != "once" and subject.tabular:
            _missing(subject)
    elif schedule.frequency == "once":
        message = "a run that happens once takes all rows; it has no delta column"
        subject.findings.add("delta/once", _PATH, message, fix="remove 'delta_column'")
    elif not subject.tabular:
        message = "only tables have a delta column; new files are told from old ones by their time of change"
        subject.findings.add("delta/file-source", _PATH, message, fix="remove 'delta_column'")
    else:
        _column(subject, column)
        _format(subject, column)
        _timezone(subject, column)


def _missing(subject: Subject) -> None:
    message = "recurring runs of a table need a delta column, by which they know new rows"
    best = _candidate(subject)
    fix = f"delta_column: {{name: {best}}}" if best else "name a date-time column that changes with its row"
    subject.findings.add("delta/missing", ("schedule",), message, fix=fix)


def _candidate(subject: Subject) -> str | None:
    return last_modified((subject.columns or {}).items())


def _column(subject: Subject, column: DeltaColumn) -> None:
    path, columns = (*_PATH, "name"), subject.columns
    if columns is not None and column.name not in columns:
        meant = _candidate(subject) or subject.nearest_column(column.name)
        what = "a type, not a column" if column.name in TYPE_NAMES else "not among source.fields"
        message = f"'{column.name}' is {what}; the delta column is one of the columns that are taken"
        subject.findings.add("delta/unknown-column", path, message, fix=meant)
        return
    kind = (columns or {}).get(column.name)
    if columns is None and column.name in TYPE_NAMES:
        message = f"'{column.name}' is the name of a type; is there a column of that name?"
        subject.findings.add("delta/unknown-column", path, message, severity="warning")
    elif kind is not None and kind not in _TIMES:
        message = f"'{column.name}' is of type {kind}; the delta column holds dates or times"
        subject.findings.add("delta/type", path, message, fix=_candidate(subject))
    elif _CREATED.search(column.name) and not tells_change(column.name):
        message = f"'{column.name}' looks like a time of creation: rows that change later would not be read again"
        subject.findings.add("delta/creation-date", path, message, fix=_candidate(subject))


def _format(subject: Subject, column: DeltaColumn) -> None:
    if column.date_format is None or column.date_format in _FORMATS:
        return
    letters = _LITERAL.sub("", column.date_format)
    misread = next((f"{letter} is {what}" for letter, what in _MISREAD.items() if letter in letters), None)
    message = f"'{column.date_format}' is not a supported format" + (f"; {misread}" if misread else "")
    subject.findings.add("delta/date-format", (*_PATH, "date_format"), message, fix=_FORMATS[0])


def _timezone(subject: Subject, column: DeltaColumn) -> None:
    zone = column.timezone
    if zone is None or zone.upper() in ("UTC", "GMT", "Z", "ETC/UTC"):
        return
    path = (*_PATH, "timezone")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        message = f"there is no time zone '{zone}'; zones are named as UTC or Europe/Berlin"
        subject.findings.add("delta/timezone", path, message, fix="UTC", severity="error")
        return
    message = f"runs compare the column with windows in UTC; values in '{zone}' would be read early or late"
    subject.findings.add("delta/timezone", path, message, fix="let the source report UTC")
