"""The facts about functions, against their implementations and against the reference."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.expressions.arguments import KNOWN_TYPES
from aeptui.core.expressions.catalog import NULL_RULES, functions, methods
from aeptui.core.expressions.functions.registry import implementation
from aeptui.core.expressions.methods import KNOWN_METHODS
from tests.core.expressions.helpers import evaluate

SHARED = os.environ.get("AEPTUI_SHARED")
needs_reference = pytest.mark.skipif(not SHARED, reason="AEPTUI_SHARED does not name the reference material")


def reference() -> list[dict[str, Any]]:
    text = (Path(str(SHARED)) / "dataprep" / "functions.json").read_text(encoding="utf-8")
    functions: list[dict[str, Any]] = json.loads(text)["functions"]
    return functions


def test_every_function_is_implemented() -> None:
    for function in functions().values():
        assert implementation(function.name, function.category).call is not None
    assert set(methods()) <= KNOWN_METHODS
    assert len({function.name for function in functions().values()}) + len(methods()) == 99


def test_facts_are_consistent() -> None:
    for function in [*functions().values(), *methods().values()]:
        assert function.null_rule in NULL_RULES
        assert function.status in ("current", "deprecated")
        assert function.evaluation in ("full", "approximate", "platform-only")
        for overload in function.overloads:
            assert all(param.type in KNOWN_TYPES for param in overload.params), function.name
            assert (overload.max_args is None) == any(param.variadic for param in overload.params)


@needs_reference
def test_the_facts_are_those_of_the_reference() -> None:
    for entry in reference():
        known = functions().get(entry["name"]) or methods()[entry["name"]]
        assert known.aliases == tuple(entry["aliases"])
        assert (known.category, known.status, known.returns) == (entry["category"], entry["status"], entry["returns"])
        assert (known.availability, known.evaluation) == (entry["availability"], entry["local_evaluation"])
        for overload, signature in zip(known.overloads, entry["signatures"], strict=True):
            assert (overload.min_args, overload.max_args) == (signature["min_args"], signature["max_args"])
            assert [(param.name, param.type, not param.optional) for param in overload.params] == [
                (param["name"], param["type"], param["required"]) for param in signature["params"]
            ]


@needs_reference
def test_the_descriptions_are_not_those_of_the_reference() -> None:
    theirs = {entry["description"] for entry in reference()}
    assert not theirs & {function.description for function in functions().values()}


@needs_reference
def test_the_documented_examples() -> None:
    examples = [example for entry in reference() for example in entry["examples"] if example["deterministic"]]
    assert len(examples) > 50
    for example in examples:
        value = evaluate(example["expr"], example.get("row"))
        if example.get("compare") == "unordered":
            assert sorted(value) == sorted(example["output"])
        elif example.get("compare") == "text":
            assert str(value) == str(example["output"])
        else:
            assert value == example["output"], example["expr"]
