"""The user's own editor on a text."""

import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from aeptui.ui.terminal.editor import EditorFailed, edited, editor_command


def script(tmp_path: Path, body: str) -> dict[str, str]:
    path = tmp_path / "editor"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o700)
    return {"EDITOR": f"'{path}' --wait", "PATH": "/usr/bin:/bin"}


def run(command: Sequence[str]) -> int:
    return subprocess.run(command).returncode


def test_the_text_is_handed_over_in_a_private_file_that_is_gone_afterwards(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []

    def look(command: Sequence[str]) -> int:
        path = Path(command[-1])
        seen.append((path.read_text(), stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)))
        seen.append((str(path), 0, 0))
        return run(command)

    environ = script(tmp_path, 'printf "upper(x)\\n" > "$2"')
    assert edited("trim(x)\n", "expression.txt", look, environ) == "upper(x)\n"
    assert seen[0] == ("trim(x)\n", 0o600, 0o700) and seen[1][0].endswith("/expression.txt")
    assert not Path(seen[1][0]).exists() and not Path(seen[1][0]).parent.exists()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("exit 3", "editor failed with status 3: nothing"),
        ("kill -2 $$", "editor was interrupted: nothing"),
        ('rm "$2"', "left no file"),
        ('printf "\\377" > "$2"', "cannot be read as text"),
        ('head -c 1000001 /dev/zero | tr "\\0" a > "$2"', "more than 1,000,000"),
    ],
)
def test_an_editor_that_fails_is_told(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(EditorFailed, match=said):
        edited("x", "expression.txt", run, script(tmp_path, body))


def test_visual_comes_before_editor_and_a_wrong_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert editor_command({"VISUAL": "sh -c x", "EDITOR": "nano"}) == ["sh", "-c", "x"]
    for name, said in (("no-such-editor-here", "is not there"), ("vi 'x", "is no command")):
        with pytest.raises(EditorFailed, match=said):
            editor_command({"EDITOR": name})
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(EditorFailed, match="set VISUAL or EDITOR"):
        editor_command({})


def test_an_editor_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    def refuse(_command: Sequence[str]) -> int:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(EditorFailed, match="cannot be started: Permission denied"):
        edited("x", "expression.txt", refuse, script(tmp_path, "true"))
