"""The settings of the schedule screen: what a source lets one set, and the edits that setting it makes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from aeptui.core.manifest.edits import Batch, Edit, Put
from aeptui.core.manifest.model import DeltaColumn, Manifest, Schedule
from aeptui.core.manifest.problems import Path
from aeptui.core.schedule.delta import last_modified
from aeptui.core.schedule.form import ONCE
from aeptui.core.schedule.rules import CURRENT, LEAST_INTERVAL
from aeptui.ui.screens.schedule.times import EXAMPLES, NOW, local_text, offered, readings, utc_text
from aeptui.ui.screens.settings import Setting, choices
from aeptui.ui.widgets.completing_input import fuzzy_completer
from aeptui.ui.widgets.completion_list import Completion

SCHEDULE = ("schedule",)
FREQUENCY, DELTA = ("schedule", "frequency"), ("schedule", "delta_column")
COPY, DIAGNOSTICS, PARTIAL = "Copy", "errorDiagnosticsEnabled", "partialIngestionPercent"
TIMES = ("date-time", "date")
FREQUENCIES = {
    "once": "one run, and never another: it can be neither rescheduled nor mapped anew",
    "minute": "every so many minutes, 15 at least",
    "hour": "every so many hours",
    "day": "every so many days",
    "week": "every so many weeks",
}
STATES = {
    "enabled": "runs by its schedule",
    "disabled": "made, but does not run before it is enabled",
    "draft": "kept on the platform unpublished; it does not run",
}
HELP = {
    "frequency": "How often it runs. A dataflow that runs once can be neither rescheduled nor mapped anew later.",
    "interval": "How many of these lie between two runs. Can be changed later.",
    "start": f"When it runs first: {EXAMPLES}. Cannot be changed any more once it has passed.",
    "backfill": "Whether the first run reads everything there is, or only what came during one interval before it. "
    "Decided for good by the first run.",
    "delta_column": "The date or time column by which later runs know what is new: it has to change with its row.",
    "date_format": "How the column's values are written, in Java's letters; empty: as the source reports them.",
    "timezone": "The zone of the column's values; empty: UTC, which the windows of the runs are in.",
    "end": f"No run begins at or after this time: {EXAMPLES}. Empty: it runs until it is disabled.",
    "error_diagnostics": "Keeps every row that fails, with its reason, to be read here. Decided with the dataflow.",
    "partial": "The percentage of rows that may fail before the whole run does; empty: none may.",
    "state": "What becomes of the dataflow when it is applied.",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What the schedule of a source may say: its frequencies, and which of the other settings there are."""

    frequencies: tuple[str, ...]
    backfill: bool
    end: bool
    delta: bool
    diagnostics: bool
    partial: bool


def offer_of(schedule: Mapping[str, Any], transformations: Sequence[str], options: Sequence[str]) -> Offer:
    """What a flow spec offers: its schedule's JSON Schema, its transformations and the options it takes."""
    found = schedule.get("properties")
    properties: Mapping[str, Any] = found if isinstance(found, Mapping) else {}
    frequency = properties.get("frequency")
    words = frequency.get("enum") if isinstance(frequency, Mapping) else None
    return Offer(
        frequencies=tuple(map(str, words)) if isinstance(words, list) else tuple(FREQUENCIES),
        backfill="backfill" in properties,
        end="endTime" in properties,
        delta=COPY in transformations,
        diagnostics=DIAGNOSTICS in options,
        partial=PARTIAL in options,
    )


def bundled_offer(manifest: Manifest) -> Offer:
    """What sources offer as far as is known without asking the platform."""
    delta = (COPY,) if manifest.source.format == "tabular" else ()
    return offer_of(CURRENT, delta, (DIAGNOSTICS, PARTIAL))


