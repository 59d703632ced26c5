"""What the terminal shows, and the few bytes that make it show something else.

Only cells that differ are sent; lines that only moved are moved by the terminal itself. Over a slow link this is what
decides how a key feels.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import ne, or_
from typing import NamedTuple

from aeptui.ui.terminal.paints import Paints

FILLER = "\ud800"
"""Stands in a line's text behind a character that is more than one cell wide, once for each cell more."""
_GAP = 6
_FEWEST_TO_SCROLL = 4
_CHANGED = re.compile(rb"\x01+(?:\x00{1,%d}\x01+)*" % _GAP)
_RUN = re.compile(r"(.)\1*", re.DOTALL)


class Line(NamedTuple):
    """The cells of a line: what is in them (one character a cell, see FILLER), and the letters of their paints."""

    text: str
    paint: str

    @property
    def odd(self) -> bool:
        """Whether it holds characters about whose width terminals do not agree."""
        return not self.text.isascii() and (
            FILLER in self.text or any("\ud801" <= each <= "\udfff" for each in self.text)
        )


class Shown:
    """The lines of a screen as they were sent, all of one width."""

    def __init__(self, lines: Sequence[Line], paints: Paints) -> None:
        self.lines = list(lines)
        self._paints = paints

    def change(self, fresh: Mapping[int, Line], spelled: Mapping[str, str]) -> str:
        """What to send so that these lines, by number, are shown; ``spelled`` gives characters for stand-ins.

        Begins with the terminal's own look and ends with it; where the cursor is afterwards is left open.
        """
        out: list[str] = []
        wanted = {y: line for y, line in fresh.items() if y < len(self.lines) and line != self.lines[y]}
        if len(wanted) >= _FEWEST_TO_SCROLL:
            wanted = self._scroll(wanted, out)
        for y in sorted(wanted):
            if wanted[y] != self.lines[y]:
                self._send(y, self.lines[y], wanted[y], spelled, out)
                self.lines[y] = wanted[y]
        return "".join(out)

    def _scroll(self, wanted: dict[int, Line], out: list[str]) -> dict[int, Line]:
        """Moves a band of lines where that leaves fewer to send; gives the lines that are wanted then."""
        shift = self._shift(wanted)
        if not shift:
            return wanted
        moved = [y for y, line in wanted.items() if self._at(y + shift) == line]
        top, bottom = min(*moved, min(moved) + shift), max(*moved, max(moved) + shift)
        band = range(top, bottom + 1)
        every = {y: wanted.get(y, self.lines[y]) for y in band}
        after = [self._at(y + shift) if y + shift in band else None for y in band]
        kept = sum(line == every[y] for y, line in zip(band, after, strict=True))
        if kept <= sum(self.lines[y] == every[y] for y in band):
            return wanted
        width = len(self.lines[top].text)
        blank = Line(" " * width, self._paints.bare * width)
        self.lines[top : bottom + 1] = [line or blank for line in after]
        # A line feed at the lower edge of a region, and a reverse one at the upper, scroll in every terminal.
        edge, feed = (bottom, "\n") if shift > 0 else (top, "\x1bM")
        out.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{edge + 1}H{feed * abs(shift)}\x1b[r")
        return wanted | every

    def _shift(self, wanted: Mapping[int, Line]) -> int:
        """By how many lines most of what is wanted stands lower now; 0 for lines that did not move together."""
        where: dict[Line, int] = {}
        for y, line in enumerate(self.lines):
            where.setdefault(line, y)
        votes = Counter(where[line] - y for y, line in wanted.items() if line in where and not line.text.isspace())
        shift, count = votes.most_common(1)[0] if votes else (0, 0)
        return shift if 2 * count > len(wanted) else 0

    def _at(self, y: int) -> Line | None:
        return self.lines[y] if 0 <= y < len(self.lines) else None

    def _send(self, y: int, old: Line, new: Line, spelled: Mapping[str, str], out: list[str]) -> None:
        spans = [(0, len(new.text))] if old.odd or new.odd else _differing(old, new)
        at = -1
        look = self._paints.bare
        for start, end in spans:
            out.append(f"\x1b[{start - at}C" if at >= 0 else f"\x1b[{y + 1};{start + 1}H")
            for run in _RUN.finditer(new.paint, start, end):
                paint = run[1]
                out += [self._paints.way(look, paint), _spell(new.text[run.start() : run.end()], spelled)]
                look = paint
            at = end
        out.append(self._paints.way(look, self._paints.bare))


def _differing(old: Line, new: Line) -> list[tuple[int, int]]:
    """The spans of cells that differ; those with fewer equal cells between them than a move costs are one."""
    # A look at every cell is what a key costs most of: none of it is done one by one in Python.
    changed = bytes(map(or_, map(ne, old.text, new.text), map(ne, old.paint, new.paint)))
    return [found.span() for found in _CHANGED.finditer(changed)]


def _spell(text: str, spelled: Mapping[str, str]) -> str:
    """The text as it is sent."""
    if text.isascii():
        return text
    return "".join("" if each == FILLER else spelled.get(each, each) for each in text)
