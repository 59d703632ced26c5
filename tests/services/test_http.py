"""The client: what it sends, what it makes of answers, and what it does when things go wrong."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
import truststore

from aeptui.services.auth import Credentials
from aeptui.services.endpoint import Endpoint
from aeptui.services.errors import (
    Invalid,
    NotSignedIn,
    Unreachable,
)
from aeptui.services.http import Limits
from aeptui.services.record import Recorder
from aeptui.services.request import Request
from tests.services.support import (
    CREATE,
    FLOWS,
    IMS,
    LIST,
    PLATFORM,
    SECRET,
    TOKEN_URL,
    answers,
    client,
    failure,
    token_answer,
)

OLD_TOKEN = httpx.Response(401, json={"error_code": "401013", "message": "Oauth token is not valid"})


async def test_headers_of_a_call(router: respx.MockRouter) -> None:
    route = router.get(FLOWS).respond(json={"items": []})
    await client().send(LIST)
    headers = route.calls.last.request.headers
    assert headers["authorization"] == "Bearer token-1"
    assert headers["x-api-key"] == "client-1"
    assert headers["x-gw-ims-org-id"] == "ORG1@AdobeOrg"
    assert headers["x-sandbox-name"] == "dev"
    assert headers["accept"] == "application/json"
    assert "content-type" not in headers
    assert "x-sandbox-id" not in headers


async def test_content_type_only_with_a_body(router: respx.MockRouter) -> None:
    route = router.post(FLOWS).respond(201, json={"id": "1", "etag": '"e"'})
    await client().send(CREATE)
    assert route.calls.last.request.headers["content-type"] == "application/json"
    assert route.calls.last.request.content == b'{"name": "f"}'


async def test_a_call_without_sandbox(router: respx.MockRouter) -> None:
    route = router.get(FLOWS).respond(json={})
    await client().send(Request("list", "GET", "flow-service", "/flows", sandbox=False))
    assert "x-sandbox-name" not in route.calls.last.request.headers


async def test_no_sandbox_chosen(router: respx.MockRouter) -> None:
    error = await failure(LIST, sandbox=None)
    assert isinstance(error, Invalid) and "no sandbox is chosen" in str(error)


async def test_another_sandbox_shares_the_token(router: respx.MockRouter) -> None:
    route = router.get(FLOWS).respond(json={})
    http = client()
    await http.send(LIST)
    await http.for_sandbox("prod").send(LIST)
    assert [call.request.headers["x-sandbox-name"] for call in route.calls] == ["dev", "prod"]
    assert router["token"].call_count == 1


async def test_encoded_identifiers_stay_encoded(router: respx.MockRouter) -> None:
    route = router.get(url__startswith=PLATFORM).respond(json={})
    path = "/tenant/schemas/https%3A%2F%2Fns.adobe.com%2Fx%2Fschemas%2F1"
    await client().send(Request("look", "GET", "schema-registry", path))
    assert route.calls.last.request.url.raw_path.decode() == "/data/foundation/schemaregistry" + path


async def test_quotes_of_a_filter_are_encoded(router: respx.MockRouter) -> None:
    route = router.get(url__startswith=PLATFORM).respond(json={})
    await client().send(
        Request("find", "GET", "flow-service", "/flowSpecs", params=(("property", 'name=="CRMToAEP"'),))
    )
    assert route.calls.last.request.url.raw_path.endswith(b"/flowSpecs?property=name%3D%3D%22CRMToAEP%22")


async def test_sign_in_sends_a_form_and_no_platform_headers(router: respx.MockRouter) -> None:
    router.get(FLOWS).respond(json={})
    await client().send(LIST)
    request = router["token"].calls.last.request
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert b"scope=openid%2CAdobeID" in request.content and b"grant_type=client_credentials" in request.content
    assert not {"authorization", "x-api-key", "x-gw-ims-org-id", "x-sandbox-name"} & set(request.headers)
    assert request.url.query == b""


async def test_answer_carries_time_and_request_id(router: respx.MockRouter) -> None:
    headers = {"Date": "Tue, 01 Dec 2026 06:00:00 GMT", "X-Request-Id": "r-1"}
    router.get(FLOWS).respond(json={"items": []}, headers=headers)
    http = client()
    response = await http.send(LIST)
    assert response.date == http.date == datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert (response.request_id, response.body, response.status) == ("r-1", {"items": []}, 200)


async def test_nothing_to_send_that_cannot_be_sent(router: respx.MockRouter) -> None:
    for request in (
        Request("x", "GET", "flow-service", "/flows", headers=(("If-Match", "a\r\nb: c"),)),
        Request("x", "POST", "flow-service", "/flows", body={"x": float("nan")}),
        Request("x", "POST", "flow-service", "/flows", body={"x": object()}),
        Request("x", "GET", "flow-service", "/flows", params=(("property", "\ud800"),)),
    ):
        error = await failure(request)
        assert isinstance(error, Invalid) and not error.outcome_unknown
    assert [call.request.url.host for call in router.calls] == ["ims.test"] * 4


async def test_an_ended_token_is_renewed_once_and_the_call_repeated(router: respx.MockRouter) -> None:
    router["token"].mock(side_effect=answers(token_answer("old"), token_answer("new")))
    route = router.post(FLOWS).mock(side_effect=answers(OLD_TOKEN, httpx.Response(201, json={"id": "1"})))
    await client().send(CREATE)
    assert [call.request.headers["authorization"] for call in route.calls] == ["Bearer old", "Bearer new"]


async def test_a_second_refusal_of_the_token_ends_it(router: respx.MockRouter) -> None:
    route = router.get(FLOWS).mock(return_value=OLD_TOKEN)
    error = await failure(LIST)
    assert isinstance(error, NotSignedIn) and error.code == "401013"
    assert (route.call_count, router["token"].call_count) == (2, 2)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, {"error_code": "403010", "message": "Oauth token is missing."}),
        (403, {"error_code": "403025", "message": "Profile is not valid"}),
        (401, {"errorCode": "1105-401", "errorMessage": "The source refused"}),
        (401, {"type": "https://ns.adobe.com/aep/errors/FLOW-2000-401", "title": "x"}),
    ],
)
async def test_only_a_refused_token_is_renewed(router: respx.MockRouter, status: int, body: Any) -> None:
    route = router.get(FLOWS).respond(status, json=body)
    await failure(LIST)
    assert (route.call_count, router["token"].call_count) == (1, 1)


async def test_a_pasted_token_is_used_as_it_is(router: respx.MockRouter) -> None:
    route = router.get(FLOWS).mock(return_value=OLD_TOKEN)
    error = await failure(LIST, credentials=Credentials("client-1", access_token="pasted"))
    assert isinstance(error, NotSignedIn)
    assert route.calls.last.request.headers["authorization"] == "Bearer pasted"
    assert (route.call_count, router["token"].call_count) == (1, 0)


async def test_wrong_credentials(router: respx.MockRouter) -> None:
    router["token"].respond(400, json={"error": "invalid_client", "error_description": f"bad secret {SECRET}"})
    error = await failure(LIST)
    assert isinstance(error, NotSignedIn) and error.code == "invalid_client"
    assert error.operation == "get an access token"
    assert SECRET not in str(error) + repr(error)
    assert router["token"].call_count == 1


async def test_sign_in_out_of_order_is_tried_again_before_the_call_is_sent(router: respx.MockRouter) -> None:
    router["token"].mock(side_effect=answers(httpx.Response(503), httpx.ReadError("lost"), token_answer()))
    route = router.post(FLOWS).respond(201, json={"id": "1"})
    await client().send(CREATE)
    assert (route.call_count, router["token"].call_count) == (1, 3)


async def test_sign_in_unreachable_leaves_a_creation_certainly_unsent(router: respx.MockRouter) -> None:
    router["token"].mock(side_effect=httpx.ConnectError("refused"))
    error = await failure(CREATE)
    assert isinstance(error, Unreachable) and not error.outcome_unknown


async def test_two_hundred_calls_share_one_token_and_one_renewal(router: respx.MockRouter) -> None:
    router["token"].mock(side_effect=answers(token_answer("old"), token_answer("new")))

    def platform(request: httpx.Request) -> httpx.Response:
        fresh = request.headers["authorization"] == "Bearer new"
        return httpx.Response(200, json={}) if fresh else OLD_TOKEN

    router.get(FLOWS).mock(side_effect=platform)
    http = client(limits=Limits(at_once=200, per_second=100_000))
    await asyncio.gather(*(http.send(LIST) for _ in range(200)))
    assert router["token"].call_count == 2


async def test_a_full_disk_does_not_lose_an_answer(router: respx.MockRouter, tmp_path: Path) -> None:
    router.post(FLOWS).respond(201, json={"id": "born"})
    recorder = Recorder(tmp_path / "r.jsonl")
    recorder.path = tmp_path / "gone" / "r.jsonl"
    http = client(recorder=recorder)
    assert (await http.send(CREATE)).body == {"id": "born"}
    assert isinstance(http.recording_problem, OSError)


def test_organisation_and_sandbox_must_fit_headers() -> None:
    with pytest.raises(ValueError, match="organisation id"):
        client(org_id="")
    with pytest.raises(ValueError, match="sandbox name"):
        client(sandbox="a\nb")


async def test_proxies_of_the_environment_are_not_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:3128")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test:3128")
    http = client(endpoint=Endpoint("http://127.0.0.1:9", IMS))
    local = http._http._transport_for_url(httpx.URL("http://127.0.0.1:9/x"))
    world = http._http._transport_for_url(httpx.URL("https://ims.test/x"))
    assert "Proxy" not in type(local._pool).__name__  # type: ignore[attr-defined]
    assert "Proxy" in type(world._pool).__name__  # type: ignore[attr-defined]
    await http.aclose()


async def test_certificates_of_the_environment_are_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "missing.pem"))
    with pytest.raises(FileNotFoundError):
        client()


async def test_the_host_s_own_certificates_are_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    http = client()
    world = http._http._transport_for_url(httpx.URL("https://platform.test/x"))
    assert isinstance(world._pool._ssl_context, truststore.SSLContext)  # type: ignore[attr-defined]
    await http.aclose()


def test_token_url_is_on_the_sign_in_host() -> None:
    assert TOKEN_URL.startswith(IMS)
