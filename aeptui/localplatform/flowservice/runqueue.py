"""Runs that wait for being executed, and what they are to do."""

from typing import Any

from aeptui.localplatform.flowservice import entities
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.platform import Platform

RUNS = "runs"
_WORK = "runs.work"
_WAITING = "runs.waiting"


def add(platform: Platform, flow: Document, client_id: str, work: Document, params: Document | None = None) -> Document:
    """Makes a run of a flow and lets it wait; gives the run.

    ``work`` says what to do: ``due`` (epoch seconds), ``window`` ([start, end], each may be null), ``deltaColumn`` (or
    null) and ``scheduled`` (False for a run on demand). ``params`` are what an on-demand run was asked for.
    """
    fields: Document = {
        "flowId": flow["id"],
        "flowSpec": flow["flowSpec"],
        "metrics": {"statusSummary": {"status": "scheduled"}},
        "activities": [],
    }
    if params is not None:
        fields["params"] = params
    run = entities.new(platform, flow["sandboxName"], client_id, fields)
    with platform.store.transaction():
        entities.save(platform, RUNS, run)
        platform.store.put(_WORK, run["sandboxName"], run["id"], work)
        _wait(platform, run)
    return run


def again(platform: Platform, run: Document) -> Document:
    """Lets a run that has ended wait once more, for the same window; gives the run."""
    work = {name: value for name, value in work_of(platform, run).items() if name != "batch"}
    fresh = {"metrics": {"statusSummary": {"status": "scheduled"}}, "activities": []}
    run = entities.touch(platform, run) | fresh
    with platform.store.transaction():
        entities.save(platform, RUNS, run)
        platform.store.put(_WORK, run["sandboxName"], run["id"], work | {"due": platform.clock.now()})
        _wait(platform, run)
    return run


def waiting(platform: Platform) -> list[Document]:
    """The runs that wait or were being executed when the platform ended: ``id``, ``sandbox`` and ``flow``."""
    return platform.store.all(_WAITING)


def work_of(platform: Platform, run: Document) -> Document:
    """What a run is to do."""
    return platform.store.get(_WORK, run["sandboxName"], run["id"]) or {}


def set_batch(platform: Platform, run: Document, batch_id: str) -> None:
    """Remembers the batch that a run fills, so that it is the same if the run has to begin again."""
    work: dict[str, Any] = work_of(platform, run) | {"batch": batch_id}
    platform.store.put(_WORK, run["sandboxName"], run["id"], work)


def done(platform: Platform, sandbox: str, run_id: str) -> None:
    """The run has ended and waits no more."""
    platform.store.delete(_WAITING, sandbox, run_id)


def _wait(platform: Platform, run: Document) -> None:
    entry = {"id": run["id"], "sandbox": run["sandboxName"], "flow": run["flowId"]}
    platform.store.put(_WAITING, run["sandboxName"], run["id"], entry)
