"""The endpoints of classes, field groups, data types, schemas, behaviors and unions."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from aeptui.localplatform.context import Answer, Call, Handler, Route
from aeptui.localplatform.datasets import datasets_of_schema
from aeptui.localplatform.jsonpatch import PatchError, apply_patch
from aeptui.localplatform.problems import Problem
from aeptui.localplatform.registry import descriptors, library
from aeptui.localplatform.registry.accept import FULL_FORMS, listing_form, lookup_form, without_text
from aeptui.localplatform.registry.compose import Node, resolve
from aeptui.localplatform.registry.documents import build
from aeptui.localplatform.registry.evolution import breaking
from aeptui.localplatform.registry.fieldtypes import check_types
from aeptui.localplatform.registry.listing import page
from aeptui.localplatform.registry.resources import UNION, Resources, summary
from aeptui.localplatform.registry.unions import find_union, unions

BASE = "/data/foundation/schemaregistry"

_ENDPOINTS = {
    "classes": "classes",
    "fieldgroups": "mixins",
    "mixins": "mixins",
    "datatypes": "datatypes",
    "schemas": "schemas",
}
"""Endpoint to the kind as identifiers spell it."""

_GLOBAL = {"classes": "classes", "mixins": "fieldgroups", "datatypes": "datatypes", "behaviors": "behaviors"}
"""Kind to its name in the standard library."""

_FIXED = ("$id", "meta:altId", "meta:resourceType", "imsOrg", "meta:containerId", "meta:tenantNamespace", "meta:class")
_KindHandler = Callable[[str, Call], Awaitable[Any]]


async def list_resources(kind: str, call: Call) -> dict[str, Any]:
    """GET of a list: short or whole resources, by the Accept header."""
    form = listing_form(call.headers.get("accept", ""))
    container = call.params.get("container", "global")
    shown, about = page(_contained(container, kind, call), call.query)
    links: dict[str, Any] = {"next": _next_link(call, about)}
    if container == "tenant":
        links[f"global_{kind}"] = {"href": f"{call.base_url}{BASE}/global/{kind}"}
    return {"results": [summary(item) for item in shown] if form == "id" else shown, "_page": about, "_links": links}


async def look_up(kind: str, call: Call) -> dict[str, Any]:
    """GET of one resource in the form that the Accept header names."""
    form = lookup_form(call.headers.get("accept", ""))
    resources = Resources(call.platform, call.sandbox)
    document = _sought(resources, call.params.get("container", "global"), kind, call.params["id"])
    return _formed(resources, document, form)


async def create(kind: str, call: Call) -> Answer:
    """POST: 201 with the new resource."""
    resources = Resources(call.platform, call.sandbox)
    with call.platform.store.transaction():
        document = build(resources, kind, call.body, call.client_id)
        _check_profile(resources, document)
        check_types(resources, document)
        resources.save(document)
    return Answer(201, document)


async def replace(kind: str, call: Call) -> dict[str, Any]:
    """PUT: the resource as if it were made anew, under its old identifier."""
    resources = Resources(call.platform, call.sandbox)
    with call.platform.store.transaction():
        known = _sought(resources, "tenant", kind, call.params["id"])
        body = call.body
        if isinstance(body, dict) and kind == "schemas" and "meta:immutableTags" in known:
            body = {"meta:immutableTags": known["meta:immutableTags"], **body}
        return _change(resources, kind, known, body, call.client_id)


async def patch(kind: str, call: Call) -> dict[str, Any]:
    """PATCH: a JSON Patch on the resource."""
    resources = Resources(call.platform, call.sandbox)
    with call.platform.store.transaction():
        known = _sought(resources, "tenant", kind, call.params["id"])
        try:
            body = apply_patch(known, call.body)
        except PatchError as error:
            raise Problem.bad_request(str(error)) from error
        for key in _FIXED:
            if body.get(key) != known.get(key):
                raise Problem.bad_request(f"{key} cannot be changed")
        return _change(resources, kind, known, body, call.client_id)


async def delete(kind: str, call: Call) -> Answer:
    """DELETE: 204; 400 while something uses the resource."""
    resources = Resources(call.platform, call.sandbox)
    with call.platform.store.transaction():
        known = _sought(resources, "tenant", kind, call.params["id"])
        _check_unused(resources, known)
        if kind == "schemas":
            descriptors.remove_descriptors(call.platform, call.sandbox, known["$id"])
        resources.remove(known)
    return Answer(204)


async def list_unions(call: Call) -> dict[str, Any]:
    """GET of the unions."""
    form = listing_form(call.headers.get("accept", ""))
    shown, about = page(unions(Resources(call.platform, call.sandbox)), call.query)
    results = [summary(item) for item in shown] if form == "id" else shown
    return {"results": results, "_page": about, "_links": {"next": _next_link(call, about)}}


async def look_up_union(call: Call) -> dict[str, Any]:
    """GET of one union."""
    form = lookup_form(call.headers.get("accept", ""))
    resources = Resources(call.platform, call.sandbox)
    union = find_union(resources, call.params["id"])
    if union is None:
        raise _not_found(call.params["id"])
    sandbox = call.platform.sandboxes[call.sandbox]
    return _formed(resources, union | {"meta:sandboxId": sandbox.id, "meta:sandboxType": sandbox.type}, form)


def _change(resources: Resources, kind: str, known: Node, body: Any, client_id: str) -> Node:
    document = build(resources, kind, body, client_id, known)
    if kind == "schemas" and document["meta:class"] != known["meta:class"]:
        raise Problem.bad_request("the class of a schema cannot be changed")
    _check_profile(resources, document, known)
    check_types(resources, document)
    _check_evolution(resources, known, document)
    resources.save(document)
    return document


def _check_profile(resources: Resources, document: Node, known: Node | None = None) -> None:
    """A schema is enabled for Profile only if its records can be told apart."""
    enabled = UNION in document.get("meta:immutableTags", [])
    if not enabled or (known and UNION in known.get("meta:immutableTags", [])):
        return
    if not descriptors.has_primary_identity(resources.platform, resources.sandbox, document):
        raise Problem.bad_request("a schema needs a primary identity before it can be enabled for Profile")


def _check_evolution(resources: Resources, known: Node, document: Node) -> None:
    def find_new(id: str) -> Node | None:
        return document if id == document["$id"] else resources.find(id)

    for schema in resources.schemas_with(known["$id"]):
        if not resources.is_bound(schema):
            continue
        after = resolve(document if schema["$id"] == document["$id"] else schema, find_new)
        reason = breaking(resources.resolved(schema), after)
        if reason:
            raise Problem.bad_request(f"the schema {schema['title']} is in use and can only be added to: {reason}")


def _check_unused(resources: Resources, known: Node) -> None:
    users = resources.users(known["$id"])
    if users:
        raise Problem.bad_request(f"{known['title']} cannot be deleted: {users[0]['$id']} uses it")
    if UNION in known.get("meta:immutableTags", []):
        raise Problem.bad_request(f"{known['title']} cannot be deleted: it is enabled for Profile")
    used = datasets_of_schema(resources.platform, resources.sandbox, known["$id"])
    if used:
        raise Problem.bad_request(f"{known['title']} cannot be deleted: the dataset {used[0]['id']} uses it")


def _contained(container: str, kind: str, call: Call) -> list[Node]:
    if container == "tenant":
        return Resources(call.platform, call.sandbox).all(kind)
    if container != "global":
        raise Problem.plain(404, "Not Found", f"there is no container {container}")
    found = (library.document(id) for id in (library.ids(_GLOBAL[kind]) if kind in _GLOBAL else ()))
    return [document for document in found if document is not None]


def _sought(resources: Resources, container: str, kind: str, id: str) -> Node:
    document = resources.own(id) if container == "tenant" else library.document(id)
    if document is None or document["meta:resourceType"] != kind or document["meta:containerId"] != container:
        raise _not_found(id)
    return document


def _not_found(id: str) -> Problem:
    detail = f"Requested resource {id} with version 1 is not found"
    return Problem.registry("XDM-1012-404", 404, "Resource Not Found", detail)


def _formed(resources: Resources, document: Node, form: str) -> Node:
    if form not in FULL_FORMS:
        return without_text(document) if form == "notext" else document
    found = resources.resolved(document)
    own = descriptors.descriptors_of(resources.platform, resources.sandbox, document["$id"])
    if form == "full-notext":
        return without_text(found)
    if form == "full-desc":
        return found | {"meta:descriptors": own}
    if form == "deprecatefield":
        for descriptor in own:
            node = descriptors.field_at(found, str(descriptor["xdm:sourceProperty"]))
            if descriptor["@type"] == descriptors.DEPRECATED and node is not None:
                node["meta:status"] = "deprecated"
    return found


def _next_link(call: Call, about: Node) -> str | None:
    if about["next"] is None:
        return None
    asked = [(name, value) for name, value in call.query.multi_items() if name != "start"]
    return f"{call.base_url}{call.path}?{urlencode([*asked, ('start', about['next'])])}"


def _of(handler: _KindHandler, kind: str) -> Handler:
    async def handle(call: Call) -> Any:
        return await handler(kind, call)

    return handle


def _routes() -> list[Route]:
    routes = [
        Route("GET", "/tenant/unions", list_unions),
        Route("GET", "/tenant/unions/{id}", look_up_union),
        Route("GET", "/global/behaviors", _of(list_resources, "behaviors")),
        Route("GET", "/global/behaviors/{id}", _of(look_up, "behaviors")),
    ]
    for endpoint, kind in _ENDPOINTS.items():
        routes += [
            Route("GET", f"/{{container}}/{endpoint}", _of(list_resources, kind)),
            Route("GET", f"/{{container}}/{endpoint}/{{id}}", _of(look_up, kind)),
            Route("POST", f"/tenant/{endpoint}", _of(create, kind)),
            Route("PUT", f"/tenant/{endpoint}/{{id}}", _of(replace, kind)),
            Route("PATCH", f"/tenant/{endpoint}/{{id}}", _of(patch, kind)),
            Route("DELETE", f"/tenant/{endpoint}/{{id}}", _of(delete, kind)),
        ]
    return routes


ROUTES = _routes()
