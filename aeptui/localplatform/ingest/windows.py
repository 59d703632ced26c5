"""When a flow runs, and which window of the source a run reads."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_AT_ONCE = 20
"""Windows of a flow that are at most begun at one look."""

_SECONDS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


@dataclass(frozen=True)
class Window:
    """The time of which a run reads the source, in epoch seconds: from ``start`` up to, without, ``end``.

    No ``start``: everything before the end, also what has no time; no ``end`` either: everything.
    """

    start: int | None = None
    end: int | None = None

    def holds(self, moment: float | None) -> bool:
        """True if something with this time belongs to the window."""
        if moment is None:
            return self.start is None
        return (self.start is None or moment >= self.start) and (self.end is None or moment < self.end)


def due(schedule: dict[str, Any], last_end: int | None, now: float) -> Window | None:
    """The window of the run that a flow should start now, or None.

    ``schedule`` has ``startTime``, ``frequency``, ``interval``, ``backfill`` and perhaps ``endTime``, in epoch seconds
    and plain types; ``last_end`` is the end of the window of the last scheduled run, for a flow that runs once any
    number after its run. Windows that were missed are read together.
    """
    start = schedule["startTime"]
    if now < start:
        return None
    if schedule["frequency"] == "once":
        return Window() if last_end is None else None
    step = schedule["interval"] * _SECONDS[schedule["frequency"]]
    latest = start + int((min(now, schedule.get("endTime", now)) - start) // step) * step
    if latest < start or (last_end is not None and latest <= last_end):
        return None
    if last_end is not None:
        return Window(last_end, latest)
    return Window(None if schedule.get("backfill", True) else start - step, latest)


def due_since(schedule: dict[str, Any], last_end: int | None, seen: float, now: float) -> list[Window]:
    """The windows of the runs that a flow should start now, if it was last looked at when it was ``seen``.

    What came due meanwhile is a run each (the last few, should the clock run very fast), so that a schedule runs
    faster, and not more coarsely, with the clock. What was missed before is read together; see ``due``.
    """
    found: list[Window] = []
    for moment in _moments(schedule, seen, now):
        window = due(schedule, last_end, moment)
        if window is not None:
            found.append(window)
            last_end = schedule["startTime"] if window.end is None else window.end
    return found


def _moments(schedule: dict[str, Any], seen: float, now: float) -> list[float]:
    """The ends of windows that came after ``seen``, or ``now`` if there are none."""
    start = schedule["startTime"]
    if now < start or schedule["frequency"] == "once":
        return [now]
    step = schedule["interval"] * _SECONDS[schedule["frequency"]]
    last = int((now - start) // step)
    first = max(0, int((seen - start) // step) + 1, last - _AT_ONCE + 1)
    return [start + number * step for number in range(first, last + 1)] or [now]


def instant(value: Any) -> float | None:
    """Epoch seconds of a time as sources write it: ISO 8601 with ``T`` or a blank, UTC without a zone; else None."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
