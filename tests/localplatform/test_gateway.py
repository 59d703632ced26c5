import json
from collections.abc import AsyncIterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from aeptui.localplatform import tokens
from aeptui.localplatform.context import Answer, Call, Route, Service
from aeptui.localplatform.faults import Faults, RateLimit, Rule
from aeptui.localplatform.platform import Platform
from aeptui.localplatform.problems import Problem
from tests.localplatform.support import REGISTRY, XED_ID, Client, asgi_client

STATS = f"{REGISTRY}/stats"


@pytest.mark.parametrize(
    ("header", "value", "code", "message"),
    [
        ("authorization", None, "403010", "Oauth token is missing."),
        ("authorization", "Bearer unknown", "401013", "Oauth token is not valid"),
        ("authorization", "Basic abc", "401013", "Oauth token is not valid"),
        ("x_api_key", None, "403000", "Api Key is required"),
        ("x_api_key", "another", "403003", "Api Key is invalid"),
        ("x_gw_ims_org_id", None, "400003", "Missing header"),
        ("x_gw_ims_org_id", "ANOTHER@AdobeOrg", "403025", "Profile is not valid"),
    ],
)
async def test_headers_are_checked(client: Client, header: str, value: str | None, code: str, message: str) -> None:
    reply = await client.call("GET", STATS, **{header: value})
    assert reply.status_code == int(code[:3])
    assert reply.json() == {"error_code": code, "message": message}


async def test_an_expired_token_is_not_valid(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = client.platform.clock.now()
    monkeypatch.setattr(client.platform.clock, "now", lambda: now + tokens.LIFETIME - 5)
    assert (await client.call("GET", STATS)).status_code == 200
    monkeypatch.setattr(client.platform.clock, "now", lambda: now + tokens.LIFETIME + 1)
    assert (await client.call("GET", STATS)).json()["error_code"] == "401013"


async def test_a_token_survives_a_restart(tmp_path: Path) -> None:
    async with asgi_client(tmp_path / "data") as first:
        token = first.token
    async with asgi_client(tmp_path / "data") as second:
        assert (await second.call("GET", STATS, authorization=f"Bearer {token}")).status_code == 200


async def test_tokens_are_not_kept_in_clear(client: Client) -> None:
    content = b"".join(path.read_bytes() for path in client.platform.data_dir.glob("platform.sqlite3*"))
    assert client.token.encode() not in content


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"x_sandbox_name": None}, 400),
        ({"x_sandbox_name": ""}, 400),
        ({"x_sandbox_name": "nowhere"}, 404),
        ({"x_sandbox_name": "*"}, 403),
        ({"x_sandbox_id": "1"}, 400),
    ],
)
async def test_the_sandbox_is_checked(client: Client, headers: dict[str, Any], status: int) -> None:
    assert (await client.call("GET", STATS, **headers)).status_code == status


async def _echo(call: Call) -> dict[str, Any]:
    return {"params": dict(call.params), "sandbox": call.sandbox, "body": call.body, "base_url": call.base_url}


async def _refuse(call: Call) -> Answer:
    raise Problem.registry("XDM-1012-404", 404, "Resource Not Found", "no such thing")


async def _fail(call: Call) -> Answer:
    raise ZeroDivisionError


ROUTES = [
    Route("GET", "/things/{id}", _echo),
    Route("POST", "/things", _echo),
    Route("GET", "/refuse", _refuse),
    Route("GET", "/fail", _fail),
]


@pytest.fixture
async def tester(tmp_path: Path) -> AsyncIterator[Client]:
    """A client of a platform with one service, the test's own."""
    service = Service("/data/test", ROUTES, access_problem=Problem.flow)
    async with asgi_client(tmp_path / "tested", [service]) as known:
        yield known


