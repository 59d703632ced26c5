"""The application as a process on a real terminal: how it begins, and how it leaves the terminal behind."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.terminal.screen import Terminal as Screen

SECONDS = 30
SCRIPT = """
import argparse, contextlib, sys
from aeptui.cli.app import open_application
from aeptui.cli.endings import ending
from aeptui.credentials.profiles import ProfileError
from aeptui.store.paths import user_paths

@contextlib.contextmanager
def nobody():
    raise ProfileError("Nobody is signed in.")
    yield

if "crash" in sys.argv:
    from aeptui.ui.screens.dataflows.screen import DataflowsScreen
    def do_new(self):
        token = "secret-token-7"
        raise ZeroDivisionError(token)
    DataflowsScreen.do_new = do_new
options = argparse.Namespace(read_only=False, record=None, profile=None, sandbox=None)
with ending() as status:
    status.code = open_application(nobody, options, user_paths(), None)
sys.exit(status.code)
"""
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1004l", b"\x1b[?2004l")


class Terminal:
    """The program on a terminal of its own."""

    def __init__(self, script: Path, *arguments: str, **environment: str) -> None:
        self.fd, inner = pty.openpty()
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
            env=dict(os.environ) | {"TERM": "xterm-256color"} | environment,
        )
        os.close(inner)
        self.output = b""
        self.screen = Screen(80, 24)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def until(self, text: bytes) -> None:
        """Reads until the text is in sight, or was sent as it is."""
        deadline = time.monotonic() + SECONDS
        while text not in self.output and text.decode() not in self.screen.text:
            assert time.monotonic() < deadline, self.screen.text
            self._read(0.1)

    def end(self) -> int:
        """Reads to the end; the exit status."""
        deadline = time.monotonic() + SECONDS
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.output[-500:]
            self._read(0.05)
        while self._read(0.05):
            pass
        return self.process.returncode

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.fd >= 0:
            os.close(self.fd)

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self.fd], [], [], seconds)
        try:
            data = os.read(self.fd, 65536) if ready else b""
        except OSError:
            data = b""
        self.output += data
        self.screen.feed(self._decode(data))
        return data


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "open.py"
    path.write_text(SCRIPT, encoding="utf-8")
    return path


@pytest.fixture
def terminal(script: Path) -> Iterator[Terminal]:
    opened = Terminal(script)
    yield opened
    opened.close()


def test_ctrl_q_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.until(b"Nobody is signed in")
    assert b"\x1b[?25h" in terminal.output, "the cursor is shown, for those who follow it"
    assert b"\x1b[?1003h" not in terminal.output, "the mouse is left to the terminal"
    os.write(terminal.fd, b"\x11")
    assert terminal.end() == 0
    assert all(sequence in terminal.output for sequence in RESTORED)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_in_order(terminal: Terminal, number: signal.Signals) -> None:
    terminal.until(b"Nobody is signed in")
    terminal.process.send_signal(number)
    assert terminal.end() == 128 + number
    assert all(sequence in terminal.output for sequence in RESTORED)
    assert b"Traceback" not in terminal.output


def test_a_crash_says_so_without_any_value(script: Path, home: Path) -> None:
    terminal = Terminal(script, "crash")
    try:
        terminal.until(b"Nobody is signed in")
        os.write(terminal.fd, b"n")
        assert terminal.end() == 1
        assert all(sequence in terminal.output for sequence in RESTORED)
        assert b"aeptui had to stop: ZeroDivisionError" in terminal.output
        assert b"secret-token-7" not in terminal.output
        assert b"Traceback" not in terminal.output
        [report] = (home / "state" / "crashes").iterdir()
        text = report.read_text(encoding="utf-8")
        assert "builtins.ZeroDivisionError" in text and "in do_new" in text
        assert "secret-token-7" not in text
        assert report.stat().st_mode & 0o777 == 0o600
    finally:
        terminal.close()


def test_a_sequence_in_pasted_text_is_not_obeyed(terminal: Terminal) -> None:
    terminal.until(b"Nobody is signed in")
    # Were it taken apart, its end would be typed: q for home, ctrl+q to quit.
    os.write(terminal.fd, b"\x1b[200~a\x1b[31m\x11\x1b[201~?")
    terminal.until(b"filter the commands")
    assert terminal.process.poll() is None
    os.write(terminal.fd, b"\x11")
    assert terminal.end() == 0


@pytest.mark.parametrize("name", ["dumb", ""])
def test_a_terminal_that_cannot_be_drawn_on_is_refused(script: Path, name: str) -> None:
    terminal = Terminal(script, TERM=name)
    try:
        assert terminal.end() == 2
        assert b"cannot draw on a terminal of type" in terminal.output
        assert b"aeptui check, plan, apply" in terminal.output
        assert b"\x1b[?1049h" not in terminal.output
    finally:
        terminal.close()


def test_without_a_terminal_it_is_refused(script: Path) -> None:
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, input="", timeout=SECONDS)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("The application needs a terminal on standard input and output; aeptui check,")


@pytest.mark.parametrize(("environment", "colours"), [({"NO_COLOR": "1"}, False), ({"TERM": "xterm"}, True)])
@pytest.mark.thorough
def test_few_colours_where_there_are_few_and_none_where_none_are_wanted(
    script: Path, environment: dict[str, str], colours: bool
) -> None:
    terminal = Terminal(script, **environment)
    try:
        terminal.until(b"Nobody is signed in")
        assert b"[38;2;" not in terminal.output and b"[38;5;" not in terminal.output
        assert (re.search(rb"\[(?:[0-9;]*;)?31[;m]", terminal.output) is not None) is colours
        os.write(terminal.fd, b"\x11")
        assert terminal.end() == 0
    finally:
        terminal.close()
