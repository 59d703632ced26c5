"""The catalogue of connection specifications: what can be connected, how to sign in, what a source connection takes."""

from functools import cache
from typing import Any

from aeptui.core import facts

Document = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_CATEGORIES = {
    "advertising": "Advertising",
    "cloudStorage": "Cloud Storage",
    "crm": "CRM",
    "customerSuccess": "Customer Success",
    "database": "Databases",
    "ecommerce": "eCommerce",
    "marketingAutomation": "Marketing Automation",
    "payments": "Payments",
    "protocols": "Protocols",
}
_EXPLORE = {"tabular": "Tabular", "file": "FileSystem", "rest": "Resource"}
_OBJECT_TYPES = {"tabular": ["root", "table"], "file": ["root", "folder", "file"], "rest": ["root", "rest"]}

PERMISSIONS: Document = {
    action: [{"@type": "lowLevel", "name": "EnterpriseSource", "permissions": [permission]}]
    for action, permission in (("view", "read"), ("manage", "write"))
}
"""Who may see and change sources, as the specifications tell it."""

_TABLE_PARAMS: Document = {
    "$schema": _DRAFT,
    "type": "object",
    "properties": {
        "tableName": {"type": "string", "minLength": 1},
        "columns": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "type": {"type": "string"},
                    "xdm": {"type": "object"},
                    "meta": {"type": "object", "properties": {"originalType": {"type": "string"}}},
                },
                "required": ["name", "type"],
            },
        },
        "path": {"type": "string", "minLength": 1},
    },
    "anyOf": [{"required": ["tableName", "columns"]}, {"required": ["path"]}],
}
"""Both forms of a table: its name with columns, or its path beside an ad-hoc schema."""

_FILE_PARAMS: Document = {
    "$schema": _DRAFT,
    "type": "object",
    "properties": {
        "path": {"type": "string", "minLength": 1},
        "type": {"type": "string", "enum": ["file", "folder"]},
        "recursive": {"type": "boolean", "default": False},
    },
    "required": ["path"],
}
_REST_PARAMS: Document = {"$schema": _DRAFT, "type": "object", "properties": {"path": {"type": "string"}}}
_PARAMS = {"tabular": _TABLE_PARAMS, "file": _FILE_PARAMS, "rest": _REST_PARAMS}
_TARGET_PARAMS: Document = {
    "$schema": _DRAFT,
    "type": "object",
    "properties": {"dataSetId": {"type": "string", "minLength": 1}},
    "required": ["dataSetId"],
}


@cache
def all_specs() -> tuple[Document, ...]:
    """Every connection specification, the data lake last."""
    known = facts.load("sources")
    provider = known["providerId"]
    return (*(_source_spec(source, provider) for source in known["sources"]), _data_lake(known["target"], provider))


def spec(spec_id: str) -> Document | None:
    """The specification with an id."""
    return next((known for known in all_specs() if known["id"] == spec_id), None)


def kind(spec_id: str) -> str:
    """What a specification reaches: ``tabular``, ``file``, ``rest``, or ``target`` for the data lake; "" if unknown."""
    if spec_id == data_lake_id():
        return "target"
    sources = facts.load("sources")["sources"]
    return next((str(source["kind"]) for source in sources if source["id"] == spec_id), "")


def data_lake_id() -> str:
    """The id of the one specification that target connections may have."""
    return str(facts.load("sources")["target"]["id"])


def source_id(technical_name: str) -> str:
    """The id of the specification with a technical name, such as ``service-now``."""
    return next(str(known["id"]) for known in all_specs() if known["name"] == technical_name)


def auth_spec(spec_id: str, name: str) -> Document | None:
    """The JSON Schema of the parameters for one way of signing in, or None if the source does not know it."""
    known = spec(spec_id)
    offered = known["authSpec"] if known else []
    return next((way["spec"] for way in offered if way["name"] == name), None)


def _source_spec(source: Document, provider: str) -> Document:
    kind = source["kind"]
    label = {"key": source["name"]}
    attributes: Document = {
        "category": _CATEGORIES[source["category"]],
        "connectorName": source["name"],
        "isSource": True,
        "uiAttributes": {"apiFeatures": {"explorePaginationSupported": False}},
    }
    return {
        "id": source["id"],
        "name": source.get("technicalName") or source["name"].lower().replace(" ", "-"),
        "providerId": provider,
        "version": source["version"],
        "authSpec": [_auth_spec(way) for way in source["auth"]],
        "sourceSpec": {
            "name": _EXPLORE[kind],
            "type": _EXPLORE[kind],
            "spec": _PARAMS[kind],
            "attributes": {
                "uiAttributes": {"isSource": True, "category": {"key": source["category"]}, "label": label},
            },
        },
        "exploreSpec": {
            "name": _EXPLORE[kind],
            "type": _EXPLORE[kind],
            "requestSpec": {
                "$schema": _DRAFT,
                "type": "object",
                "properties": {
                    "objectType": {"type": "string", "enum": _OBJECT_TYPES[kind]},
                    "object": {"type": "string"},
                },
                "required": ["objectType"],
            },
        },
        "attributes": attributes,
        "permissionsInfo": PERMISSIONS,
    }


def _auth_spec(way: Document) -> Document:
    properties: Document = {}
    for param in way["params"]:
        properties[param["name"]] = {"type": "string"} | ({"format": "password"} if param["secret"] else {})
    required = [param["name"] for param in way["params"] if param["required"]]
    made = {"name": way["specName"], "type": way.get("type") or way["specName"].replace(" ", "")}
    return made | {
        "spec": {"$schema": _DRAFT, "type": "object", "properties": properties, "required": required},
    }


def _data_lake(target: Document, provider: str) -> Document:
    return {
        "id": target["id"],
        "name": "data-lake",
        "providerId": provider,
        "version": target["version"],
        "authSpec": [],
        "targetSpec": {"name": "DataSet", "type": "DataSet", "spec": _TARGET_PARAMS},
        "attributes": {"category": "Data Lake", "connectorName": target["name"], "isSource": False},
        "permissionsInfo": PERMISSIONS,
    }
