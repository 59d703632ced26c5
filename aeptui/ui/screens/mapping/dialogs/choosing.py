"""The dialog in which one of many named things is chosen by typing."""

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.search_list import Entry, SearchList
from aeptui.ui.words import printable


class ChooseEntry(Dialog[Hashable]):
    """Answers with the key of the entry that was chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = """
    ChooseEntry > Vertical { width: 100%; max-width: 100; height: 20; padding: 1 1; }
    ChooseEntry SearchList { margin: 1 0; }
    """

    def __init__(self, question: str, hint: str, titles: tuple[str, str, str], entries: Sequence[Entry]) -> None:
        super().__init__()
        self._question, self._hint, self._titles, self._entries = question, hint, titles, entries

    def body(self) -> ComposeResult:
        yield Static(Content.styled(printable(self._question), "bold"))
        yield SearchList()
        yield Static(keys_content(("enter", "choose"), ("esc", "give up")))

    def on_mount(self) -> None:
        found = self.query_one(SearchList)
        found.begin(self._hint, self._titles)
        found.pane.ready()
        found.offer(self._entries)
        found.focus()

    @on(SearchList.Chosen)
    def _chosen(self, event: SearchList.Chosen) -> None:
        event.stop()
        self.dismiss(event.key)

    def action_give_up(self) -> None:
        """Chooses nothing."""
        self.dismiss(None)
