"""The ``?`` screen: what a screen is for, and every command that works there, to filter and to run."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.commands import Offer
from aeptui.ui.screens.finding import Find, Found


class Help(Find):
    """Explains a screen and lists its commands; enter runs the chosen one."""

    def __init__(self, title: str, about: str, offers: list[Offer]) -> None:
        super().__init__([Found.of_offer(offer) for offer in offers], hint="filter the commands")
        self._about = Content.styled(title, "bold") + Content(f"\n{about}" if about else "")

    def top(self) -> ComposeResult:
        yield Static(self._about, classes="find-about")
