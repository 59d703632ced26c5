"""What screens ask of the application: typed messages that go up."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from aeptui.credentials.profiles import Profile
    from aeptui.ui.commands import Offer


@dataclass
class Said(Message):
    """Something to tell the user in the status line; ``wrong`` marks what did not work."""

    text: str
    wrong: bool = False


@dataclass
class Go(Message):
    """Shows the screen called ``place``; with ``path``, the focus goes to what edits that place of the manifest.

    ``why`` is said in the status line there. ``command`` is the id of a command of that screen, which is done there
    then, or which says why it cannot be done now.
    """

    place: str
    path: tuple[str | int, ...] | None = None
    why: str = ""
    command: str = ""


@dataclass
class ShowRuns(Message):
    """Shows the runs of a dataflow."""

    flow_id: str
    name: str


@dataclass
class OpenDraft(Message):
    """Opens a draft to work on, and shows the screen where it was left. None: a new one."""

    number: int | None


@dataclass
class DeleteDraft(Message):
    """Deletes a draft with its history; its file stays."""

    number: int


@dataclass
class OpenFile(Message):
    """Opens the manifest at ``path`` to work on."""

    path: Path


@dataclass
class SignIn(Message):
    """Signs in as the profile that ``choose`` gives.

    ``choose`` is called in a thread of its own and may take its time (a local platform starts); it raises ProfileError.
    """

    choose: "Callable[[], Profile]"


@dataclass
class FindAnything(Message):
    """Opens the palette; ``offers`` are the commands of the place it is opened from."""

    offers: "list[Offer]"


class StopSignIn(Message):
    """Gives up a sign-in that is under way."""


class Save(Message):
    """Writes the draft to its file, after asking for a name where it has none."""


class Export(Message):
    """Writes the draft to another file than its own, after asking for its name."""


class Quit(Message):
    """Saves and ends the program."""
