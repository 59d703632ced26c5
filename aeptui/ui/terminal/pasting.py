"""Pasted text is text: no escape sequence in it ends the paste, so that nothing of it is taken for keys.

Terminals mark where a paste begins and ends. Textual's parser takes any other escape sequence in between for the end,
and what follows it for keys that were typed.
"""

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

_ESCAPE, _ESCAPED = "\x1b", "\\x1b"
_BEGIN, _END = "\x1b[200~", "\x1b[201~"


class Pasted:
    """Makes what is pasted harmless in the stream of what a terminal sends, wherever that is cut into pieces."""

    def __init__(self) -> None:
        self._inside = False
        self._passed = ""
        self._held = ""

    def clean(self, data: str) -> str:
        """The next piece with the escapes of pasted text written out. Keeps back what may be the beginning of its end.

        An empty piece is the end of the stream.
        """
        rest, self._held = self._held + data, ""
        if not data:
            return rest
        done = ""
        while rest:
            piece, rest = self._in_paste(rest) if self._inside else self._outside(rest)
            done += piece
        return done

    def _outside(self, text: str) -> tuple[str, str]:
        before = len(self._passed)
        at = (self._passed + text).find(_BEGIN)
        if at < 0:
            self._passed = (self._passed + text)[1 - len(_BEGIN) :]
            return text, ""
        self._inside, self._passed = True, ""
        end = at + len(_BEGIN) - before
        return text[:end], text[end:]

    def _in_paste(self, text: str) -> tuple[str, str]:
        at = text.find(_END)
        if at >= 0:
            self._inside = False
            return text[:at].replace(_ESCAPE, _ESCAPED) + _END, text[at + len(_END) :]
        kept = next((size for size in range(len(_END) - 1, 0, -1) if text.endswith(_END[:size])), 0)
        cut = len(text) - kept
        self._held = text[cut:]
        return text[:cut].replace(_ESCAPE, _ESCAPED), ""


class PasteProofParser(XTermParser):
    """Textual's parser, fed with what is harmless."""

    def __init__(self, debug: bool = False) -> None:
        self._pasted = Pasted()
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        cleaned = self._pasted.clean(data)
        # To the parser, nothing means the end of the stream.
        return super().feed(cleaned) if cleaned or not data else ()


def make_paste_proof() -> None:
    """Has Textual's driver for terminals use the parser above; to be called before the application runs."""
    vars(linux_driver)["XTermParser"] = PasteProofParser
