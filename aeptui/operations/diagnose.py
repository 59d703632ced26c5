"""Why a run went as it did: its errors with what they mean, the rows they befell, and the mapping that made them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aeptui.core.runs.summary import RunError, RunSummary, summarise
from aeptui.services.data_prep import MappingRow
from aeptui.services.errors import NotFound
from aeptui.services.flow_service.runs import Run
from aeptui.services.guidance import Guidance, explain, is_known, recognise
from aeptui.services.platform import Platform

# Rejected rows that are read for a diagnosis; a batch can have millions.
SAMPLE = 100
ERRORS, FILE = "_errors", "_filename"


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row: ``path`` is the target field in dots (empty: the whole row), ``rule`` the mapping that
    fills it, where there is one."""

    code: str
    message: str
    path: str
    rule: MappingRow | None

    def to_json(self) -> dict[str, Any]:
        """The error as commands print it."""
        rule = {"source": self.rule.source, "destination": self.rule.destination} if self.rule else None
        return {"code": self.code, "message": self.message, "path": self.path, "rule": rule}


@dataclass(frozen=True, slots=True)
class FailedRow:
    """A rejected row as the source gave it, and everything that is wrong with it."""

    record: Mapping[str, Any]
    errors: tuple[RowError, ...]

    def to_json(self) -> dict[str, Any]:
        """The row as commands print it."""
        return {"record": dict(self.record), "errors": [error.to_json() for error in self.errors]}


@dataclass(frozen=True, slots=True)
class Cause:
    """One kind of error of a run. ``count``: the rows it befell, 0 where the platform does not say."""

    code: str
    message: str
    count: int
    guidance: Guidance


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Why a run went as it did.

    ``window`` is the data it looked at, in epoch milliseconds. ``source_words`` is what the source said when it could
    not be read. ``rows`` are the first rejected rows; ``details`` is False where the dataflow keeps none.
    """

    run: RunSummary
    flow_id: str
    window: tuple[int | None, int | None]
    source_words: str
    causes: tuple[Cause, ...]
    rows: tuple[FailedRow, ...]
    details: bool

    @property
    def read_nothing(self) -> bool:
        """Whether the run went well and there were no rows in its window."""
        return self.run.status == "success" and self.run.input == 0

    def to_json(self) -> dict[str, Any]:
        """The diagnosis as commands print it."""
        return {
            "flow_id": self.flow_id,
            "run": self.run.to_json(),
            "window": list(self.window),
            "source_words": self.source_words,
            "causes": [
                {
                    "code": cause.code,
                    "message": cause.message,
                    "count": cause.count,
                    "meaning": cause.guidance.meaning,
                    "guidance": cause.guidance.next_step,
                }
                for cause in self.causes
            ],
            "details": self.details,
            "rows": [row.to_json() for row in self.rows],
        }


async def diagnose(platform: Platform, run_id: str, sample: int = SAMPLE) -> Diagnosis:
    """Everything the platform tells about one run, with at most ``sample`` rejected rows. Raises PlatformError."""
    run = await platform.flow_service.runs.lookup(run_id)
    summary = summarise(run.raw)
    rows: tuple[FailedRow, ...] = ()
    details = True
    if summary.failed or summary.status == "failed":
        try:
            rows = await _failed_rows(platform, run, sample)
        except NotFound:
            details = False
    return Diagnosis(
        run=summary,
        flow_id=run.flow_id,
        window=_window(run),
        source_words=_source_words(run),
        causes=tuple(_cause(each) for each in summary.errors),
        rows=rows,
        details=details,
    )


def _cause(error: RunError) -> Cause:
    known = is_known(error.code)
    guidance = explain(error.code if known else recognise(error.message) or error.code)
    return Cause(error.code, error.message, error.count, guidance)


async def _failed_rows(platform: Platform, run: Run, sample: int) -> tuple[FailedRow, ...]:
    """The rejected rows of the run's batches. Raises NotFound where they were not kept."""
    found: list[Mapping[str, Any]] = []
    for batch in run.batch_ids:
        async for record in platform.data_access.row_errors(batch):
            found.append(record)
            if len(found) == sample:
                break
        if len(found) == sample:
            break
    rules = await _rules(platform, run.flow_id) if found else ()
    return tuple(_failed_row(record, rules) for record in found)


async def _rules(platform: Platform, flow_id: str) -> tuple[MappingRow, ...]:
    """The mappings that the dataflow uses today; none where it or they are gone."""
    try:
        mapping = (await platform.flow_service.flows.lookup(flow_id)).mapping
        return (await platform.data_prep.lookup(*mapping)).mappings if mapping else ()
    except NotFound:
        return ()


def _failed_row(record: Mapping[str, Any], rules: tuple[MappingRow, ...]) -> FailedRow:
    errors = record.get(ERRORS)
    told = [each for each in errors if isinstance(each, Mapping)] if isinstance(errors, list) else []
    source = {name: value for name, value in record.items() if name not in (ERRORS, FILE)}
    return FailedRow(source, tuple(_row_error(each, rules) for each in told))


def _row_error(told: Mapping[str, Any], rules: tuple[MappingRow, ...]) -> RowError:
    message = str(told.get("message") or "")
    path = _path(message)
    return RowError(str(told.get("code") or ""), message, path, _rule(path, rules))


def _path(message: str) -> str:
    """The field that a message such as ``#/person/name: ...`` is about, in dots."""
    pointer, colon, _ = message.partition(":")
    return pointer[2:].replace("/", ".") if colon and pointer.startswith("#/") else ""


def _rule(path: str, rules: tuple[MappingRow, ...]) -> MappingRow | None:
    """The mapping of ``path``, or of the nearest object around it."""
    around = [rule for rule in rules if path and f"{path}.".startswith(f"{rule.destination}.")]
    return max(around, key=lambda rule: len(rule.destination), default=None)


def _window(run: Run) -> tuple[int | None, int | None]:
    for activity in run.activities:
        extensions = activity.duration.extensions
        if "windowStart" in extensions or "windowEnd" in extensions:
            return _number(extensions.get("windowStart")), _number(extensions.get("windowEnd"))
    return None, None


def _source_words(run: Run) -> str:
    details = (activity.status.extensions.get("errorDetail") for activity in run.activities)
    return next((str(detail) for detail in details if detail), "")


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) else None
