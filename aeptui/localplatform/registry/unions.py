"""Union schemas: for each class, everything that its schemas enabled for Profile have, and counts of all resources."""

from typing import Any

from aeptui.localplatform.context import Call, Route
from aeptui.localplatform.registry.compose import Node
from aeptui.localplatform.registry.resources import UNION, Resources, alt_id, summary

_RECENT = 10
_SUFFIX = "__union"


def unions(resources: Resources) -> list[Node]:
    """The unions of a sandbox, references kept."""
    members: dict[str, list[Node]] = {}
    for schema in resources.all("schemas"):
        if UNION in schema.get("meta:immutableTags", []):
            members.setdefault(schema["meta:class"], []).append(schema)
    return [_union(resources, class_id, schemas) for class_id, schemas in members.items()]


def find_union(resources: Resources, id: str) -> Node | None:
    """The union with a ``$id`` or ``meta:altId``."""
    return next((union for union in unions(resources) if id in (union["$id"], union["meta:altId"])), None)


async def statistics(call: Call) -> dict[str, Any]:
    """GET /stats: the tenant id, how many resources there are, the newest ones and who uses which class."""
    resources = Resources(call.platform, call.sandbox)
    everything = list(resources.everything())
    counts = {kind: len(resources.all(kind)) for kind in ("schemas", "mixins", "datatypes", "classes")}
    return {
        "imsOrg": call.org,
        "tenantId": call.platform.tenant_id,
        "counts": counts | {"unions": len(unions(resources))},
        "recentlyCreatedResources": _newest(everything, "repo:createdDate"),
        "recentlyUpdatedResources": _newest(everything, "repo:lastModifiedDate"),
        "classUsage": _usage(resources),
    }


def _union(resources: Resources, class_id: str, schemas: list[Node]) -> Node:
    extends = sorted({id for schema in schemas for id in (schema["$id"], *schema["meta:extends"])})
    base = resources.find(class_id)
    parts = [part for schema in schemas for part in schema["allOf"]]
    unique = list({part["$ref"]: part for part in parts}.values())
    id = f"{class_id}{_SUFFIX}"
    return {
        "$id": id,
        "meta:altId": alt_id(id),
        "meta:resourceType": "unions",
        "version": "1.0",
        "title": base["title"] if base else class_id,
        "type": "object",
        "description": "",
        "allOf": unique,
        "imsOrg": resources.platform.org_id,
        "meta:extends": extends,
        "meta:xdmType": "object",
        "meta:class": class_id,
        "meta:containerId": "tenant",
    }


def _newest(documents: list[Node], stamp: str) -> list[Node]:
    newest = sorted(documents, key=lambda known: known["meta:registryMetadata"][stamp], reverse=True)
    return [summary(known) for known in newest[:_RECENT]]


def _usage(resources: Resources) -> list[Node]:
    users: dict[str, list[Node]] = {}
    for schema in resources.all("schemas"):
        users.setdefault(schema["meta:class"], []).append(schema)
    usage = []
    for class_id, schemas in users.items():
        base = resources.find(class_id)
        shown = [{"$id": known["$id"], "title": known["title"], "meta:altId": known["meta:altId"]} for known in schemas]
        usage.append(
            {
                "$id": class_id,
                "title": base["title"] if base else class_id,
                "numberOfSchemas": len(schemas),
                "schemas": shown,
            }
        )
    return usage


ROUTES = [Route("GET", "/stats", statistics)]
