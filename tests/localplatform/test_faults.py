import json
import time
from pathlib import Path
from typing import Any

import pytest

from aeptui.localplatform.faults import FaultFileError, Faults, RateLimit, load_faults
from tests.localplatform.support import REGISTRY, XED_ID, Client, asgi_client, group_body

STATS = f"{REGISTRY}/stats"


def faults(tmp_path: Path, text: str) -> Faults:
    path = tmp_path / "faults.yaml"
    path.write_text(text, encoding="utf-8")
    return load_faults(path)


def test_the_first_rule_that_fits_is_used(tmp_path: Path) -> None:
    known = faults(tmp_path, "- {method: POST, path: /a/*, do: reset}\n- {do: delay, ms: 5}\n")
    assert [known.choose(*request).do for request in (("POST", "/a/b/c"), ("GET", "/a/b"), ("POST", "/b"))] == [  # type: ignore[union-attr]
        "reset",
        "delay",
        "delay",
    ]


def test_times_ends_a_rule(tmp_path: Path) -> None:
    known = faults(tmp_path, "- {do: reset, times: 2}\n")
    assert [known.choose("GET", "/") is not None for _ in range(3)] == [True, True, False]


def test_nth_means_one_request_of_those_that_fit(tmp_path: Path) -> None:
    known = faults(tmp_path, "- {path: /a, nth: 2, do: reset}\n")
    assert [known.choose("GET", path) is not None for path in ("/a", "/b", "/a", "/a")] == [False, False, True, False]


def test_an_empty_file_has_no_rules(tmp_path: Path) -> None:
    assert faults(tmp_path, "").choose("GET", "/") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("do: reset", "must be a list"),
        ("- reset", "rule 1: must be a mapping"),
        ("- {do: reset}\n- {do: explode}", "rule 2: 'do' must be one of"),
        ("- {do: delay, milliseconds: 3}", "unknown key 'milliseconds'"),
        ("- {do: delay, ms: soon}", "'ms' must be a whole number"),
        ("- {do: reset, nth: 0}", "'nth' must be a whole number of 1"),
        ("- {do: status, status: 799}", "799 is no HTTP status"),
        ("- {do: status, headers: [a]}", "'headers' must be a mapping"),
        ("- {do: reset, path: 3}", "'path' must be a text"),
        ("- {do: [", "not YAML"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(FaultFileError, match=reason):
        faults(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FaultFileError, match="cannot be read"):
        load_faults(tmp_path / "nothing.yaml")


async def call(tmp_path: Path, text: str, times: int = 1, **options: Any) -> list[Any]:
    async with asgi_client(tmp_path / "data", faults=faults(tmp_path, text), **options) as client:
        return [await client.call("GET", STATS) for _ in range(times)]


async def test_a_status_with_headers_and_body(tmp_path: Path) -> None:
    text = (
        "- {path: '/data/foundation/*', times: 1, do: status, status: 503, headers: {Retry-After: '1'}, body: {a: 1}}"
    )
    first, second = await call(tmp_path, text, times=2)
    assert (first.status_code, first.headers["retry-after"], first.json()) == (503, "1", {"a": 1})
    assert second.status_code == 200


@pytest.mark.parametrize(
    ("status", "key", "value"), [(429, "error_code", "429050"), (401, "error_code", "401013"), (502, "status", 502)]
)
async def test_a_status_without_a_body_has_the_usual_one(tmp_path: Path, status: int, key: str, value: Any) -> None:
    (reply,) = await call(tmp_path, f"- {{do: status, status: {status}}}")
    assert (reply.status_code, reply.json()[key]) == (status, value)


async def test_a_text_is_sent_as_a_proxy_would(tmp_path: Path) -> None:
    (reply,) = await call(tmp_path, "- {do: status, status: 502, body: '<h1>Bad</h1>'}")
    assert reply.text == "<h1>Bad</h1>" and reply.headers["content-type"].startswith("text/html")


async def test_malformed_cuts_the_body(tmp_path: Path) -> None:
    (reply,) = await call(tmp_path, "- {do: malformed}")
    assert reply.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        reply.json()


async def test_delay_and_latency(tmp_path: Path) -> None:
    began = time.monotonic()
    (reply,) = await call(tmp_path, "- {do: delay, ms: 60}", latency_ms=50)
    assert reply.status_code == 200
    assert time.monotonic() - began >= 0.11


async def test_expire_token_ends_the_token_of_the_request(tmp_path: Path) -> None:
    first, second = await call(tmp_path, "- {do: expire-token, times: 1}", times=2)
    assert first.json()["error_code"] == second.json()["error_code"] == "401013"


async def test_reset_does_nothing_and_drop_reply_does_everything(tmp_path: Path) -> None:
    text = "- {method: POST, nth: 1, do: reset}\n- {method: POST, nth: 2, do: drop-reply}\n"

    async def create(client: Client, title: str) -> None:
        with pytest.raises(ConnectionResetError):
            await client.call("POST", f"{REGISTRY}/tenant/fieldgroups", group_body(client, title))

    async with asgi_client(tmp_path / "data", faults=faults(tmp_path, text)) as client:
        await create(client, "Not made")
        await create(client, "Made")
        known = await client.done("GET", f"{REGISTRY}/tenant/fieldgroups", accept=XED_ID)
        assert [group["title"] for group in known["results"]] == ["Made"]


async def test_the_token_endpoint_fails_too(tmp_path: Path) -> None:
    text = "- {path: /ims/token/v3, do: status, status: 400, body: {error: invalid_client}}"
    async with asgi_client(tmp_path / "data", faults=faults(tmp_path, text)) as client:
        reply = await client.http.post("/ims/token/v3", data={})
        assert (reply.status_code, reply.json()) == (400, {"error": "invalid_client"})


def test_the_rate_recovers_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    limit = RateLimit(0.5)
    assert [limit.wait() for _ in range(2)] == [0, 2]
    now[0] += 2
    assert limit.wait() == 0


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="greater than 0"):
        RateLimit(0)
