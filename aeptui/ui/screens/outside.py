"""The question what becomes of a file that somebody else changed while its draft was open."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.words import count, printable

if TYPE_CHECKING:
    from aeptui.ui.draft_file import OutsideChange

MERGE, MINE, THEIRS = "merge", "mine", "theirs"
# So many conflicts are listed; more would not be read.
LISTED = 6


class Outside(Dialog[str | None]):
    """Shows what both sides changed differently; answers MERGE, MINE, THEIRS, or None to leave it as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", f"choose('{MERGE}')", show=False),
        Binding("k", f"choose('{MINE}')", show=False),
        Binding("t", f"choose('{THEIRS}')", show=False),
        Binding("escape", "choose('')", show=False),
    ]

    def __init__(self, change: "OutsideChange") -> None:
        super().__init__()
        self._change = change

    def body(self) -> ComposeResult:
        yield Static(Content.styled("The file was changed outside", "bold"))
        yield Static(Content(f"{self._change.file}\n"))
        yield Static(Content("\n").join(self._lines()))
        yield Static(keys_content(*self._keys()), classes="dialog-keys")

    def action_choose(self, choice: str) -> None:
        """Answers, where the file's text allows that answer."""
        if choice in ("", MINE) or self._change.theirs is not None:
            self.dismiss(choice or None)

    def _lines(self) -> list[Content]:
        if self._change.theirs is None:
            wrong = self._change.problems[0].message if self._change.problems else "its text cannot be read"
            return [Content(f"It cannot be merged: {printable(wrong)}")]
        conflicts = self._change.conflicts
        lines = [Content(f"{count(len(conflicts), 'place')} changed both there and here; merging keeps yours:")]
        for conflict in conflicts[:LISTED]:
            place = ".".join(str(part) for part in conflict.path)
            lines.append(Content(printable(f"  {place}: {_value(conflict.ours)}, there {_value(conflict.theirs)}")))
        return lines + ([Content(f"  and {len(conflicts) - LISTED} more")] if len(conflicts) > LISTED else [])

    def _keys(self) -> list[tuple[str, str]]:
        both = [("m", "merge"), ("t", "take theirs")] if self._change.theirs is not None else []
        return [*both, ("k", "keep mine"), ("esc", "not now")]


def _value(value: object) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 24 else f"{text[:23]}…"
