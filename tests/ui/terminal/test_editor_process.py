"""An editor on the application's own terminal: it has the terminal to itself, and the application comes back whole."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.terminal.test_process import RESTORED, Terminal

pytestmark = pytest.mark.thorough

SCRIPT = """
import sys
from pathlib import Path
from textual.widgets import Static
from aeptui.ui.terminal.application import TerminalApp
from aeptui.ui.terminal.editor import EditorFailed, edited, on_this_terminal

class App(TerminalApp):
    def compose(self):
        yield Static("begun", id="said", markup=False)
    def on_key(self, event):
        if event.key == "q":
            self.end(0)
        if event.key == "e":
            try:
                text = "taken: " + edited("old text", "x.txt", on_this_terminal(self)).strip()
            except EditorFailed as error:
                text = "failed: " + str(error)
            self.query_one("#said").update(text)

app = App(Path(sys.argv[1]))
app.run(mouse=False)
sys.exit(app.say_farewell())
"""
EDITOR = """#!/bin/sh
echo "editing $(cat "$1")"
read line
echo "$line" > "$1"
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    (tmp_path / "app.py").write_text(SCRIPT)
    editor = tmp_path / "editor"
    editor.write_text(EDITOR)
    editor.chmod(0o700)
    opened = Terminal(tmp_path / "app.py", str(tmp_path), VISUAL=str(editor))
    yield opened
    opened.close()


def test_it_has_the_terminal_to_itself_and_gives_it_back(terminal: Terminal) -> None:
    terminal.until(b"begun")
    os.write(terminal.fd, b"e")
    terminal.until(b"editing old text")
    assert all(sequence in terminal.output for sequence in RESTORED)
    before = len(terminal.output)
    os.write(terminal.fd, b"new text\r")
    terminal.until(b"taken: new text")
    assert b"\x1b[?1049h" in terminal.output[before:] and b"\x1b[?25h" in terminal.output[before:]
    os.write(terminal.fd, b"q")
    assert terminal.end() == 0


def test_ctrl_c_there_ends_the_editor_only(terminal: Terminal) -> None:
    terminal.until(b"begun")
    os.write(terminal.fd, b"e")
    terminal.until(b"editing old text")
    # What a terminal does for ctrl+c: everything in the foreground gets the signal.
    os.killpg(terminal.process.pid, signal.SIGINT)
    terminal.until(b"failed: editor was interrupted")
    os.write(terminal.fd, b"q")
    assert terminal.end() == 0 and b"Traceback" not in terminal.output
