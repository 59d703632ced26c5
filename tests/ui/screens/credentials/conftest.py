"""Hosts with a secret store, and without one."""

import pytest

from tests.credentials.backends import Memory, offer


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """An unlocked secret store."""
    memory = Memory()
    offer(monkeypatch, memory)
    return memory


@pytest.fixture
def nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host without a secret store."""
    from keyring.backends import fail

    offer(monkeypatch, fail.Keyring(), "keyring.backends.fail")
