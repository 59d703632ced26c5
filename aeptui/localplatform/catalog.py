"""Catalog: datasets, and batches to look at."""

import re
from typing import Any

from aeptui.localplatform import registry
from aeptui.localplatform.batches import batch, batches, create_batch, update_batch
from aeptui.localplatform.catalogquery import listed, shown
from aeptui.localplatform.context import Answer, Call, Route
from aeptui.localplatform.datasets import dataset, datasets, remove_dataset, save_dataset
from aeptui.localplatform.ids import hex_id
from aeptui.localplatform.jsonpatch import PatchError, apply_patch
from aeptui.localplatform.problems import Problem

__all__ = ["BASE", "ROUTES", "create_batch", "dataset", "update_batch"]

BASE = "/data/foundation/catalog"

_CONTENT_TYPE = re.compile(r"application/vnd\.adobe\.xed[a-z-]*\+json; ?version=1(\.[0-9]+)*")
_STAMPS = ("version", "created", "updated", "createdClient", "createdUser", "updatedUser")
_SYSTEM = ("id", "imsOrg", "sandboxId", "viewId", "files", "basePath", "state", *_STAMPS)
_DATASET_FILTERS = (*_STAMPS, "name", "description", "enableErrorDiagnostics")
_BATCH_FILTERS = (*_STAMPS, "status", "externalId", "recordCount", "failedRecordCount")


async def create_dataset(call: Call) -> Answer:
    """POST: 201 with a list of one reference. A query such as ``requestDataSource`` makes no difference."""
    platform = call.platform
    body = _body(call)
    now, id = platform.clock.now_ms(), hex_id(24)
    document = {
        "id": id,
        "version": "1.0.0",
        "imsOrg": platform.org_id,
        "sandboxId": platform.sandboxes[call.sandbox].id,
        "created": now,
        "updated": now,
        "createdClient": call.client_id,
        "createdUser": platform.user_id,
        "updatedUser": platform.user_id,
        "viewId": hex_id(24),
        "files": f"@/dataSetFiles?dataSetId={id}",
        "state": "ACTIVE",
        "tags": {},
        "observableSchema": {},
        "classification": {"dataBehavior": "record", "managedBy": "CUSTOMER"},
        **_settable(body),
    }
    _check(call, document)
    save_dataset(platform, call.sandbox, document)
    return Answer(201, [f"@/dataSets/{id}"], {"Location": f"{call.base_url}{BASE}/dataSets/{id}"})


async def list_datasets(call: Call) -> dict[str, Any]:
    """GET: an object keyed by id, in the order asked for."""
    return listed(datasets(call.platform, call.sandbox), call.query, _DATASET_FILTERS)


async def look_up_dataset(call: Call) -> dict[str, Any]:
    """GET of one: an object with one entry."""
    known = _known(call)
    return {known["id"]: shown(known, call.query)}


async def replace_dataset(call: Call) -> Answer:
    """PUT: what a client can set is replaced as a whole."""
    known = _known(call)
    return _changed(call, known, _kept(known) | _settable(_body(call)))


async def patch_dataset(call: Call) -> Answer:
    """PATCH: JSON replaces the properties it names as a whole, JSON Patch changes what it points at."""
    known = _known(call)
    if call.headers.get("content-type", "").lower().startswith("application/json-patch+json"):
        try:
            changed = apply_patch(known, call.body)
        except PatchError as error:
            raise _bad(str(error)) from error
        return _changed(call, known, _kept(known) | _settable(changed))
    return _changed(call, known, known | _settable(_body(call)))


async def merge_dataset(call: Call) -> Answer:
    """PATCH of version 2: JSON is merged at every depth."""
    known = _known(call)
    return _changed(call, known, _merged(known, _settable(_body(call))))


async def delete_dataset(call: Call) -> Answer:
    """DELETE: 200 with the reference."""
    known = _known(call)
    remove_dataset(call.platform, call.sandbox, known["id"])
    return Answer(200, [f"@/dataSets/{known['id']}"])


async def list_batches(call: Call) -> dict[str, Any]:
    """GET: an object keyed by id; ``dataSet`` names the dataset."""
    found = batches(call.platform, call.sandbox, call.query.get("dataSet"))
    return listed(found, call.query, _BATCH_FILTERS)


