"""Small shared formatting."""

from datetime import UTC, datetime

import pytest

from aeptui.ui import words


def test_printable_shows_what_could_steer_a_terminal() -> None:
    assert words.printable("a\x1b[31mb\nc\x07") == "a\\x1b[31mb c\\x07"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (200, "3 min 20 s"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (97_200, "1 d 3 h"),
    ],
)
def test_duration(seconds: float, text: str) -> None:
    assert words.duration(seconds) == text


def test_shortening_keeps_the_width() -> None:
    assert words.shortened("abcdef", 4) == "abc…"
    assert words.shortened("abc", 3) == "abc"
    assert words.shortened("abc", 0) == ""
    assert words.middle("/home/ada/flows/incidents.yaml", 15) == "/home/a…ts.yaml"
    assert len(words.middle("x" * 50, 2)) == 2


def test_count() -> None:
    assert (words.count(1, "row"), words.count(12_400, "row"), words.count(2, "entry", "entries")) == (
        "1 row",
        "12,400 rows",
        "2 entries",
    )


def test_times_in_utc_and_on_the_clock_here() -> None:
    assert words.utc(1_795_327_200_000) == "2026-11-22 06:00Z"
    assert words.utc(None) == ""
    assert words.utc_and_local(datetime(2026, 12, 1, 6, tzinfo=UTC)) == "2026-12-01 06:00Z (07:00 CET)"
    assert words.utc_and_local(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)) == "2026-12-01 23:30Z (12-02 00:30 CET)"
