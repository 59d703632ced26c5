"""The one place where requests leave the program: addresses, headers, sign-in, limits, repeating, recording.

The HTTP library is used in this module alone. Everything else deals with ``Request``, ``Response`` and
``PlatformError``.
"""

import asyncio
import json
import os
import random
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

from aeptui import __version__
from aeptui.services.answers import Raw, Response, judge
from aeptui.services.auth import Credentials, Tokens, TokenStore
from aeptui.services.endpoint import Endpoint, header_value, is_loopback
from aeptui.services.errors import Invalid, PlatformError, ReadOnly, Unreachable, parse_error, plain
from aeptui.services.masking import conceal, secret_values
from aeptui.services.rate import DEFAULT_RATE, RateLimiter
from aeptui.services.record import Recorder
from aeptui.services.request import Form, Request
from aeptui.services.retry import Broken, Outcome, Policy, decide, http_date, retry_after

TOKEN_REFUSED = "401013"

_PATIENCE = 1.0
"""Seconds after which a call that was cancelled and goes on is cancelled again."""
"""The gateway's code for a token that is not valid (any more): the only refusal that a new token can mend."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much at once and how long: requests at a time and a second, seconds to connect, between two pieces of an
    answer and for a whole one, and the largest answer in bytes."""

    at_once: int = 4
    per_second: int = DEFAULT_RATE
    connect: float = 10.0
    read: float = 60.0
    whole: float = 90.0
    largest: int = 64 * 1024 * 1024


class _TooLarge(Exception):
    pass


