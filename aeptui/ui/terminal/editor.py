"""The user's own editor on a text: the program steps aside, and comes back when the editor ends."""

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

# Where nothing is set: what nearly every host has.
USUAL = ("nano", "vi")
MOST_CHARACTERS = 1_000_000


class EditorFailed(Exception):
    """The text could not be edited: the message says why, and what to do."""


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The command of the user's editor: VISUAL, else EDITOR, else one that is there. Raises EditorFailed for none."""
    name = next((name for name in ("VISUAL", "EDITOR") if environ.get(name, "").strip()), None)
    if name is None:
        found = next(filter(None, map(shutil.which, USUAL)), None)
        if found is None:
            raise EditorFailed("No editor is known: set VISUAL or EDITOR, for example EDITOR=vim.")
        return [found]
    try:
        command = shlex.split(environ[name])
    except ValueError as error:
        raise EditorFailed(f"{name} is no command ({error}): {environ[name]!r}. Correct it.") from error
    if shutil.which(command[0]) is None:
        raise EditorFailed(f"{name} names {command[0]!r}, which is not there. Install it, or name another editor.")
    return command


def edited(text: str, name: str, run: Callable[[Sequence[str]], int], environ: Mapping[str, str] = os.environ) -> str:
    """What the user made of a text, in a file called ``name`` that only they can read and that is gone afterwards.

    ``run`` runs a command on the terminal and gives its exit status. Raises EditorFailed.
    """
    command = editor_command(environ)
    with tempfile.TemporaryDirectory(prefix="aeptui-") as folder:
        path = Path(folder) / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        try:
            status = run([*command, str(path)])
        except OSError as error:
            raise EditorFailed(f"{command[0]} cannot be started: {error.strerror or error}.") from error
        if status:
            how = f"failed with status {status}" if status > 0 else "was interrupted"
            raise EditorFailed(f"{Path(command[0]).name} {how}: nothing was taken.")
        return _read(path, command[0])


def _read(path: Path, editor: str) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise EditorFailed(f"{editor} left no file behind: nothing was taken from it.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise EditorFailed(f"What {editor} wrote cannot be read as text: nothing was taken from it.") from error
    if len(text) > MOST_CHARACTERS:
        raise EditorFailed(f"What {editor} wrote has more than {MOST_CHARACTERS:,} characters: nothing was taken.")
    return text


def on_this_terminal(app: App[Any]) -> Callable[[Sequence[str]], int]:
    """Runs commands on the terminal of the application, which waits meanwhile: nothing else may draw."""

    def run(command: Sequence[str]) -> int:
        # ctrl+c is the other program's; a handler of ours is not inherited by it, as ignoring the signal would be.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            with app.suspend():
                return subprocess.run(command).returncode
        except SuspendNotSupported as error:
            raise EditorFailed("This terminal cannot be handed to an editor.") from error
        finally:
            signal.signal(signal.SIGINT, before)

    return run
