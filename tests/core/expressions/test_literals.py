"""Constants of Python as expressions."""

import datetime as dt
from decimal import Decimal

import pytest

from aeptui.core.expressions import compile_expression, literal


def test_dates_and_decimals() -> None:
    moment = dt.datetime(2020, 12, 31, 6, 30, 1, 500_000, tzinfo=dt.timezone(dt.timedelta(hours=-8)))
    assert compile_expression(literal(moment))({}).value == moment
    naive = dt.datetime(2020, 12, 31)
    assert compile_expression(literal(naive))({}).value == naive.replace(tzinfo=dt.UTC)
    assert literal(dt.date(2020, 12, 31)) == '"2020-12-31"'
    assert literal(Decimal("1.50")) == "1.50b"
    assert literal(Decimal(3)) == "3.0b"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), object(), {1, 2}])
def test_what_has_no_literal(value: object) -> None:
    with pytest.raises(ValueError, match="no literal"):
        literal(value)
