"""A terminal in a few lines: what it would show after the sequences that drawing sends."""

import re

from rich.cells import cell_len

_TOKEN = re.compile(
    r"\x1b\[([0-9;]*)([HmCr])|(\x1bM)|(\n)"
    # What changes no cell: modes, questions, titles, and a sequence that has not come whole yet.
    r"|\x1b\[[^@-~]*[@-~]|\x1b[\]P_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\[\]P_]?|\r|(.)",
    re.DOTALL,
)
BLANK = (" ", "[]")
_COLOURS = {"38": "foreground", "48": "background"}


class Terminal:
    """Cells with their looks; wide characters take two. Knows moves, colours, and scrolling within margins."""

    def __init__(self, width: int, height: int) -> None:
        self.cells = [[BLANK] * width for _ in range(height)]
        self.x = self.y = 0
        self.look: dict[str, str] = {}
        self.margins: tuple[int, int] | None = None

    def feed(self, sequence: str) -> None:
        """Takes what a program sends."""
        for arguments, verb, reverse, feed, character in _TOKEN.findall(sequence):
            if verb:
                self._obey(verb, arguments.split(";") if arguments else [])
            elif reverse or feed:
                self._scroll(-1 if reverse else 1)
            elif character:
                self._put(character)

    @property
    def text(self) -> str:
        """The characters of all lines."""
        return "\n".join("".join(cell for cell, _ in row) for row in self.cells)

    def _obey(self, verb: str, arguments: list[str]) -> None:
        if verb == "H":
            self.y, self.x = (int(each) - 1 for each in [*arguments, "1", "1"][:2])
        elif verb == "C":
            self.x += int(arguments[0])
        elif verb == "r":
            self.margins = (int(arguments[0]) - 1, int(arguments[1]) - 1) if arguments else None
            self.x = self.y = 0
        else:
            self._dress(arguments or ["0"])

    def _dress(self, codes: list[str]) -> None:
        while codes:
            code = codes.pop(0)
            if code == "0":
                self.look = {}
            elif code in _COLOURS:
                count = 4 if codes[0] == "2" else 2
                self.look[_COLOURS[code]] = ";".join(codes[:count])
                del codes[:count]
            elif code in ("39", "49"):
                self.look.pop("foreground" if code == "39" else "background", None)
            elif code[0] in "3490" or code[:2] == "10":
                self.look["foreground" if len(code) == 2 and code[0] in "39" else "background"] = code
            else:
                self.look[code] = ""

    def _scroll(self, step: int) -> None:
        if self.margins is None:
            # What Textual puts between lines; a move follows.
            return
        top, bottom = self.margins
        assert self.y == (bottom if step > 0 else top), "a line feed that would not scroll"
        assert not self.look, "lines come in with the colours of the moment"
        fresh = [BLANK] * len(self.cells[0])
        if step > 0:
            self.cells[top : bottom + 1] = [*self.cells[top + 1 : bottom + 1], fresh]
        else:
            self.cells[top : bottom + 1] = [fresh, *self.cells[top:bottom]]

    def _put(self, character: str) -> None:
        width = cell_len(character)
        if not width:
            at = self.x - 1
            while not self.cells[self.y][at][0]:
                at -= 1
            self._set(at, self.cells[self.y][at][0] + character)
            return
        self._set(self.x, character)
        for more in range(1, width):
            self._set(self.x + more, "")
        self.x += width

    def _set(self, x: int, text: str) -> None:
        if x < len(self.cells[self.y]):
            row = self.cells[self.y] = [*self.cells[self.y]]
            row[x] = (text, _seen(self.look, blank=text == " "))


def _seen(look: dict[str, str], *, blank: bool) -> str:
    """The look as a text; of a blank nobody sees the foreground unless it is drawn upon."""
    if blank and not {"4", "7", "9", "21", "53"} & set(look):
        look = {key: value for key, value in look.items() if key == "background"}
    return repr(sorted(look.items()))
