"""What the tests of expressions share."""

import datetime as dt
from typing import Any

from aeptui.core.expressions import compile_expression, to_json


class FixedClock:
    """A clock that stands still."""

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 23, 16, 5, 22, 31_000, tzinfo=dt.UTC)

    def uuid(self) -> str:
        return "00000000-0000-4000-8000-000000000001"


def evaluate(text: str, row: dict[str, Any] | None = None) -> Any:
    """The result as JSON; fails where there is a warning."""
    outcome = compile_expression(text, clock=FixedClock())(row or {})
    assert outcome.warning is None, (text, outcome.warning)
    return to_json(outcome.value)


def failure(text: str, row: dict[str, Any] | None = None) -> str:
    """The warning of an expression that fails on a row."""
    outcome = compile_expression(text, clock=FixedClock())(row or {})
    assert outcome.value is None, (text, outcome.value)
    assert outcome.warning is not None, text
    return outcome.warning.message
