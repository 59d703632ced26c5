"""The Data Prep expression language: parse, check, complete, evaluate, print.

Everything here is pure: the same text, row and clock give the same result, and nothing is read but package data. The
names below load their modules when they are first used.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aeptui.core.expressions.checker import check as check
    from aeptui.core.expressions.clock import Clock as Clock
    from aeptui.core.expressions.clock import SystemClock as SystemClock
    from aeptui.core.expressions.compiler import compile_expression as compile_expression
    from aeptui.core.expressions.conversion import convert as convert
    from aeptui.core.expressions.editing import format_expression as format_expression
    from aeptui.core.expressions.editing import rename_field as rename_field
    from aeptui.core.expressions.errors import ConversionError as ConversionError
    from aeptui.core.expressions.errors import ExpressionError as ExpressionError
    from aeptui.core.expressions.errors import TransformError as TransformError
    from aeptui.core.expressions.fields import SourceFields as SourceFields
    from aeptui.core.expressions.findings import Finding as Finding
    from aeptui.core.expressions.findings import Fix as Fix
    from aeptui.core.expressions.help import describe as describe
    from aeptui.core.expressions.help import function_names as function_names
    from aeptui.core.expressions.literals import literal as literal
    from aeptui.core.expressions.nodes import Expression as Expression
    from aeptui.core.expressions.outcome import Evaluator as Evaluator
    from aeptui.core.expressions.outcome import Outcome as Outcome
    from aeptui.core.expressions.outcome import Warning_ as Warning_
    from aeptui.core.expressions.parser import parse as parse
    from aeptui.core.expressions.paths import FieldUse as FieldUse
    from aeptui.core.expressions.paths import field_paths as field_paths
    from aeptui.core.expressions.paths import parse_path as parse_path
    from aeptui.core.expressions.paths import quote_field as quote_field
    from aeptui.core.expressions.paths import read_path as read_path
    from aeptui.core.expressions.printing import print_expression as print_expression
    from aeptui.core.expressions.protocol import evaluate_line as evaluate_line
    from aeptui.core.expressions.values import to_json as to_json

_MODULES = {
    "check": "checker",
    "Clock": "clock",
    "SystemClock": "clock",
    "compile_expression": "compiler",
    "convert": "conversion",
    "format_expression": "editing",
    "rename_field": "editing",
    "ConversionError": "errors",
    "ExpressionError": "errors",
    "TransformError": "errors",
    "SourceFields": "fields",
    "Finding": "findings",
    "Fix": "findings",
    "describe": "help",
    "function_names": "help",
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
    "print_expression": "printing",
    "evaluate_line": "protocol",
    "to_json": "values",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
