"""The program as a process, on a local platform in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.exchanges import recording

SECONDS = 120
HOSTILE = "hostile"
"""The key of ``serving``'s answer that tells that the platform breaks its answers on purpose."""


@dataclass(frozen=True)
class Ended:
    """A finished command."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output; fails, showing everything, where there is none."""
        assert self.out.strip(), f"nothing on standard output, exit {self.status}: {self.err}"
        return json.loads(self.out)


def command(*arguments: str | Path) -> list[str]:
    """The program's command line."""
    return [sys.executable, "-m", "aeptui", *map(str, arguments)]


def environment(info: dict[str, Any] | None = None, **more: str) -> dict[str, str]:
    """This process's environment with the credential of a local platform."""
    names = ("platform_url", "ims_url", "client_id", "client_secret", "org_id", "sandbox", "scopes")
    return dict(os.environ) | {f"AEPTUI_{name.upper()}": (info or {})[name] for name in names if info} | more


def run(*arguments: str | Path, info: dict[str, Any] | None = None, stdin: str | None = None, **more: str) -> Ended:
    """Runs the program to its end; never with a traceback. Recorded, where recordings are wanted and nothing is broken
    on purpose."""
    record = recording() if info and not info.get(HOSTILE) else None
    done = subprocess.run(
        command(*(("--record", record) if record else ()), *arguments),
        env=environment(info, **more),
        input=stdin if stdin is not None else "",
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Ended(done.returncode, done.stdout, done.stderr)


@contextmanager
def serving(data: Path, *arguments: str | Path) -> Iterator[dict[str, Any]]:
    """A local platform's process, ended in order afterwards; yields what it prints when it is ready."""
    process = subprocess.Popen(
        command("platform", "serve", "--data", data, *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    assert process.stdout is not None and process.stderr is not None
    try:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        yield json.loads(line) | {HOSTILE: "--faults" in arguments}
    finally:
        process.terminate()
        _, err = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, (process.returncode, err)


@pytest.fixture(scope="session")
def local_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """One local platform for all tests that do not need one of their own."""
    with serving(tmp_path_factory.mktemp("platform")) as info:
        yield info


@pytest.fixture
def manifest(tmp_path: Path) -> Callable[..., Path]:
    """Writes a manifest: the demo's for ServiceNow, with texts replaced."""

    def write(*replacements: tuple[str, str], name: str = "flow.yaml", source: str = "servicenow") -> Path:
        import aeptui.cli

        demos = Path(aeptui.cli.__file__).parent / "demos"
        text = (demos / f"{source}.yaml").read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text, old
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
