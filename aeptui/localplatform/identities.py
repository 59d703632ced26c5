"""Identity namespaces: the standard ones and those of the organisation."""

import re
from typing import Any

from aeptui.core.facts import load
from aeptui.localplatform.context import Answer, Call, Route
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem

BASE = "/data/core/idnamespace"

_KIND = "namespace"
_FIRST_CUSTOM_ID = 10_000_001
_CODE = re.compile(r"[A-Za-z0-9]+")
_TYPES = {"cookie", "cross_device", "device", "email", "phone", "mobile", "non_people"}
_CRMID = {
    "code": "CRMID",
    "name": "CRM ID",
    "idType": "CROSS_DEVICE",
    "description": "Person in the CRM",
}


async def list_all(call: Call) -> list[Any]:
    """GET: all namespaces as one bare list."""
    return _namespaces(call.platform, call.sandbox)


async def look_up(call: Call) -> dict[str, Any]:
    """GET of one by its number."""
    return _known(call)


async def create(call: Call) -> dict[str, Any]:
    """POST: a namespace of the organisation; 409 if its code is taken."""
    _check_body(call.body)
    body = call.body
    with call.platform.store.transaction():
        known = _namespaces(call.platform, call.sandbox)
        if any(namespace["code"].lower() == body["code"].lower() for namespace in known):
            detail = f"the code {body['code']} is taken"
            raise _refusal(409, "NAMESPACE_CODE_CONFLICT", "INTEGRATION_CODE_EXISTS", detail)
        return _add(call.platform, call.sandbox, body)


async def update(call: Call) -> Answer:
    """PUT: name and description can change, code and type cannot."""
    _check_body(call.body)
    known = _known(call)
    if not known["custom"] or any(call.body[key].lower() != known[key].lower() for key in ("code", "idType")):
        detail = "only the name and description of a namespace of the organisation can change"
        raise _refusal(400, "Namespace validation", "INVALID_REQUEST_PARAMS", detail)
    known |= {key: call.body[key] for key in ("name", "description") if key in call.body}
    known["updateTime"] = call.platform.clock.now_ms()
    call.platform.store.put(_KIND, call.sandbox, str(known["id"]), known)
    return Answer(200, known)


def namespace_exists(platform: Platform, sandbox: str, name: str, by_id: bool = False) -> bool:
    """Whether a namespace with this code (case makes no difference) or, ``by_id``, number exists."""
    known = _namespaces(platform, sandbox)
    if by_id:
        return any(str(namespace["id"]) == name for namespace in known)
    return any(namespace["code"].lower() == name.lower() for namespace in known)


def seed(platform: Platform) -> None:
    """Makes the namespace that the tenant comes with in every sandbox, once."""
    with platform.store.transaction():
        for sandbox in platform.sandboxes:
            if not platform.store.count(_KIND, sandbox):
                _add(platform, sandbox, _CRMID)


def _namespaces(platform: Platform, sandbox: str) -> list[dict[str, Any]]:
    created = int(platform.sandboxes[sandbox].created * 1000)
    standard = [
        {
            "updateTime": created,
            "code": facts["code"],
            "status": "ACTIVE",
            "description": facts["name"],
            "id": facts["id"],
            "createTime": created,
            "idType": facts["idType"],
            "name": facts["name"],
            "custom": False,
        }
        for facts in load("xdm/namespaces")
    ]
    return standard + platform.store.all(_KIND, sandbox)


def _add(platform: Platform, sandbox: str, body: dict[str, Any]) -> dict[str, Any]:
    now = platform.clock.now_ms()
    number = _FIRST_CUSTOM_ID + platform.store.count(_KIND)
    document = {
        "updateTime": now,
        "code": body["code"],
        "status": "ACTIVE",
        "description": body.get("description", ""),
        "id": number,
        "createTime": now,
        "idType": body["idType"],
        "name": body["name"],
        "custom": True,
    }
    platform.store.put(_KIND, sandbox, str(number), document)
    return document


def _check_body(body: Any) -> None:
    if not isinstance(body, dict):
        raise _refusal(400, "Namespace validation", "INVALID_REQUEST_PARAMS", "the body must be a JSON object")
    for key in ("name", "code", "idType"):
        if not isinstance(body.get(key), str) or not body[key].strip():
            raise _refusal(400, "Namespace validation", "INVALID_REQUEST_PARAMS", f"{key} is missing")
    if not _CODE.fullmatch(body["code"]):
        raise _refusal(400, "Namespace validation", "INVALID_REQUEST_PARAMS", "code must be letters and digits")
    if body["idType"].lower() not in _TYPES:
        raise _refusal(400, "Namespace validation", "INVALID_REQUEST_PARAMS", f"unknown idType {body['idType']}")


def _known(call: Call) -> dict[str, Any]:
    for namespace in _namespaces(call.platform, call.sandbox):
        if str(namespace["id"]) == call.params["id"]:
            return namespace
    raise _refusal(404, "Namespace not found", "NOT_FOUND", f"there is no namespace {call.params['id']}")


def _refusal(status: int, title: str, code: str, detail: str) -> Problem:
    return Problem(status, {"title": title, "status": status, "detail": detail, "report": {"code": code}})


ROUTES = [
    Route("GET", "/identities", list_all),
    Route("POST", "/identities", create),
    Route("GET", "/identities/{id}", look_up),
    Route("PUT", "/identities/{id}", update),
]
