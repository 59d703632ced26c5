"""The terminal's own cursor, shown at the focus: braille displays and screen magnifiers follow nothing else."""

from typing import Any

from textual.app import App
from textual.widget import Widget
from textual.widgets import Input, TextArea

SHOW = "\x1b[?25h"
"""Shows the cursor, which Textual hides when it starts, and moves with every frame all the same."""


def follow_focus(app: App[Any], focused: Widget) -> None:
    """Puts the cursor where the focus went; widgets that have a cursor of their own do so themselves."""
    if not isinstance(focused, Input | TextArea) and not hasattr(focused, "cursor_screen_offset"):
        app.cursor_position = focused.content_region.offset
