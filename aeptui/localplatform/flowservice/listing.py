"""Lists in pages: order, size, continuation tokens, counts."""

import base64
import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import quote

from aeptui.localplatform.context import Call
from aeptui.localplatform.flowservice import filters
from aeptui.localplatform.problems import Problem

Document = dict[str, Any]

DEFAULT_LIMIT = 20
MAX_LIMIT = 100


def answer(call: Call, collection: str, documents: list[Document], fields: Collection[str]) -> Document:
    """The answer of a list call: ``{"items", "_links"}``, or ``{"count"}`` when a count is asked for.

    ``collection`` is the name in the link to the next page, relative to the service; ``fields`` are the names that
    filters and orders may begin with. A continuation token carries every parameter of the first call.
    """
    asked = _asked(call)
    wanted = filters.parse(asked["property"], fields)
    found = [document for document in documents if all(condition.matches(document) for condition in wanted)]
    if asked["count"] == "true":
        if asked["limit"] is not None:
            raise Problem.flow("1401-400", "limit and count together", "ask for a count or for a page, not for both")
        return {"count": len(found)}
    found = _ordered(found, asked["orderby"], fields)
    start = _position(found, asked)
    limit = _limit(asked["limit"])
    page = found[start : start + limit]
    links: Document = {}
    if start + limit < len(found):
        token = _token(asked | {"after": page[-1]["id"], "start": start + limit})
        links = {"next": {"href": f"/{collection}?continuationToken={quote(token)}"}}
    return {"items": page, "_links": links}


def _asked(call: Call) -> Document:
    token = call.query.get("continuationToken")
    if token:
        return _from_token(token)
    return {
        "property": call.query.getlist("property"),
        "orderby": call.query.get("orderby") or "",
        "limit": call.query.get("limit"),
        "count": (call.query.get("count") or "").lower(),
    }


def _token(asked: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(asked).encode()).decode().rstrip("=")


def _from_token(token: str) -> Document:
    try:
        padded = token + "=" * (-len(token) % 4)
        asked: Document = json.loads(base64.urlsafe_b64decode(padded))
        return {name: asked[name] for name in ("property", "orderby", "limit", "count", "after", "start")}
    except (ValueError, KeyError, TypeError) as error:
        raise Problem.flow("1452-400", "Invalid parameter value", "this continuationToken is not valid") from error


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if not text.isdecimal() or int(text) < 1:
        raise Problem.flow("1452-400", "Invalid parameter value", f"limit is a number from 1, not {text!r}")
    return min(int(text), MAX_LIMIT)


def _position(documents: list[Document], asked: Document) -> int:
    """Where the page begins: behind the last object seen, or where that was if it is gone."""
    if "after" not in asked:
        return 0
    places = (index for index, document in enumerate(documents) if document["id"] == asked["after"])
    return next(places, asked["start"] - 1) + 1


def _ordered(documents: list[Document], order: str, fields: Collection[str]) -> list[Document]:
    for key in reversed(order.split(",") if order else []):
        name = key.strip().lstrip("+-")
        if not name:
            raise Problem.flow("1433-400", "Invalid orderby", f"{order!r} has a place without a field")
        if name.split(".")[0] not in fields:
            raise Problem.flow("1432-400", "Invalid orderby", f"{name!r} is not a field of these objects")
        documents = sorted(documents, key=lambda document: _rank(document, name), reverse=key.strip().startswith("-"))
    return documents


def _rank(document: Document, path: str) -> tuple[int, float, str]:
    """Values that may be compared with each other: missing ones first, then numbers, then texts."""
    value: Any = document
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, (int, float)):
        return (1, float(value), "")
    return (2, 0.0, str(value))
