"""The two ways in which the services are asked: for one object, and for a list of any length."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Any, TypeVar

from aeptui.services.errors import BadAnswer
from aeptui.services.http import HttpClient
from aeptui.services.paging import Following
from aeptui.services.request import Pairs, Request
from aeptui.services.wire import Wire, only, read

_Item = TypeVar("_Item")
_Model = TypeVar("_Model", bound=Wire)


async def ask(http: HttpClient, request: Request, model: type[_Model]) -> _Model:
    """The object that ``request`` answers: itself, or the one item of a list. Raises PlatformError."""
    body = (await http.send(request)).body
    if not request.writes:
        return only(model, body, request.operation)
    # Adobe's guide shows the object where its specification has a list of it.
    items = body.get("items") if isinstance(body, Mapping) and "id" not in body else None
    answered = items[0] if isinstance(items, list) and items else body
    return read(model, answered, request.operation, outcome_unknown=True)


async def walk(
    http: HttpClient, request: Request, read_page: Callable[[Any], Sequence[_Item]], following: Following
) -> AsyncIterator[_Item]:
    """Every item of a list, page after page, each page fetched when its first item is wanted.

    ``read_page`` takes the items out of a body. Raises PlatformError; BadAnswer where the service names a page twice.
    """
    page: Request | None = request
    seen: set[Pairs] = set()
    while page is not None:
        if page.params in seen:
            raise BadAnswer("the list never ends: the service named the same page twice", operation=page.operation)
        seen.add(page.params)
        body = (await http.send(page)).body
        items = read_page(body)
        for item in items:
            yield item
        page = following(page, body, len(items))
