"""Whatever is written, evaluation ends soon and stays small."""

import time
from typing import Any

import pytest

from aeptui.core.expressions import compile_expression, to_json
from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.regex import compile_regex


def doubled(start: str, lambda_text: str, times: int) -> str:
    text = start
    for _ in range(times):
        text = f"transformArray({text}, {lambda_text})"
    return text


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (doubled('["x"]', "a -> concat(a, a)", 60), {}),
        (doubled("[[1]]", "a -> [a, a]", 60), {}),
        (doubled("[{:}]", "a -> {1: a, 2: a}", 60), {}),
        (doubled("[9999999999]", "a -> a * a", 60), {}),
        ("transformArray(r, a -> transformArray(r, b -> transformArray(r, c -> a + b + c)))", {"r": list(range(1000))}),
        ("transformArray(r, a -> md5(t))", {"r": list(range(99_000)), "t": "x" * 900_000}),
        ("flattenArray(r)", {"r": [[0] * 60_000] * 2}),
        ("join_arrays(r, r)", {"r": [0] * 60_000}),
        ("add_to_array(r, 1)", {"r": [0] * 100_000}),
        ("r == s", {"r": [[0] * 1000] * 200, "s": [[0] * 1000] * 200}),
        ('matches_regex(t, "(a+)+\\\\1b")', {"t": "a" * 60}),
        ('matches_regex(t, "(?:a{1,9999}){9999}")', {"t": "a"}),
        ('matches_regex("a", concat(lpad("", 9000, "("), lpad("", 9000, ")")))', {}),
        ('explode(t, "(.*)(.*)(.*)(.*)[0-9]")', {"t": "x" * 50_000}),
    ],
)
def test_what_grows_is_given_up(text: str, row: dict[str, Any]) -> None:
    began = time.perf_counter()
    outcome = compile_expression(text)(row)
    assert outcome.value is None
    assert outcome.warning is not None
    assert outcome.warning.unknown, outcome.warning
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("upper(" * 500 + "a" + ")" * 500, "X"),
        ("(" * 2000 + "a" + ")" * 2000, "x"),
        ("!" * 4000 + "true", True),
        ("1" + " + 1" * 1000, 1001),
        ("m ? 1 : " * 500 + "2", 2),
        ("iif(m, 1, " * 370 + "2" + ")" * 370, 2),
        ("a" + ".b" * 2000, None),
        ("a" + "[0]" * 1300, None),
        ('a.equals("x") || ' * 200 + "false", True),
    ],
)
def test_any_nesting_is_evaluated(text: str, expected: Any) -> None:
    outcome = compile_expression(text)({"a": "x"})
    assert (outcome.value, outcome.warning) == (expected, None)


def test_big_decimals_stay_within_their_range() -> None:
    outcome = compile_expression(doubled("[9.9b]", "a -> a * a", 100))({})
    assert outcome.value is None
    assert outcome.warning is not None
    assert "out of range" in outcome.warning.message


def test_a_deep_row_is_a_warning_and_no_crash() -> None:
    deep: Any = []
    for _ in range(3000):
        deep = [deep]
    assert compile_expression("a")({"a": deep}).value is deep
    for text in ("concat(a)", "a == b", "flattenArray(a)"):
        outcome = compile_expression(text)({"a": deep, "b": [deep]})
        assert outcome.warning is not None or outcome.value is not None
    with pytest.raises(TransformError):
        to_json(deep)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+$", "a" * 5000 + "b"),
        ("(a|a)*b", "a" * 5000),
        ("(a*)*b", "a" * 3000),
        ("(.*)*x", "y" * 3000),
        ("(x+x+)+y", "x" * 2000),
        ("(?:a?){40}a{40}", "a" * 40 + "b"),
    ],
)
def test_catastrophic_patterns_are_answered(pattern: str, text: str) -> None:
    began = time.perf_counter()
    assert compile_regex(pattern).fullmatch(text) is None
    assert time.perf_counter() - began < 5


def test_a_number_that_is_not_finite_is_not_written() -> None:
    for text in ("1.5e999", "1.5e308 * 10", "-1.5e999", "1.5e999 - 1.5e999"):
        with pytest.raises(TransformError):
            to_json(compile_expression(text)({}).value)
