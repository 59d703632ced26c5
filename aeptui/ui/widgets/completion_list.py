"""The list that drops down below (or above) an input: completions with details, and what the chosen one means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.widget import Widget

from aeptui.ui.widgets.cells import fit, shown

MOST_ROWS = 8
_MOST_WIDTH = 76
_MEASURED = 40


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that could be meant.

    `label` is shown; `insert` is put into the text instead of the characters `start` to `end` (None: to the end), the
    label where it is None. `detail` stands beside the label (a type, a signature), `meaning` below the list while the
    completion is chosen. `done`: with it the text is complete, nothing more is expected.
    """

    label: str
    insert: str | None = None
    detail: str = ""
    meaning: str = ""
    start: int = 0
    end: int | None = None
    done: bool = True

    def apply(self, text: str) -> tuple[str, int]:
        """The text with this put in, and where the cursor is then."""
        inserted = self.label if self.insert is None else self.insert
        end = len(text) if self.end is None else self.end
        return text[: self.start] + inserted + text[end:], self.start + len(inserted)


class CompletionList(Widget, can_focus=False):
    """Draws completions over whatever is on the screen; never takes the focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"completions--chosen", "completions--meaning"}
    DEFAULT_CSS = """
    CompletionList {
        layer: _completions;
        overlay: screen;
        position: absolute;
        display: none;
        background: $panel;
        color: $foreground;
        & > .completions--chosen { background: $block-cursor-background; color: $block-cursor-foreground; }
        & > .completions--meaning { color: $text-muted; text-style: italic; }
        &:ansi { text-style: reverse; }
        &:ansi > .completions--chosen { text-style: bold underline; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._completions: Sequence[Completion] = ()
        self._chosen = -1
        self._top = 0
        self._rows = 0
        self._placed = Region()
        self._cut = False

    @property
    def is_open(self) -> bool:
        """Whether it is on the screen."""
        return self.display

    def open(
        self, completions: Sequence[Completion], chosen: int, below: Region, screen: Size, *, cut: bool = False
    ) -> None:
        """Show completions at an input's place (both in cells of the terminal), above it where there is more room.

        `cut` says that there are more than are given.
        """
        self._cut = cut
        under, over = screen.height - below.bottom, below.y
        wanted = min(len(completions), MOST_ROWS) + 1
        room = under if under >= wanted or under >= over else over
        height = min(wanted, room)
        width = min(max(below.width, self._wanted_width(completions)), _MOST_WIDTH, screen.width)
        if height < 1 or width < 1:
            self.close()
            return
        self._completions, self._rows, self._top = completions, max(1, height - 1), 0
        y = below.bottom if room == under else below.y - height
        self._place(Region(max(0, min(below.x, screen.width - width)), y, width, height))
        self.display = True
        self.choose(chosen)

    def _place(self, region: Region) -> None:
        if region != self._placed:
            self._placed = region
            self.absolute_offset = Offset(region.x, region.y)
            self.styles.width, self.styles.height = region.width, region.height
            self.refresh(layout=True)

    @staticmethod
    def _wanted_width(completions: Sequence[Completion]) -> int:
        some = completions[:_MEASURED]
        return max((cell_len(one.label[:80]) + cell_len(one.detail[:40]) + 4 for one in some), default=0)

    def close(self) -> None:
        """Take it from the screen."""
        self.display = False
        self._completions = ()
        self._chosen = -1

    @property
    def chosen(self) -> Completion | None:
        """The completion that enter would take; None while none is chosen."""
        return self._completions[self._chosen] if 0 <= self._chosen < len(self._completions) else None

    @property
    def first(self) -> Completion | None:
        """The best completion."""
        return self._completions[0] if self._completions else None

    def choose(self, place: int) -> None:
        """Choose the completion at a place (-1: none) and scroll it into sight."""
        self._chosen = max(-1, min(place, len(self._completions) - 1))
        self._top = max(0, min(max(self._top, self._chosen - self._rows + 1), max(self._chosen, 0)))
        self.refresh()

    def step(self, by: int) -> None:
        """Choose the completion that many places further."""
        self.choose(max(0, self._chosen + by))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y == self.size.height - 1 and self.size.height > 1:
            return self._strip(fit(" " + self._said(), width), "completions--meaning")
        place = self._top + y
        if place >= len(self._completions):
            return Strip.blank(width, self.rich_style)
        chosen = place == self._chosen
        return self._strip(self._line(self._completions[place], width, chosen), "completions--chosen" if chosen else "")

    def _strip(self, text: str, component: str) -> Strip:
        style = self.get_component_rich_style(component) if component else self.rich_style
        return Strip([Segment(text, style)], self.size.width)

    def _said(self) -> str:
        """The last line: what the chosen one means, and where one is among how many."""
        chosen = self.chosen or self.first
        meaning = "" if chosen is None else chosen.meaning
        more = "+" if self._cut else ""
        count = f"{max(self._chosen, 0) + 1}/{len(self._completions)}{more}"
        return f"{count}  {shown(meaning)}"

    @staticmethod
    def _line(one: Completion, width: int, chosen: bool) -> str:
        """Sign, label and detail; the label has the room that the detail leaves, at least half."""
        sign = ">" if chosen else " "
        detail_width = min(cell_len(shown(one.detail)), max(0, (width - 3) // 2))
        label = fit(one.label, max(0, width - 2 - detail_width - bool(detail_width)))
        gap = " " if detail_width else ""
        return fit(f"{sign}{label}{gap}{fit(one.detail, detail_width)} ", width)
