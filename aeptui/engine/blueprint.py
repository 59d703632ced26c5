"""What a plan starts from: the manifest, its id, and what the platform says about the source and the organisation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from aeptui.core.manifest.model import ExistingSchema, Manifest, NewConnection, NewSchema
from aeptui.core.xdm.custom import platform_path
from aeptui.engine.graph import mark_of
from aeptui.services.flow_service.models import DATA_LAKE_SPEC

DATA_LAKE = {"id": DATA_LAKE_SPEC, "version": "1.0"}

# The words for a schema's version that each call documents; only the major version has a meaning.
FULL_WITHOUT_TEXT = "application/vnd.adobe.xed-full-notext+json; version=1"
DATASET_SCHEMA = "application/vnd.adobe.xed+json;version=1"

SourceKind = Literal["tabular", "file", "rest"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Facts of the organisation, sandbox and source system, read before anything is planned.

    ``tenant`` carries no underscore. ``connection_id`` is None where the manifest makes the base connection.
    ``takes`` are the parameters that the source's spec knows. ``columns`` are the chosen columns exactly as explore
    printed them; empty where explore knows none. ``schedule_schema`` is the JSON Schema of the flow spec's schedule.
    ``known`` holds what the manifest names and the standard library lacks (an existing schema, the organisation's own
    class and field groups), resolved, by ``$id``.
    """

    tenant: str
    connection_spec: Mapping[str, str]
    source_kind: SourceKind
    style: Literal["columns", "ad-hoc"]
    connection_id: str | None
    takes: frozenset[str]
    columns: tuple[Mapping[str, Any], ...]
    flow_spec: Mapping[str, str]
    schedule_schema: Mapping[str, Any]
    transformations: tuple[str, ...]
    known: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Blueprint:
    """The manifest in its surroundings."""

    manifest: Manifest
    id: str
    surroundings: Surroundings

    def mark(self, key: str) -> str:
        """The mark of the object that the step ``key`` makes."""
        return mark_of(self.id, key)

    @property
    def new_schema(self) -> NewSchema | None:
        """The target schema, where the manifest makes it."""
        schema = self.manifest.target.schema
        return schema if isinstance(schema, NewSchema) else None

    @property
    def existing_schema(self) -> ExistingSchema | None:
        """The target schema, where the manifest names one that exists."""
        schema = self.manifest.target.schema
        return schema if isinstance(schema, ExistingSchema) else None

    @property
    def new_connection(self) -> NewConnection | None:
        """The base connection, where the manifest makes it."""
        connection = self.manifest.source.connection
        return connection if isinstance(connection, NewConnection) else None

    @cached_property
    def custom_paths(self) -> frozenset[str]:
        """The custom fields' paths, as the manifest writes them."""
        return frozenset(field.path for field in self.new_schema.fields) if self.new_schema else frozenset()

    def platform_path(self, path: str) -> str:
        """A target path as the platform writes it: custom fields get the tenant's namespace."""
        return platform_path(path, self.custom_paths, self.surroundings.tenant)
