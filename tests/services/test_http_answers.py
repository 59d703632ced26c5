"""What the client makes of answers, and what it refuses to send."""

import pytest
import respx

from aeptui.services.errors import (
    BadAnswer,
    ReadOnly,
)
from aeptui.services.flow_service import entities
from aeptui.services.http import Limits
from aeptui.services.request import Request
from tests.services.support import CREATE, DELETE, FLOWS, LIST, PATCH, PLATFORM, client, failure


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b"<html>login</html>", "web page"),
        (b'{"items": [', "not JSON"),
        (b"\xff\xfe\xfa", "UTF-8"),
        (b"[" * 200_000, "not JSON"),
    ],
)
async def test_answers_that_say_nothing(router: respx.MockRouter, content: bytes, words: str) -> None:
    router.get(FLOWS).respond(200, content=content)
    error = await failure(LIST)
    assert isinstance(error, BadAnswer) and words in str(error) and not error.outcome_unknown
    router.post(FLOWS).respond(201, content=content)
    error = await failure(CREATE)
    assert isinstance(error, BadAnswer) and error.outcome_unknown


async def test_too_large(router: respx.MockRouter) -> None:
    router.get(FLOWS).respond(200, content=b" " * 2000)
    error = await failure(LIST, limits=Limits(largest=1000))
    assert isinstance(error, BadAnswer) and "larger than 1000 bytes" in str(error)


async def test_redirects_are_not_followed(router: respx.MockRouter) -> None:
    elsewhere = router.get(url__startswith="https://evil.test").respond(json={})
    router.get(FLOWS).respond(302, headers={"Location": "https://evil.test/data"})
    error = await failure(LIST)
    assert isinstance(error, BadAnswer) and "evil.test" in str(error)
    assert not elsewhere.called


async def test_an_empty_answer_where_none_is_needed(router: respx.MockRouter) -> None:
    router.delete(f"{FLOWS}/f1").respond(204)
    assert (await client().send(DELETE)).body is None


async def test_secrets_of_a_request_are_not_repeated_by_errors(router: respx.MockRouter) -> None:
    words = "login failed with hunter2-password and token-1"
    router.post(url__startswith=PLATFORM).respond(400, json={"title": words, "detail": words})
    body = {"auth": {"specName": "Basic Authentication", "params": {"username": "u", "password": "hunter2-password"}}}
    error = await failure(entities.create_request("connections", body))
    assert "hunter2" not in str(error) and "token-1" not in str(error)
    assert "login failed" in str(error)


@pytest.mark.parametrize("request_", [CREATE, PATCH, DELETE, entities.action_request("flows", "f", "enable")])
async def test_read_only_refuses_what_writes(router: respx.MockRouter, request_: Request) -> None:
    assert isinstance(await failure(request_, read_only=True), ReadOnly)
    assert not router.calls


async def test_read_only_allows_reading_and_signing_in(router: respx.MockRouter) -> None:
    router.post(url__startswith=PLATFORM).respond(json={})
    await client(read_only=True).send(
        Request("check", "POST", "data-prep", "/mappingSets/validate", body={}, reads=True)
    )
    assert router["token"].called