async def look_up_batch(call: Call) -> dict[str, Any]:
    """GET of one batch: an object with one entry."""
    known = batch(call.platform, call.sandbox, call.params["id"])
    if known is None:
        raise Problem.catalog(404, "Not Found", f"there is no batch {call.params['id']}")
    return {known["id"]: shown(known, call.query)}


def _known(call: Call) -> dict[str, Any]:
    known = dataset(call.platform, call.sandbox, call.params["id"])
    if known is None:
        raise Problem.catalog(404, "Not Found", f"there is no dataset {call.params['id']}")
    return known


def _body(call: Call) -> dict[str, Any]:
    if not isinstance(call.body, dict):
        raise _bad("the body must be a JSON object")
    return call.body


def _settable(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in _SYSTEM}


def _kept(known: dict[str, Any]) -> dict[str, Any]:
    """What is left of a dataset when a client sets everything anew."""
    empty: dict[str, Any] = {"tags": {}, "observableSchema": {}}
    return {key: known[key] for key in (*_SYSTEM, "classification") if key in known} | empty


def _changed(call: Call, known: dict[str, Any], document: dict[str, Any]) -> Answer:
    if call.headers.get("if-match", str(known["updated"])).strip('"') != str(known["updated"]):
        raise Problem.catalog(412, "Precondition Failed", f"the dataset was updated at {known['updated']}")
    major, minor, patch = known["version"].split(".")
    document["version"] = f"{major}.{minor}.{int(patch) + 1}"
    document["updated"] = max(call.platform.clock.now_ms(), known["updated"] + 1)
    document["updatedUser"] = call.platform.user_id
    _check(call, document)
    save_dataset(call.platform, call.sandbox, document)
    return Answer(200, [f"@/dataSets/{document['id']}"])


def _check(call: Call, document: dict[str, Any]) -> None:
    if not isinstance(document.get("name"), str) or not document["name"].strip():
        raise _bad("name must be a text that is not empty")
    if not isinstance(document.get("enableErrorDiagnostics", False), bool):
        raise _bad("enableErrorDiagnostics must be true or false")
    tags = document["tags"]
    if not isinstance(tags, dict) or not all(_is_texts(values) for values in tags.values()):
        raise _bad("tags must be an object of lists of texts")
    schema = _schema(call, document.get("schemaRef"))
    enabled = "enabled:true" in [value.replace(" ", "") for value in tags.get("unifiedProfile", [])]
    if enabled and "union" not in schema.get("meta:immutableTags", []):
        raise _bad("the dataset cannot be enabled for Profile: its schema is not")


def _schema(call: Call, reference: Any) -> dict[str, Any]:
    if not isinstance(reference, dict) or not all(isinstance(reference.get(key), str) for key in ("id", "contentType")):
        raise _bad("schemaRef must have the id of a schema and a contentType")
    if not _CONTENT_TYPE.fullmatch(reference["contentType"]):
        raise _bad(f"schemaRef.contentType is not known: {reference['contentType']}")
    schema = registry.resolved(call.platform, call.sandbox, reference["id"])
    if schema is None or schema["$id"] != reference["id"]:
        raise _bad(f"schemaRef.id: there is no schema {reference['id']}")
    return schema


def _is_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _merged(known: Any, changes: Any) -> Any:
    if not isinstance(known, dict) or not isinstance(changes, dict):
        return changes
    return known | {key: _merged(known.get(key), value) for key, value in changes.items()}


def _bad(detail: str) -> Problem:
    return Problem.catalog(400, "Bad Request", detail)


ROUTES = [
    Route("POST", "/dataSets", create_dataset),
    Route("GET", "/dataSets", list_datasets),
    Route("GET", "/dataSets/{id}", look_up_dataset),
    Route("PUT", "/dataSets/{id}", replace_dataset),
    Route("PATCH", "/dataSets/{id}", patch_dataset),
    Route("PATCH", "/v2/dataSets/{id}", merge_dataset),
    Route("DELETE", "/dataSets/{id}", delete_dataset),
    Route("GET", "/batches", list_batches),
    Route("GET", "/batches/{id}", look_up_batch),
]
