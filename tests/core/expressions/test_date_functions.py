"""Functions on dates, and the patterns they take."""

import datetime as dt
from typing import Any

import pytest

from aeptui.core.expressions.dates.automatic import DOCUMENTED, SEEN
from aeptui.core.expressions.dates.formatting import format_moment
from aeptui.core.expressions.dates.moments import utc_text, with_nanos, zone_of
from aeptui.core.expressions.dates.parsing import parse_moment
from aeptui.core.expressions.errors import TransformError
from tests.core.expressions.helpers import evaluate, failure

SUNDAY = with_nanos(dt.datetime(2024, 1, 7, 15, 4, 5, tzinfo=zone_of("America/Los_Angeles")), 6_789_012)
"""The first Sunday of a year, in the afternoon, with nanoseconds."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-10-23 11:24:35+0200", "2019-10-23T09:24:35Z"),
        ("2019-10-23 11:24:35.250-0800", "2019-10-23T19:24:35.250Z"),
        ("2019-10-23 11:24:35.250", "2019-10-23T11:24:35.250Z"),
        ("2019-10-23T11:24:35.250Z", "2019-10-23T11:24:35.250Z"),
        ("2019-10-23T11:24:35.250+0530", "2019-10-23T05:54:35.250Z"),
        ("2019-10-23T11:24:35Z", "2019-10-23T11:24:35Z"),
        ("2019-10-23", "2019-10-23T00:00:00Z"),
        ("2019/10/23", "2019-10-23T00:00:00Z"),
        ("2019.10.23", "2019-10-23T00:00:00Z"),
        ("2019-Oct-23", "2019-10-23T00:00:00Z"),
        ("20191023", "2019-10-23T00:00:00Z"),
        ("10-23-2019", "2019-10-23T00:00:00Z"),
        ("10232019", "2019-10-23T00:00:00Z"),
        ("1/23/2019", "2019-01-23T00:00:00Z"),
        ("23.1.2019", "2019-01-23T00:00:00Z"),
        ("1/23/2019 01:02:03 PM", "2019-01-23T13:02:03Z"),
        ("23.1.2019 12:02:03 AM", "2019-01-23T00:02:03Z"),
        ("23.Oct.2019", "2019-10-23T00:00:00Z"),
        ("23-Oct-2019", "2019-10-23T00:00:00Z"),
        ("2019-10-23 11:24", "2019-10-23T11:24:00Z"),
        ("2019-10-23T11:24:35", "2019-10-23T11:24:35Z"),
        ("2019-10-23T11:24:35.123456789", "2019-10-23T11:24:35.123456789Z"),
    ],
)
def test_automatic_formats(text: str, expected: str) -> None:
    assert evaluate("date(t)", {"t": text}) == expected


@pytest.mark.parametrize("text", ["", "2019-13-01", "2019-02-30", "2019-10-23 ", "1/2/2019", "31st May", "99999999"])
def test_texts_that_are_no_dates(text: str) -> None:
    assert "date" in failure("date(t)", {"t": text})


def test_the_documented_formats_are_all_there() -> None:
    assert len(DOCUMENTED) == 18
    assert DOCUMENTED[0] == "yyyy-MM-dd HH:mm:ssZ"
    assert not set(DOCUMENTED) & set(SEEN)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("y yy yyyy yyyyy", "2024 24 2024 02024"),
        ("M MM MMM MMMM MMMMM", "1 01 Jan January J"),
        ("d dd D DDD", "7 07 7 007"),
        ("E EEE EEEE EEEEE", "Sun Sun Sunday S"),
        ("H HH h hh K k a", "15 15 3 03 3 15 PM"),
        ("m mm s ss", "4 04 5 05"),
        ("S SSS SSSSSS SSSSSSSSS", "0 006 006789 006789012"),
        ("z zzzz", "PST Pacific Standard Time"),
        ("Z ZZZZ ZZZZZ", "-0800 GMT-08:00 -08:00"),
        ("X XX XXX x xx xxx", "-08 -0800 -08:00 -08 -0800 -08:00"),
        ("VV O OOOO", "America/Los_Angeles GMT-8 GMT-08:00"),
        ("Q QQ QQQ QQQQ q", "1 01 Q1 1st quarter 1"),
        ("G GGGG GGGGG", "AD Anno Domini A"),
        ("w ww W F u Y", "2 02 2 7 2024 2024"),
        ("'o''clock' ''[yyyy]", "o'clock '2024"),
        ("yyyy-MM-dd'T'HH:mm:ss'Z'", "2024-01-07T15:04:05Z"),
    ],
)
def test_formatting(pattern: str, expected: str) -> None:
    assert format_moment(SUNDAY, pattern) == expected


def test_the_year_of_the_week_differs_around_new_year() -> None:
    moment = dt.datetime(2021, 12, 28, tzinfo=dt.UTC)
    assert format_moment(moment, "yyyy YYYY w X XXX Z O zzzz") == "2021 2022 1 Z Z +0000 GMT Coordinated Universal Time"


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("24-05-05", "yy-MM-dd", "2024-05-05T00:00:00Z"),
        ("2024-130", "yyyy-DDD", "2024-05-09T00:00:00Z"),
        ("Sun 5 May 2024", "E d MMM yyyy", "2024-05-05T00:00:00Z"),
        ("May 5, 2024", "MMMM d, yyyy", "2024-05-05T00:00:00Z"),
        ("20240505112435123", "yyyyMMddHHmmssSSS", "2024-05-05T11:24:35.123Z"),
        ("2024-05-05 24:00", "yyyy-MM-dd kk:mm", "2024-05-05T00:00:00Z"),
        ("2024-05-05 11 AM", "yyyy-MM-dd K a", "2024-05-05T11:00:00Z"),
        ("2024-05-05 01:30", "yyyy-MM-dd hh:mm", "2024-05-05T01:30:00Z"),
        ("2024-05-05 20:39 PST", "yyyy-MM-dd HH:mm z", "2024-05-06T03:39:00Z"),
        ("2024-01-05 20:39 PDT", "yyyy-MM-dd HH:mm z", "2024-01-06T04:39:00Z"),
        ("2024-05-05 20:39 Europe/Paris", "yyyy-MM-dd HH:mm VV", "2024-05-05T18:39:00Z"),
        ("2024-05-05 20:39 Z", "yyyy-MM-dd HH:mm VV", "2024-05-05T20:39:00Z"),
        ("2024-05-05 20:39 GMT+8", "yyyy-MM-dd HH:mm O", "2024-05-05T12:39:00Z"),
        ("2024-05-05 20:39 GMT", "yyyy-MM-dd HH:mm O", "2024-05-05T20:39:00Z"),
        ("2024-05-05 20:39 Pacific Daylight Time", "yyyy-MM-dd HH:mm zzzz", "2024-05-06T03:39:00Z"),
        ("2024-05-05T20:39-08:00", "yyyy-MM-dd'T'HH:mmXXX", "2024-05-06T04:39:00Z"),
        ("2024-05-05", "yyyy-MM-dd[ HH:mm]", "2024-05-05T00:00:00Z"),
        ("AD 2024-05-05", "G yyyy-MM-dd", "2024-05-05T00:00:00Z"),
        ("2024-03-10 02:30 PST", "yyyy-MM-dd HH:mm z", "2024-03-10T10:30:00Z"),
        ("2024-11-03 01:30 PST", "yyyy-MM-dd HH:mm z", "2024-11-03T08:30:00Z"),
    ],
)
def test_parsing(text: str, pattern: str, expected: str) -> None:
    assert utc_text(parse_moment(text, pattern)) == expected


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("2024-5-05", "yyyy-MM-dd"),
        ("12024-05-05", "yyyy-MM-dd"),
        ("2024-may-05", "yyyy-MMM-dd"),
        ("2024-05-05 pm", "yyyy-MM-dd a"),
        ("Mon 2024-05-05", "E yyyy-MM-dd"),
        ("2023-366", "yyyy-DDD"),
        ("2024-05-05 13", "yyyy-MM-dd hh"),
        ("2024-05-05 25", "yyyy-MM-dd kk"),
        ("2024-05-05 13 AM", "yyyy-MM-dd HH a"),
        ("2024-05", "yyyy-MM"),
        ("05-05", "MM-dd"),
        ("2024-05-05", "YYYY-MM-dd"),
        ("BC 2024-05-05", "G yyyy-MM-dd"),
        ("2024-05-05 Mars/Base", "yyyy-MM-dd VV"),
        ("2024-05-05+99", "yyyy-MM-ddX"),
        ("2024-05-05", "yyyy-bb-dd"),
        ("2024-05-05", "yyyy-MM-dd'"),
        ("2024-05-05", "yyyy-MM-dd["),
        ("2024-05-05", "yyyy-MM-dd{"),
        ("2024-05-05", "yyyy-MM-ddd"),
        ("2024-05-05", "yyyy-MM-dd V"),
    ],
)
def test_what_does_not_fit(text: str, pattern: str) -> None:
    with pytest.raises(TransformError):
        parse_moment(text, pattern)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now()", "2026-11-23T16:05:22.031Z"),
        ("timestamp()", 1795449922031),
        ('format(date("2019-10-23 11:24:35"), "yyyy/MM/dd HH.mm.ss")', "2019/10/23 11.24.35"),
        ('format("2019-10-23", "dd.MM.yyyy")', "23.10.2019"),
        ("dformat(1571829875000, \"yyyy-MM-dd'T'HH:mm:ss.SSSX\")", "2019-10-23T11:24:35.000Z"),
        ('dformat("0", "yyyy")', "1970"),
        ('date("2019-10-23 11:24", "yyyy-MM-dd HH:mm")', "2019-10-23T11:24:00Z"),
        ('date(null, "yyyy", date("2020-01-01"))', "2020-01-01T00:00:00Z"),
        ('date(null, "yyyy", null)', None),
        ("date(null)", None),
        ('date("2020-01-01", null)', "2020-01-01T00:00:00Z"),
        ("date(now())", "2026-11-23T16:05:22.031Z"),
        ('date(20200131, "yyyyMMdd")', "2020-01-31T00:00:00Z"),
        *[
            (f'date_part("{name}", date("2019-10-17 13:55:12.345"))', value)
            for name, value in {
                "YEAR": 2019,
                "yy": 2019,
                "q": 4,
                "MM": 10,
                "m": 10,
                "dy": 290,
                "y": 290,
                "dd": 17,
                "ww": 42,
                "w": 42,
                "dw": 4,
                "hh24": 13,
                "hh12": 1,
                "mi": 55,
                "n": 55,
                "s": 12,
                "sss": 345,
            }.items()
        ],
        ('set_date_part("m", 4, date("2016-11-09 11:44:44.797"))', "2016-04-09T11:44:44.797Z"),
        ('set_date_part("YYYY", 2020, date("2016-11-09"))', "2020-11-09T00:00:00Z"),
        ('make_date_time(2019, 10, 17, 11, 55, 12, 999, "America/Los_Angeles")', "2019-10-17T18:55:12.000000999Z"),
        ('make_timestamp(2019, 12, 17, 11, 55, 12, 0, "America/Los_Angeles")', "2019-12-17T19:55:12Z"),
        ('make_date_time(2024, 3, 10, 2, 30, 0, 0, "America/Los_Angeles")', "2024-03-10T10:30:00Z"),
        ('format(zone_date_to_utc(make_date_time(2019, 7, 1, 8, 0, 0, 0, "Asia/Tokyo")), "d HH VV")', "30 23 UTC"),
        ('format(zone_date_to_zone(date("2021-10-26 13:43:59"), "Europe/Paris"), "HH:mm z")', "15:43 CEST"),
        ('format(zone_date_to_zone(date("2021-12-26 13:43:59"), "Europe/Paris"), "HH:mm z")', "14:43 CET"),
        ('zone_date_to_zone(date("2021-10-26"), "Europe/Paris")', "2021-10-26T00:00:00Z"),
        ('"" + zone_date_to_zone(date("2021-10-26"), "Europe/Paris")', "2021-10-26T02:00:00+02:00"),
    ],
)
def test_functions(text: str, expected: Any) -> None:
    assert evaluate(text) == expected


@pytest.mark.parametrize(
    "call",
    [
        'format(null, "yyyy")',
        "format(now(), null)",
        'dformat(null, "yyyy")',
        'date_part("year", null)',
        'set_date_part("year", 2020, null)',
        'make_date_time(null, 1, 1, 0, 0, 0, 0, "UTC")',
        "zone_date_to_utc(null)",
        'zone_date_to_zone(null, "UTC")',
    ],
)
def test_null_gives_null(call: str) -> None:
    assert evaluate(call) is None


@pytest.mark.parametrize(
    "call",
    [
        'date_part("eon", now())',
        'set_date_part("quarter", 1, now())',
        'set_date_part("hh24", 1, now())',
        'set_date_part("day", 31, date("2020-02-01"))',
        'make_date_time(2019, 13, 1, 0, 0, 0, 0, "UTC")',
        'make_date_time(2019, 1, 1, 0, 0, 0, 1000000000, "UTC")',
        'make_date_time(2019, 1, 1, 0, 0, 0, 0, "Mars")',
        'zone_date_to_zone(now(), "../etc/passwd")',
        'zone_date_to_zone(now(), "America")',
        'zone_date_to_zone(make_date_time(1, 1, 1, 0, 0, 0, 0, "UTC"), "America/Los_Angeles")',
        'dformat(1000000000000000000, "yyyy")',
        'format(5, "yyyy")',
        'format(now(), "yyyy-bb")',
        'date("x", "yyyy", now())',
    ],
)
def test_failures(call: str) -> None:
    assert failure(call)
