"""The command line inside the tests' own process, signed in at a local platform."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest

from aeptui.cli.main import run
from aeptui.services.platform import Platform
from tests.e2e import scene
from tests.e2e.exchanges import recording

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Ended:
    """A finished command."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.out)


class Door:
    """Runs command lines against one local platform."""

    def __init__(
        self, info: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.info = info
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        for name in ("platform_url", "ims_url", "client_id", "client_secret", "org_id", "sandbox", "scopes"):
            monkeypatch.setenv(f"AEPTUI_{name.upper()}", info[name])

    def __call__(self, *arguments: str, stdin: str = "", terminal: bool = False) -> Ended:
        """One command; ``stdin`` is what standard input holds, ``terminal`` makes it a terminal."""
        typed = io.StringIO(stdin)
        self._monkeypatch.setattr(typed, "isatty", lambda: terminal, raising=False)
        self._monkeypatch.setattr("sys.stdin", typed)
        record = recording()
        self._capsys.readouterr()
        try:
            status = run([*(["--record", str(record)] if record else []), *arguments])
        except SystemExit as ended:
            status = int(ended.code or 0)
        shown = self._capsys.readouterr()
        return Ended(int(status), shown.out, shown.err)

    def settled(self, work: Callable[[Platform], Awaitable[_Result]]) -> _Result:
        """What ``work`` does through the services, which commands have no words for."""

        async def go() -> _Result:
            async with scene.connected(self.info) as platform:
                return await work(platform)

        return asyncio.run(go())


@pytest.fixture
def door(live: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Door:
    """The command line, signed in."""
    return Door(live, monkeypatch, capsys)
