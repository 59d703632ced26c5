"""Where the exchanges of tests go: to the folder that AEPTUI_RECORDINGS names, to be judged there, or nowhere."""

import os
import re
from pathlib import Path

from aeptui.services.record import Recorder

ON_PURPOSE = "on-purpose"
"""The note of an exchange whose request is bad, or merely tolerated, on purpose."""


def recording(name: str | None = None) -> Path | None:
    """The file that the running test (or ``name``) writes its exchanges to; None where nobody asks for them."""
    folder = os.environ.get("AEPTUI_RECORDINGS")
    if not folder:
        return None
    test = os.environ.get("PYTEST_CURRENT_TEST", "session").rsplit(" ", 1)[0].replace("/", ".")
    file = re.sub(r"[^\w.-]+", "_", name or test)[:120]
    # Workers of pytest-xdist each have files of their own.
    return Path(folder) / f"{file}-{os.getpid()}.jsonl"


def recorder(note: str | None = None) -> Recorder | None:
    """A recorder into the file of the running test, or None."""
    path = recording()
    return Recorder(path, note) if path else None
