"""Colours and attributes of cells: a letter for each, and the shortest way from one to the next.

A line of cells is then two texts, one of characters and one of paints, which are compared as fast as texts are.
"""

from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.style import Style

_FIRST = 0x100
# The letters must stay below the surrogates, which no text can hold.
_MOST = 0xD000


class _Codes(NamedTuple):
    """The parameters of the sequence that selects each part of a look; ``attributes`` is empty for none."""

    attributes: str
    foreground: str
    background: str


class TooManyPaints(Exception):
    """There are more looks than letters; whoever keeps letters has to begin anew."""


class Paints:
    """The looks that were met so far, each with its letter; looks that send the same have the same letter."""

    def __init__(self, colours: ColorSystem) -> None:
        self._colours = colours
        self._codes: list[_Codes] = []
        self._letters: dict[_Codes, str] = {}
        self._of_style: dict[Style, tuple[str, str]] = {}
        self._ways: dict[tuple[str, str], str] = {}
        self.bare = self._letter(_Codes("", "39", "49"))
        """The letter of the terminal's own colours."""

    def letters(self, style: Style | None) -> tuple[str, str]:
        """The letter of a style, and of a blank in it: of that nobody sees the foreground.

        Raises TooManyPaints.
        """
        if style is None:
            return self.bare, self.bare
        found = self._of_style.get(style)
        if found is None:
            codes = self._parts(style)
            unseen = not (style.reverse or style.underline or style.underline2 or style.strike or style.overline)
            blank = _Codes("", "39", codes.background) if unseen else codes
            found = self._of_style[style] = self._letter(codes), self._letter(blank)
        return found

    def way(self, before: str, after: str) -> str:
        """The sequence that changes one look into another; empty where they are the same."""
        if before == after:
            return ""
        found = self._ways.get((before, after))
        if found is None:
            found = self._ways[before, after] = self._find_way(before, after)
        return found

    def _find_way(self, before: str, after: str) -> str:
        old, new = self._codes[ord(before) - _FIRST], self._codes[ord(after) - _FIRST]
        if new == _Codes("", "39", "49"):
            return "\x1b[0m"
        if old.attributes != new.attributes:
            colours = [code for code in (new.foreground, new.background) if code not in ("39", "49")]
            return f"\x1b[{';'.join(['0', *filter(None, (new.attributes,)), *colours])}m"
        parts = zip(old[1:], new[1:], strict=True)
        return f"\x1b[{';'.join(now for then, now in parts if then != now)}m"

    def _letter(self, codes: _Codes) -> str:
        letter = self._letters.get(codes)
        if letter is None:
            if len(self._codes) >= _MOST:
                raise TooManyPaints
            letter = self._letters[codes] = chr(_FIRST + len(self._codes))
            self._codes.append(codes)
        return letter

    def _parts(self, style: Style) -> _Codes:
        plain = style.without_color.render("x", color_system=self._colours)
        attributes = plain[2 : plain.index("m")] if plain.startswith("\x1b[") else ""
        return _Codes(attributes, self._colour(style.color, True), self._colour(style.bgcolor, False))

    def _colour(self, colour: Color | None, foreground: bool) -> str:
        if colour is None:
            return "39" if foreground else "49"
        return ";".join(colour.downgrade(self._colours).get_ansi_codes(foreground))
