"""The host's secret store, whatever its temper."""

import time

import pytest
from keyring import core
from keyring.backends import chainer, fail

from aeptui.credentials.keyrings import SERVICE, Keyring, StoreState, Unavailable, bounded
from tests.credentials.backends import Broken, Hanging, Locked, Memory, PlaintextKeyring, Small, offer


def test_an_unlocked_store_keeps_gives_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, Memory())
    store = Keyring()
    assert store.look() == StoreState("ok", "Secret Service")
    assert store.get("a") is None
    store.put("a", "x" * 5000)
    assert store.get("a") == "x" * 5000
    store.drop("a")
    store.drop("a")
    assert store.get("a") is None


def test_a_host_without_a_store_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, fail.Keyring(), "keyring.backends.fail")
    state = Keyring().look()
    assert (state.state, state.usable) == ("none", False) and "no desktop session" in state.detail
    with pytest.raises(Unavailable):
        Keyring().put("a", "x")


def test_a_locked_store_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, Locked())
    store = Keyring()
    assert (store.look().state, store.look().name) == ("locked", "Secret Service")
    with pytest.raises(Unavailable, match="locked"):
        store.put("a", "x")


def test_a_store_that_never_answers_costs_only_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = Hanging()
    offer(monkeypatch, hanging)
    began = time.monotonic()
    assert Keyring(seconds=0.05).look().state == "timeout"
    assert time.monotonic() - began < 2
    hanging.let_go.set()


def test_an_error_of_a_store_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, Broken())
    state = Keyring().look()
    assert state.state == "broken" and "ValueError" in state.detail and "hunter2" not in state.detail


def test_a_backend_that_cannot_be_loaded_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    def wrong() -> None:
        raise ModuleNotFoundError("no module named what")

    monkeypatch.setattr(keyring, "get_keyring", wrong)
    assert Keyring().look().state == "broken"


@pytest.mark.parametrize(
    ("backend", "module"),
    [
        (PlaintextKeyring(), "keyrings.alt.file"),
        (PlaintextKeyring(), "somebody.else"),
        (Memory(), "somebody.else"),
        (Memory(), "keyring.backends.null"),
    ],
)
def test_a_store_that_is_not_known_to_be_safe_is_not_used(
    monkeypatch: pytest.MonkeyPatch, backend: Memory, module: str
) -> None:
    offer(monkeypatch, backend, module)
    assert Keyring().look().state == "none"
    assert not backend.entries


def test_a_store_that_the_user_named_is_used_unless_it_writes_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    for backend, state in ((Memory(), "ok"), (PlaintextKeyring(), "none")):
        offer(monkeypatch, backend, "somebody.else")
        monkeypatch.setattr(core, "load_env", lambda backend=backend: backend)
        assert Keyring().look().state == state


def test_a_safe_store_is_found_among_several(monkeypatch: pytest.MonkeyPatch) -> None:
    class Several(chainer.ChainerBackend):
        backends = (PlaintextKeyring(), Memory())

    offer(monkeypatch, Several.backends[1])
    several = Several()
    monkeypatch.setattr("keyring.get_keyring", lambda: several)
    assert Keyring().look() == StoreState("ok", "Secret Service")


def test_a_long_secret_is_split_where_the_store_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Small()
    offer(monkeypatch, small, "keyring.backends.Windows")
    store = Keyring()
    token = "".join(chr(97 + number % 26) for number in range(3000))
    store.put("token", token)
    assert store.get("token") == token and len(small.entries) == 4
    store.put("token", "short")
    assert store.get("token") == "short" and len(small.entries) == 1
    store.put("token", token)
    store.drop("token")
    assert not small.entries


def test_parts_that_do_not_belong_together_are_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Small()
    offer(monkeypatch, small, "keyring.backends.Windows")
    store = Keyring()
    store.put("token", "x" * 3000)
    small.entries[SERVICE, "token part 2"] = "y" * 1200
    assert store.get("token") is None
    del small.entries[SERVICE, "token part 2"]
    assert store.get("token") is None
    store.drop("token")
    assert not small.entries


def test_a_result_comes_through() -> None:
    assert bounded(lambda: 42, 5) == 42
