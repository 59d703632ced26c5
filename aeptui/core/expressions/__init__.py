"""The Data Prep expression language: parse, check, complete, evaluate, print.

Everything here is pure: the same text, row and clock give the same result, and nothing is read but package data. The
names below load their modules when they are first used.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aeptui.core.expressions.clock import Clock, SystemClock
    from aeptui.core.expressions.compiler import compile_expression
    from aeptui.core.expressions.conversion import convert
    from aeptui.core.expressions.errors import ConversionError, ExpressionError
    from aeptui.core.expressions.literals import literal
    from aeptui.core.expressions.nodes import Expression
    from aeptui.core.expressions.outcome import Evaluator, Outcome, Warning_
    from aeptui.core.expressions.parser import parse
    from aeptui.core.expressions.paths import FieldUse, field_paths, parse_path, quote_field, read_path
    from aeptui.core.expressions.values import to_json

_MODULES = {
    "Clock": "clock",
    "SystemClock": "clock",
    "compile_expression": "compiler",
    "convert": "conversion",
    "ConversionError": "errors",
    "ExpressionError": "errors",
    "literal": "literals",
    "Expression": "nodes",
    "Evaluator": "outcome",
    "Outcome": "outcome",
    "Warning_": "outcome",
    "parse": "parser",
    "FieldUse": "paths",
    "field_paths": "paths",
    "parse_path": "paths",
    "quote_field": "paths",
    "read_path": "paths",
    "to_json": "values",
}

__all__ = [*_MODULES]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
