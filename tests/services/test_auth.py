"""The access token."""

import asyncio
import base64
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.services.auth import Credentials, Tokens, pasted_expiry, read_token, token_request
from aeptui.services.errors import BadAnswer, NotSignedIn, PlatformError
from aeptui.services.request import Form, Request
from tests.services.support import SECRET, Clock

CREDENTIALS = Credentials("client-1", SECRET, ("openid, session", "AdobeID"))


class SignIn:
    """An identity service that counts; every token is another one."""

    def __init__(self, lifetime: object = 86399, failure: PlatformError | None = None) -> None:
        self.lifetime, self.failure = lifetime, failure
        self.count = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, request: Request) -> Any:
        self.count += 1
        number = self.count
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        return {"access_token": f"token-{number}", "token_type": "bearer", "expires_in": self.lifetime}


class Store:
    """Keeps one token in memory."""

    def __init__(self, kept: tuple[str, float] | None = None) -> None:
        self.kept = kept

    def load(self) -> tuple[str, float] | None:
        return self.kept

    def save(self, token: str, expires_at: float) -> None:
        self.kept = (token, expires_at)


def test_token_request_is_a_form_with_scopes_without_blanks() -> None:
    request = token_request(CREDENTIALS)
    assert (request.method, request.url_path, request.sandbox, request.writes) == (
        "POST",
        "/ims/token/v3",
        False,
        False,
    )
    assert isinstance(request.body, Form)
    assert dict(request.body.fields) == {
        "grant_type": "client_credentials",
        "client_id": "client-1",
        "client_secret": SECRET,
        "scope": "openid,session,AdobeID",
    }


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"client_id": "c"}, "neither is set"),
        ({"client_id": "", "client_secret": "s"}, "client id"),
        ({"client_id": "c\n", "client_secret": "s"}, "client id"),
        ({"client_id": "c", "access_token": "a b"}, "access token"),
        ({"client_id": "c", "access_token": "tökén"}, "access token"),
    ],
)
def test_unusable_credentials(values: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        Credentials(**values)  # type: ignore[arg-type]
    assert "tökén" not in str(caught.value)


def test_secrets_stay_out_of_repr() -> None:
    assert SECRET not in repr(CREDENTIALS)
    assert "tok" not in repr(Credentials("c", access_token="tok"))


@pytest.mark.parametrize(
    ("expires_in", "seconds"), [(86399, 86399), ("86399", 86399), (86399992, 86399.992), (0, 0), (-5, 0), (12.5, 12.5)]
)
def test_lifetimes(expires_in: object, seconds: float) -> None:
    assert read_token({"access_token": "t", "expires_in": expires_in}) == ("t", seconds)


@pytest.mark.parametrize(
    "answer",
    [None, [], "x", {}, {"access_token": ""}, {"access_token": 7, "expires_in": 1}, {"access_token": "t"},
     {"access_token": "a\nb", "expires_in": 1}, {"access_token": "t", "expires_in": "soon"},
     {"access_token": "t", "expires_in": "inf"}],
)  # fmt: skip
def test_useless_answers_of_sign_in(answer: Any) -> None:
    with pytest.raises(BadAnswer):
        read_token(answer)


async def test_renewed_before_it_ends_and_remaining_is_observable() -> None:
    clock, fetch = Clock(), SignIn(lifetime=3600)
    tokens = Tokens(CREDENTIALS, fetch, clock=clock)
    assert tokens.remaining is None
    assert await tokens.current() == "token-1"
    assert tokens.remaining == 3600
    clock.now += 3299
    assert await tokens.current() == "token-1"
    clock.now += 2
    assert await tokens.current() == "token-2"
    assert tokens.remaining == 3600
    clock.now += 10_000
    assert tokens.remaining == 0


async def test_short_lived_tokens_are_used_for_most_of_their_life() -> None:
    clock, fetch = Clock(), SignIn(lifetime=10)
    tokens = Tokens(CREDENTIALS, fetch, clock=clock)
    await tokens.current()
    clock.now += 8.9
    await tokens.current()
    assert fetch.count == 1
    clock.now += 0.2
    await tokens.current()
    assert fetch.count == 2


async def test_the_refused_token_is_compared_with_the_one_that_was_sent() -> None:
    fetch = SignIn()
    tokens = Tokens(CREDENTIALS, fetch, clock=Clock())
    sent = await tokens.current()
    assert await tokens.replacement(sent) == "token-2"
    assert await tokens.replacement(sent) == "token-2"
    assert fetch.count == 2


async def test_a_failed_fetch_is_shared_by_all_who_waited() -> None:
    fetch = SignIn(failure=NotSignedIn("no", code="invalid_client"))
    fetch.gate.clear()
    tokens = Tokens(CREDENTIALS, fetch, clock=Clock())
    waiting = [asyncio.create_task(tokens.current()) for _ in range(200)]
    await asyncio.sleep(0)
    fetch.gate.set()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(result) for result in results} == {NotSignedIn}
    assert fetch.count == 1
    fetch.failure = None
    assert await tokens.current() == "token-2"


