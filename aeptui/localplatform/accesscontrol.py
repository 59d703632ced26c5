"""Access control: what the credential may do in a sandbox."""

import re
from typing import Any

from aeptui.localplatform.context import Call, Route
from aeptui.localplatform.permissions import ACTIONS, DATASETS, SCHEMAS, SOURCES
from aeptui.localplatform.problems import Problem

BASE = "/data/foundation/access-control"

_NAME = re.compile(r"/(resource-types|permissions)/([A-Za-z0-9_-]+)")
_RESOURCES = {"sources": SOURCES, "schemas": SCHEMAS, "datasets": DATASETS}
_TYPES = {SOURCES: SOURCES, "schemas": SCHEMAS, "datasets": DATASETS}
"""Types of resources by the names of the reference; requests may use the singular too, as published ones do."""

_VERBS = {"view": "read", "manage": "write"}
_PERMISSIONS = {
    f"{verb}-{name}": (resource, action)
    for name, resource in (*_RESOURCES.items(), ("dataset", DATASETS))
    for verb, action in _VERBS.items()
}
"""Permissions by name, as the type of resource and the action that they stand for; all others are granted."""


async def reference(call: Call) -> dict[str, Any]:
    """GET of all names: what each permission allows on which type of resource, and the actions of each type."""
    granted = {"view": ["read"], "manage": list(ACTIONS)}
    return {
        "permissions": {
            f"{verb}-{named}": {type_: granted[verb]}
            for named, type_ in zip(_RESOURCES, _TYPES, strict=True)
            for verb in _VERBS
        },
        "resource-types": {name: list(ACTIONS) for name in _TYPES},
    }


async def effective_policies(call: Call) -> dict[str, Any]:
    """POST of a list of names: the permitted actions by name."""
    names = call.body
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Problem.bad_request("the body must be a list of names of resource types and permissions")
    return {"policies": {name: _permitted(call, name) for name in names}}


def _permitted(call: Call, name: str) -> list[str]:
    known = _NAME.fullmatch(name)
    if known is None:
        raise Problem.bad_request(f"{name} is neither /resource-types/... nor /permissions/...")
    allows = call.platform.permissions.allows
    if known[1] == "resource-types":
        resource = _TYPES.get(known[2], known[2])
        return [action for action in ACTIONS if allows(call.sandbox, resource, action)]
    resource, action = _PERMISSIONS.get(known[2], ("", ""))
    return ["*"] if allows(call.sandbox, resource, action) else []


ROUTES = [
    Route("GET", "/acl/reference", reference),
    Route("POST", "/acl/effective-policies", effective_policies),
]
