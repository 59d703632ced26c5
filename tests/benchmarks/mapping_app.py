"""The application on its mapping screen with a mapping of made-up rows: `mapping_app.py HOME`, on a prepared home.

A program of its own, so that it starts with nothing but what it shows. Nobody is signed in: nothing comes from a
platform.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from aeptui.credentials.profiles import Profile, ProfileError
from aeptui.store.paths import user_paths
from aeptui.ui.app import run_app
from aeptui.ui.opening import Opening


def prepare(home: Path, rows: int, place: str = "mapping") -> None:
    """Makes a home whose application starts on a place with a draft of that many rows."""
    os.environ["AEPTUI_HOME"] = str(home)
    from aeptui.core.manifest.edits import Put
    from aeptui.store.database import Database
    from aeptui.ui.draft import Draft
    from aeptui.ui.keeping import Keeping
    from tests.benchmarks.manifests import manifest

    database = Database(user_paths().database)
    # A draft without history and file would be tidied away at the end of the first run.
    draft = Draft.new(database)
    draft.edit(Put((), manifest(rows)))
    Keeping(database).leave(place, draft.number, {})
    database.close()


def nobody() -> Profile:
    """Signs in as nobody."""
    raise ProfileError("nobody is signed in here")


if __name__ == "__main__":
    # Each start is the first: the home is left as it was prepared.
    with TemporaryDirectory() as home:
        os.environ["AEPTUI_HOME"] = shutil.copytree(sys.argv[1], home, dirs_exist_ok=True)
        run_app(Opening(nobody, nobody, None, user_paths()))  # type: ignore[arg-type]
