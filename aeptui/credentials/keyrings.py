"""The host's own secret store through the keyring library, asked so that it can neither hang nor surprise.

A store may be missing, locked, or never answer; backends that write plain text, or ask on the terminal, may be
installed. So only backends known to be safe are used, or one that the user named, and every call has an end.
"""

import hashlib
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

T = TypeVar("T")

SERVICE = "aeptui"
SECONDS = 3.0
"""How long a call may take: a store that is unlocked answers in a fraction of that."""

_SAFE = {
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
}
_NEVER = ("keyring.backends.fail", "keyring.backends.null", "keyring.backends.chainer", "keyrings.alt")
# Windows takes 2,560 bytes of two a character; the others take any text that is a secret.
_LONGEST = {"keyring.backends.Windows": 1200}
_PARTS = "aeptui-parts"

State = Literal["ok", "locked", "none", "timeout", "broken", "unknown"]


@dataclass(frozen=True, slots=True)
class StoreState:
    """How it stands with the host's secret store: ``name`` for people, ``detail`` says why it cannot be used.

    ``unknown`` means that nobody has looked yet.
    """

    state: State
    name: str = ""
    detail: str = ""

    @property
    def usable(self) -> bool:
        """Whether secrets can be kept there."""
        return self.state == "ok"


class Unavailable(Exception):
    """The store did not do what it was asked; the message says why, and never holds a secret."""

    def __init__(self, state: State, detail: str) -> None:
        super().__init__(detail)
        self.state: State = state


class Keyring:
    """The host's secret store. Every call blocks, at most ``seconds``; call it beside the keys."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._backend: Any = None
        self._name = ""

    def look(self) -> StoreState:
        """How it stands with the store now."""
        try:
            self._call(lambda backend: backend.get_password(SERVICE, "probe"))
        except Unavailable as error:
            return StoreState(error.state, self._name, str(error))
        return StoreState("ok", self._name)

    def get(self, entry: str) -> str | None:
        """The secret of an entry, None where there is none. Raises Unavailable."""
        return self._call(lambda backend: _joined(backend, entry))

    def put(self, entry: str, secret: str) -> None:
        """Keeps the secret. Raises Unavailable."""
        self._call(lambda backend: _split(backend, entry, secret))

    def drop(self, entry: str) -> None:
        """Forgets an entry; does nothing where there is none. Raises Unavailable."""
        self._call(lambda backend: _drop(backend, entry))

    def _call(self, work: Callable[[Any], T]) -> T:
        def guarded() -> T:
            if self._backend is None:
                self._backend = _chosen_backend()
                module = type(self._backend).__module__
                self._name = _SAFE.get(module, module)
            return work(self._backend)

        return bounded(guarded, self._seconds)


def bounded(work: Callable[[], T], seconds: float) -> T:
    """The result of ``work``, which runs in a thread that no exit waits for. Raises Unavailable for whatever it raises.

    Backends raise all kinds of errors, some with what they were handed: only the kind gets into the message, and for
    a store that is locked or missing nothing else is needed.
    """
    answers: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put((True, work()))
        except Unavailable as error:
            answers.put((False, error))
        except BaseException as error:
            answers.put((False, _unavailable(error)))

    threading.Thread(target=run, name="keyring", daemon=True).start()
    try:
        done, answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise Unavailable("timeout", f"it did not answer within {seconds:g} s") from None
    if not done:
        raise answer
    result: T = answer
    return result


def _chosen_backend() -> Any:
    """The first backend that may be used. Raises Unavailable where there is none."""
    import keyring
    from keyring import core

    keyring_found = keyring.get_keyring()
    named = core.load_env() or core.load_config()
    allowed = {*_SAFE, *([type(named).__module__] if named is not None else [])}
    for backend in getattr(keyring_found, "backends", [keyring_found]):
        module, kind = type(backend).__module__, type(backend).__name__
        if module in allowed and not module.startswith(_NEVER) and "plaintext" not in kind.lower():
            return backend
    raise Unavailable("none", _why_none(keyring_found))


def _why_none(backend: Any) -> str:
    module = type(backend).__module__
    if module == "keyring.backends.fail":
        return "this host offers none (no desktop session, or no Secret Service on its bus)"
    return f"{module} is not used: it is not known to be safe"


def _unavailable(error: BaseException) -> Unavailable:
    from keyring.errors import InitError, KeyringLocked, NoKeyringError

    if isinstance(error, KeyringLocked | InitError):
        return Unavailable("locked", "it is locked, and nobody was there to unlock it")
    if isinstance(error, NoKeyringError):
        return Unavailable("none", "this host offers none")
    return Unavailable("broken", f"it failed with {type(error).__name__}")


def _joined(backend: Any, entry: str) -> str | None:
    """The value of an entry; parts that do not belong together, after a write that broke off, count as none."""
    value: str | None = backend.get_password(SERVICE, entry)
    if value is None or not value.startswith(f"{_PARTS}:"):
        return value
    _, count, digest = value.split(":")
    parts = [backend.get_password(SERVICE, _part(entry, number)) for number in range(int(count))]
    joined = "".join(part or "" for part in parts)
    return joined if _digest(joined) == digest else None


def _split(backend: Any, entry: str, secret: str) -> None:
    _drop(backend, entry)
    size = _LONGEST.get(type(backend).__module__, len(secret))
    if len(secret) <= size:
        backend.set_password(SERVICE, entry, secret)
        return
    parts = [secret[start : start + size] for start in range(0, len(secret), size)]
    for number, part in enumerate(parts):
        backend.set_password(SERVICE, _part(entry, number), part)
    backend.set_password(SERVICE, entry, f"{_PARTS}:{len(parts)}:{_digest(secret)}")


def _drop(backend: Any, entry: str) -> None:
    value = backend.get_password(SERVICE, entry)
    if value is None:
        return
    if value.startswith(f"{_PARTS}:"):
        for number in range(int(value.split(":")[1])):
            if backend.get_password(SERVICE, _part(entry, number)) is not None:
                backend.delete_password(SERVICE, _part(entry, number))
    backend.delete_password(SERVICE, entry)


def _part(entry: str, number: int) -> str:
    return f"{entry} part {number + 1}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
