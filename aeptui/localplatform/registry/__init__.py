"""The Schema Registry: the standard library, the tenant's resources, descriptors and unions."""

from typing import Any
from weakref import WeakKeyDictionary

from aeptui.localplatform.platform import Platform
from aeptui.localplatform.registry import descriptors, handlers, samples, unions
from aeptui.localplatform.registry.resources import Resources

BASE = handlers.BASE
ROUTES = [*unions.ROUTES, *samples.ROUTES, *descriptors.ROUTES, *handlers.ROUTES]

_resolved: WeakKeyDictionary[Platform, dict[tuple[str, str, int], dict[str, Any]]] = WeakKeyDictionary()


def resolved(platform: Platform, sandbox: str, schema_id: str) -> dict[str, Any] | None:
    """The full tree of a schema by ``$id`` or ``meta:altId``; None if the sandbox has no such schema.

    The tree has ``properties``, ``required`` and what the schema itself says (``$id``, ``title``, ``meta:class``);
    it is kept until a resource of the tenant changes: callers must not change it.
    """
    resources = Resources(platform, sandbox)
    document = resources.own(schema_id)
    if document is None or document["meta:resourceType"] != "schemas":
        return None
    key = (sandbox, document["$id"], resources.generation())
    known = _resolved.setdefault(platform, {})
    if key not in known:
        for old in [old for old in known if old[2] != key[2]]:
            del known[old]
        known[key] = resources.resolved(document)
    return known[key]