class ScheduleForm:
    """The settings for one state of the document; what is entered becomes an edit, or raises ValueError with words."""

    def __init__(
        self,
        manifest: Manifest,
        offer: Offer,
        columns: Sequence[tuple[str, str]],
        now: datetime,
        edit: Callable[[Edit], object],
    ) -> None:
        """``columns`` are the source's names and types; ``now`` is the platform's time."""
        self._manifest, self._schedule = manifest, manifest.schedule
        self._offer, self._now, self._edit = offer, now, edit
        self._columns = [(name, kind) for name, kind in columns if kind in TIMES]

    def settings(self) -> list[Setting]:
        """All settings that this source and frequency have, in order."""
        recurring = self._schedule.frequency != ONCE
        found = [self._frequency()]
        if recurring:
            found.append(self._interval())
        found.append(self._start())
        if recurring and (self._offer.backfill or self._schedule.backfill is not None):
            found.append(self._backfill())
        if (recurring and self._takes_delta) or self._schedule.delta_column is not None:
            found += self._delta()
        if self._offer.end or self._schedule.end is not None:
            found.append(self._end())
        return [*found, *self._options(), self._state()]

    def _frequency(self) -> Setting:
        words = [(word, FREQUENCIES.get(word, "")) for word in self._offer.frequencies]
        current = self._schedule.frequency
        return Setting(
            FREQUENCY,
            "Frequency",
            current,
            HELP["frequency"],
            note="never again later" if current == ONCE else "",
            make=lambda text: self._edit(frequency_edit(self._schedule, text, self.proposed_delta)),
            completer=choices(*words),
            closed=True,
        )

    def _interval(self) -> Setting:
        interval, unit = self._schedule.interval, self._schedule.frequency
        note = f"every {unit}" if interval == 1 else f"every {interval} {unit}s" if interval else ""
        text = "" if interval is None else str(interval)
        path = (*SCHEDULE, "interval")
        return Setting(path, "Interval", text, HELP["interval"], note, make=lambda text: self._put(path, whole(text)))

    def _start(self) -> Setting:
        start, path = self._schedule.start, (*SCHEDULE, "start")
        words = start if isinstance(start, str) else utc_text(start)
        note = "when the dataflow is made" if isinstance(start, str) else local_text(start)
        return Setting(
            path,
            "Start",
            words,
            HELP["start"],
            note,
            make=lambda text: self._put(path, self._time(text, NOW)),
            completer=lambda text, _: offered(text, self._now, current=words, with_now=True),
            closed=True,
        )

    def _backfill(self) -> Setting:
        on, path = self._schedule.backfill is not False, (*SCHEDULE, "backfill")
        note = "everything so far" if on else "one interval"
        return switch(path, "Backfill", on, HELP["backfill"], lambda: self._put(path, not on), f"first run: {note}")

    def _delta(self) -> list[Setting]:
        column = self._schedule.delta_column
        proposed = self.proposed_delta if column is None else None
        name = column.name if column is not None else ""
        first = Setting(
            DELTA,
            "Delta column",
            name or (proposed or ""),
            HELP["delta_column"],
            note="proposed: p takes it" if proposed else dict(self._columns).get(name, ""),
            value=name,
            make=self._take_delta,
            completer=self._columns_completer(name or proposed or ""),
            clear=(lambda: self._put(DELTA, None)) if column is not None else None,
            closed=bool(self._columns),
            suggested=proposed is not None,
        )
        if column is None:
            return [first]
        details = (("date_format", "Date format", column.date_format), ("timezone", "Time zone", column.timezone))
        return [first, *(self._detail(key, label, text) for key, label, text in details)]

    def _detail(self, key: str, label: str, text: str | None) -> Setting:
        path = (*DELTA, key)
        note = "" if text else "as the source has it" if key == "date_format" else "UTC"
        clear = (lambda: self._put(path, None)) if text else None
        make = partial(self._take_text, path)
        return Setting(path, label, text or "", HELP[key], note, make=make, clear=clear)

    def _end(self) -> Setting:
        end, path = self._schedule.end, (*SCHEDULE, "end")
        return Setting(
            path,
            "End",
            "" if end is None else utc_text(end),
            HELP["end"],
            "never" if end is None else local_text(end),
            make=lambda text: self._put(path, self._time(text, "") if text.strip() else None),
            clear=(lambda: self._put(path, None)) if end is not None else None,
            completer=lambda text, _: offered(text, self._now, with_now=False),
        )

    def _options(self) -> list[Setting]:
        options, found = self._manifest.options, []
        diagnostics, partial = ("options", "error_diagnostics"), ("options", "partial_ingestion_percent")
        if self._offer.diagnostics:
            on = options.error_diagnostics
            help = HELP["error_diagnostics"]
            found.append(switch(diagnostics, "Diagnostics", on, help, lambda: self._put(diagnostics, not on)))
        if self._offer.partial:
            percent = options.partial_ingestion_percent
            text, note = ("", "no row may fail") if percent is None else (f"{percent:g}", "% of the rows may fail")
            found.append(Setting(partial, "Bad rows", text, HELP["partial"], note, make=self._take_percent))
        return found

    def _take_percent(self, text: str) -> None:
        self._put(("options", "partial_ingestion_percent"), number(text) if text.strip() else None)

    def _state(self) -> Setting:
        state, path = self._manifest.state, ("state",)
        return Setting(
            path,
            "State",
            state,
            HELP["state"],
            STATES.get(state, ""),
            make=lambda text: self._put(path, text),
            completer=choices(*STATES.items()),
            closed=True,
        )

    @property
    def _takes_delta(self) -> bool:
        """Whether recurring runs of this source have a delta column: files tell new ones by their own times."""
        return self._offer.delta and self._manifest.source.format == "tabular"

    @property
    def proposed_delta(self) -> str | None:
        """The column that the delta column should probably be."""
        return last_modified(self._columns) if self._takes_delta else None

    def _columns_completer(self, first: str) -> Callable[[str, int], Sequence[Completion]]:
        ranked = sorted(self._columns, key=lambda column: (column[0] != first, TIMES.index(column[1])))
        return fuzzy_completer([Completion(name, detail=kind) for name, kind in ranked])

    def _take_delta(self, text: str) -> None:
        name, column = text.strip(), self._schedule.delta_column
        if name and column is not None:
            self._put((*DELTA, "name"), name)
        else:
            self._put(DELTA, DeltaColumn(name) if name else None)

    def _take_text(self, path: Path, text: str) -> None:
        self._put(path, text.strip() or None)

    def _time(self, text: str, word: str) -> Any:
        """The time that was entered; of two readings the one in UTC, which is offered first."""
        if word and text.strip().lower() == word:
            return word
        found = readings(text, self._now)
        if not found:
            raise ValueError(f"'{text}' is no time: write {EXAMPLES}.")
        return found[0]

    def _put(self, path: Path, value: Any) -> None:
        self._edit(Put(path, value))


