"""Batches: what was ingested into a dataset in one go."""

from typing import Any

from aeptui.localplatform.ids import batch_id
from aeptui.localplatform.platform import Platform

_KIND = "catalog.batch"


def create_batch(platform: Platform, sandbox: str, document: dict[str, Any]) -> dict[str, Any]:
    """Makes a batch and gives it back with its ``id``.

    ``document`` has ``dataset_id`` and whatever of ``status``, ``recordCount``, ``failedRecordCount``, ``errors``
    (code, description, rows), ``metrics`` and ``tags`` is known already; the status is else ``loading``.
    """
    now = platform.clock.now_ms()
    given = {key: value for key, value in document.items() if key != "dataset_id"}
    batch = {
        "id": batch_id(),
        "imsOrg": platform.org_id,
        "sandboxId": platform.sandboxes[sandbox].id,
        "created": now,
        "createdClient": platform.client_id,
        "createdUser": platform.user_id,
        "updated": now,
        "updatedUser": platform.user_id,
        "started": now,
        "status": "loading",
        "version": "1.0.0",
        "errors": [],
        "metrics": {},
        "relatedObjects": [{"type": "dataSet", "id": document["dataset_id"]}],
        **given,
    }
    platform.store.put(_KIND, sandbox, batch["id"], batch)
    return batch


def update_batch(platform: Platform, sandbox: str, id: str, changes: dict[str, Any]) -> dict[str, Any]:
    """Replaces keys of a batch and raises its version. Raises KeyError for a batch that does not exist."""
    with platform.store.transaction():
        known = batch(platform, sandbox, id)
        if known is None:
            raise KeyError(id)
        major, minor, patch = known["version"].split(".")
        known |= changes | {"updated": platform.clock.now_ms(), "version": f"{major}.{minor}.{int(patch) + 1}"}
        platform.store.put(_KIND, sandbox, id, known)
    return known


def batch(platform: Platform, sandbox: str, id: str) -> dict[str, Any] | None:
    """A batch with its ``id``; None if there is none."""
    return platform.store.get(_KIND, sandbox, id)


def batches(platform: Platform, sandbox: str, dataset_id: str | None = None) -> list[dict[str, Any]]:
    """The batches of a sandbox, or of one dataset in it, in order of creation."""
    found = platform.store.all(_KIND, sandbox)
    return [known for known in found if dataset_id in (None, dataset_of(known))]


def dataset_of(batch: dict[str, Any]) -> str | None:
    """The id of the dataset that a batch went to."""
    return next((related["id"] for related in batch["relatedObjects"] if related["type"] == "dataSet"), None)
