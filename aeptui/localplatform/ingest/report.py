"""What a run tells about itself: metrics and activities."""

from dataclasses import dataclass
from typing import Any

Document = dict[str, Any]

_EXPORT = "/data/foundation/export/batches"
COPY, PROMOTION = "copyActivity", "promotionActivity"


@dataclass(frozen=True)
class Copied:
    """The copying of a run: times in epoch milliseconds, window in seconds, what was read."""

    started: int
    ended: int
    window: tuple[int | None, int | None]
    once: bool
    source_connection_id: str
    reference: str
    bytes: int = 0
    files: int = 0
    error: str | None = None


@dataclass(frozen=True)
class Counts:
    """Records of a run; ``read`` is the sum of the next three, ``warned`` are among the landed ones."""

    read: int
    landed: int
    failed: int
    skipped: int
    warned: int

    def shown(self) -> Document:
        """The record summary; what is not documented for every run stands in it only when there is some."""
        summary = {
            "inputRecordCount": self.read,
            "outputRecordCount": self.landed,
            "failedRecordCount": self.failed,
        }
        if self.skipped:
            summary["skippedRecordCount"] = self.skipped
        if self.warned:
            summary["warningRecordCount"] = self.warned
        return summary


@dataclass(frozen=True)
class Promotion:
    """The promotion of a run: times in epoch milliseconds, ``errors`` its grouped errors, ``batch`` empty if none."""

    started: int
    ended: int
    status: str
    counts: Counts
    errors: list[Document]
    batch: str
    target_connection_id: str
    diagnostics: bool
    bytes: int = 0


def of_failed_copy(copied: Copied) -> Document:
    """``metrics`` and ``activities`` of a run that could not read its source."""
    error = {"code": "CONNECTOR-1001-500", "message": "The rows could not be copied from the source."}
    activity = _copy_activity(copied)
    activity["statusSummary"] |= {"status": "failed", "errors": [error]}
    activity["statusSummary"]["extensions"]["errorDetail"] = copied.error
    metrics = {
        "durationSummary": {"startedAtUTC": copied.started, "completedAtUTC": copied.ended},
        "sizeSummary": {"inputBytes": 0, "outputBytes": 0},
        "recordSummary": Counts(0, 0, 0, 0, 0).shown(),
        "fileSummary": {"inputFileCount": 0, "outputFileCount": 0, "activityRefs": [COPY]},
        "statusSummary": {"status": "failed", "errors": [error], "activityRefs": [COPY]},
    }
    return {"metrics": metrics, "activities": [activity]}


def of_run(copied: Copied, promotion: Promotion) -> Document:
    """``metrics`` and ``activities`` of a run whose rows were read."""
    errors = []
    if promotion.errors:
        errors = [{"code": "CONNECTOR-2001-500", "message": "Rows could not be promoted to the data lake."}]
    size = {"inputBytes": copied.bytes, "outputBytes": promotion.bytes}
    written = int(promotion.counts.landed > 0)
    files = {"inputFileCount": copied.files, "outputFileCount": written, "activityRefs": [PROMOTION]}
    metrics = {
        "durationSummary": {"startedAtUTC": copied.started, "completedAtUTC": promotion.ended},
        "sizeSummary": size,
        "recordSummary": promotion.counts.shown(),
        "fileSummary": files,
        "statusSummary": {"status": promotion.status, "errors": errors, "activityRefs": [PROMOTION]},
    }
    return {"metrics": metrics, "activities": [_copy_activity(copied), _promotion_activity(copied, promotion, errors)]}


def with_links(run: Document, base_url: str) -> Document:
    """The run with the links to its files as addresses below ``base_url``; they are kept without one."""
    activities = []
    for activity in run["activities"]:
        activity = dict(activity)
        for summary in ("fileSummary", "statusSummary"):
            extensions = activity.get(summary, {}).get("extensions", {})
            if "manifest" in extensions:
                manifest = {name: base_url + path for name, path in extensions["manifest"].items()}
                activity[summary] = activity[summary] | {"extensions": extensions | {"manifest": manifest}}
        activities.append(activity)
    return run | {"activities": activities}


def _copy_activity(copied: Copied) -> Document:
    start, end = copied.window
    window: Document = {"windowStart": (start or 0) * 1000}
    if end is not None:
        window["windowEnd"] = end * 1000
    return {
        "id": COPY,
        "updatedAtUTC": copied.ended,
        "durationSummary": {"startedAtUTC": copied.started, "completedAtUTC": copied.ended, "extensions": window},
        "sizeSummary": {"inputBytes": copied.bytes, "outputBytes": copied.bytes},
        "recordSummary": {},
        "fileSummary": {"inputFileCount": copied.files, "outputFileCount": copied.files},
        "statusSummary": {"status": "success", "extensions": {"type": "one-time" if copied.once else "recurring"}},
        "sourceInfo": [
            {
                "id": copied.source_connection_id,
                "type": "SourceConnection",
                "reference": {"type": "AdfRunId", "ids": [copied.reference]},
            }
        ],
    }


def _promotion_activity(copied: Copied, promotion: Promotion, errors: list[Document]) -> Document:
    files: Document = {"inputFileCount": copied.files, "outputFileCount": int(promotion.counts.landed > 0)}
    extensions: Document = {}
    if promotion.batch:
        meta = f"{_EXPORT}/{promotion.batch}/meta?path="
        files["extensions"] = {"manifest": {"fileInfo": f"{meta}input_files"}}
        if promotion.diagnostics and promotion.counts.failed:
            manifest = {"failedRecords": f"{meta}row_errors", "sampleErrors": f"{meta}row_error_samples.json"}
            extensions["manifest"] = manifest
    if promotion.errors:
        extensions["errors"] = promotion.errors
    activity: Document = {
        "id": PROMOTION,
        "updatedAtUTC": promotion.ended,
        "durationSummary": {"startedAtUTC": promotion.started, "completedAtUTC": promotion.ended},
        "sizeSummary": {"inputBytes": copied.bytes, "outputBytes": promotion.bytes},
        "recordSummary": promotion.counts.shown(),
        "fileSummary": files,
        "statusSummary": {"status": promotion.status, "errors": errors, "extensions": extensions},
    }
    if promotion.batch:
        reference = {"type": "Batch", "ids": [promotion.batch]}
        target = {"id": promotion.target_connection_id, "type": "TargetConnection", "reference": reference}
        activity["targetInfo"] = [target]
    return activity
