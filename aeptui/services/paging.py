"""The ways in which the services continue a list, as pure functions.

A continuation is named relative to the service's base path, by an absolute link of any host, or by its value alone.
Only its query is taken: the path stays that of the first request, and the host that of the profile.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aeptui.services.request import Request

Following = Callable[[Request, Any, int], Request | None]
"""The request of the next page from the request, the body and the number of items of a page; None after the last."""


def by_link(request: Request, body: Any, count: int) -> Request | None:
    """Follows ``_links.next``: a link that holds all parameters, or a continuation token alone (Flow Service)."""
    link = _next_link(body)
    if not link:
        return None
    if "?" in link:
        return replace(request, params=tuple(parse_qsl(urlsplit(link).query, keep_blank_values=True)))
    return None if "/" in link else with_param(request, "continuationToken", link)


def by_key(request: Request, body: Any, count: int) -> Request | None:
    """Asks for what comes after the sort key in ``_page.next`` (Schema Registry; needs an order in the request)."""
    page = body.get("_page") if isinstance(body, Mapping) else None
    key = page.get("next") if isinstance(page, Mapping) else None
    return None if key in (None, "") else with_param(request, "start", str(key))


def by_offset(request: Request, body: Any, count: int) -> Request | None:
    """Moves ``start`` on until a page is not full (Catalog, Data Prep, Data Access; needs ``limit`` in the request).

    Where the service says that it allows less than was asked for, that counts.
    """
    params = dict(request.params)
    page = body.get("_page") if isinstance(body, Mapping) else None
    allowed = page.get("limit") if isinstance(page, Mapping) else None
    limit = int(params["limit"])
    full = min(limit, allowed) if isinstance(allowed, int) and allowed > 0 else limit
    if count < full:
        return None
    return with_param(request, "start", str(int(params.get("start", "0")) + count))


def by_total(request: Request, body: Any, count: int) -> Request | None:
    """Follows ``_links.next``, or moves ``offset`` on while ``_page.count`` promises more (sandboxes)."""
    linked = by_link(request, body, count)
    if linked is not None or count == 0:
        return linked
    page = body.get("_page") if isinstance(body, Mapping) else None
    total = page.get("count") if isinstance(page, Mapping) else None
    reached = int(dict(request.params).get("offset", "0")) + count
    if not isinstance(total, int) or reached >= total:
        return None
    return with_param(with_param(request, "limit", str(count)), "offset", str(reached))


def with_param(request: Request, name: str, value: str) -> Request:
    """``request`` with the query parameter ``name`` set to ``value`` and all others kept in their order."""
    kept = tuple(pair for pair in request.params if pair[0] != name)
    return replace(request, params=(*kept, (name, value)))


def _next_link(body: Any) -> str:
    links = body.get("_links") if isinstance(body, Mapping) else None
    following = links.get("next") if isinstance(links, Mapping) else None
    if isinstance(following, Mapping):
        following = following.get("href")
    return following if isinstance(following, str) else ""
