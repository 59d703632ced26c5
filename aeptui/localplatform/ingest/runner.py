"""Executing one run, in a thread of its own: copy, promotion, landing.

Everything that a run changes is written in one transaction at its end, into the batch that it chose at its beginning:
a run that was interrupted is done again and lands its rows once.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aeptui.localplatform import batches, registry
from aeptui.localplatform.dataprep import sets
from aeptui.localplatform.flowservice import entities, flowrules, progress, runqueue
from aeptui.localplatform.ingest import reading, report
from aeptui.localplatform.ingest.conformance import Conformance
from aeptui.localplatform.ingest.promotion import MAPPING_FAILED, Promoted, promote
from aeptui.localplatform.ingest.report import Copied, Counts, Promotion
from aeptui.localplatform.ingest.windows import Window
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem
from aeptui.localplatform.sources.errors import SourceError

Document = dict[str, Any]

_SAMPLES = 100


class Stopped(Exception):
    """The platform ends; the run stays as it is and begins again at the next start."""


@dataclass(frozen=True)
class _Job:
    """A run with everything that it needs."""

    platform: Platform
    run: Document
    flow: Document
    work: Document
    check: Callable[[], None]

    @property
    def sandbox(self) -> str:
        return str(self.run["sandboxName"])

    @property
    def window(self) -> Window:
        start, end = self.work["window"]
        return Window(start, end)

    @property
    def once(self) -> bool:
        return bool(self.flow["scheduleParams"]["frequency"] == "once")

    @property
    def diagnostics(self) -> bool:
        """Partial ingestion brings diagnostics with it."""
        options = self.flow.get("options") or {}
        return bool(options.get("errorDiagnosticsEnabled") or options.get("partialIngestionPercent"))

    def connection(self, kind: str, name: str) -> Document:
        return entities.get(self.platform, kind, self.sandbox, self.flow[name][0])


def execute(platform: Platform, sandbox: str, run_id: str, check: Callable[[], None]) -> None:
    """Does a waiting run; ``check`` is called for every row and raises Stopped when the platform ends."""
    run = platform.store.get(runqueue.RUNS, sandbox, run_id)
    flow = platform.store.get("flows", sandbox, run["flowId"]) if run else None
    if run is None or flow is None:
        fail(platform, sandbox, run_id, "The flow of this run was deleted.")
        return
    started = platform.clock.now_ms()
    run = entities.touch(platform, run)
    run["metrics"] = {"durationSummary": {"startedAtUTC": started}, "statusSummary": {"status": "inProgress"}}
    entities.save(platform, runqueue.RUNS, run)
    job = _Job(platform, run, flow, runqueue.work_of(platform, run), check)
    try:
        taken = reading.take(platform, _order(job))
    except (SourceError, Problem) as error:
        detail = str(error.body["detail"]) if isinstance(error, Problem) else str(error)
        copied = _copied(job, started, None, detail)
        _end(job, report.of_failed_copy(copied), None)
        return
    copied = _copied(job, started, taken, None)
    try:
        outcome = Promoted(obstacles=taken.unusable) if taken.unusable else _promoted(job, taken)
    except Problem as error:
        outcome = Promoted(obstacles=[(MAPPING_FAILED, str(error.body["detail"]))])
    _land(job, copied, taken, outcome)


def _order(job: _Job) -> reading.Order:
    source = job.connection("sourceConnections", "sourceConnectionIds")
    known = progress.of(job.platform, job.flow)
    on_demand = not job.work["scheduled"]
    file_window = job.window if on_demand else Window(None if "files" in known else job.window.start)
    return reading.Order(
        source_connection=source,
        window=job.window,
        delta_column=job.work["deltaColumn"],
        file_window=file_window,
        done={} if on_demand else known.get("files", {}),
        check=job.check,
    )


def _copied(job: _Job, started: int, taken: reading.Taken | None, error: str | None) -> Copied:
    window = job.window
    return Copied(
        started=started,
        ended=job.platform.clock.now_ms(),
        window=(window.start, int(job.work["due"]) if window.end is None else window.end),
        once=job.once,
        source_connection_id=job.flow["sourceConnectionIds"][0],
        reference=str(uuid.uuid5(uuid.NAMESPACE_OID, job.run["id"])),
        bytes=taken.bytes if taken else 0,
        files=len(taken.read) if taken else 0,
        error=error,
    )


def _promoted(job: _Job, taken: reading.Taken) -> Promoted:
    params = flowrules.transformation(job.flow, "Mapping") or {}
    version = int(params.get("mappingVersion") or 0)
    document = sets.stored(job.platform, job.sandbox, params["mappingId"], version)
    if document is None:
        raise sets.invalid(f"the mapping set {params['mappingId']} does not exist any more")
    mapper = sets.mapper(job.platform, job.sandbox, document)
    tree = registry.resolved(job.platform, job.sandbox, document["schemaRef"]["id"]) or {}
    return promote(taken.rows, mapper, Conformance(tree, job.platform.tenant_namespace), job.check)


def _land(job: _Job, copied: Copied, taken: reading.Taken, made: Promoted) -> None:
    read, failed = len(taken.rows), made.failed
    success = _tolerated(job.flow, read, failed) and not made.obstacles
    landed = len(made.rows) if success else 0
    counts = Counts(read, landed, failed, read - failed - landed, made.warnings if success else 0)
    batch = _batch(job) if read or made.obstacles else ""
    content = "".join(f"{line}\n" for line in made.rows).encode() if success else b""
    if batch:
        _write_files(job, batch, taken, made, content)
    promotion = Promotion(
        started=copied.ended,
        ended=job.platform.clock.now_ms(),
        status="success" if success else "failed",
        counts=counts,
        errors=_errors(job, made, landed),
        batch=batch,
        target_connection_id=job.flow["targetConnectionIds"][0],
        diagnostics=job.diagnostics,
        bytes=len(content),
    )
    _end(job, report.of_run(copied, promotion), taken if success else None)


def _tolerated(flow: Document, read: int, failed: int) -> bool:
    """True if the flow lets a run succeed with this many failed rows: none, unless it ingests partially."""
    percent = (flow.get("options") or {}).get("partialIngestionPercent") or 0
    return failed * 100 <= percent * read


def _errors(job: _Job, made: Promoted, landed: int) -> list[Document]:
    """The summary of what went wrong, and the failed rows by their error."""
    if made.obstacles:
        return [{"code": code, "message": message} for code, message in made.obstacles]
    if not made.failed:
        return []
    rows = f"{made.failed} rows have errors, {landed} rows were ingested."
    if job.diagnostics:
        summary = {"code": "INGEST-1212-400", "message": f"{rows} The diagnostic files tell more."}
    else:
        summary = {"code": "INGEST-1211-400", "message": f"{rows} Error diagnostics are not enabled."}
    return [summary, *made.errors()]


def _batch(job: _Job) -> str:
    """The batch of this run; the same one if the run was begun before."""
    known = job.work.get("batch")
    if known and batches.batch(job.platform, job.sandbox, known):
        return str(known)
    target = job.connection("targetConnections", "targetConnectionIds")
    with job.platform.store.transaction():
        made = batches.create_batch(job.platform, job.sandbox, {"dataset_id": target["params"]["dataSetId"]})
        runqueue.set_batch(job.platform, job.run, made["id"])
    return str(made["id"])


def _write_files(job: _Job, batch: str, taken: reading.Taken, made: Promoted, content: bytes) -> None:
    store, root = job.platform.store, f"batches/{batch}"
    store.delete_blobs(root)
    if content:
        store.write_blob(f"{root}/files/part-00000.json", content)
    names = json.dumps(taken.read, ensure_ascii=False).encode()
    store.write_blob(f"{root}/meta/input_files/input_files.json", names)
    if not job.diagnostics:
        return
    for name, lines in (("conversion", made.unconverted), ("parsing", made.unparsed)):
        if lines:
            store.write_blob(f"{root}/meta/row_errors/{name}_errors_0.json", "\n".join(lines).encode())
    if made.failed:
        samples = [*made.unconverted, *made.unparsed][:_SAMPLES]
        store.write_blob(f"{root}/meta/row_error_samples.json", "\n".join(samples).encode())


def _end(job: _Job, told: Document, taken: reading.Taken | None) -> None:
    """Writes the end of the run; ``taken`` are the rows if they landed."""
    platform, metrics = job.platform, told["metrics"]
    status, records = metrics["statusSummary"]["status"], metrics["recordSummary"]
    times = metrics["durationSummary"]
    run = entities.touch(platform, job.run) | told
    last = {"id": run["id"], "state": status, **times}
    batch = runqueue.work_of(platform, run).get("batch")
    with platform.store.transaction():
        entities.save(platform, runqueue.RUNS, run)
        runqueue.done(platform, job.sandbox, run["id"])
        if batch:
            batches.update_batch(platform, job.sandbox, batch, _batch_changes(status, records, told))
        if platform.store.get("flows", job.sandbox, job.flow["id"]):
            changes: Document = {"lastRun": last}
            if taken is not None and job.work["scheduled"]:
                changes["files"] = progress.of(platform, job.flow).get("files", {}) | taken.files
            progress.note(platform, job.flow, changes)
        progress.settle(platform, job.sandbox, job.flow["id"])


def _batch_changes(status: str, records: Document, told: Document) -> Document:
    listed = told["activities"][-1]["statusSummary"].get("extensions", {}).get("errors", [])
    errors = [
        {"code": error["code"], "description": error["message"], "rows": [str(error.get("recordCount", ""))]}
        for error in listed
    ]
    return {
        "status": "success" if status == "success" else "failed",
        "recordCount": records["outputRecordCount"],
        "failedRecordCount": records["failedRecordCount"],
        "errors": errors,
        "metrics": {
            "inputRecordCount": records["inputRecordCount"],
            "outputRecordCount": records["outputRecordCount"],
            "failedRecordCount": records["failedRecordCount"],
            "startTime": told["metrics"]["durationSummary"]["startedAtUTC"],
            "endTime": told["metrics"]["durationSummary"]["completedAtUTC"],
        },
        "completed": told["metrics"]["durationSummary"]["completedAtUTC"],
    }


def fail(platform: Platform, sandbox: str, run_id: str, message: str) -> None:
    """Ends a waiting run as failed, without having read anything."""
    with platform.store.transaction():
        run = platform.store.get(runqueue.RUNS, sandbox, run_id)
        if run is not None:
            error = {"code": "CONNECTOR-3001-500", "message": message}
            run = entities.touch(platform, run) | {
                "metrics": {"statusSummary": {"status": "failed", "errors": [error]}}
            }
            entities.save(platform, runqueue.RUNS, run)
            progress.settle(platform, sandbox, run["flowId"])
        runqueue.done(platform, sandbox, run_id)
