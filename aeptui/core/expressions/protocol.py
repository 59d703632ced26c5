"""The line protocol of ``aeptui eval --json``: one JSON object in, one out."""

import json
from functools import lru_cache
from typing import Any

from aeptui.core.expressions.clock import Clock
from aeptui.core.expressions.compiler import compile_expression
from aeptui.core.expressions.errors import ExpressionError, TransformError
from aeptui.core.expressions.nodes import Expression
from aeptui.core.expressions.outcome import Warning_
from aeptui.core.expressions.parser import parse
from aeptui.core.expressions.values import to_json


def evaluate_line(line: str, clock: Clock | None = None) -> str:
    """The answer to a line ``{"expr": "…", "row": {…}}`` (without ``row``: an empty one), as one line without its end.

    ``{"value": …}``, with ``"warning": {"message": …}`` where the value is null or doubtful because something failed
    (``"unknown": true`` in it where only the platform could tell), or ``{"error": {"message": …, "position": …}}``
    where the expression is rejected; the position is null where the line itself is wrong. Never raises.
    """
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _error(f"the line is no JSON: {error}", None)
    problem = _problem(request)
    if problem is not None:
        return _error(problem, None)
    try:
        evaluate = compile_expression(_parsed(request["expr"]), clock=clock)
    except ExpressionError as error:
        return _error(error.message, error.position)
    outcome = evaluate(request.get("row") or {})
    try:
        return _answer(to_json(outcome.value), outcome.warning)
    except TransformError as error:
        return _answer(None, Warning_(error.message, error.unknown))
    except (ValueError, RecursionError):
        return _answer(None, Warning_("the result is too large to be written", True))


@lru_cache(maxsize=256)
def _parsed(text: str) -> Expression:
    return parse(text)


def _problem(request: Any) -> str | None:
    if not isinstance(request, dict):
        return 'a line is an object such as {"expr": "upper(name)", "row": {"name": "a"}}'
    if not isinstance(request.get("expr"), str):
        return "a line needs an expr, which is text"
    if not isinstance(request.get("row"), dict | None):
        return "the row of a line is an object"
    return None


def _answer(value: Any, warning: Warning_ | None) -> str:
    answer: dict[str, Any] = {"value": value}
    if warning is not None:
        answer["warning"] = {"message": warning.message}
        if warning.unknown:
            answer["warning"]["unknown"] = True
    return json.dumps(answer, allow_nan=False)


def _error(message: str, position: int | None) -> str:
    return json.dumps({"error": {"message": message, "position": position}})
