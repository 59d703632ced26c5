from itertools import pairwise
from typing import Any

import pytest

from aeptui.localplatform.ingest.windows import Window, due, due_since, instant

START = 1_000_000
HOUR = 3600
HOURLY = {"startTime": START, "frequency": "hour", "interval": 1, "backfill": True}


@pytest.mark.parametrize(
    ("schedule", "last", "now", "window"),
    [
        ({"startTime": START, "frequency": "once"}, None, START - 1, None),
        ({"startTime": START, "frequency": "once"}, None, START, Window()),
        ({"startTime": START, "frequency": "once"}, START, START + 9, None),
        (HOURLY, None, START - 1, None),
        (HOURLY, None, START, Window(None, START)),
        (HOURLY | {"backfill": False}, None, START, Window(START - HOUR, START)),
        (HOURLY, START, START + HOUR - 1, None),
        (HOURLY, START, START + HOUR, Window(START, START + HOUR)),
        (HOURLY, START, START + 3 * HOUR + 5, Window(START, START + 3 * HOUR)),
        (HOURLY, None, START + 3 * HOUR + 5, Window(None, START + 3 * HOUR)),
        (HOURLY | {"frequency": "minute", "interval": 15}, START, START + 900, Window(START, START + 900)),
        (HOURLY | {"frequency": "day", "interval": 2}, START, START + 172_799, None),
        (HOURLY | {"frequency": "week"}, START, START + 604_800, Window(START, START + 604_800)),
        (HOURLY | {"interval": 2}, START + 3 * HOUR, START + 4 * HOUR, Window(START + 3 * HOUR, START + 4 * HOUR)),
        (HOURLY | {"endTime": START + HOUR}, START, START + 9 * HOUR, Window(START, START + HOUR)),
        (HOURLY | {"endTime": START + HOUR}, START + HOUR, START + 9 * HOUR, None),
        (HOURLY | {"endTime": START - 1}, None, START + 9 * HOUR, None),
    ],
)
def test_when_a_flow_is_due(schedule: dict[str, Any], last: int | None, now: float, window: Window | None) -> None:
    assert due(schedule, last, now) == window


@pytest.mark.parametrize(
    ("last", "seen", "now", "ends"),
    [
        (None, START, START, [0]),
        (None, START - 1, START + HOUR, [0, 1]),
        (START, START + HOUR / 2, START + 3 * HOUR, [1, 2, 3]),
        (START, START + 2.5 * HOUR, START + 2.6 * HOUR, [2]),
        (START, START + 2.5 * HOUR, START + 4.5 * HOUR, [3, 4]),
        (START + HOUR, START + HOUR, START + HOUR + 9, []),
        (START, START, START + 99 * HOUR, list(range(80, 100))),
        (None, START - 9, START - 1, []),
    ],
)
def test_what_came_due_between_two_looks_is_a_run_each(
    last: int | None, seen: float, now: float, ends: list[int]
) -> None:
    found = due_since(HOURLY, last, seen, now)
    assert [window.end for window in found] == [START + number * HOUR for number in ends]
    for one, next_one in pairwise(found):
        assert one.end == next_one.start
    if found and last is not None:
        assert found[0].start == last


def test_a_flow_that_runs_once_is_due_once() -> None:
    once = {"startTime": START, "frequency": "once"}
    assert due_since(once, None, START - 5, START + 5) == [Window()]
    assert due_since(once, START, START - 5, START + 5) == []


def test_backfill_is_the_default() -> None:
    schedule = {name: value for name, value in HOURLY.items() if name != "backfill"}
    assert due(schedule, None, START) == Window(None, START)


@pytest.mark.parametrize(
    ("window", "inside", "outside"),
    [
        (Window(10, 20), (10, 19.9), (9.9, 20, None)),
        (Window(None, 20), (0, 19, None), (20,)),
        (Window(10, None), (10, 99), (9, None)),
        (Window(), (0, 99, None), ()),
    ],
)
def test_what_a_window_holds(window: Window, inside: tuple[Any, ...], outside: tuple[Any, ...]) -> None:
    assert all(window.holds(moment) for moment in inside)
    assert not any(window.holds(moment) for moment in outside)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1970-01-01 00:01:00", 60.0),
        ("1970-01-01T00:01:00.000+0000", 60.0),
        ("1970-01-01T01:01:00+01:00", 60.0),
        ("1970-01-01T00:01:00Z", 60.0),
        ("1970-01-02", 86_400.0),
        ("soon", None),
        (None, None),
        (5, None),
    ],
)
def test_times_of_all_sources_are_read(text: Any, seconds: float | None) -> None:
    assert instant(text) == seconds
