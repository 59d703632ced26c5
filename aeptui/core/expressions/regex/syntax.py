"""Reads Java's regular expressions."""

from dataclasses import dataclass, replace

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.regex import charsets
from aeptui.core.expressions.regex.classes import ClassReader
from aeptui.core.expressions.regex.escapes import Source
from aeptui.core.expressions.regex.nodes import (
    Atomic,
    Backreference,
    Chars,
    Choice,
    Group,
    Look,
    Mode,
    Node,
    Position,
    Repeat,
    Sequence,
)
from aeptui.core.expressions.regex.positions import (
    ENDS,
    LINE_BREAK,
    any_char,
    line_end,
    line_start,
    text_end,
    text_start,
)

MAX_PATTERN = 10_000
MAX_NESTING = 60
MAX_COUNT = 10_000


@dataclass(frozen=True, slots=True)
class Flags:
    """What ``(?i)`` and its like have switched on."""

    ignore_case: bool = False
    multiline: bool = False
    dot_all: bool = False
    comments: bool = False
    unicode: bool = False
    unix_lines: bool = False


_FLAGS = {
    "i": "ignore_case",
    "m": "multiline",
    "s": "dot_all",
    "x": "comments",
    "u": "unicode",
    "U": "unicode",
    "d": "unix_lines",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A regular expression taken apart, with the number of its groups."""

    node: Node
    groups: int


def parse_regex(pattern: str) -> Parsed:
    """The parts of a regular expression in Java's syntax. Raises TransformError where it is not valid."""
    if len(pattern) > MAX_PATTERN:
        raise TransformError("the regular expression is too long to be evaluated here", unknown=True)
    reader = _Reader(Source(pattern))
    node = reader.choice()
    if not reader.source.ended:
        raise reader.source.error("a ) without its (")
    return Parsed(node, reader.groups)


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.groups = 0
        self._names: dict[str, int] = {}
        self._flags = Flags()
        self._nesting = 0

    def choice(self) -> Node:
        """Branches up to a closing parenthesis or the end; flags set inside end with it."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise TransformError("the regular expression is nested too deep to be evaluated here", unknown=True)
        flags = self._flags
        branches = [self._sequence()]
        while self.source.take("|"):
            branches.append(self._sequence())
        self._flags = flags
        self._nesting -= 1
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while not self.source.ended and self.source.peek() not in "|)":
            if self._flags.comments and self._skip_comment():
                continue
            for node in self._atom():
                parts.append(node)
            if parts:
                parts[-1] = self._quantified(parts[-1])
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _skip_comment(self) -> bool:
        char = self.source.peek()
        if char.isspace():
            self.source.next()
            return True
        if char != "#":
            return False
        while not self.source.ended and self.source.next() not in charsets.LINE_ENDS:
            pass
        return True

    def _atom(self) -> list[Node]:
        """One atom, or several where a quotation holds more than one character."""
        source = self.source
        char = source.next()
        match char:
            case "(":
                node = self._group()
                return [] if node is None else [node]
            case "[":
                flags = self._flags
                reader = ClassReader(source, flags.ignore_case, flags.unicode, flags.comments)
                return [reader.read()]
            case ".":
                return [any_char(dot_all=self._flags.dot_all, unix_lines=self._flags.unix_lines)]
            case "^":
                return [line_start if self._flags.multiline else text_start]
            case "$":
                return [line_end if self._flags.multiline else text_end]
            case "\\":
                return self._escape()
            case "*" | "+" | "?" | "{":
                raise source.error(f"{char} has nothing to repeat", back=1)
        return [self._literal(char)]

    def _literal(self, char: str) -> Chars:
        return charsets.literal(char, ignore_case=self._flags.ignore_case, unicode=self._flags.unicode)

    def _escape(self) -> list[Node]:
        source = self.source
        char = source.peek()
        if char == "Q":
            return [self._literal(quoted) for quoted in source.quotation()]
        if char in ENDS:
            source.next()
            return [ENDS[char]]
        if char == "R":
            source.next()
            return [LINE_BREAK]
        if char == "k":
            return [self._named_reference()]
        if char in "123456789":
            return [Backreference(source.group_number(self.groups), self._flags.ignore_case)]
        if char in "pPdwshvDWSHV":
            chars = source.char_class()
            ignore_case = self._flags.ignore_case and char in "pP"
            if ignore_case:
                chars = Chars(charsets.either_case(chars.test, unicode=self._flags.unicode), None)
            return [chars if chars.source is None else Chars(chars.test, f"[{chars.source}]")]
        return [self._literal(source.escaped_char())]

    def _named_reference(self) -> Node:
        number = self._names.get(self.source.group_name_after_k())
        if number is None:
            raise self.source.error("a reference to a group that is not there")
        return Backreference(number, self._flags.ignore_case)

    def _group(self) -> Node | None:
        source = self.source
        if not source.take("?"):
            return self._capturing()
        for sign, ahead, negative in (("=", True, False), ("!", True, True), ("<=", False, False), ("<!", False, True)):
            if source.take(sign):
                return Look(self._closed(), ahead, negative)
        if source.take(">"):
            return Atomic(self._closed())
        if source.take("<"):
            name = source.group_name()
            if name in self._names:
                raise source.error(f"the group name {name} twice")
            self._names[name] = self.groups + 1
            return self._capturing()
        return self._flagged()

    def _capturing(self) -> Node:
        self.groups += 1
        number = self.groups
        return Group(self._closed(), number)

    def _closed(self) -> Node:
        node = self.choice()
        if not self.source.take(")"):
            raise self.source.error("a ( without its )")
        return node

    def _flagged(self) -> Node | None:
        """``(?i)`` for the rest of the group, ``(?i:…)`` for its own, ``(?:…)``."""
        before = self._flags
        switch_on = True
        while not self.source.ended:
            char = self.source.next()
            if char in ":)":
                break
            if char == "-":
                switch_on = False
            elif char in _FLAGS:
                self._flags = replace(self._flags, **{_FLAGS[char]: switch_on})
            else:
                raise self.source.error(f"(? is not followed by {char}", back=1)
        else:
            raise self.source.error("a ( without its )")
        if char == ")":
            return None
        node = self._closed()
        self._flags = before
        return node

    def _quantified(self, node: Node) -> Node:
        source = self.source
        while self._flags.comments and not source.ended and self._skip_comment():
            pass
        while not source.ended and source.peek() in "*+?{":
            low, high = self._bounds(source.next())
            mode: Mode = "lazy" if source.take("?") else "possessive" if source.take("+") else "greedy"
            if isinstance(node, Position | Look):
                node = Sequence(()) if low == 0 else node
            else:
                node = Repeat(node, low, high, mode)
        return node

    def _bounds(self, sign: str) -> tuple[int, int | None]:
        if sign != "{":
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        low = self.source.integer()
        if low is None:
            raise self.source.error("{ without a number of repetitions")
        high: int | None = low
        if self.source.take(","):
            high = self.source.integer()
        if not self.source.take("}") or (high is not None and high < low):
            raise self.source.error("a number of repetitions that is not {n}, {n,} or {n,m}")
        if max(low, high or 0) > MAX_COUNT:
            raise TransformError("the regular expression repeats too often to be evaluated here", unknown=True)
        return low, high
