"""The runs that a schedule leads to, and the window of data that each of them reads."""

from datetime import UTC, datetime
from math import ceil
from typing import NamedTuple

from aeptui.core.schedule.form import ONCE, SECONDS, Schedule, epoch


class Run(NamedTuple):
    """A run, in UTC, and the rows it reads: from ``window_start`` (None: all there are) up to before ``window_end``."""

    time: datetime
    window_start: datetime | None
    window_end: datetime


def next_runs(schedule: Schedule, after: datetime, count: int) -> list[Run]:
    """The first ``count`` runs that are not before ``after``; fewer where the schedule ends.

    Recurring runs read what came since the run before. The first run reads all history, or, without backfill, what
    came during one interval before it. A start of now is ``after``. ``after`` must be aware, and the schedule valid.
    """
    begin = ceil(after.timestamp())
    start = begin if isinstance(schedule.start, str) else epoch(schedule.start)
    end = epoch(schedule.end) if schedule.end is not None else None
    if schedule.frequency == ONCE:
        return [Run(_utc(start), None, _utc(start))] if start >= begin and count > 0 else []
    step = SECONDS[schedule.frequency] * (schedule.interval or 1)
    first = max(0, -((start - begin) // step))
    runs: list[Run] = []
    for number in range(first, first + count):
        time = start + number * step
        if time >= (_LAST if end is None else min(end, _LAST)):
            break
        all_history = (number == 0 and schedule.backfill is not False) or time - step < _FIRST
        runs.append(Run(_utc(time), None if all_history else _utc(time - step), _utc(time)))
    return runs


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


_FIRST = epoch(datetime(1, 1, 2, tzinfo=UTC))
_LAST = epoch(datetime(9999, 12, 31, tzinfo=UTC))


def runs_a_day(schedule: Schedule) -> float:
    """How many runs a day a recurring schedule has on average; 0 for one that runs once."""
    if schedule.frequency == ONCE or not schedule.interval:
        return 0.0
    return SECONDS["day"] / (SECONDS[schedule.frequency] * schedule.interval)
