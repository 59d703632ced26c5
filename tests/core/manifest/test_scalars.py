from datetime import UTC, datetime, timedelta, timezone

import pytest

from aeptui.core.manifest.scalars import parse_time, resolve, scalar_text, time_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("15", 15),
        ("-7", -7),
        ("0x1F", 31),
        ("0o17", 15),
        ("017", 17),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1_000", "1_000"),
        ("2026-12-01", "2026-12-01"),
        ("a", "a"),
        ("+", "+"),
    ],
)
def test_plain_values_mean_what_yaml_says(text: str, value: object) -> None:
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", [".inf", "-.INF", ".nan", "1e999", "9" * 30, "9223372036854775808"])
def test_numbers_that_no_json_holds_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        resolve(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-12-01T06:00:00Z", datetime(2026, 12, 1, 6, tzinfo=UTC)),
        ("2026-12-01T06:00Z", datetime(2026, 12, 1, 6, tzinfo=UTC)),
        ("2026-12-01 06:00:00+02:00", datetime(2026, 12, 1, 6, tzinfo=timezone(timedelta(hours=2)))),
    ],
)
def test_times_are_iso(text: str, time: datetime) -> None:
    assert parse_time(text) == time


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("soon", "is not a time"),
        ("2026-13-01T06:00:00Z", "is not a time"),
        ("2026-12-01", "has no time of day: write 2026-12-01T00:00:00Z"),
        ("2026-12-01T06:00:00", "has no time zone"),
        ("2026-12-01T06:00:00.5Z", "fraction of a second"),
    ],
)
def test_what_a_time_lacks_is_said(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_time(text)


def test_utc_is_written_as_z_and_other_zones_as_their_offset() -> None:
    assert time_text(datetime(2026, 12, 1, 6, tzinfo=timezone(timedelta()))) == "2026-12-01T06:00:00Z"
    assert time_text(datetime(2026, 12, 1, 6, tzinfo=timezone(timedelta(hours=-3)))) == "2026-12-01T06:00:00-03:00"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (5, "5"),
        (5.0, "5.0"),
        ("word", "word"),
        ("two words", "two words"),
        ("4f6c2d0e", "4f6c2d0e"),
        ("https://ns.adobe.com/xdm/context/profile", "https://ns.adobe.com/xdm/context/profile"),
        ("_id", "_id"),
        ("/accounts.csv", "/accounts.csv"),
        ("", "''"),
        ("12345678", "'12345678'"),
        ("12e45678", "'12e45678'"),
        ("0x12", "'0x12'"),
        ("2026-12-01", "'2026-12-01'"),
        ("12:30:00", "'12:30:00'"),
        ("yes", "'yes'"),
        ("Null", "'Null'"),
        ("a: b", "'a: b'"),
        ("a #b", "'a #b'"),
        ("a,b", "'a,b'"),
        ("it's", "it's"),
        ("'a", "'''a'"),
        ("*a", "'*a'"),
        ("a ", "'a '"),
        ("- a", "'- a'"),
        ("a\nb", '"a\\nb"'),
        ("\x1b", '"\\u001b"'),
        ("\u2028", '"\\u2028"'),
        ("ä", "ä"),
    ],
)
def test_texts_are_quoted_only_where_they_would_mean_something_else(value: str, text: str) -> None:
    assert scalar_text(value) == text