async def test_a_cancelled_fetch_leaves_the_work_to_the_next_caller() -> None:
    fetch = SignIn()
    fetch.gate.clear()
    tokens = Tokens(CREDENTIALS, fetch, clock=Clock())
    first, second = (asyncio.create_task(tokens.current()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    fetch.gate.set()
    assert await second == "token-2"


async def test_a_useless_token_is_fetched_once_for_all_who_wait() -> None:
    fetch = SignIn(lifetime=0)
    fetch.gate.clear()
    tokens = Tokens(CREDENTIALS, fetch, clock=Clock())
    waiting = [asyncio.create_task(tokens.current()) for _ in range(50)]
    await asyncio.sleep(0)
    fetch.gate.set()
    assert set(await asyncio.gather(*waiting)) == {"token-1"}


async def test_a_stored_token_is_used_and_a_new_one_stored() -> None:
    clock, fetch, store = Clock(), SignIn(), Store(("kept", 2_000.0))
    tokens = Tokens(CREDENTIALS, fetch, store=store, clock=clock)
    assert await tokens.current() == "kept"
    assert tokens.remaining == 1_000
    assert await tokens.replacement("kept") == "token-1"
    assert store.kept == ("token-1", clock.now + 86399)


async def test_an_ended_stored_token_is_not_used() -> None:
    tokens = Tokens(CREDENTIALS, SignIn(), store=Store(("kept", 900.0)), clock=Clock())
    assert await tokens.current() == "token-1"


async def test_a_pasted_token_is_never_renewed() -> None:
    fetch = SignIn()
    tokens = Tokens(Credentials("c", access_token="pasted"), fetch, clock=Clock())
    assert await tokens.current() == "pasted"
    assert await tokens.replacement("pasted") is None
    assert (tokens.remaining, fetch.count) == (None, 0)


def jwt(claims: object) -> str:
    part = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{part}.sig"


@pytest.mark.parametrize(
    ("token", "moment"),
    [
        (jwt({"created_at": "1700000000000", "expires_in": "86400000"}), 1700086400.0),
        (jwt({"exp": 1700000000}), 1700000000.0),
        (jwt({}), None),
        (jwt([1]), None),
        (jwt({"exp": "never"}), None),
        ("opaque", None),
        ("a.b.c", None),
        ("a.ÿ.c", None),
    ],
)
def test_end_of_a_pasted_token(token: str, moment: float | None) -> None:
    assert pasted_expiry(token) == moment


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([5, 60, 3600]), st.integers(0, 4))
def test_one_fetch_for_every_end_of_a_token_however_many_call(seed: int, lifetime: int, revocations: int) -> None:
    """200 callers at once, tokens that end by the clock and by decree: never more fetches than ends, all succeed."""
    dice, clock, fetch = random.Random(seed), Clock(), SignIn(lifetime=lifetime)
    valid: set[str] = set()
    ends = 0

    async def platform_accepts(token: str) -> bool:
        for _ in range(dice.randrange(4)):
            await asyncio.sleep(0)
        return token not in revoked

    revoked: set[str] = set()

    async def call(tokens: Tokens) -> None:
        for _ in range(dice.randrange(5)):
            await asyncio.sleep(0)
        token = await tokens.current()
        while not await platform_accepts(token):
            replaced = await tokens.replacement(token)
            assert replaced is not None and replaced != token
            token = replaced
        valid.add(token)

    async def disturb(tokens: Tokens) -> None:
        nonlocal ends
        for _ in range(revocations):
            await asyncio.sleep(0)
            ends += 1
            if dice.random() < 0.5:
                revoked.add(f"token-{fetch.count}")
            else:
                clock.now += lifetime

    async def run() -> None:
        tokens = Tokens(CREDENTIALS, fetch, clock=clock)
        await asyncio.gather(*(call(tokens) for _ in range(200)), disturb(tokens))

    asyncio.run(run())
    assert fetch.count <= 1 + ends
    assert valid
