"""What the command line hands to the application: everything still to be done, so that the first frame comes first."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aeptui.credentials.profiles import Profile
    from aeptui.session import Session
    from aeptui.store.paths import Paths


@dataclass(frozen=True, slots=True)
class Opening:
    """How this start of the application reaches its profile, its session and its stores.

    ``choose`` gives the profile to start with, ``demo`` that of the local platform, which it starts where none runs;
    both block, are called in a thread, and raise ProfileError with a message for the user. ``open_session`` signs
    nobody in by itself: the first call does. ``paths`` is where drafts are kept. ``manifest`` is the file to work on.
    """

    choose: "Callable[[], Profile]"
    demo: "Callable[[], Profile]"
    open_session: "Callable[[Profile], AbstractAsyncContextManager[Session]]"
    paths: "Paths"
    manifest: Path | None = None
    read_only: bool = False
