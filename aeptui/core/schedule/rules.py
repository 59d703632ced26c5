"""Whether a schedule is valid: the rules of the platform's flow specs, in words, and a flow spec's own JSON Schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aeptui.core import facts
from aeptui.core.schedule.form import ONCE, Schedule, epoch, to_params

_FACTS: dict[str, Any] = facts.load("schedule")
CURRENT: Mapping[str, Any] = _FACTS["current"]
"""The ``scheduleSpec`` of the flow spec CRMToAEP today; used where none was fetched."""

FORM_OF_2020: Mapping[str, Any] = _FACTS["form_of_2020"]
"""The ``scheduleSpec`` of the same flow spec in 2020: it has an end and knows no runs that happen once."""

LEAST_INTERVAL: Mapping[str, int] = _FACTS["least_interval"]
"""The least interval of each recurring frequency, after the same flow spec."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A breach of a rule; ``key`` is the schedule's key in the document that it is about."""

    rule: str
    key: str
    message: str
    fix: str | None = None


def validate(schedule: Schedule, spec: Mapping[str, Any] | None = None) -> list[Issue]:
    """The schedule's breaches of the rules and of ``spec``, the JSON Schema of a flow spec's ``scheduleSpec``.

    Without a spec the current one holds. The JSON Schema is asked only where the rules find nothing, because its
    complaints are about parameters, not about what a person wrote.
    """
    shape = CURRENT if spec is None else spec
    found = [*_times(schedule), *_frequency(schedule, shape), *_recurrence(schedule)]
    if spec is not None and schedule.end is not None and "endTime" not in _properties(spec):
        found.append(Issue("schedule/end-unknown", "end", "schedules of this source have no end", "disable it then"))
    return found or list(_against(schedule, shape))


def _times(schedule: Schedule) -> Iterator[Issue]:
    start, end = schedule.start, schedule.end
    times = {"start": None if isinstance(start, str) else start, "end": end}
    naive = [key for key, time in times.items() if time is not None and time.utcoffset() is None]
    for key in naive:
        yield Issue("schedule/time-zone", key, f"'{key}' has no time zone", "add Z for UTC, or an offset")
    if not naive and isinstance(start, datetime) and end is not None and end <= start:
        yield Issue("schedule/end", "end", "'end' is not after 'start', so that nothing would run")


def _properties(spec: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = spec.get("properties")
    return properties if isinstance(properties, Mapping) else {}


def _frequency(schedule: Schedule, spec: Mapping[str, Any]) -> Iterator[Issue]:
    frequency = _properties(spec).get("frequency")
    allowed = frequency.get("enum") if isinstance(frequency, Mapping) else None
    if isinstance(allowed, list) and schedule.frequency not in allowed:
        offered = ", ".join(map(str, allowed))
        yield Issue("schedule/frequency", "frequency", f"this source has no frequency '{schedule.frequency}'", offered)


def _recurrence(schedule: Schedule) -> Iterator[Issue]:
    if schedule.frequency == ONCE:
        given = {"interval": schedule.interval, "backfill": schedule.backfill}
        for key in (key for key, value in given.items() if value is not None):
            yield Issue("schedule/once", key, f"a run that happens once takes no '{key}'", f"remove '{key}'")
        return
    least = LEAST_INTERVAL.get(schedule.frequency, 1)
    if schedule.interval is None:
        message = f"'interval' is missing: the number of {schedule.frequency}s between runs"
        yield Issue("schedule/interval", "interval", message, f"interval: {least}")
    elif schedule.interval < least:
        message = f"'interval' must be at least {least} for '{schedule.frequency}'; {schedule.interval} is not"
        yield Issue("schedule/interval", "interval", message, f"interval: {least}")


def _against(schedule: Schedule, spec: Mapping[str, Any]) -> Iterator[Issue]:
    from jsonschema import Draft7Validator
    from jsonschema.exceptions import SchemaError

    start = 0 if isinstance(schedule.start, str) else epoch(schedule.start)
    names = {"startTime": "start", "endTime": "end"}
    try:
        Draft7Validator.check_schema(dict(spec))
    except SchemaError:
        # A spec that is no JSON Schema tells nothing; the platform has the last word when the flow is made.
        return
    for error in Draft7Validator(dict(spec)).iter_errors(to_params(schedule, start)):
        parameter = str(error.path[0]) if error.path else ""
        message = f"the source's flow spec refuses the schedule: {error.message}"
        yield Issue("schedule/spec", names.get(parameter, parameter), message)
