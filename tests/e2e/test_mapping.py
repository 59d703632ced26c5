"""The mapping table in a real terminal: text from outside, history over a kill, names that would steer a terminal."""

import csv
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import command, environment, serving
from tests.e2e.terminal import Terminal, terminal

pytestmark = pytest.mark.thorough

LINES = "caller_id\t_repo.createdBy\r\n=upper(number)\tperson.name.fullName\r\n"
NAMES = ("[bold red]id[/]", "\x1b]0;owned\x07", "\x1b[31mred", "\u202eright", "日本語の列名", "x" * 500)
MANIFEST = """
aeptui: 1
name: Hostile
source: {system: sftp, connection: Local files, object: /hostile.csv, format: delimited}
target:
  schema: {title: Hostile, class: "https://ns.adobe.com/xdm/context/profile", fields: [{path: h.a, type: string}]}
  dataset: {name: Hostile}
mapping:
  - {from: "[bold red]id[/]", to: h.a}
"""


def to_mapping(screen: Terminal) -> None:
    """From the open document to the row below its mapping."""
    screen.wait_for("1 Creds ok")
    screen.press("C-g")
    screen.wait_for("esc stay")
    screen.press("4")
    screen.wait_for("sample 1/")
    screen.press("G")
    screen.wait_for("A new mapping")


def test_lines_from_outside_are_one_step_and_the_history_outlives_a_kill(
    home: Path, local_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    path = manifest()
    told = command(path), environment(local_platform, AEPTUI_HOME=str(home))
    with terminal(*told) as screen:
        to_mapping(screen)
        screen.paste(LINES)
        screen.wait_for("lines pasted")
        screen.wait_for("=upper(number)")
        os.kill(screen.pid(), signal.SIGKILL)
        screen.wait_ended()
    with terminal(*told) as screen:
        to_mapping(screen)
        assert "=upper(number)" in screen.screen()
        screen.press("H")
        screen.wait_for("mappings pasted")
        screen.press("Escape")
        screen.wait_gone("mappings pasted")
        screen.press("u")
        screen.wait_for("Undone: ")
        assert "=upper(number)" not in screen.wait_gone("caller_id")
        screen.press("C-y")
        screen.wait_for("=upper(number)")


def test_an_escape_sequence_in_pasted_text_is_text(
    home: Path, local_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    with terminal(command(manifest()), environment(local_platform, AEPTUI_HOME=str(home))) as screen:
        to_mapping(screen)
        screen.paste("caller_id\x1b[3md\t_id\r\nstate\t_repo.etag\r\n")
        shown = screen.wait_for("2 lines pasted")
        assert "*4 Mapping" in shown and "_repo.etag" in shown


def test_names_of_columns_are_drawn_and_nothing_in_them_is_obeyed(home: Path, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    with (files / "hostile.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([NAMES, [name[:30] for name in NAMES]])
    path = tmp_path / "hostile.yaml"
    path.write_text(MANIFEST, encoding="utf-8")
    with (
        serving(tmp_path / "platform", "--files", files) as info,
        terminal(command(path), environment(info, AEPTUI_HOME=str(home))) as screen,
    ):
        to_mapping(screen)
        screen.press("S")
        shown = screen.wait_for("\\x1b]0;owned\\x07")
        for text in ("\\x1b[31mred", "\\x202eright", "日本語の列名", "xxxxxxxx…"):
            assert text in shown, shown
        assert screen.title() != "owned"
        screen.press("S")
        assert "[bold red]id[/]" in screen.wait_for("h.a")
