"""Drawing that asks only the widgets that are seen where something has changed, and those only for these lines.

Textual asks every widget within the rectangle around all changes, those included that others hide.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate, Compositor
from textual.app import App
from textual.dom import DOMNode
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    _Mixed = App[Any]
else:
    # An application among the bases would hide the style sheet of the class that this is mixed into.
    _Mixed = object


class SparingCompositor(Compositor):
    """Draws what Textual's own draws; a part of the screen at a cost that does not depend on the rest of it."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: list[Region] | None = None
        """The parts of the screen that are drawn now; None for all of it."""

    def update_widgets(self, widgets: set[Widget]) -> None:
        """These widgets have changed. Behind another screen that nobody sees: its whole would be drawn again."""
        if self.root is None or not _is_hidden(self.root):
            super().update_widgets(widgets)

    def render_partial_update(self) -> ChopsUpdate | None:
        """The parts that have changed; None where none has."""
        screen = self.size.region
        self._changed = [seen for each in self._dirty_regions if (seen := each.intersection(screen))]
        try:
            return super().render_partial_update()
        finally:
            self._changed = None

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """The widgets from the front to the back, each with the part of it that is drawn, and the lines of that."""
        if self._changed is None:
            yield from super()._get_renders(crop)
            return
        missing = self._changed
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            touched = [each for each in missing if each.overlaps(seen)]
            if touched:
                top = max(seen.y, min(each.y for each in touched))
                bottom = min(seen.bottom, max(each.bottom for each in touched))
                part = Region(seen.x, top, seen.width, bottom - top)
                yield region, part, widget.render_lines(part.translate(-region.offset))
                # Nothing behind a widget is seen.
                missing = [each for each in missing if not seen.contains_region(each)]
            if not missing:
                return


class Sparing(_Mixed):
    """An application whose screens are drawn so; stands before the application's class among the bases."""

    def _register(self, parent: DOMNode, *widgets: Widget, **more: Any) -> list[Widget]:
        for screen in widgets:
            if isinstance(screen, Screen):
                screen._compositor = SparingCompositor()
        return super()._register(parent, *widgets, **more)


def _is_hidden(screen: Widget) -> bool:
    """Whether a screen stands behind one that nothing shines through; it is drawn as a whole when it comes back."""
    front = screen.app.screen
    return front is not screen and front.styles.background.a == 1
