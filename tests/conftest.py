"""What all tests share: a home of their own, a local platform, and the reference material where it is at hand."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a test that is skipped fails (for .ci/run)")
    parser.addoption("--thorough", action="store_true", help="also the tests that take long (for .ci/run)")
    parser.addoption("--update-screenshots", action="store_true", help="write the pictures instead of comparing them")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--thorough"):
        return
    longer = [item for item in items if item.get_closest_marker("thorough")]
    config.hook.pytest_deselected(items=longer)
    items[:] = [item for item in items if not item.get_closest_marker("thorough")]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.skipped and item.config.getoption("--no-skips"):
        report.outcome, report.longrepr = "failed", f"skipped, which --no-skips forbids: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test keeps its state in a folder of its own, and sees no credential of the developer's."""
    folder = tmp_path_factory.mktemp("home")
    for name in list(os.environ):
        if name.startswith("AEPTUI_") and name not in ("AEPTUI_SHARED", "AEPTUI_RECORDINGS"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AEPTUI_HOME", str(folder))
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Any]:
    """A store of its own."""
    from aeptui.store.database import Database

    opened = Database(tmp_path / "state" / "aeptui.db")
    yield opened
    opened.close()


@pytest.fixture
def reference() -> Path:
    """The folder of the reference material (documents, examples, contract check); skips where it is not at hand."""
    folder = os.environ.get("AEPTUI_SHARED")
    if not folder:
        pytest.skip("the reference material is not at hand: AEPTUI_SHARED is not set")
    return Path(folder)


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """One local platform on a socket, in a thread of this process: for tests that need no process of its own."""
    from tests.localplatform.support import running_server

    with running_server(tmp_path_factory.mktemp("live")) as info:
        yield info
