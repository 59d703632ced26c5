"""Conversion to the target's type, and how values are written."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from aeptui.core.expressions import ConversionError, compile_expression, convert, to_json
from aeptui.core.expressions.dates.moments import with_nanos, zone_of
from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.values import to_text

NOON = dt.datetime(2020, 12, 31, 12, tzinfo=dt.UTC)


@pytest.mark.parametrize("text", ["y", "yes", "Y", "YES", "on", "ON", "true", "TRUE"])
def test_texts_that_become_true(text: str) -> None:
    assert convert(text, "boolean") is True


@pytest.mark.parametrize("text", ["n", "N", "no", "NO", "off", "OFF", "false", "FALSE"])
def test_texts_that_become_false(text: str) -> None:
    assert convert(text, "boolean") is False


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (None, "integer", None),
        (True, "boolean", True),
        (1234, "string", "1234"),
        (1e16, "string", "10000000000000000.0"),
        (1.5, "string", "1.5"),
        (1e-7, "string", "0.0000001"),
        (Decimal("1E+3"), "string", "1000"),
        (True, "string", "true"),
        (NOON, "string", "2020-12-31T12:00:00Z"),
        ("42", "integer", 42),
        ("42", "int", 42),
        (42.0, "long", 42),
        ("127", "byte", 127),
        ("-32768", "short", -32768),
        ("1.5", "number", 1.5),
        (Decimal("1.5"), "double", 1.5),
        (2, "number", 2),
        ("2020-12-31", "date", dt.date(2020, 12, 31)),
        ("12/31/2020", "date-time", dt.datetime(2020, 12, 31, tzinfo=dt.UTC)),
        (NOON, "date", dt.date(2020, 12, 31)),
        ({"a": 1}, "object", {"a": 1}),
        ({"a": 1}, "map", {"a": 1}),
        ([1], "array", [1]),
    ],
)
def test_conversions(value: Any, kind: str, expected: Any) -> None:
    converted = convert(value, kind)
    assert converted == expected
    assert type(converted) is type(expected)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Yes", "boolean"),
        ("1", "boolean"),
        (1, "boolean"),
        ("x", "integer"),
        ("1.5", "integer"),
        (1.5, "integer"),
        (float("inf"), "integer"),
        (2**31, "integer"),
        (128, "byte"),
        (2**63, "long"),
        (True, "integer"),
        ("x", "number"),
        (float("nan"), "number"),
        ([1], "string"),
        ({}, "string"),
        ("31st May", "date"),
        (5, "date-time"),
        ("x", "object"),
        ("x", "array"),
        ({}, "array"),
    ],
)
def test_what_does_not_convert(value: Any, kind: str) -> None:
    with pytest.raises(ConversionError) as caught:
        convert(value, kind)
    assert str(caught.value) == caught.value.message


def test_an_unknown_type_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="varchar"):
        convert("x", "varchar")


def test_values_as_json() -> None:
    paris = dt.datetime(2021, 10, 26, 15, 43, tzinfo=zone_of("Europe/Paris"))
    assert to_json(paris) == "2021-10-26T13:43:00Z"
    assert to_json(with_nanos(NOON, 500_000_000)) == "2020-12-31T12:00:00.500Z"
    assert to_json(with_nanos(NOON, 500_001_000)) == "2020-12-31T12:00:00.500001Z"
    assert to_json(with_nanos(NOON, 1)) == "2020-12-31T12:00:00.000000001Z"
    assert to_json({"a": [NOON, Decimal("1.5"), 2**70]}) == {"a": ["2020-12-31T12:00:00Z", 1.5, 2**70]}
    assert to_json(dt.date(2020, 1, 2)) == "2020-01-02"
    with pytest.raises(TransformError):
        to_json(dt.datetime(1, 1, 1, tzinfo=zone_of("+02:00")))


def test_text_of_moments_keeps_their_offset() -> None:
    assert to_text(dt.datetime(2021, 10, 26, 15, 43, tzinfo=zone_of("Europe/Paris"))) == "2021-10-26T15:43:00+02:00"
    assert to_text(float("nan")) == "NaN"
    assert to_text(float("-inf")) == "-Infinity"


def test_outcomes_compare_and_show() -> None:
    outcome = compile_expression("5 / 0")({})
    assert outcome == compile_expression("7 / 0")({})
    assert outcome != compile_expression("1")({})
    assert outcome != 0.0
    assert "by zero" in repr(outcome)
