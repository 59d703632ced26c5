"""Who we are to the platform: credentials, and the access token that many calls share.

Sign-in is OAuth server-to-server (client credentials) at Adobe's identity service, or a token pasted by the user.
There is no refresh token: a new one is asked for with the same credentials.
"""

import asyncio
import base64
import binascii
import json
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from aeptui.services.errors import BadAnswer, PlatformError
from aeptui.services.request import Form, Request

LONGEST_LIFETIME = 604_800
"""Seconds in a week: a larger ``expires_in`` is in milliseconds, as the retired JWT exchange answered."""

_MARGIN = 300.0
_MARGIN_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Credentials:
    """An API client: its id with either its secret and scopes, or an access token that the user pasted.

    Raises ValueError where neither or a value that no HTTP header can carry is given. Secrets stay out of ``repr``.
    """

    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    scopes: tuple[str, ...] = ()
    access_token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.client_secret and not self.access_token:
            raise ValueError("credentials need a client secret or an access token: neither is set")
        for name in ("client_id", "access_token"):
            value = getattr(self, name)
            if value is not None and not _fits_header(value):
                what = name.replace("_", " ")
                raise ValueError(f"the {what} is empty or has characters that cannot be sent: copy it again")

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that no message, log or recording may show."""
        return tuple(value for value in (self.client_secret, self.access_token) if value)


class TokenStore(Protocol):
    """Where a token outlives the program. Both calls must return at once and must not fail."""

    def load(self) -> tuple[str, float] | None:
        """The token kept and the moment it ends, in seconds of the epoch; None when there is none."""

    def save(self, token: str, expires_at: float) -> None:
        """Keeps ``token``, which ends at ``expires_at`` (seconds of the epoch)."""


def token_request(credentials: Credentials) -> Request:
    """Asks the identity service for an access token; the fields travel in the body, which servers do not log."""
    fields = (
        ("grant_type", "client_credentials"),
        ("client_id", credentials.client_id),
        ("client_secret", credentials.client_secret or ""),
        ("scope", ",".join(part for scope in credentials.scopes for part in scope.replace(",", " ").split())),
    )
    return Request("get an access token", "POST", "ims", "/token/v3", body=Form(fields), sandbox=False, reads=True)


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, the moment it ends (seconds of the epoch, None when unknown) and when to renew it."""

    value: str = field(repr=False)
    expires_at: float | None
    renew_at: float = math.inf


class Tokens:
    """Hands out the access token; however many callers wait, one of them fetches it.

    A call that is cancelled while it fetches leaves the work to the next one. A failed fetch fails all who waited for
    it, so that wrong credentials are tried once, not once for every caller.
    """

    def __init__(
        self,
        credentials: Credentials,
        fetch: Callable[[Request], Awaitable[Any]],
        *,
        store: TokenStore | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``fetch`` sends a request to the identity service and returns the JSON it answers; ``clock`` is epoch
        seconds."""
        self._credentials = credentials
        self._fetch = fetch
        self._store = store
        self._clock = clock
        self._lock = asyncio.Lock()
        self._token: Token | None = None
        self._tries = 0
        self._failure: PlatformError | None = None
        pasted = credentials.access_token
        if pasted:
            self._token = Token(pasted, pasted_expiry(pasted))
        elif store is not None and (kept := store.load()) is not None:
            self._token = self._dated(*kept)

    @property
    def remaining(self) -> float | None:
        """Seconds until the present token ends, at least 0; None without a token or where its end is unknown."""
        if self._token is None or self._token.expires_at is None:
            return None
        return max(0.0, self._token.expires_at - self._clock())

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that no message or recording may show."""
        return (*self._credentials.secrets, *((self._token.value,) if self._token else ()))

    async def current(self) -> str:
        """A token that is valid as far as is known here, fetched when needed. Raises PlatformError."""
        return await self._usable(None)

    async def replacement(self, refused: str) -> str | None:
        """A token other than ``refused``, which the platform did not take; None where there is no way to another one.

        A call that learns late of an old token's end gets the new one without a second fetch.
        """
        if not self._credentials.client_secret:
            return None
        return await self._usable(refused)

    async def _usable(self, refused: str | None) -> str:
        tries = self._tries
        async with self._lock:
            token = self._token
            fetched_meanwhile = self._tries != tries
            if fetched_meanwhile and self._failure is not None:
                raise self._failure.with_traceback(None)
            fresh = token is not None and token.value != refused and self._clock() < token.renew_at
            if token is not None and (fresh or fetched_meanwhile):
                return token.value
            return (await self._renew()).value

    async def _renew(self) -> Token:
        try:
            answer = await self._fetch(token_request(self._credentials))
            value, lifetime = read_token(answer)
        except PlatformError as error:
            self._tries, self._failure = self._tries + 1, error
            raise
        self._tries, self._failure = self._tries + 1, None
        self._token = token = self._dated(value, self._clock() + lifetime)
        if self._store is not None:
            self._store.save(token.value, self._clock() + lifetime)
        return token

    def _dated(self, value: str, expires_at: float) -> Token:
        lifetime = max(0.0, expires_at - self._clock())
        return Token(value, expires_at, expires_at - min(_MARGIN, lifetime * _MARGIN_SHARE))


def read_token(answer: Any) -> tuple[str, float]:
    """The token and its lifetime in seconds out of the identity service's answer; raises BadAnswer."""
    value = answer.get("access_token") if isinstance(answer, Mapping) else None
    if not isinstance(value, str) or not _fits_header(value):
        raise BadAnswer("sign-in answered without a usable token", operation="get an access token")
    try:
        lifetime = float(answer.get("expires_in"))
    except (TypeError, ValueError):
        lifetime = math.nan
    if not math.isfinite(lifetime):
        raise BadAnswer("sign-in did not say how long the token lives", operation="get an access token")
    return value, max(0.0, lifetime / 1000 if lifetime > LONGEST_LIFETIME else lifetime)


def pasted_expiry(token: str) -> float | None:
    """When a pasted token ends, in seconds of the epoch, read from its own claims; None where it does not say.

    Adobe's tokens carry ``created_at`` and ``expires_in`` in milliseconds; the standard claim ``exp`` is in seconds.
    """
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        if "exp" in claims:
            return float(claims["exp"])
        return (float(claims["created_at"]) + float(claims["expires_in"])) / 1000
    except (IndexError, KeyError, TypeError, ValueError, binascii.Error):
        return None


def _fits_header(value: str) -> bool:
    return value.isascii() and value.isprintable() and value != "" and " " not in value
