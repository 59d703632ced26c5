"""The dialog that asks for the path of a file, typed with completion, and what keeps one from being read or written."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from aeptui.ui.widgets.completing_input import CompletingInput, Completion
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.words import printable

_MOST_ENTRIES = 200


class AskFile(Dialog[Path | None]):
    """Asks for the path of a file, with completion. ``check`` says what is wrong with one, or nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = """
    AskFile > Vertical { width: 100%; max-width: 100; height: 18; padding: 1 1; }
    AskFile CompletingInput { margin: 1 0; }
    AskFile .ask-file-said { height: auto; max-height: 3; }
    """

    def __init__(self, question: str, value: str, detail: str, check: Callable[[Path], str]) -> None:
        super().__init__()
        self._question, self._value, self._detail, self._check = question, value, detail, check

    def body(self) -> ComposeResult:
        yield Static(Content.styled(self._question, "bold"))
        yield CompletingInput(self._value, completer=complete_path, compact=True)
        yield Static(Content(printable(self._detail)), classes="ask-file-said")
        yield Static(keys_content(("enter", "ok"), ("tab", "complete"), ("esc", "give up")))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        path = absolute(event.value)
        wrong = self._check(path) if event.value.strip() else "Type the name of a file."
        if wrong:
            self.query_one(".ask-file-said", Static).update(Content.styled(printable(wrong), "$error"))
        else:
            self.dismiss(path)

    def action_give_up(self) -> None:
        """Answers with nothing."""
        self.dismiss(None)


def absolute(text: str) -> Path:
    """The path that a typed text means."""
    return Path(os.path.abspath(os.path.expanduser(text.strip())))


def complete_path(text: str, cursor: int) -> Sequence[Completion]:
    """Files and folders that a path may go on with; those that begin with a dot only where one was typed."""
    folder, _, begun = text[:cursor].rpartition("/")
    where = os.path.expanduser(f"{folder}/" if "/" in text[:cursor] else ".")
    try:
        with os.scandir(where) as found:
            entries = [(each.name, each.is_dir()) for each in found if _fits(each.name, begun)]
    except OSError:
        return ()
    start = cursor - len(begun)
    entries.sort(key=lambda each: (not each[1], each[0].casefold()))
    return [_completion(name, folder=is_folder, start=start) for name, is_folder in entries[:_MOST_ENTRIES]]


def _fits(name: str, begun: str) -> bool:
    return name.casefold().startswith(begun.casefold()) and (begun.startswith(".") or not name.startswith("."))


def _completion(name: str, *, folder: bool, start: int) -> Completion:
    text = f"{name}/" if folder else name
    return Completion(text, text, detail="folder" if folder else "", start=start, done=not folder)


# A path that is too long, or lies where one may not look, is one where nothing is: for os.path, not for pathlib.


def not_readable(path: Path) -> str:
    """What keeps a file from being read, in words; empty for nothing."""
    if os.path.isdir(path):
        return f"{path} is a folder: add the name of a file."
    if not os.path.exists(path):
        near = "" if os.path.isdir(path.parent) else f" There is no folder {path.parent}."
        return f"There is no file {path}.{near} Check the name; tab completes it."
    return "" if os.path.isfile(path) else f"{path} is no ordinary file."


def not_writable(path: Path) -> str:
    """What keeps a file from being written, in words; one that exists does not."""
    if os.path.isdir(path):
        return f"{path} is a folder: add the name of a file."
    return "" if os.path.isdir(path.parent) else f"There is no folder {path.parent}. Make it, or choose another."