def switch(path: Path, label: str, on: bool, help: str, flip: Callable[[], object], note: str = "") -> Setting:
    """A setting that is on or off, and turned by choosing it."""
    return Setting(path, label, "yes" if on else "no", help, note, act=flip)


def frequency_edit(schedule: Schedule, frequency: str, delta: str | None) -> Batch:
    """The change to another frequency, with everything that has to change along: once takes nothing else."""
    edits: list[Edit] = [Put(FREQUENCY, frequency)]
    if frequency == ONCE:
        edits += [Put((*SCHEDULE, key), None) for key in ("interval", "backfill", "delta_column")]
        return Batch(tuple(edits), f"frequency: {frequency}")
    edits.append(Put((*SCHEDULE, "interval"), max(LEAST_INTERVAL.get(frequency, 1), schedule.interval or 1)))
    if schedule.frequency == ONCE:
        edits.append(Put((*SCHEDULE, "backfill"), True))
        if schedule.delta_column is None and delta is not None:
            edits.append(Put(DELTA, DeltaColumn(delta)))
    return Batch(tuple(edits), f"frequency: {frequency}")


def whole(text: str) -> int:
    """A whole number that was entered. Raises ValueError with words."""
    try:
        return int(text.strip())
    except ValueError:
        raise ValueError(f"'{text}' is not a whole number.") from None


def number(text: str) -> float:
    """A number that was entered, whole ones as such. Raises ValueError with words."""
    try:
        value = float(text.strip().removesuffix("%"))
    except ValueError:
        raise ValueError(f"'{text}' is not a number.") from None
    return int(value) if value.is_integer() else value
