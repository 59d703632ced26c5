"""What the Flow Service answers, read into models. Times are milliseconds of the epoch unless said otherwise."""

from collections.abc import Mapping
from typing import Any

from pydantic import AliasChoices, Field

from aeptui.services.wire import Number, Wire

DATA_LAKE_SPEC = "c604ff05-7f1a-43c0-8e18-33bf874cb11c"
"""The connection specification of the data lake: that of every target connection."""


class SpecRef(Wire):
    """A reference to a specification."""

    id: str = ""
    version: str = ""


class Entity(Wire):
    """What connections and dataflows have in common; ``etag`` has its double quotes in the value."""

    id: str
    name: str = ""
    description: str = ""
    state: str = ""
    etag: str = Field(default="", validation_alias=AliasChoices("etag", "eTag", "version"))
    created_at: Number = Field(default=None, alias="createdAt")
    updated_at: Number = Field(default=None, alias="updatedAt")


class AuthSpec(Wire):
    """One way to authenticate at a source: its name, its kind (often absent), and the JSON Schema of its parameters."""

    name: str = ""
    type: str = ""
    spec: dict[str, Any] = Field(default_factory=dict)


class Specification(Wire):
    """A named JSON Schema inside a specification."""

    name: str = ""
    type: str = ""
    spec: dict[str, Any] = Field(default_factory=dict)
    attributes: dict[str, Any] = Field(default_factory=dict)


class ConnectionSpec(Wire):
    """A kind of source or target. ``source_spec.spec`` describes the parameters of its source connections."""

    id: str
    name: str = ""
    version: str = ""
    provider_id: str = Field(default="", alias="providerId")
    auth_specs: tuple[AuthSpec, ...] = Field(default=(), alias="authSpec")
    source_spec: Specification = Field(default=Specification(), alias="sourceSpec")
    explore_spec: Specification = Field(default=Specification(), alias="exploreSpec")
    attributes: dict[str, Any] = Field(default_factory=dict)

    @property
    def label(self) -> str:
        """What people call it: the label of its attributes, else its technical name."""
        for attributes in (self.source_spec.attributes, self.attributes):
            found = (attributes.get("uiAttributes") or {}).get("label") or ""
            text = found.get("key") if isinstance(found, Mapping) else found
            if text:
                return str(text)
        return self.name

    @property
    def category(self) -> str:
        """The group of sources it belongs to, as the platform writes it; empty where it does not say."""
        ui = (self.source_spec.attributes.get("uiAttributes") or {}).get("category") or {}
        return str(self.attributes.get("category") or (ui.get("key") if isinstance(ui, Mapping) else ui) or "")

    @property
    def is_source(self) -> bool:
        """Whether data can be read from it; what does not say otherwise is taken for a source, but for the data
        lake."""
        return self.id != DATA_LAKE_SPEC and self.attributes.get("isSource") is not False

    def is_called(self, name: str) -> bool:
        """Whether ``name`` is its id, or one of its names: letters and digits count, case does not."""
        return name == self.id or _letters(name) in (_letters(self.name), _letters(self.label))


class Auth(Wire):
    """How a base connection signs in; ``params`` may hold secrets in the clear and stays out of ``repr``."""

    spec_name: str = Field(default="", alias="specName")
    params: dict[str, Any] = Field(default_factory=dict, repr=False)


class ConfigField(Wire):
    """A field of a source's form whose choices only the account knows."""

    name: str = Field(alias="columnName")
    type: str = Field(default="", alias="columnType")


class Connection(Entity):
    """A base connection: the account at a source."""

    spec: SpecRef = Field(default=SpecRef(), alias="connectionSpec")
    auth: Auth = Auth()


class SideData(Wire):
    """The data of a source or target connection: its format, and for some the schema."""

    format: str = ""
    schema_ref: dict[str, Any] = Field(default_factory=dict, alias="schema")
    properties: dict[str, Any] = Field(default_factory=dict)


