from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeptui.core.schedule.form import SECONDS
from aeptui.core.schedule.runs import Run, next_runs, runs_a_day
from tests.core.schedule.samples import START, Plan

HOUR = timedelta(hours=1)


def test_the_first_run_takes_all_history_and_the_next_what_came_since() -> None:
    assert next_runs(Plan(), START - HOUR, 3) == [
        Run(START, None, START),
        Run(START + HOUR, START, START + HOUR),
        Run(START + 2 * HOUR, START + HOUR, START + 2 * HOUR),
    ]


def test_without_backfill_the_first_run_takes_one_interval() -> None:
    assert next_runs(Plan(backfill=False, interval=2), START, 1) == [Run(START, START - 2 * HOUR, START)]


def test_later_on_only_what_is_still_to_come() -> None:
    assert [run.time for run in next_runs(Plan(), START + HOUR / 2, 2)] == [START + HOUR, START + 2 * HOUR]
    assert next_runs(Plan(), START + HOUR, 1)[0].time == START + HOUR


def test_one_run_only_once() -> None:
    once = Plan("once", interval=None)
    assert next_runs(once, START, 5) == [Run(START, None, START)]
    assert next_runs(once, START + HOUR, 5) == []
    assert next_runs(once, START, 0) == []


def test_no_runs_from_the_end_on() -> None:
    plan = Plan(end=START + 2 * HOUR)
    assert [run.time for run in next_runs(plan, START, 9)] == [START, START + HOUR]


def test_a_start_of_now_is_the_time_asked_for() -> None:
    now = datetime(2026, 12, 1, 8, 30, tzinfo=timezone(HOUR))
    assert next_runs(Plan(start="now"), now, 1) == [Run(now, None, now)]
    assert next_runs(Plan(start="now"), now, 1)[0].time.tzinfo is UTC


def test_days_are_24_hours_across_a_change_of_clocks() -> None:
    plan = Plan("day", start=datetime(2026, 3, 28, 1, tzinfo=UTC))
    assert [run.time.hour for run in next_runs(plan, plan.start, 3)] == [1, 1, 1]  # type: ignore[arg-type]


def test_schedules_beyond_the_calendar_end() -> None:
    plan = Plan("week", interval=10**15)
    assert next_runs(plan, START, 3) == [Run(START, None, START)]
    assert next_runs(Plan("week", interval=10**15, backfill=False), START, 1) == [Run(START, None, START)]


@given(
    st.sampled_from(sorted(SECONDS)),
    st.integers(1, 400),
    st.booleans(),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
)
def test_windows_follow_each_other_without_gap_or_overlap(
    frequency: str, interval: int, backfill: bool, after: datetime
) -> None:
    plan = Plan(frequency, interval=interval, backfill=backfill)
    runs = next_runs(plan, after, 6)
    assert len(runs) == 6
    for before, later in pairwise(runs):
        assert before.window_end == later.window_start == before.time
        assert later.time - before.time == timedelta(seconds=SECONDS[frequency] * interval)
    assert runs[0].time >= max(START, after)
    assert (runs[0].time - START) % timedelta(seconds=SECONDS[frequency] * interval) == timedelta()


@pytest.mark.parametrize(
    ("plan", "count"), [(Plan("minute", interval=15), 96), (Plan("day", interval=2), 0.5), (Plan("once"), 0)]
)
def test_runs_a_day(plan: Plan, count: float) -> None:
    assert runs_a_day(plan) == count
