import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from aeptui.localplatform.platform import Platform
from aeptui.localplatform.running import AlreadyRunning, find_running
from aeptui.localplatform.server import LocalServer, Options
from tests.localplatform.support import WAIT, running_server

KEYS = {"ready", "platform_url", "ims_url", "client_id", "client_secret", "org_id", "sandbox", "scopes", "connections"}


def sign_in(info: dict[str, Any]) -> dict[str, str]:
    """The headers of a client that has only what the platform tells."""
    form = {"grant_type": "client_credentials", "client_id": info["client_id"], "client_secret": info["client_secret"]}
    reply = httpx.post(f"{info['ims_url']}/ims/token/v3", data=form | {"scope": info["scopes"]}, trust_env=False)
    return {
        "authorization": f"Bearer {reply.json()['access_token']}",
        "x-api-key": info["client_id"],
        "x-gw-ims-org-id": info["org_id"],
        "x-sandbox-name": info["sandbox"],
    }


def stats(info: dict[str, Any], headers: dict[str, str]) -> httpx.Response:
    url = f"{info['platform_url']}/data/foundation/schemaregistry/stats"
    return httpx.get(url, headers=headers, trust_env=False)


def test_what_it_tells_is_all_a_client_needs(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as info:
        assert set(info) == KEYS and info["ready"] is True and info["sandbox"] == "dev"
        assert info["platform_url"].startswith("http://127.0.0.1:")
        assert stats(info, sign_in(info)).json()["imsOrg"] == info["org_id"]


def test_replies_do_not_wait_for_the_network(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as info, httpx.Client(trust_env=False) as http:
        headers, took = sign_in(info), []
        for _ in range(20):
            began = time.monotonic()
            http.get(f"{info['platform_url']}/data/foundation/schemaregistry/stats", headers=headers)
            took.append(time.monotonic() - began)
        assert min(took[10:]) < 0.03


def test_state_outlives_the_server(tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as first:
        headers = sign_in(first)
    with running_server(tmp_path / "data") as second:
        assert second["org_id"] == first["org_id"]
        assert stats(second, headers).status_code == 200


def test_a_folder_has_one_server_and_others_find_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert find_running(data) is None
    with running_server(data) as info:
        assert stat.S_IMODE((data / "running.json").stat().st_mode) == 0o600
        assert find_running(data) == info | {"pid": os.getpid()}
        with pytest.raises(AlreadyRunning, match="another local platform"):
            LocalServer(Options(data)).run(lambda info: None)
    assert find_running(data) is None
    assert not (data / "running.json").exists()


def test_a_note_of_a_platform_that_is_gone_or_another_is_not_believed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    note = data / "running.json"
    for content in ("", "{}", '{"platform_url": "http://127.0.0.1:1", "org_id": "x"}', '{"platform_url": "nonsense"}'):
        note.write_text(content)
        assert find_running(data) is None
    with running_server(tmp_path / "other") as info:
        note.write_text(json.dumps(info | {"org_id": "SOMEONE@AdobeOrg"}))
        assert find_running(data) is None


def test_a_port_in_use_is_said_and_the_folder_is_free_again(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"port {port} cannot be used"):
            LocalServer(Options(tmp_path / "data", port=port)).run(lambda info: None)
    with running_server(tmp_path / "data", port=port) as info:
        assert info["platform_url"].endswith(f":{port}")


@pytest.mark.parametrize("action", ["reset", "drop-reply"])
def test_a_connection_is_really_closed(tmp_path: Path, action: str) -> None:
    rules = tmp_path / "faults.yaml"
    rules.write_text(f"- {{path: /data/*, nth: 1, do: {action}}}\n", encoding="utf-8")
    with running_server(tmp_path / "data", faults=rules) as info:
        headers = sign_in(info)
        with pytest.raises(httpx.TransportError):
            stats(info, headers)
        assert stats(info, headers).status_code == 200


def test_what_runs_beside_is_started_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []

    async def work(platform: Platform) -> None:
        said.append("started")
        try:
            await platform.clock.sleep(3600)
        finally:
            said.append("ended")

    async def fail(platform: Platform) -> None:
        raise RuntimeError("beside")

    made = Platform.__init__

    def make(self: Platform, *args: Any) -> None:
        made(self, *args)
        self.background += [work, fail]

    monkeypatch.setattr(Platform, "__init__", make)
    with running_server(tmp_path / "data") as info:
        assert stats(info, sign_in(info)).status_code == 200
    assert said == ["started", "ended"]


@contextmanager
def process(options: dict[str, Any]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "aeptui.localplatform", json.dumps(options)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as started:  # type: ignore[call-overload]
        guard = threading.Timer(WAIT * 3, started.kill)
        guard.start()
        try:
            yield started
        finally:
            guard.cancel()
            started.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_process_tells_in_its_first_line_and_ends_on_a_signal(tmp_path: Path, number: int) -> None:
    with process({"data_dir": str(tmp_path / "data")}) as started:
        assert started.stdout is not None and started.stderr is not None
        info = json.loads(started.stdout.readline())
        assert find_running(tmp_path / "data") == info | {"pid": started.pid}
        started.send_signal(number)
        assert started.wait(WAIT) == 0
        assert started.stderr.read() == ""
        assert find_running(tmp_path / "data") is None


def test_a_killed_process_leaves_a_folder_that_works(tmp_path: Path) -> None:
    with process({"data_dir": str(tmp_path / "data")}) as started:
        assert started.stdout is not None
        headers = sign_in(json.loads(started.stdout.readline()))
        started.kill()
        started.wait(WAIT)
    assert find_running(tmp_path / "data") is None
    with running_server(tmp_path / "data") as info:
        assert stats(info, headers).status_code == 200


def test_a_process_ends_with_whoever_started_it(tmp_path: Path) -> None:
    with process({"data_dir": str(tmp_path / "data"), "until_stdin_closes": True}) as started:
        assert started.stdin is not None and started.stdout is not None
        assert json.loads(started.stdout.readline())["ready"]
        started.stdin.close()
        assert started.wait(WAIT) == 0


@pytest.mark.parametrize(
    ("options", "status", "reason"),
    [
        ({"nothing": 1}, 2, "expected one JSON object"),
        ({"data_dir": "DATA", "faults": "/nowhere.yaml"}, 1, "cannot be read"),
        ({"data_dir": "DATA", "clock_speed": 0}, 1, "speed of the clock"),
        ({"data_dir": "DATA", "latency_ms": -1}, 1, "latency"),
        ({"data_dir": "DATA", "rate": -1}, 1, "the rate"),
        ({"data_dir": "DATA", "port": 99999}, 1, "port 99999 cannot be used"),
    ],
)
def test_a_process_that_cannot_serve_says_why(
    tmp_path: Path, options: dict[str, Any], status: int, reason: str
) -> None:
    known = {key: str(tmp_path) if value == "DATA" else value for key, value in options.items()}
    with process(known) as started:
        assert started.stderr is not None and started.stdout is not None
        assert started.wait(WAIT) == status
        said = started.stderr.read()
        assert reason in said and "Traceback" not in said and started.stdout.read() == ""
