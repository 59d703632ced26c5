"""A schema's field tree from its class, its field groups and the custom fields of the document."""

from collections.abc import Iterable, Mapping
from typing import Any

from aeptui.core.xdm.custom import CustomField, nested, schema_of
from aeptui.core.xdm.full import full, unite
from aeptui.core.xdm.library import Library
from aeptui.core.xdm.tree import CUSTOM, Tree, from_json_schema
from aeptui.core.xdm.types import TYPES


def compose(
    library: Library,
    class_id: str,
    group_ids: Iterable[str] = (),
    custom: Iterable[CustomField] = (),
    known: Mapping[str, Mapping[str, Any]] | None = None,
) -> Tree:
    """The tree of a schema; custom fields stand in it at the paths of the document, without the tenant's object.

    ``known`` holds resources beyond the library, by ``$id`` in the registry's full form. What neither knows is named
    in the tree's ``missing``. Where a custom field and a standard one share a path, the standard one is in the tree.
    """
    out: dict[str, Any] = {"type": "object", "properties": {}}
    missing: list[str] = []
    for id in (class_id, *group_ids):
        if known is not None and id in known:
            unite(out, known[id])
        elif library.get(id) is not None:
            unite(out, full(library, id))
        else:
            missing.append(id)
    _add_custom(out, nested(custom, _typed))
    return from_json_schema(out, tuple(missing))


def _typed(field: CustomField) -> dict[str, Any]:
    """A custom field's schema that says its type: bounds alone would make a small integer of a bounded one."""
    return {**schema_of(field), "meta:xdmType": TYPES[field.type].xdm}


def _add_custom(standard: dict[str, Any], custom: Mapping[str, Any]) -> None:
    """Adds custom fields to a standard object, marked as custom; objects that both have hold both's fields."""
    for name, node in custom["properties"].items():
        known = standard["properties"].get(name)
        if known is None:
            standard["properties"][name] = {**node, CUSTOM: True}
            if name in custom.get("required", ()):
                standard["required"] = [*standard.get("required", ()), name]
        elif "properties" in known and "properties" in node:
            _add_custom(known, node)
