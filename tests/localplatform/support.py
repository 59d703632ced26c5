"""Helpers for tests of the local platform: a client over ASGI, and a server on a real socket."""

import json
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from aeptui.localplatform import tokens
from aeptui.localplatform.context import Service
from aeptui.localplatform.gateway import Gateway
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.server import LocalServer, Options
from aeptui.localplatform.services import services

WAIT = 10.0
"""Seconds after which a test gives up waiting."""


class Client:
    """Calls a platform the way a signed-in client does; every header can be replaced or (with None) left out."""

    def __init__(self, http: httpx.AsyncClient, platform: Platform, token: str) -> None:
        self.http = http
        self.platform = platform
        self.token = token

    def headers(self, **changes: str | None) -> dict[str, str]:
        """The four headers; names in ``changes`` are written with ``_`` for ``-``."""
        known: dict[str, str | None] = {
            "authorization": f"Bearer {self.token}",
            "x-api-key": self.platform.client_id,
            "x-gw-ims-org-id": self.platform.org_id,
            "x-sandbox-name": "dev",
        }
        known |= {name.replace("_", "-"): value for name, value in changes.items()}
        return {name: value for name, value in known.items() if value is not None}

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        **headers: str | None,
    ) -> httpx.Response:
        """One call; ``path`` below /data, a body is sent as JSON."""
        content = None if body is None else json.dumps(body)
        if content is not None:
            headers.setdefault("content_type", "application/json")
        return await self.http.request(
            method, f"/data{path}", content=content, params=params, headers=self.headers(**headers)
        )

    async def done(self, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """The JSON of a call that must succeed."""
        reply = await self.call(method, path, body, **options)
        assert reply.status_code < 300, reply.text
        return reply.json() if reply.content else None


@asynccontextmanager
async def asgi_client(
    data_dir: Path, offered: Sequence[Service] = (), files_dir: Path | None = None, **options: Any
) -> AsyncIterator[Client]:
    """A client of a platform without a socket, with the services ``offered`` or else all; ``options`` as of Gateway."""
    platform = Platform(data_dir, files_dir)
    gateway = Gateway(platform, offered or services(platform)[0], **options)
    try:
        transport = httpx.ASGITransport(gateway, raise_app_exceptions=True)
        async with httpx.AsyncClient(transport=transport, base_url="http://platform.test") as http:
            yield Client(http, platform, tokens.issue(platform))
    finally:
        platform.close()


@contextmanager
def running_server(data_dir: Path, **options: Any) -> Iterator[dict[str, Any]]:
    """A server on a real socket in a thread; gives its ``info``."""
    server = LocalServer(Options(data_dir, **options))
    ready = threading.Event()
    info: dict[str, Any] = {}
    failures: list[BaseException] = []

    def tell(said: dict[str, Any]) -> None:
        info.update(said)
        ready.set()

    def work() -> None:
        try:
            server.run(tell)
        except BaseException as error:
            failures.append(error)
            ready.set()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert ready.wait(WAIT), "the server did not start"
        if failures:
            raise failures[0]
        yield info
    finally:
        server.stop()
        thread.join(WAIT)
        assert not thread.is_alive(), "the server did not stop"


REGISTRY = "/foundation/schemaregistry"
XED = "application/vnd.adobe.xed+json; version=1"
XED_ID = "application/vnd.adobe.xed-id+json"
XED_FULL = "application/vnd.adobe.xed-full+json; version=1"
PROFILE = "https://ns.adobe.com/xdm/context/profile"
PERSON_DETAILS = "https://ns.adobe.com/xdm/context/profile-person-details"
PERSONAL_DETAILS = "https://ns.adobe.com/xdm/context/profile-personal-details"


def place(kind: str, id: str) -> str:
    """The path of a tenant's resource, its identifier encoded."""
    return f"{REGISTRY}/tenant/{kind}/{quote(id, safe='')}"


async def make_schema(client: Client, title: str = "Customers", *groups: str) -> dict[str, Any]:
    """A schema of the Profile class with the two groups of contact data and ``groups``."""
    references = [PROFILE, PERSON_DETAILS, PERSONAL_DETAILS, *groups]
    body = {
        "type": "object",
        "title": title,
        "description": "People who ask",
        "allOf": [{"$ref": reference} for reference in references],
    }
    made: dict[str, Any] = await client.done("POST", f"{REGISTRY}/tenant/schemas", body)
    return made


def group_body(client: Client, title: str = "Support", **fields: Any) -> dict[str, Any]:
    """The body of a field group for Profile with ``fields`` below the tenant's namespace."""
    namespace = {client.platform.tenant_namespace: {"type": "object", "properties": fields}}
    return {
        "type": "object",
        "title": title,
        "description": "Cases",
        "meta:intendedToExtend": [PROFILE],
        "definitions": {"customFields": {"type": "object", "properties": namespace}},
        "allOf": [{"$ref": "#/definitions/customFields"}],
    }


async def make_dataset(client: Client, schema_id: str, name: str = "Customers", **more: Any) -> str:
    """A dataset of a schema; gives its id."""
    reference = {"id": schema_id, "contentType": "application/vnd.adobe.xed+json;version=1"}
    body = {"name": name, "schemaRef": reference, **more}
    (made,) = await client.done("POST", "/foundation/catalog/dataSets", body)
    return str(made).removeprefix("@/dataSets/")
