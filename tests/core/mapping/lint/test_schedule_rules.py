"""Breaches of the rules on the schedule and the delta column."""

import pytest

from tests.core.mapping.lint.samples import Case, check_case

RECURRING = "frequency: hour\n  interval: 1\n  delta_column: {name: sys_updated_on}\n"

CASES: list[Case] = [
    (
        "schedule/interval",
        "error",
        "frequency: hour\n  interval: 1",
        "frequency: minute\n  interval: 14",
        "14",
        "interval: 15",
    ),
    ("schedule/interval", "error", "  interval: 1\n", "", "schedule:", "missing"),
    ("schedule/once", "error", RECURRING, "frequency: once\n  backfill: true\n", "true", "remove 'backfill'"),
    (
        "schedule/end",
        "error",
        "frequency: hour",
        "end: 2026-12-01T06:00:00Z\n  frequency: hour",
        "2026-12-01T06:00:00Z",
        "after 'start'",
    ),
    (
        "schedule/batches-a-day",
        "warning",
        "frequency: hour\n  interval: 1",
        "frequency: minute\n  interval: 15",
        "15",
        "96 runs a day",
    ),
    (
        "delta/missing",
        "error",
        "  delta_column: {name: sys_updated_on}\n",
        "",
        "schedule:",
        "delta_column: {name: sys_updated_on}",
    ),
    ("delta/once", "error", "frequency: hour\n  interval: 1", "frequency: once", "{name: sys_updated_on}", "remove"),
    (
        "delta/file-source",
        "error",
        "object: incident\n",
        "object: /a.csv\n  format: delimited\n",
        "{name: sys_updated_on}",
        "remove",
    ),
    ("delta/unknown-column", "error", "{name: sys_updated_on}", "{name: changed}", "changed", "not among"),
    (
        "delta/unknown-column",
        "error",
        "{name: sys_updated_on}",
        "{name: date-time}",
        "date-time",
        "a type, not a column",
    ),
    ("delta/type", "error", "{name: sys_updated_on}", "{name: amount}", "amount", "of type number"),
    ("delta/type", "error", "{name: sys_updated_on}", "{name: sys_id}", "sys_id", "of type string"),
    ("delta/creation-date", "warning", "{name: sys_updated_on}", "{name: opened_at}", "opened_at", "sys_updated_on"),
    (
        "delta/date-format",
        "warning",
        "{name: sys_updated_on}",
        "{name: sys_updated_on, date_format: YYYY-MM-DD}",
        "YYYY-MM-DD",
        "the year is y",
    ),
    (
        "delta/date-format",
        "warning",
        "{name: sys_updated_on}",
        "{name: sys_updated_on, date_format: dd.MM.yyyy}",
        "dd.MM",
        "yyyy-MM-dd HH:mm:ss",
    ),
    (
        "delta/timezone",
        "warning",
        "{name: sys_updated_on}",
        "{name: sys_updated_on, timezone: Europe/Berlin}",
        "Europe",
        "UTC",
    ),
    (
        "delta/timezone",
        "error",
        "{name: sys_updated_on}",
        "{name: sys_updated_on, timezone: Mars/Base}",
        "Mars",
        "no time zone",
    ),
    (
        "delta/timezone",
        "error",
        "{name: sys_updated_on}",
        "{name: sys_updated_on, timezone: ../../etc}",
        "../",
        "no time zone",
    ),
]


@pytest.mark.parametrize("case", CASES)
def test_a_breach_is_shown_where_it_stands(case: Case) -> None:
    check_case(case)
