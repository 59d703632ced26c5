"""The second line: the wizard's steps with how they stand, or the title of a screen outside the wizard."""

from collections.abc import Callable

from textual.content import Content
from textual.widget import Widget

from aeptui.ui.desk import Desk
from aeptui.ui.places import STEPS, Place
from aeptui.ui.steps import Mark, marks

# Which titles and gaps a line of at least so many columns has room for, with something to mend in every step: the
# words stay the same whatever the marks say.
FORMS = ((91, "title", "  "), (74, "short", " "), (0, "least", " "))


class Rail(Widget):
    """``*1 Credentials ok  2 Source ok  3 Schema 2! …``: an asterisk before the current step, after each how it stands.

    ``ok`` is complete, a number with ``!`` that many things to mend, nothing not begun.
    """

    DEFAULT_CSS = """
    Rail { height: 1; padding: 0 1; background: $surface; color: $muted; }
    """

    def __init__(self, desk: Desk, place: Place, title: Callable[[], str]) -> None:
        """``title`` is asked where ``place`` is no step of the wizard."""
        super().__init__()
        self._desk = desk
        self._place = place
        self._title = title

    def render(self) -> Content:
        if self._place not in STEPS:
            return Content.styled(self._title(), "bold $foreground")
        standing = marks(self._desk)
        width = self.content_size.width
        name, gap = next((name, gap) for least, name, gap in FORMS if width >= least)
        return self._line(standing, name, gap)

    def _line(self, standing: dict[str, Mark], name: str, gap: str) -> Content:
        items = [self._item(place, standing[place.name], getattr(place, name)) for place in STEPS]
        return Content(gap).join(items)

    def _item(self, place: Place, mark: Mark, title: str) -> Content:
        current = place is self._place
        style = "bold $foreground" if current else ""
        text = Content.styled(f"{'*' if current else ''}{place.digit} {title}", style)
        if not mark.text:
            return text
        return text + " " + Content.styled(mark.text, "bold $error" if mark.problems else "$success")
