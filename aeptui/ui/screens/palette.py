"""The palette: every command of the place it is opened from, every screen, and the commands of the other screens."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from aeptui.ui.commands import Command, Offer
from aeptui.ui.frame import NO_DRAFT
from aeptui.ui.messages import Go
from aeptui.ui.places import PLACES, WIZARD, Place
from aeptui.ui.screens.finding import Find, Found

if TYPE_CHECKING:
    from aeptui.ui.app import Aeptui


class Palette(Find):
    """Finds a command by a few letters, and runs it."""

    def __init__(self, found: list[Found]) -> None:
        super().__init__(found, hint="what to do, or where to go")

    def top(self) -> ComposeResult:
        yield Static(Content.styled("Find", "bold"), classes="find-about")


def entries(offers: list[Offer], app: "Aeptui") -> list[Found]:
    """What the palette lists: what can be done here, then what can be done elsewhere, with the screen's name."""
    here = [Found.of_offer(offer) for offer in offers]
    elsewhere = [
        found
        for place in PLACES.values()
        if place.name != app.navigation.current.PLACE and place.imported
        for found in _of_place(place, app)
    ]
    return here + elsewhere


def _of_place(place: Place, app: "Aeptui") -> Iterator[Found]:
    """The commands that only the screen of ``place`` has; choosing one goes there and does it."""
    reason = NO_DRAFT if place.name in WIZARD[1:] and app.desk.draft is None else None
    for command in place.kind().__dict__.get("COMMAND_TABLE", ()):
        title = f"{place.title}: {command.title}"
        yield Found(command.key, title, command.help, reason, _go(app, place.name, command))


def _go(app: "Aeptui", name: str, command: Command) -> Callable[[], object]:
    return lambda: app.post_message(Go(name, command=command.id))
