"""Terminals that are too small to work in: say so, keep everything, take no key."""

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

WIDTH, HEIGHT = 60, 15
"""Columns and lines below which nothing can be read or chosen safely."""


class TooSmall(Static):
    """Covers a screen that does not fit; what lies below stays as it is, with its focus.

    The application's own style rules uncover it: those of a widget do not reach its parent.
    """

    DEFAULT_CSS = """
    TooSmall {
        layer: over; dock: top; display: none; width: 100%; height: 100vh;
        background: $background; color: $foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__(f"Too small: needs {WIDTH}x{HEIGHT}.\nNothing is lost.\nctrl+q quits", markup=False)

    @staticmethod
    def fit(screen: Screen[object] | Widget, size: Size) -> None:
        """Covers the screen where it does not fit into ``size``, uncovers it where it does."""
        screen.set_class(too_small(size), "-too-small")


def too_small(size: Size) -> bool:
    """Whether a terminal of this size is too small to work in."""
    return size.width < WIDTH or size.height < HEIGHT
