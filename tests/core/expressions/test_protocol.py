"""The line protocol of aeptui eval --json."""

import json

import pytest

from aeptui.core.expressions.protocol import evaluate_line
from tests.core.expressions.helpers import FixedClock


def ask(expr: object, row: object = None) -> dict[str, object]:
    request = {"expr": expr} if row is None else {"expr": expr, "row": row}
    line = evaluate_line(json.dumps(request), FixedClock())
    assert "\n" not in line
    answer = json.loads(line)
    assert isinstance(answer, dict)
    return answer


def test_values() -> None:
    assert ask("1 + 1") == {"value": 2}
    assert ask("upper(name)", {"name": "é"}) == {"value": "É"}
    assert ask("now()") == {"value": "2026-11-23T16:05:22.031Z"}
    assert ask("a", {"a": {"b": [None, 1.5, True]}}) == {"value": {"b": [None, 1.5, True]}}
    assert ask("missing", {}) == {"value": None}


def test_warnings() -> None:
    answer = ask('to_integer("x")')
    assert answer["value"] is None
    assert set(answer["warning"]) == {"message"}  # type: ignore[call-overload]
    assert ask("5 / 0")["value"] == 0.0
    assert "warning" in ask("5 / 0")
    assert ask('fpid_to_ecid("x")')["warning"]["unknown"] is True  # type: ignore[index]
    assert ask("1.5e999")["value"] is None
    assert "warning" in ask("1.5e999")


def test_rejections() -> None:
    error = ask("upper(")["error"]
    assert isinstance(error, dict)
    assert error["position"] == 7
    assert error["message"]


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "null", '"a"', "{}", '{"expr": 1}', '{"expr": "a", "row": []}', "[" * 100_000, '{"expr": "\\ud8"}'],
)
def test_wrong_lines(line: str) -> None:
    error = json.loads(evaluate_line(line))["error"]
    assert error["position"] is None
    assert error["message"]


def test_results_that_cannot_be_written() -> None:
    assert "warning" in ask("a", {"a": json.loads("[" * 500 + "]" * 500)})
    assert "warning" in ask("a", {"a": [0] * 150_000})
    assert ask("a", {"a": "\ud800"}) == {"value": "\ud800"}
    assert ask("a", {"a": 10**4000})["value"] == 10**4000
