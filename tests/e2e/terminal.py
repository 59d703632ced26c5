"""A real terminal: the program inside tmux, driven by keys and read as a person sees it."""

import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 90.0


class Terminal:
    """One tmux pane. Keys are tmux's names (``Enter``, ``Escape``, ``C-n``) or texts typed literally."""

    def __init__(self, server: str) -> None:
        self._server = server
        self.keys = 0

    def press(self, *keys: str) -> None:
        """Sends keys, and counts them."""
        for key in keys:
            self._tmux("send-keys", "-t", "main", key)
            self.keys += 1

    def type(self, text: str) -> None:
        """Types text, which is not counted among the keys."""
        self._tmux("send-keys", "-t", "main", "-l", text)

    def paste(self, text: str) -> None:
        """Pastes text from outside, marked as pasted as terminals do."""
        self._tmux("set-buffer", "-b", "outside", text)
        self._tmux("paste-buffer", "-p", "-r", "-d", "-b", "outside", "-t", "main")

    def title(self) -> str:
        """The title that the program gave its terminal."""
        return self._tmux("display-message", "-p", "-t", "main", "#{pane_title}").strip()

    def screen(self) -> str:
        """What is in sight."""
        return self._tmux("capture-pane", "-p", "-t", "main")

    def wait_for(self, text: str, seconds: float = PATIENCE) -> str:
        """Waits until a text is in sight, and returns the screen; fails showing it where time runs out."""
        deadline = time.monotonic() + seconds
        while text not in (screen := self.screen()):
            assert time.monotonic() < deadline, f"{text!r} did not appear:\n{screen}"
            time.sleep(0.05)
        return screen

    def wait_gone(self, text: str, seconds: float = PATIENCE) -> str:
        """Waits until a text is no longer in sight."""
        deadline = time.monotonic() + seconds
        while text in (screen := self.screen()):
            assert time.monotonic() < deadline, f"{text!r} stays:\n{screen}"
            time.sleep(0.05)
        return screen

    def wait_ended(self, seconds: float = PATIENCE) -> str:
        """Waits until the program has ended, and returns what it left on the screen.

        The pane is asked, not the note that tmux writes into it: that is missing now and then, where tmux overhears
        that its child has ended.
        """
        deadline = time.monotonic() + seconds
        while self._tmux("display-message", "-p", "-t", "main", "#{pane_dead}").strip() != "1":
            assert time.monotonic() < deadline, f"it goes on:\n{self.screen()}"
            time.sleep(0.05)
        return self.screen()

    def pid(self) -> int:
        """The process that runs in the pane."""
        return int(self._tmux("display-message", "-p", "-t", "main", "#{pane_pid}").strip())

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(["tmux", "-L", self._server, *arguments], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def terminal(
    command: Sequence[str], environment: dict[str, str], width: int = 80, height: int = 24, cwd: Path | None = None
) -> Iterator[Terminal]:
    """Runs a command in a terminal of its own, which ends with the block."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    server = f"aeptui-{uuid.uuid4().hex[:8]}"
    wanted = {name: value for name, value in environment.items() if name not in ("TMUX", "TMUX_PANE")}
    # Several words are run without a shell, so the pane's process is the program itself.
    start = [
        "tmux",
        "-L",
        server,
        "-f",
        "/dev/null",
        "new-session",
        "-d",
        "-s",
        "main",
        "-x",
        str(width),
        "-y",
        str(height),
    ]
    subprocess.run([*start, *command], env=wanted, cwd=cwd, check=True)
    subprocess.run(["tmux", "-L", server, "set-option", "-g", "remain-on-exit", "on"], check=True)
    try:
        yield Terminal(server)
    finally:
        subprocess.run(["tmux", "-L", server, "kill-server"], capture_output=True)
