"""Where the secrets of profiles are: in this session's memory, or in the host's secret store. Never in a file of ours.

An entry is named by the client and the hosts that its secret may be sent to: a profile that is changed to name
another host does not find the secret of the old one.
"""

import hashlib
import json
import threading
import time
from typing import Literal, Protocol

from aeptui.credentials.keyrings import Keyring, StoreState, Unavailable
from aeptui.credentials.profiles import SIGN_INS, Profile

Kind = Literal["client-secret", "access-token", "issued-token"]
Place = Literal["session", "keyring"]

_NEVER_LOOKED = StoreState("unknown", detail="it was not looked at yet")


class SecretStore(Protocol):
    """What keeps secrets beyond the program's end; see Keyring."""

    def look(self) -> StoreState: ...
    def get(self, entry: str) -> str | None: ...
    def put(self, entry: str, secret: str) -> None: ...
    def drop(self, entry: str) -> None: ...


class Secrets:
    """The secrets that this process can reach. Calls may block for seconds; call them beside the keys.

    A store that hung, or was locked or missing, is not asked again until ``look`` is called.
    """

    def __init__(self, store: SecretStore | None = None) -> None:
        self._store = store or Keyring()
        self._here: dict[str, str] = {}
        self._state: StoreState | None = None

    @property
    def state(self) -> StoreState:
        """How it stood with the host's store when it was looked at last."""
        return self._state or _NEVER_LOOKED

    def look(self) -> StoreState:
        """Looks at the host's store now."""
        self._state = self._store.look()
        return self._state

    def find(self, kind: Kind, profile: Profile) -> tuple[str, Place] | None:
        """A secret of the profile and where it was; None where it is in neither place."""
        entry = entry_of(kind, profile)
        if entry in self._here:
            return self._here[entry], "session"
        if not (self._state or self.look()).usable:
            return None
        try:
            found = self._store.get(entry)
        except Unavailable as error:
            self._failed(error)
            return None
        return None if found is None else (found, "keyring")

    def keep(self, kind: Kind, profile: Profile, secret: str, place: Place) -> Place:
        """Keeps a secret in the place wished for, or in this session where the host's store fails; returns which."""
        entry = entry_of(kind, profile)
        self._here[entry] = secret
        if place == "session":
            return "session"
        try:
            self._store.put(entry, secret)
        except Unavailable as error:
            self._failed(error)
            return "session"
        del self._here[entry]
        return "keyring"

    def forget(self, kind: Kind, profile: Profile) -> None:
        """Forgets a secret in both places, as far as the host's store can be reached."""
        entry = entry_of(kind, profile)
        self._here.pop(entry, None)
        if (self._state or self.look()).usable:
            try:
                self._store.drop(entry)
            except Unavailable as error:
                self._failed(error)

    def _failed(self, error: Unavailable) -> None:
        name = self._state.name if self._state else ""
        self._state = StoreState(error.state, name, str(error))


def entry_of(kind: Kind, profile: Profile) -> str:
    """The name of a secret in a store."""
    return f"{kind} of {profile.client_id} at {profile.ims_url} {profile.platform_url}"


def secret_kind(profile: Profile) -> Kind:
    """The secret that the profile signs in with."""
    return "client-secret" if profile.sign_in == SIGN_INS[0] else "access-token"


class KeptToken:
    """The access token that a profile was issued, kept in the host's secret store: a ``TokenStore`` of the services.

    Made beside the keys, since it reads the store; ``load`` and ``save`` return at once and never fail. ``finish``
    waits a moment for a save that is under way.
    """

    def __init__(self, secrets: Secrets, profile: Profile) -> None:
        self._secrets, self._profile = secrets, profile
        self._saving: threading.Thread | None = None
        found = secrets.find("issued-token", profile)
        self._kept = self._read(found[0]) if found else None

    def load(self) -> tuple[str, float] | None:
        """The token and its end in seconds of the epoch; None where none is kept that is good for the profile."""
        return self._kept

    def save(self, token: str, expires_at: float) -> None:
        """Keeps a token."""
        text = json.dumps({"token": token, "expires_at": expires_at, "scopes": _digest(self._profile.scopes)})
        self._saving = threading.Thread(
            target=self._secrets.keep, args=("issued-token", self._profile, text, "keyring"), daemon=True
        )
        self._saving.start()

    def finish(self, seconds: float = 1.0) -> None:
        """Waits until the last token is kept, at most ``seconds``."""
        if self._saving is not None:
            self._saving.join(seconds)

    def _read(self, text: str) -> tuple[str, float] | None:
        try:
            kept = json.loads(text)
            token, expires_at, scopes = str(kept["token"]), float(kept["expires_at"]), kept["scopes"]
        except (ValueError, KeyError, TypeError):
            return None
        good = scopes == _digest(self._profile.scopes) and expires_at > time.time()
        return (token, expires_at) if good else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
