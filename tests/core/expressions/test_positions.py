"""What is rejected, and at which column."""

import pytest

from aeptui.core.expressions import ExpressionError, parse
from aeptui.core.expressions.lexer import RESERVED


@pytest.mark.parametrize(
    ("text", "position"),
    [
        # empty
        ("", 1),
        ("  \n", 1),
        ("// nothing", 1),
        # unexpected token
        ("a b", 3),
        ("1 2", 3),
        ("1 + * 2", 5),
        ("*", 1),
        ("+5", 1),
        ("a + + b", 5),
        ("1 < 2 < 3", 7),
        ("1 == 2 == 3", 8),
        ("a == b < c == d", 12),
        ("a <> b", 4),
        ("a ! b", 3),
        ("a not b", 3),
        ("a ? b , c", 7),
        ("1..3", 3),
        (".5", 1),
        ("a[*].b", 3),
        ("concat(x -> x)", 10),
        ("x -> 1", 3),
        ("filterArray(x -> x, a)", 15),
        ("{}", 2),
        ('{"a"}', 5),
        ('{"a": 1, }', 10),
        ("[1, 2, ]", 8),
        ("08", 2),
        ("null(1)", 5),
        ("${a}(1)", 5),
        ("a.${b}", 3),
        ("~/a/", 2),
        ("a?.b", 3),
        ("a ?? b", 4),
        # the end comes too early
        ("1 +", 4),
        ("(1 + 2", 7),
        ('concat("a"', 11),
        ("[1, 2", 6),
        ('{"a": 1', 8),
        ('{"a"', 5),
        ("a ? b", 6),
        ("a[0", 4),
        ("a.", 3),
        ("5.", 3),
        ("not", 4),
        ("(", 2),
        ("upper( ", 8),
        # closing brackets
        ("(1]", 3),
        ("1)", 2),
        ("[1)", 3),
        ("concat(1]", 9),
        ("a]", 2),
        # missing arguments
        ('concat("a", )', 13),
        ('concat(, "a")', 8),
        ('concat("a",, "b")', 12),
        ("a.equals(,)", 10),
        # not closed
        ('concat("a, b)', 8),
        ("'a", 1),
        ('"a\n"', 1),
        ("a + ${b", 5),
        ("${}", 1),
        ("1 + ${}", 5),
        ("${a..b}", 1),
        ("a /* b", 3),
        # characters that start no token
        ("@", 1),
        ("a # b", 3),
        ("a; b", 2),
        ("a = 1", 3),
        ("a === b", 5),
        ("`a`", 1),
        ("a \\ b", 3),
        ("é + ¬", 5),
        # numbers and letters
        ("9a", 2),
        ("1st", 2),
        ("1e3", 2),
        ("1.5e", 4),
        ("0xG", 2),
        ("5and 3", 2),
        ("5f", 2),
        # functions
        ("foo(1)", 1),
        ("1 + foo(1)", 5),
        ("Upper(a)", 1),
        ("equals(a, b)", 1),
        ("upper()", 1),
        ("1 + upper(a, b)", 5),
        ("now(1)", 1),
        ("concat()", 1),
        ("substr(a, 1)", 1),
        ("date(1, 2, 3, 4)", 1),
        ("a.equals()", 3),
        ("a.get(1, 2)", 3),
        ("upper(foo(1))", 7),
        ("lower(foo(1), 2)", 1),
        # reserved words
        ("new", 1),
        ("1 + size", 5),
        ("size(a)", 1),
        ("empty a", 1),
        ('new("x")', 1),
        ("a.new", 3),
        ("a and or b", 7),
        ("filterArray(a, new -> 1)", 16),
        # the first error, and syntax before names
        ("foo(1) + ", 10),
        ("upper() + )", 11),
        ('foo(, "abc', 5),
        (") @", 1),
    ],
)
def test_the_column_of_what_is_wrong(text: str, position: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.position == position, str(caught.value)
    assert str(caught.value) == caught.value.message


@pytest.mark.parametrize("word", sorted(RESERVED - {"not", "true", "false", "null"}))
def test_reserved_words_are_no_fields_unless_quoted(word: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(f"1 + {word}")
    assert caught.value.position == 5
    assert f"${{{word}}}" in str(caught.value)
    parse(f"1 + ${{{word}}}")


def test_the_length_limit() -> None:
    parse("a" * 4096)
    parse('"' + "😀" * 4094 + '"')
    for text in ("a" * 4097, '"' + "x" * 5000 + '"', "(" * 5000, "foo(" + "1 + " * 2000 + "1)"):
        with pytest.raises(ExpressionError) as caught:
            parse(text)
        assert caught.value.position == 4097


def test_an_error_left_of_the_limit_comes_first() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse("a b" + " " * 5000)
    assert caught.value.position == 3
    with pytest.raises(ExpressionError) as caught:
        parse(" " * 5000)
    assert caught.value.position == 1


def test_messages_name_what_was_found_and_what_could_be_meant() -> None:
    for text, words in [
        ("uper(a)", ["no function uper", "upper"]),
        ("ucasee(a)", ["ucase"]),
        ("a = 1", ["=="]),
        ("equals(a, b)", ["value.equals("]),
        ("upper(a, b)", ["1 argument", "not 2"]),
        ("concat()", ["at least 1"]),
        ("date()", ["1 to 3"]),
        ("(1]", ["found ]", ")"]),
        ("a[*]", ["attribute mappings"]),
    ]:
        with pytest.raises(ExpressionError) as caught:
            parse(text)
        assert all(word in str(caught.value) for word in words), str(caught.value)
