"""Profiles of a user: the file, the secrets, and what wins."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from aeptui.credentials.profiles import SIGN_INS, Profile, ProfileError
from aeptui.operations.profiles import Profiles
from aeptui.store.paths import Paths, user_paths
from tests.credentials.backends import Locked, Memory, offer

PROFILE = Profile("dev", "client", "o@AdobeOrg", client_secret="s3cret", sandbox="dev")


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    memory = Memory()
    offer(monkeypatch, memory)
    return memory


@pytest.fixture
def paths(home: Path) -> Paths:
    return user_paths()


def test_a_saved_profile_is_ready_at_the_next_start(memory: Memory, paths: Paths) -> None:
    profiles = Profiles(paths, {})
    assert profiles.saved() == {} and profiles.save(PROFILE, "keyring") == "keyring"
    assert "s3cret" not in profiles.file.read_text()
    assert stat.S_IMODE(profiles.file.stat().st_mode) == 0o600
    assert Profiles(paths, {}).ready("dev") == replace(PROFILE, keyring=True)
    assert Profiles(paths, {"AEPTUI_SANDBOX": "test"}).ready("dev").sandbox == "test"


def test_a_secret_of_this_session_is_asked_for_at_the_next_start(memory: Memory, paths: Paths) -> None:
    profiles = Profiles(paths, {})
    assert profiles.save(PROFILE, "session") == "session"
    assert profiles.ready("dev") == PROFILE
    later = Profiles(paths, {})
    assert later.find("dev").kept == "nowhere"
    with pytest.raises(ProfileError, match=r"client secret of the profile 'dev' is not at hand.*AEPTUI_CLIENT_SECRET"):
        later.ready("dev")
    given = Profiles(paths, {"AEPTUI_CLIENT_SECRET": "other"}).find("dev")
    assert (given.kept, given.profile.client_secret, given.profile.keyring) == ("environment", "other", False)


def test_a_store_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, paths: Paths) -> None:
    offer(monkeypatch, Locked())
    assert Profiles(paths, {}).save(PROFILE, "keyring") == "session"
    with pytest.raises(ProfileError, match="it is locked"):
        Profiles(paths, {}).ready("dev")


def test_a_pasted_token_is_kept_the_same_way(memory: Memory, paths: Paths) -> None:
    token = replace(PROFILE, client_secret=None, access_token="t0ken", sign_in=SIGN_INS[1])
    Profiles(paths, {}).save(token, "keyring")
    assert Profiles(paths, {}).ready("dev") == replace(token, keyring=True)
    assert Profiles(paths, {"AEPTUI_ACCESS_TOKEN": "new"}).ready("dev").access_token == "new"
    offer_nothing = Profiles(paths, {})
    offer_nothing.secrets.forget("access-token", token)
    with pytest.raises(ProfileError, match=r"access token.*AEPTUI_ACCESS_TOKEN"):
        offer_nothing.ready("dev")


def test_a_new_secret_ends_the_token_of_the_old_one(memory: Memory, paths: Paths) -> None:
    profiles = Profiles(paths, {})
    profiles.secrets.keep("issued-token", PROFILE, "x", "keyring")
    profiles.save(PROFILE, "keyring")
    assert profiles.secrets.find("issued-token", PROFILE) is None


def test_a_sandbox_is_chosen_for_good(memory: Memory, paths: Paths) -> None:
    profiles = Profiles(paths, {})
    profiles.save(PROFILE, "keyring")
    profiles.file.write_text("# mine\n" + profiles.file.read_text())
    profiles.choose_sandbox("dev", "test")
    assert Profiles(paths, {}).ready("dev").sandbox == "test" and profiles.file.read_text().startswith("# mine\n")


def test_a_removed_profile_takes_its_secret_along_unless_another_one_needs_it(memory: Memory, paths: Paths) -> None:
    profiles = Profiles(paths, {})
    for name in ("dev", "prod"):
        profiles.save(replace(PROFILE, name=name), "keyring")
    profiles.remove("dev")
    assert list(profiles.saved()) == ["prod"] and profiles.ready("prod").client_secret == "s3cret"
    profiles.remove("prod")
    assert not memory.entries and profiles.saved() == {}


def test_the_profile_used_last_is_remembered_while_it_is_there(memory: Memory, paths: Paths) -> None:
    profiles = Profiles(paths, {})
    assert profiles.last() is None
    profiles.save(PROFILE, "session")
    profiles.used("dev")
    profiles.used("dev")
    assert Profiles(paths, {}).last() == "dev"
    profiles.remove("dev")
    assert Profiles(paths, {}).last() is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"platform_url": "http://p.example"}, "in the clear"),
        ({"ims_url": "p.example"}, "not the address of a host"),
        ({"client_id": " "}, "client id is empty"),
        ({"org_id": "ö"}, "organisation id"),
        ({"sandbox": ""}, "sandbox name"),
        ({"name": "a b"}, "a name has"),
    ],
)
def test_what_cannot_be_is_not_saved(paths: Paths, change: dict[str, str], words: str) -> None:
    profiles = Profiles(paths, {})
    with pytest.raises(ProfileError, match=words):
        profiles.save(replace(PROFILE, **change), "session")
    assert not profiles.file.exists()


def test_errors_name_the_file(paths: Paths) -> None:
    profiles = Profiles(paths, {})
    with pytest.raises(ProfileError, match=r"no profile 'x' in .*config\.toml: none is saved yet"):
        profiles.find("x")
    profiles.file.parent.mkdir(parents=True)
    for content, words in ((b"[", "config.toml: not valid TOML"), (b"\xff", "config.toml cannot be read")):
        profiles.file.write_bytes(content)
        with pytest.raises(ProfileError, match=words):
            profiles.saved()
    profiles.file.unlink()
    profiles.file.mkdir()
    with pytest.raises(ProfileError, match="cannot be read"):
        profiles.saved()
