"""Reading a pattern character by character, escapes included."""

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.regex import charsets
from aeptui.core.expressions.regex.nodes import Chars

_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}


class Source:
    """The pattern and the place where it is read."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    @property
    def ended(self) -> bool:
        """Whether everything has been read."""
        return self._at >= len(self._pattern)

    def peek(self) -> str:
        """The next character, empty at the end."""
        return self._pattern[self._at : self._at + 1]

    def next(self) -> str:
        """Reads one character. Raises TransformError at the end."""
        if self.ended:
            raise self.error("nothing more")
        self._at += 1
        return self._pattern[self._at - 1]

    def take(self, text: str) -> bool:
        """Reads the text where it comes next; says whether it did."""
        if not self._pattern.startswith(text, self._at):
            return False
        self._at += len(text)
        return True

    def error(self, found: str, *, back: int = 0) -> TransformError:
        """The error that the pattern has something wrong here."""
        place = self._at - back + 1
        return TransformError(f"the regular expression {self._pattern[:60]!r} is not valid: {found} at {place}")

    def integer(self) -> int | None:
        """Reads an integer, None where none comes."""
        start = self._at
        while self.peek() != "" and self.peek() in "0123456789":
            self._at += 1
        digits = self._pattern[start : self._at]
        return int(digits[:9]) if digits else None

    def quotation(self) -> str:
        """Reads from ``Q`` to ``\\E`` or the end: the characters between."""
        start = self._at + 1
        end = self._pattern.find("\\E", start)
        if end < 0:
            self._at = len(self._pattern)
            return self._pattern[start:]
        self._at = end + 2
        return self._pattern[start:end]

    def group_name(self) -> str:
        """Reads a group's name up to ``>``."""
        name = ""
        while (char := self.next()) != ">":
            name += char
        if not (name.isascii() and name.isalnum() and name[0].isalpha()):
            raise self.error("a group name that is not letters and digits")
        return name

    def group_name_after_k(self) -> str:
        """Reads ``k<name>``."""
        self.next()
        if not self.take("<"):
            raise self.error("\\k without <name>")
        return self.group_name()

    def group_number(self, groups: int) -> int:
        """Reads the number of a back reference: further digits belong to it as long as there is such a group."""
        number = int(self.next())
        while self.peek() != "" and self.peek() in "0123456789" and number * 10 + int(self.peek()) <= groups:
            number = number * 10 + int(self.next())
        return number

    def char_class(self) -> Chars:
        """Reads the letter of ``\\d`` and its like, or ``p{Name}``; the source is for inside a class."""
        letter = self.next()
        if letter not in "pP":
            return charsets.CLASSES[letter]
        name = self.next()
        if name == "{":
            name = ""
            while (char := self.next()) != "}":
                name += char
        test = charsets.named_set(name)
        return Chars(charsets.none_of(test) if letter == "P" else test, None)

    def escaped_char(self) -> str:
        """Reads what follows a backslash that stands for one character."""
        char = self.next()
        if char in _CONTROL:
            return _CONTROL[char]
        match char:
            case "0":
                return self._code(8, 3, "octal digits")
            case "x" if self.take("{"):
                digits = ""
                while (digit := self.next()) != "}":
                    digits += digit
                return self._char(digits, 16)
            case "x":
                return self._code(16, 2, "two hexadecimal digits", exact=True)
            case "u":
                return self._code(16, 4, "four hexadecimal digits", exact=True)
            case "c":
                return chr(ord(self.next()) ^ 64)
        if char.isascii() and char.isalnum():
            raise self.error(f"\\{char}, which has no meaning", back=2)
        return char

    def _code(self, base: int, most: int, wanted: str, *, exact: bool = False) -> str:
        digits = ""
        allowed = "01234567" if base == 8 else "0123456789abcdefABCDEF"
        while len(digits) < most and self.peek() != "" and self.peek() in allowed:
            digits += self.next()
        if not digits or (exact and len(digits) < most):
            raise self.error(f"no {wanted}")
        return self._char(digits, base)

    def _char(self, digits: str, base: int) -> str:
        try:
            return chr(int(digits, base))
        except (ValueError, OverflowError) as error:
            raise self.error("a code that is no character") from error
