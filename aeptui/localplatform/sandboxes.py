"""Sandbox management: which sandboxes there are."""

from datetime import UTC, datetime
from typing import Any

from aeptui.localplatform.context import Call, Route
from aeptui.localplatform.platform import Platform, Sandbox
from aeptui.localplatform.problems import Problem

BASE = "/data/foundation/sandbox-management"

_PLAIN = "%Y-%m-%d %H:%M:%S"
_ISO = "%Y-%m-%dT%H:%M:%SZ"
"""How the list for everybody and the endpoints for administrators write a moment."""


async def list_all(call: Call) -> dict[str, Any]:
    """GET: the sandboxes that the caller may use, in pages of ``limit`` from ``offset``."""
    return _listed(call, _PLAIN)


async def list_for_administrators(call: Call) -> dict[str, Any]:
    """GET of the same list in the form for administrators."""
    return _listed(call, _ISO)


async def look_up(call: Call) -> dict[str, Any]:
    """GET of one by its name."""
    sandbox = call.platform.sandboxes.get(call.params["name"])
    if sandbox is None or not call.platform.permissions.opens(sandbox.name):
        raise _refusal(404, f"There is no sandbox {call.params['name']}")
    return _shown(call.platform, sandbox, _ISO)


def _listed(call: Call, moment: str) -> dict[str, Any]:
    opened = [each for each in call.platform.sandboxes.values() if call.platform.permissions.opens(each.name)]
    known = [_shown(call.platform, sandbox, moment) for sandbox in opened]
    limit, offset = _number(call, "limit", 50), _number(call, "offset", 0)
    found = known[offset : offset + limit]
    href = f"{call.base_url}{call.path}?limit={{limit}}&offset={{offset}}"
    return {
        "sandboxes": found,
        "_page": {"limit": limit, "count": len(found)},
        "_links": {"page": {"href": href, "templated": True}},
    }


def _shown(platform: Platform, sandbox: Sandbox, moment: str) -> dict[str, Any]:
    created = datetime.fromtimestamp(sandbox.created, UTC).strftime(moment)
    return {
        "name": sandbox.name,
        "title": sandbox.title,
        "state": "active",
        "type": sandbox.type,
        "region": "VA7",
        "isDefault": sandbox.is_default,
        "eTag": 1,
        "createdDate": created,
        "lastModifiedDate": created,
        "createdBy": platform.user_id,
        "lastModifiedBy": platform.user_id,
    }


def _number(call: Call, name: str, default: int) -> int:
    text = call.query.get(name, str(default))
    if not (text.isascii() and text.isdigit()):
        raise _refusal(400, f"{name} must be a whole number of 0 or more")
    return int(text)


def _refusal(status: int, title: str) -> Problem:
    return Problem(status, {"status": status, "title": title, "type": "about:blank"})


ROUTES = [
    Route("GET", "/", list_all),
    Route("GET", "/sandboxes", list_for_administrators),
    Route("GET", "/sandboxes/{name}", look_up),
]
