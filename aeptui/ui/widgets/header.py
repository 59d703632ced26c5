"""The first line: who is where, as whom, and for how long."""

import getpass
import socket

from textual.content import Content
from textual.widget import Widget

from aeptui.ui.desk import Desk, Link
from aeptui.ui.words import middle, printable, shortened

# Seconds between two looks at the token's remaining minutes; nothing is sent unless the number changed.
LOOK = 15


class Header(Widget):
    """user@host, profile, organisation, sandbox and its type, and the token's remaining minutes.

    In a production sandbox the line is of another colour and says PRODUCTION.
    """

    DEFAULT_CSS = """
    Header { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    Header:ansi { text-style: reverse; }
    Header.-production { background: $danger; color: $text; text-style: bold; }
    Header.-production:ansi { text-style: bold reverse; color: ansi_red; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._minutes: int | None = None

    def on_mount(self) -> None:
        self.set_interval(LOOK, self.look)

    def look(self) -> None:
        """Draws the line again where the token's remaining minutes have changed."""
        if self._desk.token_minutes != self._minutes:
            self.update()

    def update(self) -> None:
        """Draws the line again."""
        self.set_class(self._desk.production is True, "-production")
        self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        self._minutes = self._desk.token_minutes
        right = self._token()
        left = "  ".join(self._fitting(width - len(right) - 2))
        return Content(shortened(left, width - len(right) - 1).ljust(max(0, width - len(right))) + right)

    def _token(self) -> str:
        if self._desk.link is Link.SIGNING_IN:
            return "signing in …"
        if self._desk.link is not Link.SIGNED_IN:
            return "not signed in"
        return "" if self._minutes is None else f"token {self._minutes} min"

    def _fitting(self, room: int) -> list[str]:
        """The parts in as few characters as the room asks for; the sandbox is never shortened."""
        session = self._desk.session
        person = f"{user()}@{host()}"
        if session is None:
            return [middle(person, max(3, room))]
        profile, org = printable(session.profile.name), printable(session.profile.org_id)
        sandbox = self._sandbox(printable(session.profile.sandbox))
        parts: list[str] = []
        for person_width, profile_width, org_width in ((40, 30, 40), (24, 16, 13), (16, 12, 0), (8, 0, 0)):
            parts = [
                middle(person, person_width),
                *([shortened(profile, profile_width)] if profile_width else []),
                *([middle(org, org_width)] if org_width else []),
                sandbox,
            ]
            if len("  ".join(parts)) <= room:
                return parts
        return [sandbox]

    def _sandbox(self, name: str) -> str:
        if self._desk.production:
            return f"PRODUCTION sandbox {name}"
        kind = self._desk.sandbox.type if self._desk.sandbox is not None else "type unknown"
        return f"sandbox {name} ({kind})"


def user() -> str:
    """The name of the user whom this process runs for."""
    try:
        return printable(getpass.getuser())
    except (OSError, KeyError):
        return "?"


def host() -> str:
    """The name of this host, without its domain."""
    return printable(socket.gethostname().partition(".")[0])
