"""Access control: what the credential may do, which is everything on a platform of one's own."""

import re
from typing import Any

from aeptui.localplatform.context import Call, Route
from aeptui.localplatform.problems import Problem

BASE = "/data/foundation/access-control"

_NAME = re.compile(r"/(resource-types|permissions)/[A-Za-z0-9_-]+")
_ACTIONS = {"resource-types": ["read", "write", "delete"], "permissions": ["*"]}


async def effective_policies(call: Call) -> dict[str, Any]:
    """POST of a list of names: the permitted actions by name."""
    names = call.body
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Problem.bad_request("the body must be a list of names of resource types and permissions")
    policies = {}
    for name in names:
        known = _NAME.fullmatch(name)
        if known is None:
            raise Problem.bad_request(f"{name} is neither /resource-types/... nor /permissions/...")
        policies[name] = _ACTIONS[known[1]]
    return {"policies": policies}


ROUTES = [Route("POST", "/acl/effective-policies", effective_policies)]