class SourceConnection(Entity):
    """What is read: a table or file of a base connection."""

    base_connection_id: str = Field(default="", alias="baseConnectionId")
    spec: SpecRef = Field(default=SpecRef(), alias="connectionSpec")
    data: SideData = SideData()
    params: dict[str, Any] = Field(default_factory=dict)

    @property
    def object(self) -> str:
        """The table or path that is read; older connections call a table's name ``path`` as well."""
        return str(self.params.get("tableName") or self.params.get("path") or "")


class TargetConnection(Entity):
    """Where it lands: a dataset of the data lake."""

    spec: SpecRef = Field(default=SpecRef(), alias="connectionSpec")
    data: SideData = SideData()
    params: dict[str, Any] = Field(default_factory=dict)

    @property
    def dataset_id(self) -> str:
        """The dataset that is written."""
        return str(self.params.get("dataSetId") or "")


class FlowSpec(Wire):
    """A kind of dataflow: what it connects, its transformations, options, schedule and on-demand runs."""

    id: str
    name: str = ""
    version: str = ""
    source_spec_ids: tuple[str, ...] = Field(default=(), alias="sourceConnectionSpecIds")
    target_spec_ids: tuple[str, ...] = Field(default=(), alias="targetConnectionSpecIds")
    transformations: tuple[Specification, ...] = Field(
        default=(), validation_alias=AliasChoices("transformationSpecs", "transformationSpec")
    )
    options: Specification = Field(default=Specification(), alias="optionSpec")
    schedule: Specification = Field(default=Specification(), alias="scheduleSpec")
    run: Specification = Field(default=Specification(), alias="runSpec")
    attributes: dict[str, Any] = Field(default_factory=dict)

    def connects(self, source_spec_id: str) -> bool:
        """Whether its dataflows lead from sources of a connection specification into the data lake."""
        return source_spec_id in self.source_spec_ids and DATA_LAKE_SPEC in self.target_spec_ids


class Schedule(Wire):
    """When a dataflow runs; ``start`` and ``end`` are seconds of the epoch."""

    start: int | None = Field(default=None, alias="startTime")
    end: int | None = Field(default=None, alias="endTime")
    frequency: str = ""
    interval: int | None = None
    backfill: bool | None = None


class Transformation(Wire):
    """A step of a dataflow: ``Copy`` or ``Mapping`` with its parameters."""

    name: str = ""
    params: dict[str, Any] = Field(default_factory=dict)


class LastRun(Wire):
    """The latest run as a dataflow's own entry tells it."""

    id: str = ""
    state: str = ""
    started_at: Number = Field(default=None, alias="startedAtUTC")
    completed_at: Number = Field(default=None, alias="completedAtUTC")


class Flow(Entity):
    """A dataflow."""

    flow_spec: SpecRef = Field(default=SpecRef(), alias="flowSpec")
    source_connection_ids: tuple[str, ...] = Field(default=(), alias="sourceConnectionIds")
    target_connection_ids: tuple[str, ...] = Field(default=(), alias="targetConnectionIds")
    schedule: Schedule = Field(default=Schedule(), alias="scheduleParams")
    transformations: tuple[Transformation, ...] = ()
    options: dict[str, Any] = Field(default_factory=dict)
    inherited: dict[str, Any] = Field(default_factory=dict, alias="inheritedAttributes")
    last_run: LastRun | None = Field(default=None, alias="lastRunDetails")
    last_operation: dict[str, Any] = Field(default_factory=dict, alias="lastOperation")

    def transformation(self, name: str) -> tuple[int, Transformation] | None:
        """The transformation called ``name`` and its place in the list, which a change has to name; None without
        one."""
        return next(((i, each) for i, each in enumerate(self.transformations) if each.name == name), None)

    @property
    def mapping(self) -> tuple[str, int] | None:
        """The mapping set's id and version; a version left out is 0."""
        found = self.transformation("Mapping")
        if found is None or not found[1].params.get("mappingId"):
            return None
        params = found[1].params
        version = str(params.get("mappingVersion") or "0")
        return str(params["mappingId"]), int(version) if version.isdigit() else 0


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
