"""Tables as tab-separated text, the way spreadsheets put them on the clipboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_DOUBLED = re.compile(r"(?:[^\r\n]*\r\r)+[^\r\n]*")
_SPECIAL = ("\t", "\n", "\r", '"')


def to_tsv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as lines of tab-separated fields; a field with a tab, line break or quote is quoted, quotes doubled.

    A row of one empty field is written as two quotes: an empty last line would be lost.
    """
    return "\n".join("\t".join(map(_quoted, row)) or '""' for row in rows)


def _quoted(field: str) -> str:
    if any(special in field for special in _SPECIAL):
        return '"' + field.replace('"', '""') + '"'
    return field


def from_tsv(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows of tab-separated text; any line ends, one at the very end ignored, an empty text gives no rows.

    A field that begins with a quote runs to the closing one; a quote elsewhere, or one that is never closed, is
    an ordinary character: text from a terminal or a log must not be swallowed.
    """
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    place = 0
    # Line ends of two characters, each of which became a return on the way through tmux.
    if _DOUBLED.fullmatch(text):
        text = text.replace("\r\r", "\n")
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not text:
        return ()
    while True:
        field, place = _field(text, place)
        row.append(field)
        if place >= len(text) or text[place] == "\n":
            rows.append(tuple(row))
            row = []
        if place >= len(text):
            return tuple(rows)
        place += 1


def _field(text: str, start: int) -> tuple[str, int]:
    """The field that begins at `start` and where it ends (at a tab, a line break or the end of the text)."""
    if text.startswith('"', start):
        quoted = _quoted_field(text, start)
        if quoted is not None:
            return quoted
    ends = [place for place in (text.find("\t", start), text.find("\n", start)) if place >= 0]
    end = min(ends, default=len(text))
    return text[start:end], end


def _quoted_field(text: str, start: int) -> tuple[str, int] | None:
    """A quoted field and its end; None where the quotes do not enclose a whole field."""
    place = start + 1
    while (place := text.find('"', place)) >= 0:
        if text.startswith('""', place):
            place += 2
            continue
        end = place + 1
        inside = text[start + 1 : place]
        # Spreadsheets quote only what needs it: other quotes are the user's own, around a constant.
        if (end == len(text) or text[end] in "\t\n") and (not inside or any(each in inside for each in _SPECIAL)):
            return inside.replace('""', '"'), end
        return None
    return None
