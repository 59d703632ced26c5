"""Lists: filters, order and pages, the same for all kinds of resources."""

import re
from collections.abc import Callable
from typing import Any

from starlette.datastructures import QueryParams

from aeptui.localplatform.problems import Problem
from aeptui.localplatform.registry.compose import Node

UNPAGED = 300
"""Items that a list holds at most when no page is asked for."""

_MOST = 500
_FILTER = re.compile(r"(?P<name>[^=!<>]+)(?:(?P<operator>==|!=|<=|>=|<|>)(?P<value>.*))?", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?", re.ASCII)
_METADATA = {"created": "repo:createdDate", "updated": "repo:lastModifiedDate"}
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda mine, wanted: bool(mine == wanted),
    "!=": lambda mine, wanted: bool(mine != wanted),
    "<": lambda mine, wanted: bool(mine < wanted),
    ">": lambda mine, wanted: bool(mine > wanted),
    "<=": lambda mine, wanted: bool(mine <= wanted),
    ">=": lambda mine, wanted: bool(mine >= wanted),
}
_Key = tuple[int, float, str]


def page(items: list[Node], query: QueryParams) -> tuple[list[Node], Node]:
    """The items that a query asks for, and the ``_page`` of the answer.

    ``next`` is the value of the first sort key at the end of the page; the next page starts strictly behind it, so a
    page never ends between two items with the same value: ``limit`` is a hint.
    """
    found = [item for item in items if all(_fits(item, text) for text in query.getlist("property"))]
    orderby = query.get("orderby", "")
    if not orderby:
        if "limit" in query or "start" in query:
            raise Problem.bad_request("limit and start can only be used together with orderby")
        return found[:UNPAGED], {"orderby": "updated", "next": None, "count": min(len(found), UNPAGED)}
    names = [name.strip() for name in orderby.split(",") if name.strip(" -")]
    if not names:
        raise Problem.bad_request(f"orderby names no property: {orderby}")
    for name in reversed(names):
        found.sort(key=lambda item, name=name: _key(item, name), reverse=name.startswith("-"))  # type: ignore[misc]
    if "start" in query:
        found = _after(found, names[0], query["start"])
    shown, rest = _cut(found, names[0], _limit(query))
    following = _text(_value(shown[-1], names[0])) if rest and shown else None
    return shown, {"orderby": orderby, "next": following, "count": len(shown)}


def _cut(found: list[Node], name: str, limit: int) -> tuple[list[Node], list[Node]]:
    end = limit
    while 0 < end < len(found) and _key(found[end], name) == _key(found[end - 1], name):
        end += 1
    return found[:end], found[end:]


def _after(found: list[Node], name: str, start: str) -> list[Node]:
    mark = _sortable(start)
    if name.startswith("-"):
        return [item for item in found if _key(item, name) < mark]
    return [item for item in found if _key(item, name) > mark]


def _limit(query: QueryParams) -> int:
    text = query.get("limit", str(UNPAGED))
    if not text.isdigit() or int(text) > _MOST:
        raise Problem.bad_request(f"limit must be a whole number from 0 to {_MOST}")
    return int(text) or UNPAGED


def _fits(item: Node, text: str) -> bool:
    parts = _FILTER.fullmatch(text)
    if parts is None:
        raise Problem.bad_request(f"property is not understood: {text}")
    mine = _value(item, parts["name"].strip())
    if parts["operator"] is None:
        return mine is not None
    test, wanted = _TESTS[parts["operator"]], parts["value"].strip().strip('"')
    if isinstance(mine, list):
        hit = any(str(member) == wanted for member in mine)
        return not hit if parts["operator"] == "!=" else hit
    return test(_sortable(mine), _sortable(wanted)) if mine is not None else parts["operator"] == "!="


def _value(item: Node, name: str) -> Any:
    name = name.lstrip("-+ ")
    if name in _METADATA and name not in item:
        return item.get("meta:registryMetadata", {}).get(_METADATA[name])
    return item.get(name)


def _key(item: Node, name: str) -> _Key:
    return _sortable(_value(item, name))


def _sortable(value: Any) -> _Key:
    """Orders nothing before numbers before texts; a text of digits is a number, as it comes back from a query."""
    text = _text(value)
    if text == "":
        return (0, 0, "")
    if _NUMBER.fullmatch(text):
        return (1, float(text), "")
    return (2, 0, text)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
