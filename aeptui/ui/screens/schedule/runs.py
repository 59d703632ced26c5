"""The next runs as rows: when each begins and from when on it reads rows, in UTC and on this terminal's clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aeptui.core.manifest.model import Schedule
from aeptui.core.schedule.form import ONCE
from aeptui.core.schedule.runs import Run, next_runs
from aeptui.ui.screens.schedule.times import clock_change, local_name, local_text, utc_text
from aeptui.ui.widgets.grid import Cell, Column

SHOWN = 50
EVERYTHING = "the beginning"
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class RunLine:
    """A coming run; ``shifted``: the first one after this terminal's clock was put forward or back."""

    number: int
    run: Run
    shifted: bool

    @property
    def mark(self) -> str:
        """The sign before the row."""
        return "!" if self.shifted else ""

    def cell(self, column: str) -> Cell:
        """What the row shows in a column."""
        since = self.run.window_start
        texts = {
            "run": utc_text(self.run.time),
            "local": local_text(self.run.time),
            "since": EVERYTHING if since is None else utc_text(since),
            "since-local": "" if since is None else local_text(since, day=False),
        }
        return Cell(texts[column], "warning" if self.shifted and column == "local" else "")


def columns(now: datetime) -> Sequence[Column]:
    """The columns; those of this terminal's clock only where it is not UTC."""
    name = local_name(now)
    run, since = Column("run", "Run, UTC", width=17), Column("since", "Rows since, UTC", width=17)
    here = Column("local", f"Here ({name})", width=20), Column("since-local", f"Here ({name})", width=16)
    return (run, here[0], since, here[1]) if name else (run, since)


def run_lines(schedule: Schedule, now: datetime) -> list[RunLine]:
    """The coming runs; none of a schedule whose interval is not one."""
    if schedule.frequency != ONCE and (schedule.interval or 0) < 1:
        return []
    lines: list[RunLine] = []
    for run in next_runs(schedule, now, SHOWN):
        shifted = bool(lines) and _offset(lines[-1].run.time) != _offset(run.time)
        lines.append(RunLine(len(lines), run, shifted))
    return lines


def clock_note(lines: Sequence[RunLine]) -> str:
    """When this terminal's clock is next put forward or back; empty where that is not within a year."""
    first = lines[0].run.time if len(lines) > 1 else None
    change = clock_change(first, first + YEAR) if first is not None else None
    if change is None:
        return ""
    return f"! {change.astimezone().tzname()} from {change.astimezone():%Y-%m-%d}"


def _offset(moment: datetime) -> timedelta | None:
    return moment.astimezone().utcoffset()
