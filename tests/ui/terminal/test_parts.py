"""What lies below the screens: colours, clipboard, crash reports, threads."""

import asyncio
import base64
import stat
import threading
from pathlib import Path

import pytest

from aeptui.ui.terminal import clipboard, crash
from aeptui.ui.terminal.capabilities import few_colours, refusal
from aeptui.ui.threads import in_thread


@pytest.mark.parametrize(
    ("environ", "few"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "tmux-256color"}, False),
        ({"TERM": "xterm-kitty"}, False),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, False),
        ({"TERM": "xterm"}, True),
        ({"TERM": "linux"}, True),
        ({}, True),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, False),
    ],
)
def test_few_colours(environ: dict[str, str], few: bool) -> None:
    assert few_colours(environ) is few


def test_only_terminals_that_can_be_drawn_on_are_taken() -> None:
    assert refusal({"TERM": "xterm"}, is_terminal=True) is None
    assert "needs a terminal" in (refusal({"TERM": "xterm"}, is_terminal=False) or "")
    assert "'dumb'" in (refusal({"TERM": "dumb"}, is_terminal=True) or "")


def test_the_clipboard_sequence_and_its_limit() -> None:
    assert clipboard.sequence("ä") == f"\x1b]52;c;{base64.b64encode('ä'.encode()).decode()}\a"
    assert clipboard.sequence("x" * clipboard.LONGEST) is None


def test_tmux_gets_the_text_on_its_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    assert not clipboard.copy_by_tmux("x")
    tool = tmp_path / "tmux"
    tool.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\ncat > {tmp_path}/copied\n', encoding="utf-8")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    assert clipboard.copy_by_tmux("two\nlines")
    assert (tmp_path / "copied").read_text(encoding="utf-8") == "two\nlines"
    assert (tmp_path / "arguments").read_text(encoding="utf-8") == "load-buffer -w -\n"


def test_a_crash_report_holds_places_and_no_values(tmp_path: Path) -> None:
    try:
        try:
            raise KeyError("inner-secret")
        except KeyError as inner:
            raise ValueError("outer-secret") from inner
    except ValueError as error:
        path = crash.write_report(error, tmp_path / "crashes")
        assert path is not None
        text = path.read_text(encoding="utf-8")
        assert "builtins.ValueError" in text and "builtins.KeyError" in text
        assert "in test_a_crash_report_holds_places_and_no_values" in text
        assert "secret" not in text and str(tmp_path) not in text
        assert str(path) in crash.message(error, path)
        assert "secret" not in crash.message(error, path)


def test_a_crash_report_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert crash.write_report(ValueError(), tmp_path / "file" / "crashes") is None
    assert "No report could be written." in crash.message(ValueError(), None)


async def test_a_thread_gives_its_result_or_its_error() -> None:
    assert await in_thread(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        await in_thread(lambda: 1 // 0)


async def test_a_thread_that_nobody_waits_for_any_more_disturbs_nobody() -> None:
    release, ended = threading.Event(), threading.Event()

    def work() -> None:
        release.wait(30)
        ended.set()

    task = asyncio.ensure_future(in_thread(work))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    release.set()
    assert await in_thread(lambda: ended.wait(30))
