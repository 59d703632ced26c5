"""Access control: what the credential may do in a sandbox."""

import re
from typing import Any

from aeptui.localplatform.context import Call, Route
from aeptui.localplatform.permissions import DATASETS, SCHEMAS, SOURCES
from aeptui.localplatform.problems import Problem

BASE = "/data/foundation/access-control"

_NAME = re.compile(r"/(resource-types|permissions)/([A-Za-z0-9_-]+)")
_ACTIONS = ("read", "write", "delete")
_PERMISSIONS = {
    f"{verb}-{name}": (resource, action)
    for name, resource in (("sources", SOURCES), ("schemas", SCHEMAS), ("datasets", DATASETS), ("dataset", DATASETS))
    for verb, action in (("view", "read"), ("manage", "write"))
}
"""Permissions by name, as the type of resource and the action that they stand for; all others are granted."""


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
        return [action for action in _ACTIONS if allows(call.sandbox, known[2], action)]
    resource, action = _PERMISSIONS.get(known[2], ("", ""))
    return ["*"] if allows(call.sandbox, resource, action) else []


ROUTES = [Route("POST", "/acl/effective-policies", effective_policies)]
