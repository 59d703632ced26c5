"""The Catalog: datasets and the batches written into them."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import Field

from aeptui.services.calls import walk
from aeptui.services.errors import BadAnswer, NotFound
from aeptui.services.http import HttpClient
from aeptui.services.paging import by_offset
from aeptui.services.request import Request, pairs, repeated, segment
from aeptui.services.wire import Number, Wire, read

PAGE = 100
"""The most that the Catalog lists at once."""
SUMMARY = ("name", "description", "schemaRef", "tags", "created", "updated", "enableErrorDiagnostics")
"""Members of a dataset that a listing asks for: without such a choice an answer can be gigabytes."""
JSON_PATCH = "application/json-patch+json"
_Model = TypeVar("_Model", bound=Wire)
_REFERENCE = re.compile(r"^@/(\w+)/([^/\s]+)$")


class SchemaRef(Wire):
    """The schema of a dataset and the content type that names its version."""

    id: str = ""
    content_type: str = Field(default="", alias="contentType")


class Dataset(Wire):
    """A dataset; times are milliseconds of the epoch."""

    id: str
    name: str = ""
    description: str = ""
    schema_ref: SchemaRef = Field(default=SchemaRef(), alias="schemaRef")
    tags: dict[str, Any] = Field(default_factory=dict)
    created: Number = None
    updated: Number = None
    error_diagnostics: bool = Field(default=False, alias="enableErrorDiagnostics")

    def has_tag(self, name: str, value: str) -> bool:
        """Whether the tag ``name`` holds ``value``; blanks do not count, since Adobe writes ``enabled: true`` both
        ways."""
        values = self.tags.get(name, [])
        wanted = value.replace(" ", "")
        return wanted in [str(each).replace(" ", "") for each in (values if isinstance(values, list) else [values])]

    @property
    def profile_enabled(self) -> bool:
        """Whether its records go into the Profile store."""
        return self.has_tag("unifiedProfile", "enabled:true")


class BatchError(Wire):
    """One kind of error of a batch."""

    code: str = ""
    description: str = ""
    rows: tuple[Any, ...] = ()


class Batch(Wire):
    """A batch: what one run wrote. ``status`` such as success, failed, processing; times are milliseconds of the
    epoch."""

    id: str
    status: str = ""
    record_count: Number = Field(default=None, alias="recordCount")
    failed_record_count: Number = Field(default=None, alias="failedRecordCount")
    errors: tuple[BatchError, ...] = ()
    created: Number = None
    updated: Number = None
    metrics: dict[str, Any] = Field(default_factory=dict)


def create_dataset_request(body: Mapping[str, Any], *, data_source: bool = False) -> Request:
    """Makes a dataset; ``data_source`` adds a parameter of 2020 that today's service no longer documents."""
    params = pairs(requestDataSource=True) if data_source else ()
    return Request("create the dataset", "POST", "catalog", "/dataSets", params=params, body=body)


def list_datasets_request(
    *,
    name: str | None = None,
    conditions: Sequence[str] = (),
    properties: Sequence[str] = SUMMARY,
    orderby: str = "desc:created",
    limit: int = PAGE,
    start: int = 0,
) -> Request:
    """One page of datasets. ``conditions`` are filters such as ``name~^test``; ``properties`` the members wanted."""
    params = (
        *pairs(limit=limit, start=start, orderBy=orderby, name=name),
        *repeated("property", tuple(conditions)),
        ("properties", ",".join(properties)),
    )
    return Request("list the datasets", "GET", "catalog", "/dataSets", params=params)


def lookup_dataset_request(dataset_id: str) -> Request:
    """One dataset by its id."""
    return Request(f"look up the dataset {dataset_id}", "GET", "catalog", f"/dataSets/{segment(dataset_id)}")


def update_dataset_request(dataset_id: str, changes: Mapping[str, Any]) -> Request:
    """Replaces members of a dataset; an object such as ``tags`` is replaced as a whole."""
    return Request("change the dataset", "PATCH", "catalog", f"/dataSets/{segment(dataset_id)}", body=changes)


def patch_dataset_request(dataset_id: str, operations: Sequence[Mapping[str, Any]]) -> Request:
    """Changes a dataset by JSON Patch operations, which leave everything else alone."""
    return Request(
        "change the dataset",
        "PATCH",
        "catalog",
        f"/dataSets/{segment(dataset_id)}",
        headers=(("Content-Type", JSON_PATCH),),
        body=list(operations),
    )


def enable_profile_request(dataset_id: str, *, upsert: bool = False) -> Request:
    """Sends the records of a dataset to the Profile store and the identity graph; ``upsert``: as updates of what is
    there."""
    profile = ["enabled:true", "isUpsert:true"] if upsert else ["enabled:true"]
    return patch_dataset_request(
        dataset_id,
        [
            {"op": "add", "path": "/tags/unifiedProfile", "value": profile},
            {"op": "add", "path": "/tags/unifiedIdentity", "value": ["enabled:true"]},
        ],
    )


