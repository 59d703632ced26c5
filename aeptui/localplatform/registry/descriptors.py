"""Descriptors: what a field of a schema means beyond its type, identities first of all."""

from typing import Any

from aeptui.localplatform.context import Answer, Call, Route
from aeptui.localplatform.identities import namespace_exists
from aeptui.localplatform.ids import hex_id
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem
from aeptui.localplatform.registry.accept import check_descriptor_lookup, descriptors_form
from aeptui.localplatform.registry.compose import Node
from aeptui.localplatform.registry.listing import page
from aeptui.localplatform.registry.resources import UNION, Resources

IDENTITY = "xdm:descriptorIdentity"
DEPRECATED = "xdm:descriptorDeprecated"

LIMIT = 4000
"""Descriptors that a sandbox can hold."""

_KIND = "registry.descriptor"
_IDENTITY_MAP = "https://ns.adobe.com/xdm/context/identitymap"
_TIME_SERIES = "https://ns.adobe.com/xdm/data/time-series"
_TYPES = {
    IDENTITY,
    DEPRECATED,
    "xdm:alternateDisplayInfo",
    "xdm:descriptorReferenceIdentity",
    "xdm:descriptorOneToOne",
    "xdm:descriptorRelationship",
    "xdm:descriptorPrimaryKey",
    "xdm:descriptorVersion",
    "xdm:descriptorTimestamp",
}


async def create(call: Call) -> Answer:
    """POST: 201 with the descriptor and its ``@id``."""
    platform, sandbox = call.platform, call.sandbox
    with platform.store.transaction():
        if platform.store.count(_KIND, sandbox) >= LIMIT:
            raise Problem.bad_request(f"a sandbox can hold {LIMIT} descriptors at most")
        _check(platform, sandbox, call.body, own_id="")
        document = _document(call, hex_id(40), None)
        platform.store.put(_KIND, sandbox, document["@id"], document)
    return Answer(201, document)


async def replace(call: Call) -> Answer:
    """PUT: a full rewrite; 200 with the descriptor."""
    platform, sandbox = call.platform, call.sandbox
    with platform.store.transaction():
        known = _known(call)
        _check(platform, sandbox, call.body, own_id=known["@id"])
        document = _document(call, known["@id"], known)
        platform.store.put(_KIND, sandbox, known["@id"], document)
    return Answer(200, document)


async def look_up(call: Call) -> dict[str, Any]:
    """GET of one."""
    check_descriptor_lookup(call.headers.get("accept", ""))
    return _known(call)


async def delete(call: Call) -> Answer:
    """DELETE: 204; 403 for the primary identity of a schema that is enabled for Profile."""
    known = _known(call)
    schema = Resources(call.platform, call.sandbox).own(known["xdm:sourceSchema"])
    if schema and UNION in schema.get("meta:immutableTags", []) and known.get("xdm:isPrimary"):
        raise Problem.plain(403, "ForbiddenError", "the schema is enabled for Profile and needs its primary identity")
    call.platform.store.delete(_KIND, call.sandbox, known["@id"])
    return Answer(204)


async def list_all(call: Call) -> dict[str, Any]:
    """GET: lists by ``@type``, or with a v2 form one list in pages."""
    form, paged = descriptors_form(call.headers.get("accept", ""))
    known = call.platform.store.all(_KIND, call.sandbox) if call.params["container"] == "tenant" else []
    if paged:
        shown, about = page(known, call.query)
        return {"results": [_shown(item, form) for item in shown], "_page": about, "_links": {"next": None}}
    lists: dict[str, Any] = {}
    for item in known:
        lists.setdefault(item["@type"], []).append(_shown(item, form))
    return lists


def descriptors_of(platform: Platform, sandbox: str, schema_id: str) -> list[Node]:
    """The descriptors of a schema, by its ``$id``."""
    return [known for known in platform.store.all(_KIND, sandbox) if known["xdm:sourceSchema"] == schema_id]


def remove_descriptors(platform: Platform, sandbox: str, schema_id: str) -> None:
    """Removes the descriptors of a schema that is about to go."""
    for known in descriptors_of(platform, sandbox, schema_id):
        platform.store.delete(_KIND, sandbox, known["@id"])


def has_primary_identity(platform: Platform, sandbox: str, schema: Node) -> bool:
    """Whether records of a schema can belong to a profile: a primary identity, or an identity map."""
    if _IDENTITY_MAP in schema["meta:extends"]:
        return True
    return any(known.get("xdm:isPrimary") for known in descriptors_of(platform, sandbox, schema["$id"]))


