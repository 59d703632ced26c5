"""The application on a local platform of its own process."""

import argparse
import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from aeptui.cli.app import session_of
from aeptui.credentials.profiles import Profile
from aeptui.session import Session
from aeptui.store.paths import Paths, user_paths
from aeptui.ui.app import Aeptui
from aeptui.ui.desk import Desk
from aeptui.ui.opening import Opening
from aeptui.ui.widgets import header
from tests.e2e.conftest import serving
from tests.ui.pictures import pictures

__all__ = ["pictures"]

OPTIONS = argparse.Namespace(read_only=False, record=None, profile=None, sandbox=None)


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A terminal of full colour, in Vienna, of somebody we know."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TZ", "Europe/Vienna")
    time.tzset()
    monkeypatch.setattr(header, "user", lambda: "ada")
    monkeypatch.setattr(header, "host", lambda: "jump-01")
    monkeypatch.setattr(Desk, "token_minutes", property(lambda desk: None if desk.session is None else 1439))
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(scope="session")
def platform_info(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """One local platform for the tests that change nothing on it which others see."""
    with serving(tmp_path_factory.mktemp("platform")) as info:
        yield info


def profile_of(info: dict[str, Any], sandbox: str = "dev") -> Profile:
    """The profile of a local platform, as the demo has it."""
    return Profile(
        name="demo",
        client_id=info["client_id"],
        client_secret=info["client_secret"],
        org_id=info["org_id"],
        scopes=info["scopes"],
        sandbox=sandbox,
        platform_url=info["platform_url"],
        ims_url=info["ims_url"],
    )


def opening_for(
    profile: Profile,
    *,
    manifest: Path | None = None,
    paths: Paths | None = None,
    gate: asyncio.Event | None = None,
) -> Opening:
    """What the command line hands over for this profile; with a ``gate``, signing in waits for that."""
    home = paths or user_paths()

    @asynccontextmanager
    async def open_session(chosen: Profile) -> AsyncIterator[Session]:
        if gate is not None:
            await gate.wait()
        async with session_of(chosen, OPTIONS, home) as session:
            yield session

    return Opening(
        choose=lambda: profile,
        demo=lambda: profile,
        open_session=open_session,
        paths=home,
        manifest=manifest,
    )


@pytest.fixture
def make_app(platform_info: dict[str, Any], home: Path) -> Callable[..., Aeptui]:
    """Makes the application, signed in to the local platform: ``make_app(manifest=path, sandbox="prod")``."""

    def make(sandbox: str = "dev", **options: Any) -> Aeptui:
        return Aeptui(opening_for(profile_of(platform_info, sandbox), **options))

    return make
