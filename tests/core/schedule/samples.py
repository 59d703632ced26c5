"""What the tests of schedules share."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

START = datetime(2026, 12, 1, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Plan:
    """A schedule, as the document's model has it."""

    frequency: str = "hour"
    start: datetime | Literal["now"] = START
    interval: int | None = 1
    backfill: bool | None = None
    delta_column: object | None = None
    end: datetime | None = None
