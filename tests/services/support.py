"""What the tests of the service layer share: a clock that only they move, a client, a server of scripted answers."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from aeptui.services.auth import Credentials
from aeptui.services.endpoint import Endpoint
from aeptui.services.errors import PlatformError
from aeptui.services.flow_service import entities
from aeptui.services.http import HttpClient, Limits
from aeptui.services.platform import Platform
from aeptui.services.request import Request

PLATFORM = "https://platform.test"
IMS = "https://ims.test"
TOKEN_URL = f"{IMS}/ims/token/v3"
SECRET = "a-very-secret-value"
TENANT = "acme"
SCHEMA = f"https://ns.adobe.com/{TENANT}/schemas/b750bd161fef405bc324d0c8809b02c494d73e60e7ae9b3e"

FLOWS = f"{PLATFORM}/data/foundation/flowservice/flows"
LIST = Request("list the dataflows", "GET", "flow-service", "/flows")
CREATE = entities.create_request("flows", {"name": "f"})
PATCH = entities.patch_request("flows", "f1", '"v1"', [{"op": "replace", "path": "/name", "value": "g"}])
DELETE = entities.delete_request("flows", "f1")


class Clock:
    """Seconds that pass only by sleeping."""

    def __init__(self, now: float = 1_000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


def client(clock: Clock | None = None, **changes: Any) -> HttpClient:
    """A client whose waits take no time; keyword arguments as of ``HttpClient``."""
    clock = clock or Clock()
    settings: dict[str, Any] = {
        "endpoint": Endpoint(PLATFORM, IMS),
        "credentials": Credentials("client-1", SECRET, ("openid", "AdobeID")),
        "org_id": "ORG1@AdobeOrg",
        "sandbox": "dev",
        "limits": Limits(per_second=10_000),
        "clock": clock,
        "sleep": clock.sleep,
        "jitter": lambda: 0.5,
    }
    return HttpClient(**(settings | changes))


def platform(**changes: Any) -> Platform:
    """All services over ``client``."""
    return Platform(client(**changes))


async def failure(request: Request, **settings: Any) -> PlatformError:
    """The error that sending ``request`` ends with."""
    http = client(**settings)
    with pytest.raises(PlatformError) as caught:
        await http.send(request)
    await http.aclose()
    return caught.value


def token_answer(token: str = "token-1", expires_in: object = 86399) -> httpx.Response:
    """What sign-in answers."""
    return httpx.Response(200, json={"access_token": token, "token_type": "bearer", "expires_in": expires_in})


def answers(*scripted: httpx.Response | Exception) -> Callable[[httpx.Request], httpx.Response]:
    """A side effect that gives the scripted answers in turn, the last one for ever."""
    left = list(scripted)

    def answer(request: httpx.Request) -> httpx.Response:
        following = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(following, Exception):
            raise following
        return httpx.Response(following.status_code, headers=following.headers, content=following.content)

    return answer


def sent_json(call: Any) -> Any:
    """The JSON body of a call that respx saw."""
    return json.loads(call.request.content)


async def gather(items: AsyncIterator[Any]) -> list[Any]:
    """All items of an asynchronous iterator."""
    return [item async for item in items]


Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter, bytes], Awaitable[None]]


class RawServer:
    """An HTTP server on loopback whose answers are written byte by byte by a handler, one call for each request."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self.requests: list[bytes] = []
        self.open = 0
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        try:
            while (head := await reader.readuntil(b"\r\n\r\n")) != b"":
                lines = head.decode().lower().split("\r\n")
                length = next((int(line.split(":")[1]) for line in lines if line.startswith("content-length:")), 0)
                body = await reader.readexactly(length)
                self.requests.append(head + body)
                await self._handler(reader, writer, head)
                if writer.is_closing():
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open -= 1
            writer.close()


@asynccontextmanager
async def raw_server(handler: Handler) -> AsyncIterator[RawServer]:
    """Runs a ``RawServer`` for the time of a test."""
    server = RawServer(handler)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()
        await listening.wait_closed()


def raw_answer(body: bytes, status: str = "200 OK", headers: Sequence[str] = ()) -> bytes:
    """The bytes of an answer with a JSON body."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Waits for a condition, at most ``seconds``."""
    for _ in range(int(seconds * 1000)):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise TimeoutError("the condition did not come true in time")
