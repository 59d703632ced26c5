"""Secret stores as the keyring library offers them, of every temper."""

import threading

import pytest
from keyring import errors
from keyring.backend import KeyringBackend


class Memory(KeyringBackend):
    """A store that is unlocked."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        try:
            del self.entries[service, username]
        except KeyError:
            raise errors.PasswordDeleteError("No such password!") from None


class Small(Memory):
    """A store with Windows' limit."""

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password) > 1280:
            raise OSError(1783, "The stub received bad data")
        super().set_password(service, username, password)


class Locked(Memory):
    """A store that nobody unlocks."""

    def get_password(self, service: str, username: str) -> str | None:
        raise errors.KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise errors.InitError("Failed to create the collection: Prompt dismissed..")


class Hanging(Memory):
    """A store that never answers, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.let_go.wait()
        return None


class Broken(Memory):
    """A store whose errors say too much."""

    def get_password(self, service: str, username: str) -> str | None:
        raise ValueError(f"bad secret hunter2 for {username}")


class PlaintextKeyring(Memory):
    """A store that writes plain text; what counts is its name."""


def offer(
    monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend, module: str = "keyring.backends.SecretService"
) -> None:
    """Makes ``backend`` the host's, as if it were defined in ``module``."""
    import keyring
    from keyring import core

    monkeypatch.setattr(type(backend), "__module__", module)
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    monkeypatch.setattr(core, "load_env", lambda: None)
    monkeypatch.setattr(core, "load_config", lambda: None)
