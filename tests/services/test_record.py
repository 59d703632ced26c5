"""Recordings."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from aeptui.services.errors import PlatformError
from aeptui.services.flow_service import entities
from aeptui.services.record import Recorder
from aeptui.services.request import Request
from tests.services.support import PLATFORM, SECRET, client

LIST = Request("list the dataflows", "GET", "flow-service", "/flows", params=(("limit", "1"), ("token", "q-secret")))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


async def test_a_whole_exchange_and_its_sign_in(router: respx.MockRouter, tmp_path: Path) -> None:
    router.get(url__startswith=PLATFORM).respond(json={"items": [{"id": "é"}]}, headers={"Set-Cookie": "s=1"})
    path = tmp_path / "r.jsonl"
    await client(recorder=Recorder(path)).send(LIST)
    sign_in, call = lines(path)
    assert sign_in["url"].endswith("/ims/token/v3")
    assert "client_secret=***" in sign_in["request_body"] and "grant_type=client_credentials" in sign_in["request_body"]
    assert sign_in["response_body"] == {"access_token": "***", "token_type": "bearer", "expires_in": 86399}
    assert call["method"] == "GET"
    assert call["url"] == f"{PLATFORM}/data/foundation/flowservice/flows?limit=1&token=***"
    assert call["request_headers"]["authorization"] == "Bearer ***"
    assert call["request_headers"]["x-api-key"] == "***"
    assert call["request_headers"]["x-sandbox-name"] == "dev"
    assert (call["request_body"], call["status"], call["response_body"]) == (None, 200, {"items": [{"id": "é"}]})
    assert call["response_headers"]["set-cookie"] == "***"
    assert "note" not in call


async def test_no_secret_gets_into_the_file(router: respx.MockRouter, tmp_path: Path) -> None:
    password = "hunter2-hunter2"
    body = {"name": "c", "auth": {"params": {"username": "u", "password": password}}}
    router.post(url__startswith=PLATFORM).respond(201, json={"id": "1", "echo": f"{password} token-1 {SECRET}"})
    path = tmp_path / "r.jsonl"
    await client(recorder=Recorder(path)).send(entities.create_request("connections", body))
    text = path.read_text(encoding="utf-8")
    assert not [secret for secret in (password, "token-1", SECRET, "client-1") if secret in text]
    assert lines(path)[1]["request_body"]["auth"]["params"] == {"username": "u", "password": "***"}


async def test_the_file_is_private_and_grows(router: respx.MockRouter, tmp_path: Path) -> None:
    router.get(url__startswith=PLATFORM).respond(json={})
    path = tmp_path / "r.jsonl"
    path.write_text('{"old": 1}\n', encoding="utf-8")
    os.chmod(path, 0o644)
    await client(recorder=Recorder(path)).send(LIST)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(lines(path)) == 3


async def test_note_can_be_set_and_taken_away(router: respx.MockRouter, tmp_path: Path) -> None:
    router.get(url__startswith=PLATFORM).respond(json={})
    recorder = Recorder(tmp_path / "r.jsonl", note="on-purpose")
    http = client(recorder=recorder)
    await http.send(LIST)
    recorder.note = None
    await http.send(LIST)
    assert [line.get("note") for line in lines(recorder.path)] == ["on-purpose", "on-purpose", None]


async def test_a_call_without_an_answer(router: respx.MockRouter, tmp_path: Path) -> None:
    router.post(url__startswith=PLATFORM).mock(side_effect=httpx.ReadError("lost"))
    recorder = Recorder(tmp_path / "r.jsonl")
    with pytest.raises(PlatformError):
        await client(recorder=recorder).send(entities.create_request("flows", {"name": "f"}))
    assert lines(recorder.path)[1]["status"] is None
    assert lines(recorder.path)[1]["request_body"] == {"name": "f"}


async def test_bytes_and_texts(router: respx.MockRouter, tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "r.jsonl")
    http = client(recorder=recorder)
    for content in (b"PAR1\xff\xfe", b"a,b\n1,2\n"):
        router.get(url__startswith=PLATFORM).respond(
            content=content, headers={"Content-Type": "application/octet-stream"}
        )
        await http.send(Request("download", "GET", "data-access", "/files/1", answer="bytes"))
    assert [line["response_body"] for line in lines(recorder.path)[1:]] == ["(6 bytes)", "a,b\n1,2\n"]


def test_a_place_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        Recorder(tmp_path / "missing" / "r.jsonl")
