"""What a schedule is made of, and the parameters that the platform wants for it."""

from datetime import datetime
from typing import Any, Literal, Protocol

from aeptui.core import facts

ONCE = "once"
SECONDS: dict[str, int] = facts.load("schedule")["seconds"]
"""Length of the units of recurring frequencies; the platform counts in UTC, so that a day always has 24 hours."""


class Schedule(Protocol):
    """What is asked of a schedule; the document's model has it. Times are aware; ``start`` may be the word now."""

    @property
    def frequency(self) -> str: ...
    @property
    def start(self) -> datetime | Literal["now"]: ...
    @property
    def interval(self) -> int | None: ...
    @property
    def backfill(self) -> bool | None: ...
    @property
    def delta_column(self) -> object | None: ...
    @property
    def end(self) -> datetime | None: ...


def epoch(time: datetime) -> int:
    """The time in whole seconds since 1970 in UTC. It must be aware."""
    return int(time.timestamp())


def to_params(schedule: Schedule, start_epoch: int) -> dict[str, Any]:
    """The ``scheduleParams`` of a flow: times in epoch seconds, numbers and booleans as such.

    ``start_epoch`` is the start, for a start of now as the platform's clock tells it. With the frequency once there is
    neither ``interval`` nor ``backfill``: the flow spec refuses them.
    """
    params: dict[str, Any] = {"startTime": start_epoch, "frequency": schedule.frequency}
    if schedule.frequency != ONCE:
        if schedule.interval is not None:
            params["interval"] = schedule.interval
        if schedule.backfill is not None:
            params["backfill"] = schedule.backfill
    if schedule.end is not None:
        params["endTime"] = epoch(schedule.end)
    return params