class TestService:
    async def test_the_flow_service_has_its_own_codes_for_sandboxes(self, tester: Client) -> None:
        missing = (await tester.call("GET", "/test/things/1", x_sandbox_name=None)).json()
        assert missing["type"] == "https://ns.adobe.com/aep/errors/FLOW-2105-400"
        unknown = await tester.call("GET", "/test/things/1", x_sandbox_name="nowhere")
        assert (unknown.status_code, unknown.json()["type"][-8:]) == (404, "2100-404")
        by_id = (await tester.call("GET", "/test/things/1", x_sandbox_id="1")).json()
        assert by_id["type"].endswith("2110-400")

    async def test_parts_of_the_path_are_decoded_after_matching(self, tester: Client) -> None:
        id = "https%3A%2F%2Fns.adobe.com%2Fxdm%2Fcontext%2Fprofile"
        said = await tester.done("GET", f"/test/things/{id}/")
        assert said["params"] == {"id": "https://ns.adobe.com/xdm/context/profile"}
        assert said["sandbox"] == "dev" and said["base_url"] == "http://platform.test"

    async def test_a_body_needs_a_content_type(self, tester: Client) -> None:
        reply = await tester.call("POST", "/test/things", {"a": 1}, content_type=None)
        assert reply.status_code == 400
        assert reply.json() == {
            "type": "/placeholder/type/uri",
            "status": 400,
            "title": "BadRequestError",
            "detail": "A valid content-type must be specified",
        }

    async def test_json_of_any_kind_is_a_body(self, tester: Client) -> None:
        sent = await tester.done("POST", "/test/things", [1], content_type="application/json-patch+json; charset=utf-8")
        assert sent["body"] == [1]
        assert (await tester.done("POST", "/test/things"))["body"] is None

    @pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000, b"[NaN]", b'"\\ud800"'])
    async def test_a_body_that_is_no_json_is_refused(self, tester: Client, content: bytes) -> None:
        headers = tester.headers(content_type="application/json")
        reply = await tester.http.post("/data/test/things", content=content, headers=headers)
        assert (reply.status_code, reply.json()["title"]) == (400, "BadRequestError")

    async def test_unknown_paths_and_methods(self, tester: Client) -> None:
        assert (await tester.call("GET", "/test/nothing")).status_code == 404
        assert (await tester.call("GET", "/elsewhere")).status_code == 404
        reply = await tester.call("DELETE", "/test/things")
        assert (reply.status_code, reply.headers["allow"]) == (405, "POST")

    async def test_a_report_says_which_request_and_when(self, tester: Client) -> None:
        reply = await tester.call("GET", "/test/refuse", x_request_id="my-request")
        body = reply.json()
        assert body["type"] == "http://ns.adobe.com/aep/errors/XDM-1012-404"
        assert body["report"]["registryRequestId"] == "my-request" == reply.headers["x-request-id"]
        assert body["report"]["detailed-message"] == body["detail"] == "no such thing"

    async def test_a_mistake_of_the_platform_is_an_answer_too(self, tester: Client) -> None:
        reply = await tester.call("GET", "/test/fail")
        assert reply.status_code == 500
        assert "ZeroDivision" not in reply.text


async def test_every_answer_has_the_platform_s_date_and_an_id(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client.platform.clock, "now", lambda: 1_590_000_000.0)
    for headers in ({}, {"authorization": None}):
        reply = await client.call("GET", STATS, **headers)
        assert parsedate_to_datetime(reply.headers["date"]).timestamp() == 1_590_000_000
        assert reply.headers["x-request-id"]


async def test_the_root_tells_whose_platform_it_is_whatever_the_faults(tmp_path: Path) -> None:
    async with asgi_client(tmp_path / "data", faults=Faults([Rule("reset")])) as client:
        assert (await client.http.get("/")).json() == {"local_platform": client.platform.org_id}


async def test_requests_beyond_the_rate_are_throttled(tmp_path: Path) -> None:
    async with asgi_client(tmp_path / "data", rate=RateLimit(2)) as client:
        replies = [await client.call("GET", STATS) for _ in range(4)]
        limited = [reply for reply in replies if reply.status_code == 429]
        assert [reply.status_code for reply in replies[:2]] == [200, 200]
        assert limited and limited[0].json() == {"error_code": "429050", "message": "Too many requests"}
        assert int(limited[0].headers["retry-after"]) >= 1


async def test_each_data_folder_is_an_organisation_of_its_own(tmp_path: Path) -> None:
    one, other = Platform(tmp_path / "one"), Platform(tmp_path / "other")
    assert one.org_id != other.org_id and one.tenant_id != other.tenant_id
    assert one.org_id.endswith("@AdobeOrg") and len(one.org_id) == 33
    known = json.dumps([one.org_id, one.tenant_id, one.client_id, one.client_secret])
    one.close()
    again = Platform(tmp_path / "one")
    assert json.dumps([again.org_id, again.tenant_id, again.client_id, again.client_secret]) == known
    again.close()
    other.close()


async def test_a_list_with_the_sandbox_s_own_things_only(client: Client) -> None:
    body = {"type": "object", "title": "Only here"}
    await client.done("POST", f"{REGISTRY}/tenant/datatypes", body)
    here = await client.done("GET", f"{REGISTRY}/tenant/datatypes", accept=XED_ID)
    there = await client.done("GET", f"{REGISTRY}/tenant/datatypes", accept=XED_ID, x_sandbox_name="prod")
    assert (len(here["results"]), len(there["results"])) == (1, 0)
