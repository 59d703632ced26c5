"""What a change may do to a schema that has a dataset or is enabled for Profile: add, never take away."""

from aeptui.localplatform.registry.compose import Node

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


def breaking(before: Node, after: Node, path: str = "") -> str | None:
    """The first change between two resolved schemas that data in use does not allow, in words."""
    for name, node in before.get("properties", {}).items():
        place = f"{path}.{name}" if path else name
        if name not in after.get("properties", {}):
            return f"the field {place} was removed"
        found = _changed(node, after["properties"][name], place)
        if found:
            return found
    return None


def _changed(before: Node, after: Node, path: str) -> str | None:
    if before.get("meta:xdmType") != after.get("meta:xdmType"):
        return f"the type of {path} changed from {before.get('meta:xdmType')} to {after.get('meta:xdmType')}"
    narrowed = _narrowed(before, after)
    if narrowed:
        return f"{narrowed} of {path} excludes values that were allowed"
    for key in ("items", "additionalProperties"):
        if isinstance(before.get(key), dict) and isinstance(after.get(key), dict):
            found = _changed(before[key], after[key], path)
            if found:
                return found
    return breaking(before, after, path)


def _narrowed(before: Node, after: Node) -> str | None:
    """The constraint that allows less than before."""
    if "enum" in after and ("enum" not in before or set(before["enum"]) - set(after["enum"])):
        return "the enum"
    for key in ("pattern", "format"):
        if key in after and after[key] != before.get(key):
            return f"the {key}"
    for key in _LOWER:
        if key in after and (key not in before or after[key] > before[key]):
            return f"the {key}"
    for key in _UPPER:
        if key in after and (key not in before or after[key] < before[key]):
            return f"the {key}"
    return None
