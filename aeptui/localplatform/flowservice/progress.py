"""How far a flow has come: kept beside it, as it is no change of the flow."""

from typing import Any

from aeptui.localplatform.flowservice import entities
from aeptui.localplatform.flowservice.entities import Document
from aeptui.localplatform.platform import Platform

_KIND = "flows.progress"


def of(platform: Platform, flow: Document) -> Document:
    """What is known of a flow's runs.

    ``windowEnd``: end of the window of the last scheduled run, in epoch seconds; ``files``: the files that were taken,
    with their marks; ``lastRun``: what a flow tells about its last run. Each may be missing.
    """
    return platform.store.get(_KIND, flow["sandboxName"], flow["id"]) or {"id": flow["id"]}


def note(platform: Platform, flow: Document, changes: dict[str, Any]) -> None:
    """Keeps ``changes`` of what is known."""
    platform.store.put(_KIND, flow["sandboxName"], flow["id"], of(platform, flow) | changes)


def busy(platform: Platform, flow: Document) -> bool:
    """Whether a run of the flow is being executed."""
    runs = platform.store.all("runs", flow["sandboxName"])
    return any(run["flowId"] == flow["id"] and _status(run) == "inProgress" for run in runs)


def settle(platform: Platform, sandbox: str, flow_id: str) -> None:
    """Ends the disabling of a flow whose last run has ended."""
    flow = platform.store.get("flows", sandbox, flow_id)
    if flow is not None and flow["state"] == "disabling" and not busy(platform, flow):
        platform.store.put("flows", sandbox, flow_id, entities.touch(platform, flow) | {"state": "disabled"})


def _status(run: Document) -> str:
    return str(run["metrics"]["statusSummary"]["status"])


def forget(platform: Platform, flow: Document) -> None:
    """Removes what is known, with the flow."""
    platform.store.delete(_KIND, flow["sandboxName"], flow["id"])
