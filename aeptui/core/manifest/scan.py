"""The node tree of a YAML text in the form that nearly every manifest has, read many times faster than any YAML.

Known are maps and lists in lines, braces and brackets on one line, single values on one line, and comments. Where a
text has anything else (anchors, tags, block texts, several lines, errors) nothing is said about it: the parser for all
of YAML reads it then. Both give the same tree for the same text.
"""

import re
from collections.abc import Sequence
from typing import NoReturn

from aeptui.core.manifest.nodes import AnyNode, Entry, ListNode, MapNode, ScalarNode, SourceText

MOST_VALUES = 300_000
MOST_LEVELS = 20

_OTHER = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LINES_WITHOUT_CONTENT = re.compile(r"(?: *(?:#[^\n]*)?\n)*")
_REST = re.compile(r"(?: +#[^\n]*| *)(?:\n|\Z)")
_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):(?=[ \n]|\Z)")
_WORD = r"[\w/$.*\\()%+=;~^|<>!?@&'-]"
_PLAIN_TEXT = rf"(?:-(?=[\w.])|[\w/$.\\(]){_WORD}*(?::[\w/]{_WORD}*)*(?: +{_WORD}+(?::[\w/]{_WORD}*)*)*"
_PLAIN = re.compile(_PLAIN_TEXT)
_SINGLE = re.compile(r"'((?:[^'\n]|'')*)'")
_DOUBLE = re.compile(r'"((?:[^"\\\n]|\\["\\/nrt])*)"')
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_PAIR = re.compile(rf" *([A-Za-z_][A-Za-z0-9_]*): +(?:({_PLAIN_TEXT})|'((?:[^'\n]|'')*)')(?= *[,}}])")
_SPACES = re.compile(" *")


class _Unknown(Exception):
    """The text has something that is not known here."""


def scan(source: SourceText) -> AnyNode | None:
    """The tree of the text; None where it has another form than is known here, or errors."""
    if _OTHER.search(source.text) or source.text.startswith(("---", "%")):
        return None
    try:
        return _Scanner(source).document()
    except _Unknown:
        return None


def _unknown() -> NoReturn:
    raise _Unknown


