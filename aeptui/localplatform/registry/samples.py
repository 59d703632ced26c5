"""Made-up records of a schema."""

from typing import Any

from aeptui.localplatform.context import Call, Route
from aeptui.localplatform.problems import Problem
from aeptui.localplatform.registry.compose import Node
from aeptui.localplatform.registry.resources import Resources

_BY_FORMAT = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "email": "somebody@example.com",
    "uri": "https://ns.adobe.com/xdm/common/uri",
    "uri-reference": "/uri-reference",
}


async def sample_record(call: Call) -> dict[str, Any]:
    """GET /rpc/sampledata/{id}: a record with a value in every field of the schema."""
    resources = Resources(call.platform, call.sandbox)
    schema = resources.own(call.params["id"])
    if schema is None or schema["meta:resourceType"] != "schemas":
        detail = f"Requested resource {call.params['id']} with version 1 is not found"
        raise Problem.registry("XDM-1012-404", 404, "Resource Not Found", detail)
    return _object(resources.resolved(schema))


def _object(node: Node) -> dict[str, Any]:
    return {name: _value(inner) for name, inner in node.get("properties", {}).items()}


def _value(node: Node) -> Any:
    if node.get("enum"):
        return node["enum"][0]
    kind = node.get("type")
    if kind == "array":
        return [_value(node.get("items", {}))]
    if kind == "object" or "properties" in node:
        inner = node.get("additionalProperties")
        return {"key": _value(inner)} if isinstance(inner, dict) else _object(node)
    if kind in ("integer", "number"):
        return node.get("minimum", 1)
    return True if kind == "boolean" else _BY_FORMAT.get(node.get("format", ""), "Example text")


ROUTES = [Route("GET", "/rpc/sampledata/{id}", sample_record)]
"""The call for a sample."""