def delete_dataset_request(dataset_id: str) -> Request:
    """Deletes a dataset with everything in it."""
    path = f"/dataSets/{segment(dataset_id)}"
    return Request("delete the dataset", "DELETE", "catalog", path, answer="optional")


def list_batches_request(dataset_id: str, *, limit: int = 20, start: int = 0, orderby: str = "desc:created") -> Request:
    """One page of the batches of a dataset, the newest first."""
    params = pairs(dataSet=dataset_id, limit=limit, start=start, orderBy=orderby)
    return Request("list the batches", "GET", "catalog", "/batches", params=params)


def lookup_batch_request(batch_id: str) -> Request:
    """One batch by its id."""
    return Request(f"look up the batch {batch_id}", "GET", "catalog", f"/batches/{segment(batch_id)}")


class Catalog:
    """The Catalog service."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    async def create_dataset(self, body: Mapping[str, Any]) -> str:
        """Makes a dataset and returns its id."""
        return await self._reference(create_dataset_request(body))

    def datasets(
        self,
        *,
        name: str | None = None,
        conditions: Sequence[str] = (),
        properties: Sequence[str] = SUMMARY,
        orderby: str = "desc:created",
    ) -> AsyncIterator[Dataset]:
        """The datasets that meet the conditions, with the members asked for."""
        request = list_datasets_request(name=name, conditions=conditions, properties=properties, orderby=orderby)
        return walk(self._http, request, lambda body: _keyed(Dataset, body, request.operation), by_offset)

    async def datasets_named(self, name: str) -> list[Dataset]:
        """The datasets that are called exactly ``name``."""
        return [dataset async for dataset in self.datasets(name=name) if dataset.name == name]

    async def dataset(self, dataset_id: str) -> Dataset:
        """One dataset by its id. Raises NotFound."""
        return await self._one(Dataset, lookup_dataset_request(dataset_id), dataset_id)

    async def update_dataset(self, dataset_id: str, changes: Mapping[str, Any]) -> None:
        """Replaces members of a dataset, each as a whole."""
        await self._reference(update_dataset_request(dataset_id, changes))

    async def patch_dataset(self, dataset_id: str, operations: Sequence[Mapping[str, Any]]) -> None:
        """Changes a dataset by JSON Patch operations."""
        await self._reference(patch_dataset_request(dataset_id, operations))

    async def enable_profile(self, dataset_id: str, *, upsert: bool = False) -> None:
        """Sends the records of a dataset to the Profile store; its schema must be enabled first."""
        request = enable_profile_request(dataset_id, upsert=upsert)
        if not (await self.dataset(dataset_id)).tags:
            tags = {operation["path"].rsplit("/", 1)[-1]: operation["value"] for operation in request.body}
            request = update_dataset_request(dataset_id, {"tags": tags})
        await self._reference(request)

    async def delete_dataset(self, dataset_id: str) -> None:
        """Deletes a dataset with everything in it. Raises NotFound."""
        await self._http.send(delete_dataset_request(dataset_id))

    def batches(self, dataset_id: str, *, limit: int = 20) -> AsyncIterator[Batch]:
        """The batches of a dataset, the newest first; ``limit`` is the size of a page."""
        request = list_batches_request(dataset_id, limit=limit)
        return walk(self._http, request, lambda body: _keyed(Batch, body, request.operation), by_offset)

    async def batch(self, batch_id: str) -> Batch:
        """One batch by its id. Raises NotFound."""
        return await self._one(Batch, lookup_batch_request(batch_id), batch_id)

    async def _reference(self, request: Request) -> str:
        body = (await self._http.send(request)).body
        found = _REFERENCE.match(body[0]) if isinstance(body, list) and body and isinstance(body[0], str) else None
        if found is None or found.group(1).lower() != "datasets":
            raise BadAnswer(
                "the answer names no dataset", operation=request.operation, outcome_unknown=not request.repeatable
            )
        return found.group(2)

    async def _one(self, model: type[_Model], request: Request, key: str) -> _Model:
        found = _keyed(model, (await self._http.send(request)).body, request.operation)
        for item in found:
            if getattr(item, "id", None) == key:
                return item
        raise NotFound("there is no such object", operation=request.operation)


def _keyed(model: type[_Model], body: Any, operation: str) -> list[_Model]:
    """The objects of an answer that is keyed by identifier, in its order, each with its identifier as ``id``."""
    if not isinstance(body, Mapping):
        raise BadAnswer("the answer has another form than expected", operation=operation, detail="it is no object")
    return [read(model, {"id": key, **value}, operation) for key, value in body.items() if isinstance(value, Mapping)]
