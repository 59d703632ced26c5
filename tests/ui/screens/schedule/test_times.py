"""Times as people type them, on either clock. The terminal of these tests stands in Vienna."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from aeptui.ui.screens.schedule.times import clock_change, local_name, local_text, offered, readings, utc_text

NOW = datetime(2026, 11, 24, 10, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-01 06:00Z", ["2026-12-01 06:00Z"]),
        ("2026-12-01T06:00:30Z", ["2026-12-01 06:00:30Z"]),
        ("2026-12-01 06:00+02:00", ["2026-12-01 04:00Z"]),
        ("2026-12-01 06:00", ["2026-12-01 06:00Z", "2026-12-01 05:00Z"]),
        ("2026-7-1 6:00", ["2026-07-01 06:00Z", "2026-07-01 04:00Z"]),
        ("2026-12-01Z", ["2026-12-01 00:00Z"]),
        ("12:00 UTC", ["2026-11-24 12:00Z"]),
        ("10:00Z", ["2026-11-25 10:00Z"]),
        ("11:16", ["2026-11-24 11:16Z", "2026-11-25 10:16Z"]),
        ("tomorrow", ["2026-11-25 00:00Z", "2026-11-24 23:00Z"]),
        ("today 23:30", ["2026-11-24 23:30Z", "2026-11-24 22:30Z"]),
        # The clocks in Vienna leave this hour out.
        ("2027-03-28 02:30", ["2027-03-28 02:30Z"]),
        ("25:00", []),
        ("2026-02-30", []),
        ("9999-12-31 23:59-05:00", []),
        ("soon", []),
        ("", []),
    ],
)
def test_a_text_is_read_in_utc_and_on_the_clock_here(typed: str, meant: list[str]) -> None:
    found = readings(typed, NOW)
    assert [utc_text(moment) for moment in found] == meant
    assert all(moment.utcoffset() == timedelta() for moment in found)


def test_both_clocks_are_shown() -> None:
    moment = datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert utc_text(moment.astimezone(timezone(timedelta(hours=5)))) == "2026-12-01 06:00Z"
    assert local_text(moment) == "Tue 12-01 07:00 CET"
    assert local_name(NOW) == "CET"


def test_while_typing_every_meaning_is_offered_with_the_other_clock() -> None:
    utc, here = offered("2026-12-01 8", NOW, with_now=True)
    assert (utc.label, utc.detail, utc.meaning) == ("2026-12-01 08:00Z", "12-01 09:00 CET", "read as UTC")
    assert (here.label, here.detail) == ("2026-12-01 07:00Z", "12-01 08:00 CET")
    assert "CET" in here.meaning


def test_without_a_text_what_is_often_meant_is_offered_and_what_is_there_first() -> None:
    usual = [each.label for each in offered("", NOW, with_now=True)]
    assert usual == ["now", "2026-11-24 11:00Z", "2026-11-25 00:00Z"]
    kept = [each.label for each in offered("", NOW, current="2026-11-25 00:00Z", with_now=False)]
    assert kept == ["2026-11-25 00:00Z", "2026-11-24 11:00Z"]
    assert [each.label for each in offered("no", NOW, with_now=True)] == ["now"]


def test_the_clock_here_changes_at_a_known_minute() -> None:
    assert clock_change(NOW, NOW + timedelta(days=366)) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert clock_change(NOW, NOW + timedelta(days=30)) is None
