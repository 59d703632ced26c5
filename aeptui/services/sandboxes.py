"""Sandboxes of the organisation that the signed-in client may use."""

from collections.abc import AsyncIterator

from pydantic import AliasChoices, Field

from aeptui.services.calls import ask, walk
from aeptui.services.http import HttpClient
from aeptui.services.paging import by_total
from aeptui.services.request import Request, segment
from aeptui.services.wire import Wire, members, read_all


class Sandbox(Wire):
    """A sandbox. ``state``: creating, active, deleting, resetting, deleted or failed; ``type``: production,
    development."""

    name: str
    title: str = ""
    state: str = ""
    type: str = ""
    region: str = ""
    is_default: bool = Field(default=False, alias="isDefault")
    etag: str = Field(default="", validation_alias=AliasChoices("eTag", "etag"))

    @property
    def usable(self) -> bool:
        """Whether work can be done in it."""
        return self.state.lower() == "active"

    @property
    def production(self) -> bool:
        """Whether it holds what customers see."""
        return self.type.lower() == "production"


def list_request() -> Request:
    """All sandboxes open to the caller: the one listing that belongs to no sandbox."""
    return Request("list the sandboxes", "GET", "sandbox", "/", sandbox=False)


def lookup_request(name: str) -> Request:
    """One sandbox by its name; wants the permission to administer them."""
    return Request(f"look up the sandbox {name}", "GET", "sandbox", f"/sandboxes/{segment(name)}")


class Sandboxes:
    """The sandbox service."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    def available(self) -> AsyncIterator[Sandbox]:
        """The sandboxes the client may use, in whatever state; an empty list means that it has no role."""
        request = list_request()
        return walk(
            self._http, request, lambda body: read_all(Sandbox, members(body, "sandboxes"), request.operation), by_total
        )

    async def lookup(self, name: str) -> Sandbox:
        """The sandbox called ``name``. Raises NotAllowed without the permission, NotFound."""
        return await ask(self._http, lookup_request(name), Sandbox)
