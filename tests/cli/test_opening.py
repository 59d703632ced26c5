"""Which profile a command works with."""

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aeptui.cli.endings import CommandError
from aeptui.cli.opening import chosen_profile, opened
from aeptui.credentials.profiles import Profile, ProfileError
from aeptui.credentials.secrets import Secrets, entry_of
from aeptui.operations.profiles import Profiles
from aeptui.store.paths import Paths, user_paths
from tests.credentials.backends import Memory, offer
from tests.e2e.conftest import run

PROFILE = Profile("acme", "client", "o@AdobeOrg", client_secret="s3cret", sandbox="dev")


def options(**given: Any) -> argparse.Namespace:
    """Options of a command line."""
    defaults = {"profile": None, "sandbox": None, "read_only": False, "record": None, "command": "flows"}
    return argparse.Namespace(**(defaults | given))


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    memory = Memory()
    offer(monkeypatch, memory)
    return memory


@pytest.fixture
def paths(memory: Memory, home: Path) -> Paths:
    """The folders of a user who has saved a profile."""
    paths = user_paths()
    Profiles(paths, {}).save(PROFILE, "keyring")
    return paths


def chosen(paths: Paths, **given: Any) -> Profile:
    with chosen_profile(options(**given), paths) as profile:
        return profile


def test_a_saved_profile_is_found_by_option_and_by_environment(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = replace(PROFILE, keyring=True)
    assert chosen(paths, profile="acme") == ready
    assert chosen(paths, profile="acme", sandbox="test") == replace(ready, sandbox="test")
    monkeypatch.setenv("AEPTUI_PROFILE", "acme")
    assert chosen(paths) == ready
    monkeypatch.setenv("AEPTUI_CLIENT_SECRET", "other")
    assert chosen(paths).client_secret == "other"


def test_a_credential_of_the_environment_wins_over_a_named_profile_and_the_option_over_both(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CLIENT_ID", "CLIENT_SECRET", "ORG_ID"):
        monkeypatch.setenv(f"AEPTUI_{name}", "environment")
    monkeypatch.setenv("AEPTUI_PROFILE", "acme")
    assert chosen(paths).name == "environment"
    assert chosen(paths, profile="acme").client_id == "client"


def test_only_the_application_begins_with_the_profile_used_last(paths: Paths) -> None:
    Profiles(paths, {}).used("acme")
    assert chosen(paths, command=None).name == "acme"
    with pytest.raises(CommandError, match="Nobody is signed in"):
        chosen(paths, command="flows")


def test_a_profile_that_is_not_there_is_named(paths: Paths) -> None:
    with pytest.raises(ProfileError, match=r"no profile 'x' in .*: there are acme"):
        chosen(paths, profile="x")


def test_the_command_says_it_in_a_line(home: Path) -> None:
    ended = run("--profile", "x", "flows")
    assert ended.status == 3 and "There is no profile 'x'" in ended.err


async def test_tokens_of_a_profile_in_the_keyring_are_kept_there(paths: Paths, memory: Memory) -> None:
    async with opened(chosen(paths, profile="acme"), options(), paths) as session:
        session.platform.http.tokens._store.save("t0ken", time.time() + 3600)
    kept = json.loads(memory.entries["aeptui", entry_of("issued-token", PROFILE)])
    assert kept["token"] == "t0ken"
    async with opened(chosen(paths, profile="acme"), options(), paths) as session:
        assert await session.platform.http.tokens.current() == "t0ken"
    async with opened(replace(PROFILE, name="other"), options(), paths) as session:
        assert session.platform.http.tokens.remaining is None


def test_a_secret_of_this_session_keeps_no_token(home: Path, memory: Memory) -> None:
    secrets = Secrets()
    profiles = Profiles(user_paths(), {}, secrets)
    profiles.save(PROFILE, "session")
    assert not profiles.ready("acme").keyring
