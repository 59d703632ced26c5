"""Regular expressions in Java's syntax, matched in bounded time whatever the pattern and the text."""

from collections.abc import Callable, Iterator
from functools import lru_cache

from aeptui.core.expressions.regex.machine import Machine
from aeptui.core.expressions.regex.native import translate
from aeptui.core.expressions.regex.program import Program, build
from aeptui.core.expressions.regex.syntax import parse_regex

Groups = tuple[str | None, ...]
"""The whole match, then what each group captured; None for a group that took no part."""


class Regex:
    """A compiled regular expression."""

    def __init__(self, pattern: str) -> None:
        parsed = parse_regex(pattern)
        self._parsed = parsed
        self._native = translate(parsed.node)
        self._program: Program | None = None
        if self._native is None:
            self.forbid_native()

    @property
    def uses_native(self) -> bool:
        """Whether Python's engine is used, for texts that are short enough."""
        return self._native is not None

    def forbid_native(self) -> None:
        """From now on only the bounded engine is used. Raises TransformError for what it cannot do."""
        self._native = None
        self._program = build(self._parsed.node, self._parsed.groups)

    def _machine(self, text: str) -> Machine:
        if self._program is None:
            self._program = build(self._parsed.node, self._parsed.groups)
        return Machine(self._program, text)

    def fullmatch(self, text: str) -> Groups | None:
        """The groups where the whole text matches, else None. Raises TransformError where it would take too long."""
        if self._native is not None and self._native.suits(len(text)):
            match = self._native.pattern.fullmatch(text)
            return None if match is None else (match.group(), *match.groups())
        saved = self._machine(text).match_at(0, whole=True)
        return None if saved is None else self._groups(text, saved)

    def search(self, text: str) -> Groups | None:
        """The groups of the first match anywhere in the text, else None. Raises TransformError as ``fullmatch``."""
        return next(self._matches(text), (None, 0, 0))[0]

    def split(self, text: str) -> list[str]:
        """The parts between the matches, empty ones included; an empty match at the start separates nothing.

        Raises TransformError as ``fullmatch``.
        """
        parts = []
        begin = 0
        for _, start, end in self._matches(text):
            if end > 0:
                parts.append(text[begin:start])
                begin = end
        return [*parts, text[begin:]]

    def replaced(self, text: str, make: Callable[[Groups], str]) -> str:
        """The text with what ``make`` makes of its groups in the place of each match. Raises as ``fullmatch``."""
        parts = []
        begin = 0
        for groups, start, end in self._matches(text):
            parts += [text[begin:start], make(groups)]
            begin = end
        return "".join([*parts, text[begin:]])

    def _matches(self, text: str) -> Iterator[tuple[Groups, int, int]]:
        """The groups, start and end of every match from left to right; the next one begins where the last one ends."""
        native = self._native if self._native is not None and self._native.suits(len(text)) else None
        machine = None if native is not None else self._machine(text)
        at = 0
        while at <= len(text):
            if native is not None:
                match = native.pattern.search(text, at)
                if match is None:
                    return
                start, end = match.span()
                yield (match.group(), *match.groups()), start, end
            elif machine is not None:
                saved = machine.match_at(at)
                if saved is None:
                    at += 1
                    continue
                start, end = saved[0], saved[1]
                yield self._groups(text, saved), start, end
            at = end if end > start else end + 1

    def _groups(self, text: str, saved: tuple[int, ...]) -> Groups:
        found = []
        for number in range(self._parsed.groups + 1):
            start, end = saved[2 * number], saved[2 * number + 1]
            found.append(None if start < 0 or end < 0 else text[start:end])
        return tuple(found)


@lru_cache(maxsize=512)
def compile_regex(pattern: str) -> Regex:
    """The compiled form of a pattern. Raises TransformError where it is no valid Java regular expression."""
    return Regex(pattern)
