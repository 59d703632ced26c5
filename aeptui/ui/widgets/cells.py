"""Text of others cut or padded to a number of terminal cells."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from rich.cells import cell_len, set_cell_size

from aeptui.ui.words import printable

ELLIPSIS = "…"
Align = Literal["left", "right"]

_SELECTORS = str.maketrans("", "", "\ufe0e\ufe0f")
"""Variation selectors: terminals disagree about the width of what they make, so none is sent."""


def shown(text: str) -> str:
    """The text on one line as it may be sent to any terminal: nothing to obey, and no width in doubt."""
    if text.isprintable():
        return text if text.isascii() else text.translate(_SELECTORS)
    return printable(text).translate(_SELECTORS)


def fit(text: str, width: int, align: Align = "left") -> str:
    """The text as exactly `width` terminal cells: padded, or cut with an ellipsis; never markup, never control."""
    if width <= 0:
        return ""
    if not (text.isascii() and text.isprintable()):
        most = 8 * width + 64
        return _fit_any(text[:most], width, align, len(text) > most)
    if len(text) > width:
        return text[: width - 1] + ELLIPSIS
    return text.rjust(width) if align == "right" else text.ljust(width)


@lru_cache(4096)
def _fit_any(text: str, width: int, align: Align, more: bool) -> str:
    """:func:`fit` for text of any script; `more` says that the text goes on beyond what was handed in."""
    drawn = shown(text)
    cells = cell_len(drawn)
    if more or cells > width:
        return set_cell_size(drawn, width - 1) + ELLIPSIS
    padding = " " * (width - cells)
    return padding + drawn if align == "right" else drawn + padding
