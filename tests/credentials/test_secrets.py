"""Where the secrets of profiles are."""

import json
from dataclasses import replace

import pytest

from aeptui.credentials.keyrings import Keyring
from aeptui.credentials.profiles import SIGN_INS, Profile
from aeptui.credentials.secrets import KeptToken, Secrets, entry_of, secret_kind
from tests.credentials.backends import Hanging, Locked, Memory, offer

PROFILE = Profile("dev", "client", "org@AdobeOrg")


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    memory = Memory()
    offer(monkeypatch, memory)
    return memory


def test_a_secret_outlives_the_process_in_the_hosts_store(memory: Memory) -> None:
    assert Secrets().keep("client-secret", PROFILE, "s3cret", "keyring") == "keyring"
    assert Secrets().find("client-secret", PROFILE) == ("s3cret", "keyring")


def test_a_secret_of_this_session_goes_no_further(memory: Memory) -> None:
    secrets = Secrets()
    assert secrets.keep("client-secret", PROFILE, "s3cret", "session") == "session"
    assert secrets.find("client-secret", PROFILE) == ("s3cret", "session")
    assert not memory.entries and Secrets().find("client-secret", PROFILE) is None


def test_where_the_hosts_store_fails_the_session_keeps_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, Locked())
    secrets = Secrets()
    assert secrets.keep("client-secret", PROFILE, "s3cret", "keyring") == "session"
    assert secrets.find("client-secret", PROFILE) == ("s3cret", "session")
    assert secrets.state.state == "locked" and not secrets.state.usable


def test_a_store_that_hangs_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = Hanging()
    offer(monkeypatch, hanging)
    secrets = Secrets(Keyring(seconds=0.05))
    assert secrets.state.detail == "it was not looked at yet"
    assert secrets.find("client-secret", PROFILE) is None and secrets.state.state == "timeout"
    hanging.let_go.set()
    assert secrets.find("client-secret", PROFILE) is None
    assert secrets.look().usable


def test_forgotten_is_forgotten_in_both_places(memory: Memory) -> None:
    secrets = Secrets()
    secrets.keep("client-secret", PROFILE, "s3cret", "keyring")
    secrets.forget("client-secret", PROFILE)
    assert secrets.find("client-secret", PROFILE) is None and not memory.entries


@pytest.mark.parametrize(
    "other", [{"ims_url": "https://evil.example"}, {"platform_url": "https://evil.example"}, {"client_id": "x"}]
)
def test_a_profile_changed_to_other_hosts_does_not_find_the_secret(memory: Memory, other: dict[str, str]) -> None:
    secrets = Secrets()
    secrets.keep("client-secret", PROFILE, "s3cret", "keyring")
    assert secrets.find("client-secret", replace(PROFILE, **other)) is None
    assert secrets.find("client-secret", replace(PROFILE, name="another", sandbox="prod")) is not None


def test_the_secret_is_that_of_the_way_to_sign_in() -> None:
    assert secret_kind(PROFILE) == "client-secret"
    assert secret_kind(replace(PROFILE, sign_in=SIGN_INS[1])) == "access-token"


class TestKeptToken:
    def test_a_token_is_there_at_the_next_start(self, memory: Memory) -> None:
        kept = KeptToken(Secrets(), PROFILE)
        assert kept.load() is None
        kept.save("t0ken", 9e9)
        kept.finish()
        assert KeptToken(Secrets(), PROFILE).load() == ("t0ken", 9e9)

    def test_a_token_of_other_scopes_or_one_that_has_ended_is_none(self, memory: Memory) -> None:
        for profile, end in ((PROFILE, 9e9), (replace(PROFILE, client_id="old"), 1.0)):
            kept = KeptToken(Secrets(), profile)
            kept.save("t0ken", end)
            kept.finish()
        assert KeptToken(Secrets(), replace(PROFILE, scopes="other")).load() is None
        assert KeptToken(Secrets(), replace(PROFILE, client_id="old")).load() is None

    @pytest.mark.parametrize(
        "text", ["", "{", "[]", '{"token": "x"}', json.dumps({"token": "x", "expires_at": "soon", "scopes": ""})]
    )
    def test_what_is_damaged_is_no_token(self, memory: Memory, text: str) -> None:
        memory.set_password("aeptui", entry_of("issued-token", PROFILE), text)
        assert KeptToken(Secrets(), PROFILE).load() is None

    def test_a_save_never_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        offer(monkeypatch, Locked())
        kept = KeptToken(Secrets(), PROFILE)
        kept.save("t0ken", 9e9)
        kept.finish()
        kept.finish()
