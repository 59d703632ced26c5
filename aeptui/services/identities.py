"""Identity namespaces: what kinds of identifiers of people the organisation knows."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from aeptui.services.calls import ask
from aeptui.services.http import HttpClient
from aeptui.services.request import Request
from aeptui.services.wire import Wire, members, read_all


class Namespace(Wire):
    """A namespace: descriptors name it by its code; ``custom`` ones belong to the organisation."""

    id: int
    code: str
    name: str = ""
    description: str = ""
    status: str = ""
    type: str = Field(default="", alias="idType")
    custom: bool = False


def list_request() -> Request:
    """All namespaces, Adobe's and the organisation's own."""
    return Request("list the identity namespaces", "GET", "identity", "/identities")


def create_request(name: str, code: str, id_type: str, description: str | None = None) -> Request:
    """Makes a namespace of the organisation."""
    body = {"name": name, "code": code, "idType": id_type} | ({"description": description} if description else {})
    return Request("create the identity namespace", "POST", "identity", "/identities", body=body)


class Identities:
    """The namespaces of the identity service."""

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    async def namespaces(self) -> list[Namespace]:
        """All namespaces, Adobe's and the organisation's own."""
        request = list_request()
        body: Any = (await self._http.send(request)).body
        values = (
            members(body, "identities")
            if isinstance(body, Mapping) and "identities" in body
            else members(body, "items")
        )
        return read_all(Namespace, values, request.operation)

    async def create(self, name: str, code: str, id_type: str, description: str | None = None) -> Namespace:
        """Makes a namespace of the organisation; it cannot be deleted again."""
        return await ask(self._http, create_request(name, code, id_type, description), Namespace)
