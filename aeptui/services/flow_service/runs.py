"""Runs of dataflows: listing, on-demand runs, and repeating a failed one."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from pydantic import AliasChoices, Field

from aeptui.services.calls import ask
from aeptui.services.flow_service.entities import Entities, action_request, list_request
from aeptui.services.http import HttpClient
from aeptui.services.request import Request
from aeptui.services.wire import Created, Number, Wire


class RunError(Wire):
    """An error of a run; ``record_count`` where the service counts the rows it befell."""

    code: str = ""
    message: str = ""
    record_count: Number = Field(default=None, alias="recordCount")


class Status(Wire):
    """Status of a run or activity, its errors, and under ``extensions`` the finer errors and the error files."""

    status: str = ""
    errors: tuple[RunError, ...] = ()
    extensions: dict[str, Any] = Field(default_factory=dict)


class Records(Wire):
    """How many records; -1 or None where it is not known."""

    input: Number = Field(default=None, alias="inputRecordCount")
    output: Number = Field(default=None, alias="outputRecordCount")
    failed: Number = Field(default=None, alias="failedRecordCount")
    skipped: Number = Field(default=None, alias="skippedRecordCount")


class Duration(Wire):
    """Begin and end in milliseconds of the epoch; ``extensions`` holds the data window of an activity."""

    started_at: Number = Field(default=None, alias="startedAtUTC")
    completed_at: Number = Field(default=None, alias="completedAtUTC")
    extensions: dict[str, Any] = Field(default_factory=dict)


class Sizes(Wire):
    """How many bytes."""

    input: Number = Field(default=None, alias="inputBytes")
    output: Number = Field(default=None, alias="outputBytes")


class Reference(Wire):
    """What an activity wrote or read elsewhere: of type ``Batch`` the batches in the Catalog."""

    type: str = ""
    ids: tuple[str, ...] = ()


class Side(Wire):
    """A connection that took part in an activity."""

    id: str = ""
    type: str = ""
    reference: Reference = Reference()


class Activity(Wire):
    """A part of a run: the copy from the source, or the promotion into the dataset."""

    id: str = ""
    duration: Duration = Field(default=Duration(), alias="durationSummary")
    records: Records = Field(default=Records(), alias="recordSummary")
    sizes: Sizes = Field(default=Sizes(), alias="sizeSummary")
    status: Status = Field(default=Status(), alias="statusSummary")
    sources: tuple[Side, ...] = Field(default=(), alias="sourceInfo")
    targets: tuple[Side, ...] = Field(default=(), alias="targetInfo")


class Metrics(Wire):
    """What a run did."""

    duration: Duration = Field(default=Duration(), alias="durationSummary")
    records: Records = Field(default=Records(), alias="recordSummary")
    sizes: Sizes = Field(default=Sizes(), alias="sizeSummary")
    status: Status = Field(default=Status(), alias="statusSummary")


class Run(Wire):
    """A run of a dataflow; every part may be missing while it is young. Times are milliseconds of the epoch."""

    id: str
    flow_id: str = Field(default="", alias="flowId")
    etag: str = Field(default="", validation_alias=AliasChoices("etag", "eTag"))
    created_at: Number = Field(default=None, alias="createdAt")
    updated_at: Number = Field(default=None, alias="updatedAt")
    params: dict[str, Any] = Field(default_factory=dict)
    metrics: Metrics = Metrics()
    activities: tuple[Activity, ...] = Field(default=(), validation_alias=AliasChoices("activities", "activites"))

    @property
    def status(self) -> str:
        """Its status in small letters without separators: ``success``, ``failed``, ``inprogress``; empty when
        unknown."""
        return re.sub(r"[^a-z]", "", self.metrics.status.status.lower())

    @property
    def batch_ids(self) -> tuple[str, ...]:
        """The batches it wrote."""
        sides = [side for activity in self.activities for side in activity.targets if side.reference.type == "Batch"]
        return tuple(batch for side in sides for batch in side.reference.ids)


def list_runs_request(flow_id: str, *, properties: Sequence[str] = (), limit: int = 20) -> Request:
    """One page of the runs of a dataflow, the newest first; ``properties`` are further conditions."""
    return list_request("runs", properties=(f"flowId=={flow_id}", *properties), orderby="-createdAt", limit=limit)


def create_run_request(flow_id: str, params: Mapping[str, Any]) -> Request:
    """Runs a dataflow now. ``params``: ``startTime``, ``windowStartTime``, ``windowEndTime`` in seconds of the epoch,
    and for the first on-demand run of a table source ``deltaColumn``."""
    body = {"flowId": flow_id, "params": dict(params)}
    return Request("start a run", "POST", "flow-service", "/runs", body=body)


def retrigger_request(run_id: str) -> Request:
    """Repeats a run over the same window of data."""
    return action_request("runs", run_id, "re-trigger")


class Runs(Entities[Run]):
    """Runs of dataflows."""

    def __init__(self, http: HttpClient) -> None:
        super().__init__(http, "runs", Run)

    def of_flow(self, flow_id: str, *, properties: Sequence[str] = (), limit: int = 20) -> AsyncIterator[Run]:
        """The runs of a dataflow, the newest first; ``limit`` is the size of a page."""
        return self.walk(list_runs_request(flow_id, properties=properties, limit=limit))

    async def start(self, flow_id: str, params: Mapping[str, Any]) -> Created:
        """Runs a dataflow now and returns the run's id; see ``create_run_request``."""
        return await ask(self._http, create_run_request(flow_id, params), Created)

    async def retrigger(self, run_id: str) -> None:
        """Repeats a failed run, or one that read nothing, over the same window of data."""
        await self.act(run_id, "re-trigger")
