"""The request that makes a field group of custom fields."""

from collections.abc import Iterable
from typing import Any

from aeptui.core.xdm.custom import CustomField, nested


def field_group_body(
    title: str, description: str, class_id: str, fields: Iterable[CustomField], tenant: str
) -> dict[str, Any]:
    """The body of ``POST /tenant/fieldgroups``: the fields below the object of the tenant, for schemas of one class.

    ``tenant`` is the tenant's id without underscore. The registry takes no empty texts: an empty description is left
    out.
    """
    own = nested(fields)
    namespace = f"_{tenant}"
    definition: dict[str, Any] = {"type": "object", "properties": {namespace: own}}
    if own.get("required"):
        definition["required"] = [namespace]
    body: dict[str, Any] = {
        "type": "object",
        "title": title,
        "description": description,
        "meta:intendedToExtend": [class_id],
        "definitions": {"customFields": definition},
        "allOf": [{"$ref": "#/definitions/customFields"}],
    }
    return body if description else {key: value for key, value in body.items() if key != "description"}
