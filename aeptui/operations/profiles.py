"""The profiles of this user: saved in a file without their secrets, which are in the host's store or this session."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar

from aeptui.credentials.configuration import profiles_in, with_profile, without_profile
from aeptui.credentials.profiles import ACCESS_TOKEN, CLIENT_SECRET, SIGN_INS, Profile, ProfileError, from_environment
from aeptui.credentials.secrets import Place, Secrets, entry_of, secret_kind
from aeptui.services.endpoint import Endpoint, header_value
from aeptui.store.files import private_folder, write_atomically
from aeptui.store.paths import Paths

T = TypeVar("T")
Kept = Literal["session", "keyring", "environment", "nowhere"]


@dataclass(frozen=True, slots=True)
class Found:
    """A saved profile with its secret where there is one, and where that came from."""

    profile: Profile
    kept: Kept


class Profiles:
    """Everything here reads files or the host's secret store and may block: call it beside the keys.

    Errors of the file, with its path, are ProfileErrors.
    """

    def __init__(self, paths: Paths, environ: Mapping[str, str], secrets: Secrets | None = None) -> None:
        self.secrets = secrets or Secrets()
        self._paths = paths
        self._environ = environ

    @property
    def file(self) -> Path:
        """The user's configuration file, which need not exist."""
        return self._paths.config / "config.toml"

    def saved(self) -> dict[str, Profile]:
        """The saved profiles by name, without secrets."""
        text = self._text()
        with self._naming_the_file():
            return profiles_in(text)

    def environment(self) -> Profile | None:
        """The profile that the environment forms. Raises ProfileError where it lacks something."""
        return from_environment(self._environ)

    def find(self, name: str) -> Found:
        """The saved profile of that name with its secret: the environment's wins over the session's and the store's.

        ``AEPTUI_SANDBOX`` chooses the sandbox. Raises ProfileError where no profile has that name.
        """
        saved = self.saved()
        if name not in saved:
            known = f"there are {', '.join(saved)}" if saved else "none is saved yet"
            raise ProfileError(f"There is no profile '{name}' in {self.file}: {known}.")
        profile = saved[name]
        sandbox = self._environ.get("AEPTUI_SANDBOX", "").strip()
        profile = replace(profile, sandbox=sandbox) if sandbox else profile
        by_secret = profile.sign_in == SIGN_INS[0]
        given = self._environ.get(CLIENT_SECRET if by_secret else ACCESS_TOKEN, "").strip()
        if given:
            return Found(_with_secret(profile, given), "environment")
        found = self.secrets.find(secret_kind(profile), profile)
        if found is None:
            return Found(profile, "nowhere")
        secret, place = found
        return Found(replace(_with_secret(profile, secret), keyring=place == "keyring"), place)

    def ready(self, name: str) -> Profile:
        """The saved profile of that name, ready to sign in. Raises ProfileError where its secret is not at hand."""
        found = self.find(name)
        if found.kept != "nowhere":
            return found.profile
        what, variable = (
            ("client secret", CLIENT_SECRET) if found.profile.sign_in == SIGN_INS[0] else ("access token", ACCESS_TOKEN)
        )
        store = self.secrets.state
        why = "the secret store of this host does not have it" if store.usable else f"secret store: {store.detail}"
        raise ProfileError(
            f"The {what} of the profile '{name}' is not at hand ({why}). "
            f"Enter it on the credentials screen, or set {variable}."
        )

    def save(self, profile: Profile, place: Place) -> Kept:
        """Saves the profile, and its secret in the place wished for; returns where that is now."""
        try:
            Endpoint(profile.platform_url, profile.ims_url)
            header_value("client id", profile.client_id)
            header_value("organisation id", profile.org_id)
            header_value("sandbox name", profile.sandbox)
        except ValueError as error:
            raise ProfileError(str(error)) from None
        self._write(self._edited(with_profile, profile))
        self.secrets.forget("issued-token", profile)
        secret = profile.client_secret if profile.sign_in == SIGN_INS[0] else profile.access_token
        return self.secrets.keep(secret_kind(profile), profile, secret, place) if secret else "nowhere"

    def choose_sandbox(self, name: str, sandbox: str) -> None:
        """Makes a sandbox the one that a saved profile begins in."""
        self._write(self._edited(with_profile, replace(self.saved()[name], sandbox=sandbox)))

    def remove(self, name: str) -> None:
        """Removes a saved profile, and its secrets where no other profile signs in with them."""
        saved = self.saved()
        profile = saved.pop(name)
        self._write(self._edited(without_profile, name))
        for kind in (secret_kind(profile), "issued-token"):
            if entry_of(kind, profile) not in {entry_of(kind, other) for other in saved.values()}:
                self.secrets.forget(kind, profile)

    def last(self) -> str | None:
        """The name of the saved profile that was used last, where it still exists."""
        try:
            name = self._last_file.read_text(encoding="utf-8").strip()
        except OSError:
            return None
        return name if name in self.saved() else None

    def used(self, name: str) -> None:
        """Remembers a saved profile as the one that was used last."""
        if self.last() != name:
            private_folder(self._last_file.parent)
            write_atomically(self._last_file, f"{name}\n")

    @property
    def _last_file(self) -> Path:
        return self._paths.state / "last-profile"

    def _text(self) -> str:
        try:
            return self.file.read_bytes().decode("utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeError) as error:
            raise ProfileError(f"{self.file} cannot be read: {error}") from None

    def _edited(self, edit: Callable[[str, T], str], what: T) -> str:
        text = self._text()
        with self._naming_the_file():
            return edit(text, what)

    @contextmanager
    def _naming_the_file(self) -> Iterator[None]:
        try:
            yield
        except ProfileError as error:
            raise ProfileError(f"{self.file}: {error}") from None

    def _write(self, text: str) -> None:
        try:
            private_folder(self.file.parent)
            write_atomically(self.file, text)
        except OSError as error:
            raise ProfileError(f"{self.file} cannot be written: {error.strerror or error}") from None


def _with_secret(profile: Profile, secret: str) -> Profile:
    if profile.sign_in == SIGN_INS[0]:
        return replace(profile, client_secret=secret)
    return replace(profile, access_token=secret)
