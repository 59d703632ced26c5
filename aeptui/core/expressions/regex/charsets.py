"""Sets of characters, as Java's regular expressions name them."""

import re
import unicodedata

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.regex.nodes import Chars, Test

LINE_ENDS = "\n\r\x85\u2028\u2029"


def among(members: str) -> Test:
    """Whether a character is one of these."""
    known = frozenset(members)
    return lambda char: char in known


def between(low: str, high: str) -> Test:
    """Whether a character lies in a range, its ends included."""
    return lambda char: low <= char <= high


def any_of(tests: list[Test]) -> Test:
    """Whether a character passes any of the tests."""
    if len(tests) == 1:
        return tests[0]
    fixed = tuple(tests)
    return lambda char: any(test(char) for test in fixed)


def both_of(first: Test, second: Test) -> Test:
    """Whether a character passes both tests."""
    return lambda char: first(char) and second(char)


def none_of(test: Test) -> Test:
    """Whether a character fails the test."""
    return lambda char: not test(char)


def either_case(test: Test, *, unicode: bool) -> Test:
    """Whether a character passes the test in one of its letter cases; without ``unicode`` only A to Z have two."""
    return lambda char: test(char) or ((unicode or char.isascii()) and (test(char.lower()) or test(char.upper())))


def literal(char: str, *, ignore_case: bool, unicode: bool) -> Chars:
    """Just this character."""
    if ignore_case and char.lower() != char.upper() and (char.isascii() or unicode):
        forms = {char, char.lower(), char.upper()}
        source = "[" + "".join(re.escape(form) for form in sorted(forms)) + "]"
        return Chars(forms.__contains__, source)
    return Chars(char.__eq__, re.escape(char))


_DIGIT = between("0", "9")
_WORD = any_of([between("a", "z"), between("A", "Z"), _DIGIT, among("_")])
_SPACE = among(" \t\n\x0b\f\r")
_HORIZONTAL = among(" \t\xa0\u1680\u180e\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))))
_VERTICAL = among("\n\x0b\f\r\x85\u2028\u2029")

CLASSES = {
    "d": Chars(_DIGIT, "0-9"),
    "w": Chars(_WORD, "a-zA-Z0-9_"),
    "s": Chars(_SPACE, r" \t\n\x0b\f\r"),
    "h": Chars(_HORIZONTAL, None),
    "v": Chars(_VERTICAL, None),
    "D": Chars(none_of(_DIGIT), None),
    "W": Chars(none_of(_WORD), None),
    "S": Chars(none_of(_SPACE), None),
    "H": Chars(none_of(_HORIZONTAL), None),
    "V": Chars(none_of(_VERTICAL), None),
}
"""The sets of ``\\d`` and so on; their source is what stands inside the brackets of a class."""

_POSIX: dict[str, Test] = {
    "Lower": between("a", "z"),
    "Upper": between("A", "Z"),
    "ASCII": between("\0", "\x7f"),
    "Alpha": any_of([between("a", "z"), between("A", "Z")]),
    "Digit": _DIGIT,
    "Alnum": any_of([between("a", "z"), between("A", "Z"), _DIGIT]),
    "Punct": among("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    "Graph": between("!", "~"),
    "Print": between(" ", "~"),
    "Blank": among(" \t"),
    "Cntrl": any_of([between("\0", "\x1f"), among("\x7f")]),
    "XDigit": among("0123456789abcdefABCDEF"),
    "Space": _SPACE,
}
_PROPERTIES: dict[str, Test] = {
    "ALPHABETIC": str.isalpha,
    "LETTER": str.isalpha,
    "DIGIT": str.isdecimal,
    "UPPERCASE": str.isupper,
    "LOWERCASE": str.islower,
    "WHITE_SPACE": str.isspace,
    "WHITESPACE": str.isspace,
    "PUNCTUATION": lambda char: unicodedata.category(char).startswith("P"),
    "IDEOGRAPHIC": lambda char: unicodedata.name(char, "").startswith("CJK "),
    "CONTROL": lambda char: unicodedata.category(char) == "Cc",
}
_JAVA: dict[str, Test] = {
    "javaLowerCase": str.islower,
    "javaUpperCase": str.isupper,
    "javaLetter": str.isalpha,
    "javaDigit": str.isdecimal,
    "javaLetterOrDigit": lambda char: char.isalpha() or char.isdecimal(),
    "javaWhitespace": str.isspace,
}
_SCRIPTS = {"HAN": "CJK "} | {
    name: name + " "
    for name in [
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "ARABIC",
        "HEBREW",
        "THAI",
        "HIRAGANA",
        "KATAKANA",
        "HANGUL",
        "DEVANAGARI",
        "ARMENIAN",
    ]
}
_CATEGORIES = frozenset(
    [
        "L",
        "LC",
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "M",
        "Mn",
        "Mc",
        "Me",
        "N",
        "Nd",
        "Nl",
        "No",
        "P",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "S",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "Z",
        "Zs",
        "Zl",
        "Zp",
        "C",
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
    ]
)


def named_set(name: str) -> Test:
    """The set of ``\\p{name}``. Raises TransformError for a name that is not known here."""
    if name in _POSIX:
        return _POSIX[name]
    if name in _JAVA:
        return _JAVA[name]
    bare = name.removeprefix("Is")
    key, _, value = bare.rpartition("=")
    if key.lower() in ("", "gc", "general_category") and value in _CATEGORIES:
        return _category(value)
    upper = value.upper()
    if (name.startswith("Is") or key.lower() in ("sc", "script")) and upper in _SCRIPTS:
        prefix = _SCRIPTS[upper]
        return lambda char: unicodedata.name(char, "").startswith(prefix)
    if name.startswith("Is") and upper in _PROPERTIES:
        return _PROPERTIES[upper]
    raise TransformError(f"what \\p{{{name}}} matches, only the platform knows", unknown=True)


def _category(name: str) -> Test:
    if name == "LC":
        return lambda char: unicodedata.category(char) in ("Lu", "Ll", "Lt")
    return lambda char: unicodedata.category(char).startswith(name)
