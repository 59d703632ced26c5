"""Frugal drawing: Textual's updates become the cells that differ from what the terminal shows.

Textual repaints every cell of whatever was touched. Here its updates are compared with a copy of the screen. Whenever
the copy may be wrong it is forgotten, and Textual draws in its own way until the next whole screen.
"""

import re
from collections.abc import Iterable

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from aeptui.ui.terminal.paints import Paints, TooManyPaints
from aeptui.ui.terminal.shown import FILLER, Line, Shown

_INKED = re.compile("[^ ]")
_FIRST_STAND_IN, _LAST_STAND_IN = 0xD801, 0xDFFF


class Written(CompositorUpdate):
    """An update that is written out already."""

    def __init__(self, sequence: str) -> None:
        self._sequence = sequence

    def render_segments(self, console: Console) -> str:
        """What is to be sent."""
        return self._sequence


class Frugal:
    """A copy of what the terminal shows, kept by everything that is drawn."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """The terminal may show something else: what comes next is drawn in full."""
        self._shown: Shown | None = None
        self._paints: Paints | None = None
        self._stand_ins: dict[str, str] = {}
        self._spelled: dict[str, str] = {}

    def update(self, update: object, colours: ColorSystem | None) -> object:
        """The same update in fewer bytes, where that can be; else itself."""
        try:
            if isinstance(update, LayoutUpdate) and not update.region.offset:
                return self._whole(update, colours or ColorSystem.TRUECOLOR)
            if isinstance(update, ChopsUpdate) and self._shown is not None:
                return Written(self._shown.change(self._touched(update, self._shown), self._spelled))
        except TooManyPaints:
            pass
        if update is not None:
            self.forget()
        return update

    def _whole(self, update: LayoutUpdate, colours: ColorSystem) -> CompositorUpdate:
        if self._paints is None:
            self._paints = Paints(colours)
        # What is made for each line may be an iterator.
        strips = [list(line) for line in update.strips]
        lines = [self._line(line) for line in strips]
        if self._shown is not None and list(map(_width, lines)) == list(map(_width, self._shown.lines)):
            return Written(self._shown.change(dict(enumerate(lines)), self._spelled))
        even = len(set(map(_width, lines))) == 1
        self._shown = Shown(lines, self._paints) if even else None
        return LayoutUpdate(list(strips), update.region)

    def _touched(self, update: ChopsUpdate, shown: Shown) -> dict[int, Line]:
        """The lines that an update touches, as they will be."""
        fresh: dict[int, Line] = {}
        for y, first, last in update.spans:
            if y >= len(shown.lines):
                continue
            text, paint = fresh.get(y, shown.lines[y])
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is None or x > last or end <= first:
                    continue
                part = self._line([strip.crop(0, end - x) if strip.cell_length > end - x else strip])
                stop = x + len(part.text)
                text, paint = text[:x] + part.text + text[stop:], paint[:x] + part.paint + paint[stop:]
            fresh[y] = Line(text, paint)
        return fresh

    def _line(self, strips: Iterable[Strip]) -> Line:
        """The cells of strips side by side."""
        assert self._paints is not None
        texts: list[str] = []
        paints: list[str] = []
        for strip in strips:
            for text, style, control in strip:
                if control or not text:
                    continue
                cells = text if text.isascii() else self._cells(text)
                inked, blank = self._paints.letters(style)
                texts.append(cells)
                paints.append(_painted(cells, inked, blank))
        return Line("".join(texts), "".join(paints))

    def _cells(self, text: str) -> str:
        """The text with one character for each cell."""
        width = cell_len(text)
        cells: list[str] = []
        for character in text:
            each = 1 if character.isascii() else cell_len(character)
            if each:
                cells += [character, *(FILLER * (each - 1))]
            elif cells:
                at = next(place for place in range(len(cells) - 1, -1, -1) if cells[place] != FILLER)
                cells[at] = self._stand_in(self._spelled.get(cells[at], cells[at]) + character)
        # Characters that are joined to one are not as wide as each for itself.
        if len(cells) != width:
            return self._stand_in(text) + FILLER * (width - 1) if width else ""
        return "".join(cells)

    def _stand_in(self, cluster: str) -> str:
        """One character, which no text can hold, for several in one cell."""
        found = self._stand_ins.get(cluster)
        if found is None:
            code = _FIRST_STAND_IN + len(self._stand_ins)
            if code > _LAST_STAND_IN:
                raise TooManyPaints
            found = self._stand_ins[cluster] = chr(code)
            self._spelled[found] = cluster
        return found


def _painted(cells: str, inked: str, blank: str) -> str:
    """A letter for each cell."""
    if inked == blank or " " not in cells:
        return inked * len(cells)
    return _INKED.sub(inked, cells).replace(" ", blank)


def _width(line: Line) -> int:
    return len(line.text)
