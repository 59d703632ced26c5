"""How a tenant's resource is made from what a client sends: checked, completed and stamped."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from aeptui.localplatform.problems import Problem
from aeptui.localplatform.registry import library
from aeptui.localplatform.registry.compose import Node, references
from aeptui.localplatform.registry.fields import FieldChecker
from aeptui.localplatform.registry.resources import UNION, Resources, alt_id

ADHOC_BEHAVIOR = "https://ns.adobe.com/xdm/data/adhoc"

_REQUIRED = {
    "classes": ("type", "title", "description", "allOf"),
    "schemas": ("type", "title", "description", "allOf"),
    "mixins": ("type", "title", "meta:intendedToExtend"),
    "datatypes": ("type", "title"),
}
_Top = Callable[[Any, str], Node]


def build(resources: Resources, kind: str, body: Any, client_id: str, previous: Node | None = None) -> Node:
    """The resource that ``body`` describes; with ``previous`` its next version under the same ``$id``.

    Raises Problem (400) with the reason if the registry does not take it.
    """
    _check_outline(kind, body)
    id = previous["$id"] if previous else resources.new_id(kind)
    document: Node = {
        "$id": id,
        "meta:altId": alt_id(id),
        "meta:resourceType": kind,
        "version": _next_version(previous),
        "title": body["title"],
        "type": body["type"],
    }
    if "description" in body:
        document["description"] = body["description"]
    document |= _PARTS[kind](resources, body, id)
    document |= {
        "imsOrg": resources.platform.org_id,
        "meta:extensible": kind != "schemas",
        "meta:abstract": kind != "schemas",
        "meta:extends": _extends(resources, document),
        "meta:xdmType": body["type"],
        "meta:containerId": "tenant",
        "meta:sandboxId": resources.platform.sandboxes[resources.sandbox].id,
        "meta:sandboxType": resources.platform.sandboxes[resources.sandbox].type,
        "meta:tenantNamespace": resources.platform.tenant_namespace,
    }
    _check_tags(document, previous)
    document["meta:registryMetadata"] = _stamp(resources, document, client_id, previous)
    resources.check_title(document)
    return document


def _check_outline(kind: str, body: Any) -> None:
    if not isinstance(body, dict):
        raise Problem.bad_request("the body must be a JSON object")
    missing = [name for name in _REQUIRED[kind] if name not in body]
    if missing:
        raise Problem.bad_request(f"required properties are missing: {', '.join(missing)}")
    if not isinstance(body["title"], str) or not body["title"].strip():
        raise Problem.bad_request("title must be a text that is not empty")
    if not isinstance(body.get("description", ""), str):
        raise Problem.bad_request("description must be a text")
    if body["type"] != "object" and not (kind == "datatypes" and body["type"] == "array"):
        raise Problem.bad_request("type must be object")
    if not isinstance(body.get("allOf", []), list) or not all(isinstance(part, dict) for part in body.get("allOf", [])):
        raise Problem.bad_request("allOf must be a list of objects")
    if not isinstance(body.get("definitions", {}), dict):
        raise Problem.bad_request("definitions must be an object")


def _class_parts(resources: Resources, body: Node, id: str) -> Node:
    known = set(library.ids("behaviors"))
    behaviors = [part["$ref"] for part in body["allOf"] if part.get("$ref") in known]
    if len(behaviors) != 1:
        raise Problem.bad_request("a class must refer to exactly one behavior in allOf")
    checker = _checker(resources, body)
    if behaviors[0] != ADHOC_BEHAVIOR:
        return _parts(body, checker.namespaced, checker)
    namespace = "_" + id.rsplit("/", 1)[-1]
    parts = _parts(body, lambda properties, where: checker.adhoc(properties, namespace, where), checker)
    return parts | {"meta:datasetNamespace": namespace}


def _group_parts(resources: Resources, body: Node, id: str) -> Node:
    targets = body["meta:intendedToExtend"]
    if not isinstance(targets, list) or not all(isinstance(target, str) for target in targets):
        raise Problem.bad_request("meta:intendedToExtend must be a list of class ids")
    for target in targets:
        known = resources.find(target)
        if known is None or known["meta:resourceType"] not in ("classes", "behaviors"):
            raise Problem.bad_request(f"meta:intendedToExtend: there is no class {target}")
    checker = _checker(resources, body)
    return _parts(body, checker.namespaced, checker) | {"meta:intendedToExtend": targets}


def _datatype_parts(resources: Resources, body: Node, id: str) -> Node:
    checker = _checker(resources, body)
    parts = _parts(body, checker.properties, checker)
    if body["type"] == "array":
        if "items" not in body:
            raise Problem.bad_request("an array needs items")
        parts["items"] = checker.node(body["items"], "/items")
    return parts


def _schema_parts(resources: Resources, body: Node, id: str) -> Node:
    members = [_member(resources, part) for part in body["allOf"]]
    classes = [member for member in members if member["meta:resourceType"] == "classes"]
    if len(classes) != 1:
        raise Problem.bad_request(f"a schema must refer to exactly one class in allOf, not to {len(classes)}")
    base = classes[0]
    if body.get("meta:class", base["$id"]) != base["$id"]:
        raise Problem.bad_request(f"meta:class is {body['meta:class']}, but the class in allOf is {base['$id']}")
    lineage = {base["$id"], *resources.ancestors(base["$id"])}
    for member in members:
        if member is not base:
            _check_group(member, base, lineage)
    parts: Node = {
        "allOf": [{**part, "type": "object", "meta:xdmType": "object"} for part in body["allOf"]],
        "refs": [member["$id"] for member in members],
        "meta:class": base["$id"],
    }
    if "meta:datasetNamespace" in base:
        parts["meta:datasetNamespace"] = base["meta:datasetNamespace"]
    if body.get("meta:immutableTags"):
        parts["meta:immutableTags"] = body["meta:immutableTags"]
    return parts


def _member(resources: Resources, part: Node) -> Node:
    if not isinstance(part.get("$ref"), str):
        raise Problem.bad_request("each entry in allOf of a schema must have a $ref")
    member = resources.find(part["$ref"])
    if member is None:
        raise Problem.bad_request(f"the referenced resource {part['$ref']} does not exist")
    if member["meta:resourceType"] not in ("classes", "mixins"):
        raise Problem.bad_request(f"{part['$ref']} is neither a class nor a field group")
    return member


def _check_group(group: Node, base: Node, lineage: set[str]) -> None:
    if "meta:datasetNamespace" in base:
        raise Problem.bad_request("field groups cannot be used with an ad-hoc class")
    if group["meta:intendedToExtend"] and not lineage & set(group["meta:intendedToExtend"]):
        raise Problem.bad_request(f"the field group {group['$id']} is not compatible with the class {base['$id']}")


_PARTS: dict[str, Callable[[Resources, Node, str], Node]] = {
    "classes": _class_parts,
    "mixins": _group_parts,
    "datatypes": _datatype_parts,
    "schemas": _schema_parts,
}


def _checker(resources: Resources, body: Node) -> FieldChecker:
    def exists(reference: str) -> bool:
        if reference.startswith("#/definitions/"):
            return reference.removeprefix("#/definitions/") in body.get("definitions", {})
        return resources.find(reference) is not None

    return FieldChecker(resources.platform.tenant_namespace, exists)


def _parts(body: Node, top: _Top, checker: FieldChecker) -> Node:
    """Definitions, fields and allOf, each completed; ``top`` checks a first level of fields."""
    parts: Node = {}
    if "definitions" in body:
        parts["definitions"] = {
            name: _holder(definition, top, f"/definitions/{name}") for name, definition in body["definitions"].items()
        }
    if "properties" in body:
        parts["properties"] = top(body["properties"], "/properties")
    if "allOf" in body:
        parts["allOf"] = [_allof_part(part, top, checker, index) for index, part in enumerate(body["allOf"])]
    return parts


def _allof_part(part: Node, top: _Top, checker: FieldChecker, index: int) -> Node:
    if "$ref" in part:
        return checker.node(part, f"/allOf/{index}")
    return _holder(part, top, f"/allOf/{index}")


def _holder(part: Any, top: _Top, where: str) -> Node:
    if not isinstance(part, dict) or "properties" not in part:
        raise Problem.bad_request(f"{where} must have properties or a $ref")
    return {**part, "type": "object", "properties": top(part["properties"], where), "meta:xdmType": "object"}


def _extends(resources: Resources, document: Node) -> list[str]:
    found: list[str] = []
    for reference in references(document.get("allOf", [])):
        if reference.startswith("#"):
            continue
        for id in (*resources.ancestors(reference), reference):
            if id not in found:
                found.append(id)
    return found


def _check_tags(document: Node, previous: Node | None) -> None:
    tags = document.get("meta:immutableTags", [])
    if tags not in ([], [UNION]):
        raise Problem.bad_request(f"meta:immutableTags can only be [{UNION!r}]")
    if previous and UNION in previous.get("meta:immutableTags", []) and not tags:
        raise Problem.bad_request("a schema that is enabled for Profile cannot be disabled again")


def _next_version(previous: Node | None) -> str:
    if previous is None:
        return "1.0"
    major, minor = previous["version"].split(".")
    return f"{major}.{int(minor) + 1}"


def _stamp(resources: Resources, document: Node, client_id: str, previous: Node | None) -> Node:
    now, user = resources.platform.clock.now_ms(), resources.platform.user_id
    known = previous["meta:registryMetadata"] if previous else {}
    return {
        "repo:createdDate": known.get("repo:createdDate", now),
        "repo:lastModifiedDate": now,
        "xdm:createdClientId": known.get("xdm:createdClientId", client_id),
        "xdm:lastModifiedClientId": client_id,
        "xdm:createdUserId": known.get("xdm:createdUserId", user),
        "xdm:lastModifiedUserId": user,
        "eTag": sha256(json.dumps(document, sort_keys=True).encode()).hexdigest(),
        "meta:globalLibVersion": library.VERSION,
    }
