"""Java's regular expressions."""

import pytest

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.regex import Regex, compile_regex


@pytest.mark.parametrize(
    ("pattern", "text", "groups"),
    [
        ("a.c", "abc", ("abc",)),
        ("a.c", "a\nc", None),
        ("(?s)a.c", "a\nc", ("a\nc",)),
        ("(?i)HELLO", "hello", ("hello",)),
        ("(?i)[a-c]+", "AbC", ("AbC",)),
        ("(?i:a)b", "Ab", ("Ab",)),
        ("(?i:a)b", "AB", None),
        ("(?i)a(?-i)b", "AB", None),
        ("(?iu)É", "é", ("é",)),
        ("(?x) a b # c", "ab", ("ab",)),
        ("(?x)a {2}", "aa", ("aa",)),
        ("[a-z&&[^b]]+", "acd", ("acd",)),
        ("[a-z&&[^b]]+", "abc", None),
        ("[a[x-z]]+", "axz", ("axz",)),
        ("[]a]+", "]a", ("]a",)),
        ("[a-]+", "a-", ("a-",)),
        ("[^,]*", "a b", ("a b",)),
        (r"\d+", "12", ("12",)),
        (r"\d", "٣", None),
        (r"\w+", "a_1", ("a_1",)),
        (r"\W\D\S", "--x", ("--x",)),
        (r"[\w.-]+", "a.b-c", ("a.b-c",)),
        (r"\s\h\v", " \t\n", (" \t\n",)),
        (r"\p{L}\p{Lu}\P{Lu}", "éÉx", ("éÉx",)),
        (r"\p{Alpha}\p{Punct}\p{IsAlphabetic}\p{IsLatin}", "a!éz", ("a!éz",)),
        (r"\pL", "x", ("x",)),
        (r"\Qa.b\E+", "a.bb", ("a.bb",)),
        (r"\x41é\x{1F600}\0101\t\e\cA", "Aé😀A\t\x1b\x01", ("Aé😀A\t\x1b\x01",)),
        (r"(a)(b)?", "a", ("a", "a", None)),
        (r"(?<year>\d{4})-\k<year>", "2024-2024", ("2024-2024", "2024")),
        (r"(a)\1", "aa", ("aa", "a")),
        (r"(?i)(a)\1", "aA", ("aA", "a")),
        (r"(a)\10", "aa0", ("aa0", "a")),
        (r"\1(a)", "a", None),
        ("a(?=b).", "ab", ("ab",)),
        ("a(?!b).", "ab", None),
        ("(?<=a)b|ab", "ab", ("ab",)),
        ("a*+a", "aaa", None),
        ("(?>a*)a", "aaa", None),
        ("a{2}b{1,2}c{1,}", "aabbc", ("aabbc",)),
        ("a+?b??c*?", "aabc", ("aabc",)),
        ("a|b|", "", ("",)),
        (r"\bfoo\b", "foo", ("foo",)),
        (r"^a$", "a", ("a",)),
        (r"\Aa\z", "a", ("a",)),
        (r"\R", "\r\n", ("\r\n",)),
        (r"(?:ab|cd)+", "abcd", ("abcd",)),
    ],
)
def test_whole_matches(pattern: str, text: str, groups: tuple[str | None, ...] | None) -> None:
    assert compile_regex(pattern).fullmatch(text) == groups


@pytest.mark.parametrize(
    ("pattern", "text", "groups"),
    [
        (r"(\d+)-(\d+)", "from 10-20 to", ("10-20", "10", "20")),
        (r"(?m)^b$", "a\nb\nc", ("b",)),
        (r"b$", "ab\n", ("b",)),
        (r"\Bb", "ab b", ("b",)),
        ("x", "abc", None),
        ("(?<!a)b", "ab b", ("b",)),
    ],
)
def test_matches_anywhere(pattern: str, text: str, groups: tuple[str | None, ...] | None) -> None:
    assert compile_regex(pattern).search(text) == groups


@pytest.mark.parametrize(
    ("pattern", "text", "parts"),
    [
        (",", "a,,b,", ["a", "", "b", ""]),
        ("(,)", "a,b", ["a", "b"]),
        ("", "abc", ["a", "b", "c", ""]),
        (",*?", "a,b", ["a", ",", "b", ""]),
        (r"\s*;\s*", "a ; b;c", ["a", "b", "c"]),
        ("(?=b)", "abab", ["a", "ba", "b"]),
    ],
)
def test_splitting(pattern: str, text: str, parts: list[str]) -> None:
    assert compile_regex(pattern).split(text) == parts


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        ")",
        "[a",
        "[z-a]",
        "*a",
        "a{",
        "a{2,1}",
        "a{x}",
        "{",
        r"\k<x>",
        r"(?<a>x)(?<a>y)",
        r"(?<1>x)",
        "(?y)",
        "(?",
        r"\y",
        r"\x1",
        r"\u12",
        r"\x{110000}",
        "\\",
        r"(?<=a*)b",
        r"\p{",
        "[]",
        "[&&]",
    ],
)
def test_invalid_patterns(pattern: str) -> None:
    with pytest.raises(TransformError) as caught:
        compile_regex(pattern)
    assert not caught.value.unknown


@pytest.mark.parametrize("pattern", [r"\p{IsKlingon}", "a{99999}", "(" * 100 + ")" * 100, "a" * 20_000])
def test_patterns_beyond_what_is_known_here(pattern: str) -> None:
    with pytest.raises(TransformError) as caught:
        compile_regex(pattern).fullmatch("a")
    assert caught.value.unknown


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"([^,]+),[^,]*,([^,]+)", "a,b,c"),
        (r"a{1,3}?b+", "aabb"),
        (r"(\d+)([a-z]?)$", "12\r\n"),
        (r"(?i)xy*", "XYy"),
    ],
)
def test_both_engines_agree(pattern: str, text: str) -> None:
    fast, slow = Regex(pattern), Regex(pattern)
    assert fast.uses_native
    slow.forbid_native()
    assert fast.fullmatch(text) == slow.fullmatch(text)
    assert fast.search(text) == slow.search(text)
    assert fast.split(text) == slow.split(text)
