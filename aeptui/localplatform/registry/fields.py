"""Custom fields: what the registry accepts, and the ``meta:xdmType`` that it adds."""

import re
from collections.abc import Callable
from typing import Any

from aeptui.localplatform.problems import Problem
from aeptui.localplatform.registry.compose import Node

ADHOC = "_adhoc"
"""The name under which an ad-hoc class sends its fields."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_TYPES = ("string", "integer", "number", "boolean", "object", "array")
_INTEGER_TYPES = (("byte", -128, 128), ("short", -32768, 32768), ("int", -2147483648, 2147483648))
_STATED = ("byte", "short", "int", "long")


class FieldChecker:
    """Checks definitions of fields and completes them; ``exists`` tells whether a reference has a target."""

    def __init__(self, tenant_namespace: str, exists: Callable[[str], bool]) -> None:
        self._namespace = tenant_namespace
        self._exists = exists

    def namespaced(self, properties: Any, where: str) -> Node:
        """The completed top level of a class or field group, whose only field is the tenant's namespace."""
        if not isinstance(properties, dict):
            raise Problem.bad_request(f"{where} must be an object of fields")
        if any(name != self._namespace for name in properties):
            raise Problem.bad_request(
                f"For custom fields, you must use a top level field named {self._namespace}"
                " and all the other fields must be defined under it"
            )
        return {name: self.node(node, f"{where}/{name}") for name, node in properties.items()}

    def adhoc(self, properties: Any, namespace: str, where: str) -> Node:
        """The completed top level of an ad-hoc class: its fields move to ``namespace``."""
        if not isinstance(properties, dict) or len(properties) != 1 or not set(properties) <= {ADHOC, namespace}:
            raise Problem.bad_request(f"{where}: the fields of an ad-hoc class must be defined under {ADHOC}")
        (name,) = properties
        return {namespace: self.node(properties[name], f"{where}/{name}")}

    def properties(self, properties: Any, where: str) -> Node:
        """The completed fields of an object."""
        if not isinstance(properties, dict):
            raise Problem.bad_request(f"{where} must be an object of fields")
        for name in properties:
            if name != self._namespace and not _NAME.fullmatch(name):
                raise Problem.bad_request(
                    f"{where}/{name}: a field's name consists of letters, digits, dashes and underscores,"
                    " and does not start with an underscore"
                )
        return {name: self.node(node, f"{where}/{name}") for name, node in properties.items()}

    def node(self, node: Any, where: str) -> Node:
        """One completed field."""
        if not isinstance(node, dict):
            raise Problem.bad_request(f"{where} must be the definition of a field")
        if "$ref" in node:
            return self._reference(node, where)
        kind = node.get("type", "object" if "properties" in node else None)
        if kind not in _TYPES:
            raise Problem.bad_request(f"{where}: type must be one of {', '.join(_TYPES)}")
        _check_values(node, where)
        found = {**node, "type": kind}
        if kind == "object":
            return self._object(found, where)
        if kind == "array":
            if "items" not in node:
                raise Problem.bad_request(f"{where}: an array needs items")
            found["items"] = self.node(node["items"], f"{where}/items")
        return found | {"meta:xdmType": _xdm_type(found)}

    def _reference(self, node: Node, where: str) -> Node:
        reference = node["$ref"]
        if not isinstance(reference, str) or not self._exists(reference):
            raise Problem.bad_request(f"{where}: the referenced resource {reference} does not exist")
        return {**node, "type": "object", "meta:xdmType": "object"}

    def _object(self, node: Node, where: str) -> Node:
        if node.get("meta:xdmType") == "map":
            values = node.get("additionalProperties")
            if not isinstance(values, dict) or values.get("type") not in ("string", "integer") or "properties" in node:
                raise Problem.bad_request(f"{where}: a map has string or integer values and no fields of its own")
            return node | {"additionalProperties": self.node(values, f"{where}/additionalProperties")}
        found = node | {"meta:xdmType": "object"}
        if "properties" in node:
            found["properties"] = self.properties(node["properties"], where)
        for name in node.get("required", []):
            if name not in node.get("properties", {}):
                raise Problem.bad_request(f"{where}: required names {name}, which is no field of it")
        return found


def _check_values(node: Node, where: str) -> None:
    closed, suggested = node.get("enum"), node.get("meta:enum")
    if closed is not None and (not isinstance(closed, list) or not closed):
        raise Problem.bad_request(f"{where}: enum must be a list with at least one value")
    if suggested is not None and not isinstance(suggested, dict):
        raise Problem.bad_request(f"{where}: meta:enum must be an object of labels")
    if closed and suggested and not set(suggested) <= {str(value) for value in closed}:
        raise Problem.bad_request(f"{where}: meta:enum has values that enum does not have")
    if not isinstance(node.get("required", []), list):
        raise Problem.bad_request(f"{where}: required must be a list of names")
    for key in ("minimum", "maximum", "minLength", "maxLength"):
        value = node.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Problem.bad_request(f"{where}: {key} must be a number")
    try:
        re.compile(node.get("pattern", ""))
    except (re.error, TypeError) as error:
        raise Problem.bad_request(f"{where}: pattern is no regular expression: {error}") from error


def _xdm_type(node: Node) -> str:
    kind, layout = node["type"], node.get("format")
    if kind == "string" and layout in ("date", "date-time"):
        return str(layout)
    return _integer_type(node) if kind == "integer" else str(kind)


def _integer_type(node: Node) -> str:
    """The smallest type that holds what the bounds allow; ``int`` without bounds, unless the type is stated."""
    if node.get("meta:xdmType") in _STATED:
        return str(node["meta:xdmType"])
    low, high = node.get("minimum"), node.get("maximum")
    if low is not None and high is not None:
        fitting = (name for name, least, most in _INTEGER_TYPES if least <= low and high <= most)
        return next(fitting, "long")
    bound = low if high is None else high
    return "int" if bound is None or abs(bound) <= _INTEGER_TYPES[-1][2] else "long"