def field_at(schema: Node, path: str) -> Node | None:
    """The field of a resolved schema at a path such as ``/personalEmail/address``; arrays leave no mark in it."""
    node: Node | None = schema
    for name in path.strip("/").split("/"):
        while node is not None and node.get("type") == "array":
            node = node.get("items")
        node = node.get("properties", {}).get(name) if node is not None else None
    return node


def _check(platform: Platform, sandbox: str, body: Any, own_id: str) -> None:
    if not isinstance(body, dict) or body.get("@type") not in _TYPES:
        raise Problem.bad_request(f"@type must be one of {', '.join(sorted(_TYPES))}")
    resources = Resources(platform, sandbox)
    schema = resources.own(str(body.get("xdm:sourceSchema")))
    if schema is None or schema["meta:resourceType"] != "schemas":
        raise Problem.bad_request(f"xdm:sourceSchema: there is no schema {body.get('xdm:sourceSchema')}")
    if str(body.get("xdm:sourceVersion")) != "1":
        raise Problem.bad_request("xdm:sourceVersion must be 1, the major version of the schema")
    paths = body.get("xdm:sourceProperty")
    several = isinstance(paths, list) and body["@type"] == "xdm:descriptorPrimaryKey"
    full = resources.resolved(schema)
    for path in paths if isinstance(paths, list) and several else [paths]:
        _check_path(full, path)
    if body["@type"] == IDENTITY:
        _check_identity(platform, sandbox, body, full, own_id)


def _check_path(schema: Node, path: Any) -> None:
    if not isinstance(path, str) or not path.startswith("/") or path.endswith("/"):
        raise Problem.bad_request("xdm:sourceProperty must be a path that starts, but does not end, with a slash")
    if field_at(schema, path) is None:
        raise Problem.bad_request(f"xdm:sourceProperty: the schema has no field {path}")


def _check_identity(platform: Platform, sandbox: str, body: Node, schema: Node, own_id: str) -> None:
    path = body["xdm:sourceProperty"]
    node = field_at(schema, path)
    while node is not None and node["type"] == "array":
        node = node["items"]
    if node is None or node.get("meta:xdmType") != "string":
        raise Problem.bad_request(f"only a string field can be an identity, {path} is none")
    if path == "/_id" and _TIME_SERIES in schema["meta:extends"]:
        raise Problem.bad_request("the _id of events cannot be an identity")
    kind = body.get("xdm:property", "xdm:code")
    if kind not in ("xdm:code", "xdm:id"):
        raise Problem.bad_request("xdm:property must be xdm:code or xdm:id")
    if not namespace_exists(platform, sandbox, str(body.get("xdm:namespace")), by_id=kind == "xdm:id"):
        raise Problem.bad_request(f"xdm:namespace: there is no identity namespace {body.get('xdm:namespace')}")
    if not isinstance(body.get("xdm:isPrimary", False), bool):
        raise Problem.bad_request("xdm:isPrimary must be true or false")
    if body.get("xdm:isPrimary"):
        for known in descriptors_of(platform, sandbox, body["xdm:sourceSchema"]):
            if known.get("xdm:isPrimary") and known["@id"] != own_id:
                raise Problem.bad_request(
                    f"a schema has one primary identity; this one has {known['xdm:sourceProperty']} already"
                )


def _document(call: Call, id: str, previous: Node | None) -> Node:
    platform = call.platform
    sandbox = platform.sandboxes[call.sandbox]
    now = platform.clock.now_ms()
    created = previous["meta:registryMetadata"]["repo:createdDate"] if previous else now
    return {key: value for key, value in call.body.items() if not key.startswith("meta:")} | {
        "imsOrg": platform.org_id,
        "version": "1",
        "meta:containerId": "tenant",
        "meta:sandboxId": sandbox.id,
        "meta:sandboxType": sandbox.type,
        "meta:registryMetadata": {"repo:createdDate": created, "repo:lastModifiedDate": now},
        "@id": id,
    }


def _known(call: Call) -> Node:
    known = call.platform.store.get(_KIND, call.sandbox, call.params["id"])
    if known is None:
        detail = f"Requested resource {call.params['id']} is not found"
        raise Problem.registry("XDM-1012-404", 404, "Resource Not Found", detail)
    return known


def _shown(item: Node, form: str) -> Any:
    if form == "id":
        return item["@id"]
    return f"/tenant/descriptors/{item['@id']}" if form == "link" else item


ROUTES = [
    Route("GET", "/{container}/descriptors", list_all),
    Route("GET", "/{container}/descriptors/{id}", look_up),
    Route("POST", "/tenant/descriptors", create),
    Route("PUT", "/tenant/descriptors/{id}", replace),
    Route("DELETE", "/tenant/descriptors/{id}", delete),
]
