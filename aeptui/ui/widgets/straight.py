"""Widgets that are lines and nothing around them, drawn without Textual's look at borders, padding and opacity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    _Mixed = Widget
else:
    # A widget among the bases would hide the style sheet of the class that this is mixed into.
    _Mixed = object


class Straight(_Mixed):
    """Stands before the widget's class among the bases; its ``render_line`` gives strips as wide as the widget.

    Not for a widget whose style sheet has borders, padding, tints, hatches or opacity: they would not be drawn. Its
    ``outer_size`` is its size then, which Textual would look up in its layout every time.
    """

    _ground: Color | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """A part of the widget, as it goes to the terminal."""
        strips = [self.render_line(y) for y in crop.line_range]
        for each in self.get_line_filters():
            if self._ground is None:
                self._ground = self.background_colors[1]
            strips = [strip.apply_filter(each, self._ground) for strip in strips]
        first, last = crop.column_span
        return [strip if (first, last) == (0, strip.cell_length) else strip.crop(first, last) for strip in strips]

    def notify_style_update(self) -> None:
        """Other colours."""
        self._ground = None
        super().notify_style_update()