class HttpClient:
    """Sends requests as one API client, for one organisation and sandbox. Close it with ``aclose``.

    ``read_only`` refuses everything that may change something. ``clock`` counts seconds, ``sleep`` waits them; both are
    replaceable, as is ``jitter`` (a random number of [0, 1)). ``date`` is the platform's own time in its latest answer
    (aware, UTC; None before the first). ``recording_problem`` is why the recording ended, None while it goes on.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        credentials: Credentials,
        *,
        org_id: str,
        sandbox: str | None = None,
        read_only: bool = False,
        recorder: Recorder | None = None,
        token_store: TokenStore | None = None,
        limits: Limits | None = None,
        policy: Policy | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.endpoint = endpoint
        self.org_id = header_value("organisation id", org_id)
        self.sandbox = None if sandbox is None else header_value("sandbox name", sandbox)
        self.read_only = read_only
        self.date: datetime | None = None
        self.recording_problem: OSError | None = None
        self.tokens = Tokens(credentials, self._fetch_token, store=token_store)
        self._client_id = credentials.client_id
        self._recorder = recorder
        self._limits = limits or Limits()
        self._policy = policy or Policy()
        self._clock, self._sleep, self._jitter = clock, sleep, jitter
        self._slots = asyncio.Semaphore(self._limits.at_once)
        self._rate = RateLimiter(self._limits.per_second, clock=clock, sleep=sleep)
        self._http = _open(endpoint, self._limits)
        self._callers: set[asyncio.Task[Any]] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._closing = asyncio.Event()

    def for_sandbox(self, name: str) -> "HttpClient":
        """The same client for another sandbox: connections, token and limits are shared; close only one of them."""
        other = copy(self)
        other.sandbox = header_value("sandbox name", name)
        return other

    async def aclose(self) -> None:
        """Closes every connection. Calls that are still under way are cancelled first, and have ended afterwards.

        Such calls are left over where one of several that wait for each other failed: nobody wants their answer, and
        one that is just connecting would outlive the loop. A call that overhears its cancellation is told again, and
        repeats nothing any more.
        """
        self._closing.set()
        while self._callers:
            for task in self._callers:
                task.cancel("the session was closed")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), _PATIENCE)
        await self._http.aclose()

    async def send(self, request: Request) -> Response:
        """Sends ``request``, repeating it where that is safe, and returns the answer of a success.

        Raises a subclass of PlatformError for everything else.
        """
        if self.read_only and request.writes:
            raise ReadOnly("the program runs read-only; nothing was sent", operation=request.operation)
        if self._closing.is_set():
            raise Unreachable("the session was closed; nothing was sent", operation=request.operation)
        with self._under_way():
            return await self._persist(request, self._authorised)

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        """Notes that the present task waits for an answer."""
        task = asyncio.current_task()
        assert task is not None
        self._callers.add(task)
        self._idle.clear()
        try:
            yield
        finally:
            self._callers.discard(task)
            if not self._callers:
                self._idle.set()

    async def _persist(self, request: Request, once: Callable[[Request], Awaitable[Raw]]) -> Response:
        """Sends until there is an answer or no sense in going on."""
        began, attempt, unclear = self._clock(), 0, False
        while True:
            raw = await once(request)
            attempt += 1
            wait = decide(
                request,
                raw.outcome,
                attempt=attempt,
                elapsed=self._clock() - began,
                jitter=self._jitter(),
                policy=self._policy,
            )
            if wait is None or self._closing.is_set():
                return self._judge(request, raw, unclear)
            unclear = unclear or raw.outcome.unclear
            await self._sleep(wait)

    async def _authorised(self, request: Request) -> Raw:
        """One attempt with the token at hand, and a second with a new one where the gateway says the token has
        ended."""
        async with self._slots:
            token = await self.tokens.current()
            raw = await self._exchange(request, token)
            if raw.outcome.status == 401 and _code_of(raw) == TOKEN_REFUSED:
                renewed = await self.tokens.replacement(token)
                if renewed is not None:
                    raw = await self._exchange(request, renewed)
            return raw

    async def _fetch_token(self, request: Request) -> Any:
        # Runs inside the slot of the call that needs the token: taking another one could wait for itself.
        return (await self._persist(request, lambda each: self._exchange(each, None))).body

    async def _exchange(self, request: Request, token: str | None) -> Raw:
        """Sends once and reads the whole answer."""
        await self._rate.wait()
        wire = self._wire(request, token)
        headers: dict[str, str] = {}
        status, content, broken, why = None, b"", None, ""
        try:
            async with asyncio.timeout(request.timeout or self._limits.whole):
                response = await self._http.send(wire, stream=True)
                status, headers = response.status_code, {k.lower(): v for k, v in response.headers.items()}
                try:
                    content = await _read(response, self._limits.largest)
                finally:
                    await response.aclose()
        except _TooLarge:
            why = f"the answer is larger than {self._limits.largest} bytes"
        except httpx.DecodingError:
            why = "the answer cannot be unpacked"
        except (httpx.TransportError, OSError) as error:
            broken, why = _broken(error, status), _reason(error)
        self._note(wire, request, status, headers, content)
        outcome = Outcome(None if broken else status, broken, retry_after(headers, datetime.now(UTC)))
        self._observe(request, outcome, headers)
        return Raw(outcome, headers, content, why)

    def _wire(self, request: Request, token: str | None) -> httpx.Request:
        """The request as the HTTP library wants it. Raises Invalid for what cannot be sent at all."""
        base = self.endpoint.ims_url if request.service == "ims" else self.endpoint.platform_url
        timeout = httpx.Timeout(self._limits.read, connect=self._limits.connect)
        if request.timeout:
            timeout.read = request.timeout
        try:
            query = f"?{urlencode(request.params)}" if request.params else ""
            content, media = _content(request.body)
            headers = self._identity(request, token) | media | dict(request.headers)
            headers = {name: header_value(f"header {name}", value) for name, value in headers.items()}
            url = base + request.url_path + query
            return self._http.build_request(request.method, url, headers=headers, content=content, timeout=timeout)
        except (TypeError, ValueError, httpx.InvalidURL) as error:
            raise Invalid(f"it holds what cannot be sent: {plain(error, 200)}", operation=request.operation) from None

    def _identity(self, request: Request, token: str | None) -> dict[str, str]:
        """The headers that say who asks, where and for what kind of answer; without a token (sign-in) the last
        alone."""
        headers = {"Accept": "*/*" if request.answer == "bytes" else "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
            headers["x-api-key"] = self._client_id
            headers["x-gw-ims-org-id"] = self.org_id
        if token is not None and request.sandbox:
            if self.sandbox is None:
                raise ValueError("no sandbox is chosen")
            headers["x-sandbox-name"] = self.sandbox
        return headers

    def _observe(self, request: Request, outcome: Outcome, headers: Mapping[str, str]) -> None:
        if outcome.status == 429:
            asked = outcome.retry_after
            self._rate.refused(None if asked is None else min(asked, self._policy.longest_wait))
        elif outcome.status is not None:
            self._rate.passed()
        if request.service != "ims" and (date := http_date(headers.get("date", ""))) is not None:
            self.date = date

    def _note(
        self, wire: httpx.Request, request: Request, status: int | None, headers: Mapping[str, str], content: bytes
    ) -> None:
        if self._recorder is None or self.recording_problem is not None:
            return
        try:
            self._recorder.add(
                method=wire.method,
                url=str(wire.url),
                request_headers=wire.headers,
                request_content=wire.content,
                status=status,
                response_headers=headers,
                response_content=content,
                secrets=self._secrets(request),
            )
        except OSError as error:
            # What the platform answered matters more than its record: an id must not get lost on a full disk.
            self.recording_problem = error

    def _secrets(self, request: Request) -> tuple[str, ...]:
        body = dict(request.body.fields) if isinstance(request.body, Form) else request.body
        return (*self.tokens.secrets, *secret_values(body))

    def _judge(self, request: Request, raw: Raw, unclear: bool) -> Response:
        """The answer as a value, or the error it stands for; ``unclear`` says that an earlier attempt may have
        worked."""
        try:
            return judge(request, raw, unclear)
        except PlatformError as error:
            raise error.hide(lambda text: conceal(text, self._secrets(request))) from None


def _content(body: Any) -> tuple[bytes | None, dict[str, str]]:
    """The bytes of a body and the header that names their kind; nothing for no body."""
    if body is None:
        return None, {}
    if isinstance(body, Form):
        return urlencode(body.fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    return json.dumps(body, allow_nan=False).encode(), {"Content-Type": "application/json"}


def _code_of(raw: Raw) -> str:
    return parse_error(401, raw.headers, raw.content, "").code


async def _read(response: httpx.Response, largest: int) -> bytes:
    pieces, size = [], 0
    async for piece in response.aiter_bytes():
        size += len(piece)
        if size > largest:
            raise _TooLarge
        pieces.append(piece)
    return b"".join(pieces)


def _broken(error: Exception, status: int | None) -> Broken:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError):
        return Broken.UNSENT
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return Broken.LATE
    return Broken.LOST if status is None else Broken.CUT


def _reason(error: Exception) -> str:
    text = plain(error, 300)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "the host's certificate is not trusted: " + text
    return text


def _open(endpoint: Endpoint, limits: Limits) -> httpx.AsyncClient:
    urls = (endpoint.platform_url, endpoint.ims_url)
    local = [url for url in urls if is_loopback(urlsplit(url).hostname or "")]
    pool = httpx.Limits(max_connections=limits.at_once + 1, max_keepalive_connections=limits.at_once)
    return httpx.AsyncClient(
        headers={"User-Agent": f"aeptui/{__version__}"},
        follow_redirects=False,
        verify=_trust(all(url.startswith("http://") for url in urls)),
        limits=pool,
        # A proxy of the environment is for the world outside, never for a platform on this machine.
        mounts={url: httpx.AsyncHTTPTransport(limits=pool, verify=_trust(url.startswith("http://"))) for url in local},
    )


def _trust(plain_only: bool) -> ssl.SSLContext | bool:
    """The certificates believed: the host's own store; with SSL_CERT_FILE or SSL_CERT_DIR set, those; none where
    unused."""
    if plain_only:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"):
        return True
    try:
        import truststore
    except ImportError:
        return True
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
