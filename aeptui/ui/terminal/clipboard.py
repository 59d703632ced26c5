"""Copying out of the terminal: through tmux where it runs in one, otherwise by the escape sequence for clipboards."""

import base64
import os
import shutil
import subprocess

# Terminals take so much base64 in one sequence; more is dropped by many without a word.
LONGEST = 74_994
SECONDS = 2.0


def copy_by_tmux(text: str) -> bool:
    """Puts the text into tmux's buffer, which hands it on to the terminal; False where that cannot be done.

    In its default configuration tmux swallows the escape sequence that programs send to the terminal. Blocks shortly.
    """
    if not os.environ.get("TMUX") or shutil.which("tmux") is None:
        return False
    try:
        done = subprocess.run(
            ["tmux", "load-buffer", "-w", "-"], input=text.encode(), capture_output=True, timeout=SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def sequence(text: str) -> str | None:
    """The escape sequence that copies the text; None where it is too long for terminals to take."""
    encoded = base64.b64encode(text.encode()).decode()
    return None if len(encoded) > LONGEST else f"\x1b]52;c;{encoded}\a"
