"""One type for one path: what a sandbox has defined once it does not define differently elsewhere."""

from collections.abc import Iterator

from aeptui.localplatform.problems import Problem
from aeptui.localplatform.registry.compose import Node
from aeptui.localplatform.registry.resources import Resources


def check_types(resources: Resources, document: Node) -> None:
    """Refuses a class or field group that gives one of the tenant's fields another type than another one does."""
    kind, namespace = document["meta:resourceType"], resources.platform.tenant_namespace
    if kind not in ("classes", "mixins"):
        return
    mine = dict(_typed(resources.resolved(document), namespace))
    for other in (*resources.all("classes"), *resources.all("mixins")):
        if other["$id"] == document["$id"] or not mine:
            continue
        for path, type in _typed(resources.resolved(other), namespace):
            if mine.get(path, type) != type:
                raise Problem.bad_request(f"the field {path} is {mine[path]} here, but {type} in {other['$id']}")


def _typed(tree: Node, namespace: str) -> Iterator[tuple[str, str]]:
    own = tree["properties"].get(namespace)
    if own is not None:
        yield from _below(own, namespace)


def _below(node: Node, path: str) -> Iterator[tuple[str, str]]:
    for name, child in node.get("properties", {}).items():
        place = f"{path}.{name}"
        yield place, child["meta:xdmType"]
        while child["meta:xdmType"] == "array":
            child = child["items"]
            yield f"{place}[]", child["meta:xdmType"]
        yield from _below(child, place)
