"""The profiles as the credentials screen lists them, and what it says about the host's secret store."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from aeptui.ui.widgets.grid import Cell, Column
from aeptui.ui.words import middle, printable

if TYPE_CHECKING:
    from aeptui.credentials.keyrings import StoreState
    from aeptui.credentials.profiles import Profile
    from aeptui.operations.profiles import Profiles
    from aeptui.services.sandboxes import Sandbox

DEMO, ENVIRONMENT = "demo", "environment"
PROFILE_COLUMNS = (
    Column("name", "Profile", width=18, minimum=10, grow=1),
    Column("how", "Signs in with", width=16, minimum=16),
    Column("org", "Organisation", width=20, minimum=13, grow=1),
    Column("sandbox", "Sandbox", width=12, minimum=7, grow=1),
    Column("kept", "Its secret", width=13, minimum=11),
)
SANDBOX_COLUMNS = (
    Column("name", "Sandbox", width=20, minimum=10, grow=1),
    Column("title", "Title", width=24, minimum=8, grow=1),
    Column("type", "Type", width=12, minimum=11),
    Column("state", "State", width=10, minimum=8),
    Column("here", "", width=8, minimum=7),
)
_HOW = {"server-to-server": "server to server", "token": "pasted token"}
_KEPT = {"keyring": "keyring", "session": "this session", "environment": "environment", "nowhere": "not at hand"}


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A profile to sign in with; ``profile`` is without its secret, None for the demo. ``kept`` is in words."""

    name: str
    kind: Literal["demo", "environment", "saved"]
    how: str
    kept: str
    profile: "Profile | None" = None

    @property
    def at_hand(self) -> bool:
        """Whether one can sign in without entering a secret."""
        return self.kept != _KEPT["nowhere"]


@dataclass(frozen=True, slots=True)
class Survey:
    """All profiles, and what is wrong with the file or the environment that they are read from."""

    rows: tuple[ProfileRow, ...]
    problem: str = ""


def survey(profiles: "Profiles") -> Survey:
    """Looks at what there is; reads files and, where profiles are saved, the host's secret store."""
    from aeptui.credentials.profiles import ProfileError

    rows, problems = [ProfileRow(DEMO, "demo", "local platform", "in memory")], []
    try:
        environment = profiles.environment()
        if environment is not None:
            rows.append(ProfileRow(ENVIRONMENT, "environment", _HOW[environment.sign_in], ENVIRONMENT, environment))
    except ProfileError as error:
        problems.append(str(error))
    try:
        found = [profiles.find(name) for name in profiles.saved()]
        rows += [
            ProfileRow(each.profile.name, "saved", _HOW[each.profile.sign_in], _KEPT[each.kept], each.profile)
            for each in found
        ]
    except ProfileError as error:
        problems.append(str(error))
    return Survey(tuple(rows), " ".join(problems))


def profile_cell(row: ProfileRow, column: str) -> Cell:
    """What a column of the list shows of a profile."""
    profile = row.profile
    if column == "org":
        return Cell("" if profile is None else middle(printable(profile.org_id), 20))
    if column == "sandbox":
        return Cell("" if profile is None else profile.sandbox)
    if column == "kept":
        return Cell(row.kept, "" if row.at_hand else "warning")
    return Cell(row.name if column == "name" else row.how)


def is_production(sandbox: "Sandbox") -> bool:
    """Whether the sandbox counts as production: its type decides, and only one type is harmless."""
    return sandbox.type.lower() != "development"


def sandbox_cell(sandbox: "Sandbox", column: str, *, here: bool) -> Cell:
    """What a column of the list shows of a sandbox."""
    if column == "here":
        return Cell("current" if here else "")
    if column == "type":
        production = is_production(sandbox)
        return Cell("PRODUCTION" if production else sandbox.type, "warning" if production else "")
    return Cell(getattr(sandbox, column), "" if sandbox.usable else "dim")


def store_words(state: "StoreState") -> str:
    """Where secrets are kept, and what to do where the host's store cannot be used."""
    name = state.name or "The secret store of this host"
    if state.state == "unknown":
        return "Nobody has looked yet whether this host has a secret store: s does."
    if state.usable:
        return f"Secrets are kept in: {name}."
    here = "Secrets are kept for this session only, in memory."
    if state.state == "none":
        return f"No secret store: {state.detail}. {here}"
    if state.state == "locked":
        return f"{name} is locked. {here} Unlock it in your desktop session, then s looks again."
    return f"{name} cannot be used: {state.detail}. {here} s looks again."
