"""One run in the words of people: how it ended, and how many rows went where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# The platform's status words with everything but letters taken away; the published ones and those seen in answers.
STATUSES = {
    "success": "success",
    "completed": "success",
    "partialsuccess": "partial-success",
    "partialfailure": "failed",
    "failed": "failed",
    "failure": "failed",
    "aborted": "failed",
    "scheduled": "scheduled",
    "queued": "queued",
    "pending": "pending",
    "inprogress": "running",
    "processing": "running",
}
ENDED = ("success", "partial-success", "failed")


@dataclass(frozen=True, slots=True)
class RunError:
    """A cause of failed rows, and how many rows it failed (0: the platform did not say)."""

    code: str
    message: str
    count: int


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run. Times are epoch milliseconds; counts are rows, None where the platform gives none.

    ``status`` is ``success``, ``partial-success``, ``failed``, ``scheduled``, ``queued``, ``pending`` or ``running``;
    an unknown word of the platform is kept as it is. ``batches`` are the ids of the batches that hold the rows.
    """

    id: str
    status: str
    started: int | None
    finished: int | None
    input: int | None
    landed: int | None
    failed: int | None
    skipped: int | None
    errors: tuple[RunError, ...]
    batches: tuple[str, ...]

    @property
    def ended(self) -> bool:
        """Whether the run's numbers are final."""
        return self.status in ENDED

    def to_json(self) -> dict[str, Any]:
        """The run as the commands print it."""
        return {
            "id": self.id,
            "status": self.status,
            "started": self.started,
            "finished": self.finished,
            **self.counts(),
            "errors": [{"code": each.code, "message": each.message, "count": each.count} for each in self.errors],
        }

    def counts(self) -> dict[str, int | None]:
        """The numbers of rows by what became of them."""
        return {"input": self.input, "landed": self.landed, "failed": self.failed, "skipped": self.skipped}


def status_word(text: Any) -> str:
    """The platform's status in our words: case and punctuation vary between its services."""
    letters = "".join(c for c in str(text or "").lower() if c.isalpha())
    return STATUSES.get(letters, str(text or "unknown"))


def summarise(run: Mapping[str, Any]) -> RunSummary:
    """Reads a run as Flow Service prints it; every part of it may be missing."""
    metrics = _mapping(run.get("metrics"))
    records = _mapping(metrics.get("recordSummary"))
    duration = _mapping(metrics.get("durationSummary"))
    activities = [_mapping(item) for item in run.get("activities") or run.get("activites") or []]
    return RunSummary(
        id=str(run.get("id", "")),
        status=status_word(_mapping(metrics.get("statusSummary")).get("status")),
        started=_count(duration.get("startedAtUTC")),
        finished=_count(duration.get("completedAtUTC")),
        input=_count(records.get("inputRecordCount")),
        landed=_count(records.get("outputRecordCount")),
        failed=_count(records.get("failedRecordCount", 0 if records else None)),
        skipped=_count(records.get("skippedRecordCount", 0 if records else None)),
        errors=tuple(_errors(metrics, activities)),
        batches=tuple(dict.fromkeys(_batches(activities))),
    )


def _errors(metrics: Mapping[str, Any], activities: list[Mapping[str, Any]]) -> Iterator[RunError]:
    """The inner causes first: the outer code only says in which activity something went wrong."""
    seen: set[tuple[str, str]] = set()
    statuses = [_mapping(item.get("statusSummary")) for item in activities]
    lists = [_mapping(status.get("extensions")).get("errors") for status in statuses]
    lists += [status.get("errors") for status in statuses]
    lists.append(_mapping(metrics.get("statusSummary")).get("errors"))
    for item in (item for items in lists for item in items or []):
        error = _mapping(item)
        code, message = str(error.get("code", "")), str(error.get("message", ""))
        if (code, message) not in seen:
            seen.add((code, message))
            yield RunError(code, message, _count(error.get("recordCount")) or 0)


def _batches(activities: list[Mapping[str, Any]]) -> Iterator[str]:
    for activity in activities:
        for target in activity.get("targetInfo") or []:
            reference = _mapping(_mapping(target).get("reference"))
            if reference.get("type") == "Batch":
                yield from (str(id_) for id_ in reference.get("ids") or [])


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _count(value: Any) -> int | None:
    """A number that may arrive as text; a failed run reports -1 for what it could not count."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if number >= 0 else None
