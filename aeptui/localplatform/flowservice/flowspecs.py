"""The catalogue of flow specifications: which sources flow how, and what a schedule and its options may be."""

from functools import cache
from typing import Any

from aeptui.core import facts
from aeptui.localplatform.flowservice import specs

Document = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_DELTA_COLUMN: Document = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "dateFormat": {"type": "string"}, "timezone": {"type": "string"}},
    "required": ["name"],
}
_TRANSFORMATIONS: dict[str, Document] = {
    "Copy": {
        "name": "Copy",
        "spec": {
            "$schema": _DRAFT,
            "type": "object",
            "properties": {"deltaColumn": _DELTA_COLUMN},
            "required": ["deltaColumn"],
        },
    },
    "Mapping": {
        "name": "Mapping",
        "spec": {
            "$schema": _DRAFT,
            "type": "object",
            "properties": {"mappingId": {"type": "string"}, "mappingVersion": {"type": "string"}},
        },
    },
}
_SCHEDULE: Document = {
    "name": "PeriodicSchedule",
    "type": "Periodic",
    "spec": {
        "$schema": _DRAFT,
        "type": "object",
        "properties": {
            "startTime": {"type": "integer"},
            "frequency": {"type": "string", "enum": ["once", "minute", "hour", "day", "week"]},
            "interval": {"type": "integer"},
            "backfill": {"type": "boolean", "default": True},
        },
        "required": ["startTime", "frequency"],
        "if": {"properties": {"frequency": {"const": "once"}}},
        "then": {"allOf": [{"not": {"required": ["interval"]}}, {"not": {"required": ["backfill"]}}]},
        "else": {
            "required": ["interval"],
            "if": {"properties": {"frequency": {"const": "minute"}}},
            "then": {"properties": {"interval": {"minimum": 15}}},
            "else": {"properties": {"interval": {"minimum": 1}}},
        },
    },
}
_OPTIONS: Document = {
    "name": "OptionSpec",
    "spec": {
        "$schema": _DRAFT,
        "type": "object",
        "properties": {
            "errorDiagnosticsEnabled": {"title": "Error diagnostics.", "type": "boolean", "default": False},
            "partialIngestionPercent": {
                "title": "Partial ingestion threshold.",
                "type": "number",
                "exclusiveMinimum": 0,
            },
        },
    },
}
_ATTRIBUTES: Document = {
    "recordTypeEnabled": True,
    "defaultRecordType": "profile",
    "isSourceFlow": True,
    "flacValidationSupported": True,
    "isDraftModeSupported": True,
    "frequency": "batch",
    "notification": {"category": "sources", "flowRun": {"enabled": True}},
}


@cache
def all_specs() -> tuple[Document, ...]:
    """Every flow specification."""
    return tuple(_flow_spec(flow) for flow in facts.load("sources")["flowSpecs"])


def spec(spec_id: str) -> Document | None:
    """The specification with an id."""
    return next((known for known in all_specs() if known["id"] == spec_id), None)


def transformation_spec(flow_spec: Document, name: str) -> Document | None:
    """The JSON Schema of a transformation's parameters, or None if such flows do not have the transformation."""
    offered = flow_spec["transformationSpecs"]
    return next((known["spec"] for known in offered if known["name"] == name), None)


def has_delta_column(flow_spec: Document) -> bool:
    """True if flows of this specification read incrementally by a column of the source."""
    return transformation_spec(flow_spec, "Copy") is not None


def _flow_spec(flow: Document) -> Document:
    sources = facts.load("sources")["sources"]
    return {
        "id": flow["id"],
        "name": flow["name"],
        "providerId": facts.load("sources")["providerId"],
        "version": flow["version"],
        "sourceConnectionSpecIds": [source["id"] for source in sources if source["flowSpec"] == flow["name"]],
        "targetConnectionSpecIds": [specs.data_lake_id()],
        "transformationSpecs": [_TRANSFORMATIONS[name] for name in flow["transformations"]],
        "scheduleSpec": _SCHEDULE,
        "optionSpec": _OPTIONS,
        "runSpec": _run_spec(flow["deltaColumnRequired"]),
        "attributes": _ATTRIBUTES,
        "permissionsInfo": specs.PERMISSIONS,
    }


def _run_spec(with_delta_column: bool) -> Document:
    times = ("startTime", "windowStartTime", "windowEndTime")
    properties: Document = {name: {"type": "integer"} for name in times}
    if with_delta_column:
        properties["deltaColumn"] = _DELTA_COLUMN
    return {
        "name": "ProviderParams",
        "spec": {"$schema": _DRAFT, "type": "object", "properties": properties, "required": list(properties)},
    }