class _Scanner:
    """Goes through a text line by line. ``_column`` and ``_at`` are those of a line's content, -1 behind the last."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._text = source.text
        self._values = 0
        self._levels = 0
        self._column = self._at = -1
        self._next_line(0)

    def document(self) -> AnyNode:
        """The tree. Raises _Unknown."""
        if self._column != 0 or self._is_item():
            _unknown()
        root = self._map(0)
        if self._column >= 0:
            _unknown()
        return root

    # -- lines

    def _next_line(self, at: int) -> None:
        """Goes to the next line with content, of those that begin at ``at`` or later."""
        found = _LINES_WITHOUT_CONTENT.match(self._text, at)
        start = found.end() if found else at
        first = _SPACES.match(self._text, start)
        self._at = first.end() if first else start
        self._column = self._at - start
        if self._at == len(self._text) or self._text[self._at] == "#":
            self._column = -1

    def _end_line(self, at: int) -> None:
        """Goes on from the end of a value: to the next line, after nothing but a comment."""
        rest = _REST.match(self._text, at)
        if rest is None:
            _unknown()
        self._next_line(rest.end())

    def _is_item(self) -> bool:
        return self._text.startswith("- ", self._at)

    # -- maps and lists in lines

    def _block(self) -> AnyNode:
        return self._list(self._column) if self._is_item() else self._map(self._column)

    def _map(self, column: int) -> MapNode:
        self._enter()
        pairs: list[Entry] = []
        while self._column == column:
            key = _KEY.match(self._text, self._at)
            if key is None:
                _unknown()
            pairs.append(Entry(key=self._key(key), value=self._value_of(key.end(), column)))
        if self._column > column:
            _unknown()
        self._levels -= 1
        return self._map_node(pairs, pairs[0].key.start, pairs[-1].value.end, flow=False)

    def _value_of(self, at: int, column: int) -> AnyNode:
        """What stands behind a key of a map in that column: on its line, or below."""
        rest = _REST.match(self._text, at)
        if rest is None:
            return self._on_line(at)
        self._next_line(rest.end())
        if self._column > column:
            return self._block()
        return self._list(column) if self._column == column and self._is_item() else _unknown()

    def _on_line(self, at: int) -> AnyNode:
        """A value that the rest of a line holds."""
        while self._text[at] == " ":
            at += 1
        value = self._inline(at)
        self._end_line(value.end)
        return value

    def _list(self, column: int) -> ListNode:
        self._enter()
        start = self._at
        items: list[AnyNode] = []
        while self._column == column and self._is_item():
            at = self._at + 1
            while self._text.startswith(" ", at):
                at += 1
            if _KEY.match(self._text, at):
                inner = column + at - self._at
                self._column, self._at = inner, at
                items.append(self._map(inner))
            elif _REST.match(self._text, at):
                _unknown()
            else:
                items.append(self._on_line(at))
        if self._column > column:
            _unknown()
        self._levels -= 1
        return self._list_node(items, start, items[-1].end, flow=False)

    # -- values on one line

    def _inline(self, at: int) -> AnyNode:
        character = self._text[at : at + 1]
        if character == "{":
            return self._braces(at)
        if character == "[":
            return self._brackets(at)
        if character == "'":
            return self._quoted(_SINGLE.match(self._text, at), at, "'")
        if character == '"':
            return self._quoted(_DOUBLE.match(self._text, at), at, '"')
        plain = _PLAIN.match(self._text, at)
        return self._scalar(at, plain.end(), plain[0], "") if plain else _unknown()

    def _quoted(self, found: "re.Match[str] | None", at: int, style: str) -> ScalarNode:
        if found is None:
            _unknown()
        inside = found[1]
        if style == "'":
            return self._scalar(at, found.end(), inside.replace("''", "'"), style)
        said = _ESCAPE.sub(lambda each: _ESCAPES.get(each[1], each[1]), inside) if "\\" in inside else inside
        return self._scalar(at, found.end(), said, style)

    def _braces(self, start: int) -> MapNode:
        self._enter()
        text, pairs, at = self._text, list[Entry](), start + 1
        while not (pairs == [] and text.startswith("}", self._spaces(at))):
            entry, at = self._pair(at)
            pairs.append(entry)
            at = self._spaces(at)
            if text.startswith("}", at):
                break
            if not text.startswith(",", at):
                _unknown()
            at += 1
        self._levels -= 1
        return self._map_node(pairs, start, self._spaces(at) + 1, flow=True)

    def _pair(self, at: int) -> tuple[Entry, int]:
        """A key with its value in braces, and where they end."""
        found = _PAIR.match(self._text, at)
        if found is not None:
            plain, end = found[2], found.end()
            if plain is not None:
                value: AnyNode = self._scalar(found.start(2), end, plain, "")
            else:
                value = self._scalar(found.start(3) - 1, end, found[3].replace("''", "'"), "'")
            return Entry(key=self._key(found), value=value), end
        key = _KEY.match(self._text, self._spaces(at))
        if key is None or not self._text.startswith(" ", key.end()):
            _unknown()
        value = self._inline(self._spaces(key.end()))
        return Entry(key=self._key(key), value=value), value.end

    def _brackets(self, start: int) -> ListNode:
        self._enter()
        items: list[AnyNode] = []
        at = self._spaces(start + 1)
        while not (items == [] and self._text.startswith("]", at)):
            items.append(self._inline(at))
            at = self._spaces(items[-1].end)
            if self._text.startswith("]", at):
                break
            if not self._text.startswith(",", at):
                _unknown()
            at = self._spaces(at + 1)
        self._levels -= 1
        return self._list_node(items, start, at + 1, flow=True)

    def _spaces(self, at: int) -> int:
        found = _SPACES.match(self._text, at)
        return found.end() if found else at

    # -- nodes

    def _enter(self) -> None:
        self._levels += 1
        if self._levels > MOST_LEVELS:
            _unknown()

    def _key(self, found: "re.Match[str]") -> ScalarNode:
        return self._scalar(found.start(1), found.end(1), found[1], "")

    def _scalar(self, start: int, end: int, text: str, style: str) -> ScalarNode:
        self._count()
        return ScalarNode(source=self._source, start=start, end=end, text=text, style=style)

    def _map_node(self, pairs: Sequence[Entry], start: int, end: int, *, flow: bool) -> MapNode:
        self._count()
        if len({each.key.text for each in pairs}) < len(pairs):
            _unknown()
        size = 1 + len(pairs) + sum(each.value.size for each in pairs)
        return MapNode(source=self._source, start=start, end=end, size=size, entries=tuple(pairs), flow=flow)

    def _list_node(self, items: Sequence[AnyNode], start: int, end: int, *, flow: bool) -> ListNode:
        self._count()
        size = 1 + sum(item.size for item in items)
        return ListNode(source=self._source, start=start, end=end, size=size, items=tuple(items), flow=flow)

    def _count(self) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            _unknown()
