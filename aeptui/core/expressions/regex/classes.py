"""Character classes: ``[a-z]``, ``[^,]``, unions ``[a[b]]`` and intersections ``[a-z&&[^b]]``."""

import re

from aeptui.core.expressions.regex import charsets
from aeptui.core.expressions.regex.escapes import Source
from aeptui.core.expressions.regex.nodes import Chars, Test

MAX_CLASS_NESTING = 30


class ClassReader:
    """Reads a class after its opening bracket."""

    def __init__(self, source: Source, ignore_case: bool, unicode: bool, comments: bool, nesting: int = 0) -> None:
        if nesting > MAX_CLASS_NESTING:
            raise source.error("classes nested too deep")
        self._source = source
        self._ignore_case = ignore_case
        self._unicode = unicode
        self._comments = comments
        self._nesting = nesting
        self._plain: list[str] | None = []
        """The class for Python's ``re``; None once something is in it that ``re`` does not have."""

    def read(self) -> Chars:
        """The set of the class, its closing bracket read."""
        negative = self._source.take("^")
        test: Test | None = None
        while True:
            part = self._union(first=test is None)
            if part is not None:
                test = part if test is None else charsets.both_of(test, part)
            if self._source.take("]"):
                break
            self._source.take("&&")
            self._plain = None
        if test is None:
            raise self._source.error("a class with nothing in it")
        if self._ignore_case:
            test = charsets.either_case(test, unicode=self._unicode)
            self._plain = None
        source = f"[{'^' if negative else ''}{''.join(self._plain)}]" if self._plain is not None else None
        return Chars(charsets.none_of(test) if negative else test, source)

    def _union(self, *, first: bool) -> Test | None:
        """Everything up to the closing bracket or ``&&``; None for nothing."""
        tests: list[Test] = []
        singles = ""
        source = self._source
        while True:
            if source.ended:
                raise source.error("a [ without its ]")
            if source.peek() == "]" and (tests or singles or not first):
                break
            if source.take("&&"):
                source._at -= 2
                break
            if self._comments and source.peek().isspace():
                source.next()
                continue
            item = self._item()
            if isinstance(item, str):
                singles += item
            else:
                tests.append(item)
        if singles:
            tests.append(charsets.among(singles))
        return charsets.any_of(tests) if tests else None

    def _item(self) -> Test | str:
        """A single character, or the test of a range, an escape or a nested class."""
        source = self._source
        if source.take("["):
            self._plain = None
            nested = ClassReader(source, self._ignore_case, self._unicode, self._comments, self._nesting + 1)
            return nested.read().test
        if source.take("\\"):
            if source.peek() != "" and source.peek() in "pPdwshvDWSHV":
                chars = source.char_class()
                self._add(chars.source)
                return chars.test
            if source.peek() == "Q":
                quoted = source.quotation()
                self._add(re.escape(quoted))
                return quoted
            return self._range(source.escaped_char())
        return self._range(source.next())

    def _range(self, low: str) -> Test | str:
        source = self._source
        if not source.take("-"):
            self._add(re.escape(low))
            return low
        if source.peek() in ("]", "["):
            self._add(re.escape(low) + r"\-")
            return low + "-"
        high = source.escaped_char() if source.take("\\") else source.next()
        if high < low:
            raise source.error(f"the range {low}-{high}, which runs backwards")
        self._add(f"{re.escape(low)}-{re.escape(high)}")
        return charsets.between(low, high)

    def _add(self, text: str | None) -> None:
        if text is None:
            self._plain = None
        elif self._plain is not None:
            self._plain.append(text)
