"""Catalog's lists: objects keyed by id, filtered, ordered, cut to a page and to some of their properties."""

import re
from collections.abc import Collection
from typing import Any

from starlette.datastructures import QueryParams

from aeptui.localplatform.problems import Problem

MOST = 100
"""Objects that a page holds at most."""

_FILTER = re.compile(r"(?P<path>[^~=!<>]+)(?:(?P<operator>==|!=|<=|>=|<|>|~|=)(?P<value>.*))?", re.DOTALL)
_DIRECTIONS = {"asc": False, "desc": True}
_Document = dict[str, Any]


def listed(documents: list[_Document], query: QueryParams, names: Collection[str]) -> dict[str, _Document]:
    """The page that a query asks for. ``names`` are the properties that can be filtered by equality.

    Raises Problem (400) for a query that is not understood.
    """
    found = [item for item in documents if _matches(item, query, names)]
    _order(found, query.get("orderBy", ""))
    start = _whole(query.get("start", "0"), "start", 0, None)
    limit = _whole(query.get("limit", str(MOST)), "limit", 1, MOST)
    return {item["id"]: shown(item, query) for item in found[start : start + limit]}


def shown(document: _Document, query: QueryParams) -> _Document:
    """An object without its id, which is its key, and with the properties that the query lists or all of them."""
    listed = [name.strip() for name in query.get("properties", "").split(",") if name.strip()]
    return {key: value for key, value in document.items() if key != "id" and (not listed or key in listed)}


def _matches(item: _Document, query: QueryParams, names: Collection[str]) -> bool:
    for name, value in query.multi_items():
        if name in names and _plain(item.get(name)) != value:
            return False
        if name == "createdAfter" and not item["created"] > _whole(value, name, 0, None):
            return False
        if name == "createdBefore" and not item["created"] < _whole(value, name, 0, None):
            return False
        if name == "tags" and not all(_tagged(item, wanted) for wanted in value.split(",")):
            return False
        if name == "property" and not _fits(item, value):
            return False
    return True


def _tagged(item: _Document, wanted: str) -> bool:
    name, _, value = wanted.partition(":")
    values = [_unspaced(known) for known in item.get("tags", {}).get(name, [])]
    return bool(values) if value in ("", "*") else _unspaced(value) in values


def _fits(item: _Document, text: str) -> bool:
    parts = _FILTER.fullmatch(text)
    if parts is None:
        raise Problem.catalog(400, "Bad Request", f"property is not understood: {text}")
    mine = _at(item, parts["path"].strip())
    if parts["operator"] is None:
        return bool(mine)
    wanted = parts["value"].strip('"')
    if parts["operator"] in ("==", "="):
        return wanted in mine
    if parts["operator"] == "!=":
        return wanted not in mine
    if parts["operator"] == "~":
        try:
            return any(re.search(wanted, value) for value in mine)
        except re.error as error:
            raise Problem.catalog(400, "Bad Request", f"property: no regular expression: {error}") from error
    return any(_compared(value, parts["operator"], wanted) for value in mine)


def _compared(mine: str, operator: str, wanted: str) -> bool:
    numeric = mine.isdigit() and wanted.isdigit()
    order = (int(mine) > int(wanted)) - (int(mine) < int(wanted)) if numeric else (mine > wanted) - (mine < wanted)
    return {"<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[operator]


def _at(item: Any, path: str) -> list[str]:
    """The values at a dotted path as texts; a list gives each of its members."""
    for part in path.split("."):
        item = item.get(part) if isinstance(item, dict) else None
    if item is None:
        return []
    return [_plain(value) for value in item] if isinstance(item, list) else [_plain(item)]


def _order(found: list[_Document], text: str) -> None:
    """Sorts in place; each part of ``text`` may name its direction, which holds for the parts behind it too."""
    keys, descending = [], False
    for part in text.split(","):
        direction, colon, name = part.strip().rpartition(":")
        if colon and direction not in _DIRECTIONS:
            raise Problem.catalog(400, "Bad Request", f"orderBy must be like asc:created or desc:created, not {text}")
        descending = _DIRECTIONS[direction] if colon else descending
        if name:
            keys.append((name, descending))
    for name, reverse in reversed(keys):
        found.sort(key=lambda item, name=name: _rank(item.get(name)), reverse=reverse)  # type: ignore[misc]


def _rank(value: Any) -> tuple[int, float, str]:
    if isinstance(value, int | float):
        return (1, float(value), "")
    return (0, 0.0, "") if value is None else (2, 0.0, str(value))


def _whole(text: str, name: str, least: int, most: int | None) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) < least or (most is not None and int(text) > most):
        limits = f"of {least} or more" if most is None else f"from {least} to {most}"
        raise Problem.catalog(400, "Bad Request", f"{name} must be a whole number {limits}")
    return int(text)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _unspaced(text: str) -> str:
    return text.replace(" ", "")
