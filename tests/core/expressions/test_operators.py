"""Operators on values of all types."""

from typing import Any

import pytest

from aeptui.core.expressions import compile_expression
from tests.core.expressions.helpers import evaluate, failure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2", 3),
        ('1 + "2"', 3),
        ('"1.5" + 1', 2.5),
        ('"5" + "6"', "56"),
        ('"a" + 1', "a1"),
        ('"a" + 5.0', "a5.0"),
        ('"a" + null', "a"),
        ('null + "a"', "a"),
        ("null + 5", 5),
        ("null + null", 0),
        ("true + 1", 2),
        ('"a" + true', "atrue"),
        ('" 5" + 1', " 51"),
        ("5 - null", 5),
        ('"6" - 2', 4),
        ('"5" * "6"', 30),
        ("2 * 1.5", 3.0),
        ("5 / 2", 2),
        ("-7 / 2", -3),
        ("7 / -2", -3),
        ("9.0 / 2", 4.5),
        ("7 % 3", 1),
        ("-7 % 3", 2),
        ("-7.5 % 2.0", 0.5),
        ("2147483647 + 1", 2147483648),
        ("9223372036854775807 * 2", 18446744073709551614),
        ("0.1b + 0.2b", 0.3),
        ("-null", 0),
        ("-(2.5)", -2.5),
        ("~5", -6),
        ("6 & 3", 2),
        ("6 | 3", 7),
        ("6 ^ 3", 5),
        ('5 & "3"', 1),
    ],
)
def test_arithmetic(text: str, expected: Any) -> None:
    value = evaluate(text)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 == 1.0", True),
        ('1 == "1"', True),
        ('"1.0" == 1', True),
        ('"1.0" == "1"', False),
        ('1 == "a"', False),
        ("null == null", True),
        ('null == ""', False),
        ("null != 1", True),
        ("null < 1", False),
        ("null > 1", False),
        ("null <= null", True),
        ("null >= 1", False),
        ('"10" > 9', True),
        ('"10" > "9"', False),
        ('"b" > "a"', True),
        ("1.5b == 1.5", True),
        ("[1, 2] == [1, 2.0]", True),
        ('{"a": 1} == {"a": 1}', True),
        ('{"a": 1} == {"a": 2}', False),
        ("true == 1", False),
        ('true == "true"', False),
        ("true > false", True),
        ('date("2020-01-01") < date("2021-01-01")', True),
        ('date("2020-01-01") == date("2020-01-01")', True),
        ('"abc" =~ "a.*"', True),
        ('"abc" =~ "b"', False),
        ('5 =~ "\\d"', True),
        ('"abc" !~ "b"', True),
        ("2 =~ [1, 2.0]", True),
        ('"1" =~ [1]', False),
        ('"a" =~ {"a": 1}', True),
        ('null =~ "x"', False),
        ('"abc" =^ "ab"', True),
        ('"abc" !^ "b"', True),
        ('"abc" =$ "bc"', True),
        ('"abc" !$ "b"', True),
        ('null =^ "a"', False),
    ],
)
def test_comparisons(text: str, expected: bool) -> None:
    assert evaluate(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true && null", False),
        ("null || 1", True),
        ('!"false"', True),
        ("!0", True),
        ('!"x"', False),
        ('false && (1 > "x")', False),
        ('true || (1 > "x")', True),
        ("null ? 1 : 2", 2),
        ('1 ? 1 : (1 > "x")', 1),
        ("null ?: 7", 7),
        ("0 ?: 7", 7),
        ('"" ?: 7', 7),
        ('"x" ?: 7', "x"),
    ],
)
def test_logic_evaluates_only_what_it_needs(text: str, expected: Any) -> None:
    assert evaluate(text) == expected


@pytest.mark.parametrize("sign", ["/", "%"])
@pytest.mark.parametrize("zero", ["0", "0.0", "0.0b", '"0"', "null"])
def test_by_zero_the_result_is_zero_with_a_warning(sign: str, zero: str) -> None:
    outcome = compile_expression(f"5 {sign} {zero}")({})
    assert outcome.value == 0.0
    assert isinstance(outcome.value, float)
    assert outcome.warning is not None
    assert "by zero" in outcome.warning.message
    assert not outcome.warning.unknown


@pytest.mark.parametrize(
    "text",
    ['"abc" > 9', '"abc" * 2', '"" - 1', '-"5"', "[1] + 1", "[1] < 2", '~"a"', '"a" & 1', "now() * 2", '"(" =~ "("'],
)
def test_what_is_no_number_fails(text: str) -> None:
    assert failure(text)


def test_constants_are_folded_only_where_the_result_cannot_change() -> None:
    outcomes = [compile_expression("[1, 2]")({}) for _ in range(2)]
    evaluator = compile_expression("[[1, 2]]")
    first, second = evaluator({}), evaluator({})
    assert first.value is not second.value
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.b.c", 1),
        ("a.x.y", None),
        ("s.x", None),
        ("items[1].sku", "B"),
        ("items[9].sku", None),
        ("items[-1]", None),
        ('items["0"].sku', "A"),
        ('a["b"].c', 1),
        ("s[0]", None),
        ("missing", None),
        ("${First Name}", "Ann"),
        ("Full\\.Name", "Ann Lee"),
        ("${Full\\.Name}", "Ann Lee"),
        ("${a.b}.c", 1),
        ('split("a,b", ",")[1]', "b"),
        ("[10, 20][1]", 20),
        ('{"k": [1]}.k[0]', 1),
    ],
)
def test_fields(text: str, expected: Any) -> None:
    row = {
        "a": {"b": {"c": 1}},
        "s": "text",
        "items": [{"sku": "A"}, {"sku": "B"}],
        "First Name": "Ann",
        "Full.Name": "Ann Lee",
    }
    assert evaluate(text, row) == expected


def test_maps_take_any_key_but_null() -> None:
    assert evaluate('{1: "a", "b": null}') == {"1": "a", "b": None}
    assert "key" in failure("{a: 1}")
