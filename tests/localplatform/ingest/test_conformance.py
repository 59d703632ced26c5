from typing import Any

import pytest

from aeptui.localplatform.ingest.conformance import (
    NOT_IN_ENUM,
    REQUIRED,
    WRONG_FORMAT,
    Conformance,
)

TEXT = {"type": "string"}


def found(row: dict[str, Any], node: dict[str, Any] | None = None, **tree: Any) -> list[tuple[str, str]]:
    tree = {"type": "object", "properties": {"x": node or TEXT}, **tree}
    return [(violation.code, violation.text.split(":")[0]) for violation in Conformance(tree, "_acme").violations(row)]


@pytest.mark.parametrize(
    ("node", "good", "bad", "code"),
    [
        ({"type": "string", "enum": ["a", "b"]}, "a", "c", NOT_IN_ENUM),
        ({"type": "string", "pattern": "^[A-Z]{2}$"}, "DE", "de", WRONG_FORMAT),
        ({"type": "string", "minLength": 2, "maxLength": 3}, "ab", "a", WRONG_FORMAT),
        ({"type": "string", "minLength": 2, "maxLength": 3}, "abc", "abcd", WRONG_FORMAT),
        ({"type": "string", "format": "email"}, "ü@x.example", "none", WRONG_FORMAT),
        ({"type": "string", "format": "uri"}, "https://x.example/ü", "x.example", WRONG_FORMAT),
        ({"type": "string", "format": "ipv4"}, "10.0.0.1", "10.0.0.256", WRONG_FORMAT),
        ({"type": "string", "format": "ipv6"}, "::1", "10.0.0.1", WRONG_FORMAT),
        ({"type": "string", "format": "hostname"}, "x.example", "-x", WRONG_FORMAT),
        ({"type": "integer", "minimum": 1, "maximum": 5}, 5, 6, WRONG_FORMAT),
        ({"type": "integer", "minimum": 1, "maximum": 5}, 1, 0, WRONG_FORMAT),
        ({"type": "number", "exclusiveMinimum": 0}, 0.1, 0, WRONG_FORMAT),
        ({"type": "number", "exclusiveMaximum": 9}, 8.9, 9, WRONG_FORMAT),
        ({"type": "array", "maxItems": 1, "items": TEXT}, ["a"], ["a", "b"], WRONG_FORMAT),
    ],
)
def test_values_that_fit_and_values_that_break_the_schema(node: Any, good: Any, bad: Any, code: str) -> None:
    assert found({"x": good}, node) == []
    assert found({"x": bad}, node) == [(code, "#/x")]


def test_places_lead_into_arrays_and_maps() -> None:
    node = {"type": "array", "items": {"type": "object", "properties": {"y": {"type": "string", "enum": ["a"]}}}}
    assert found({"x": [{"y": "a"}, {"y": "b"}]}, node) == [(NOT_IN_ENUM, "#/x/1/y")]
    node = {"type": "object", "additionalProperties": {"type": "string", "enum": ["a"]}}
    assert found({"x": {"k": "b"}}, node) == [(NOT_IN_ENUM, "#/x/k")]


def test_required_fields_of_the_row_must_be_there() -> None:
    assert found({}, required=["x"]) == [(REQUIRED, "#/x")]
    assert found({"x": "1"}, required=["x"]) == []


def test_required_fields_of_an_object_count_once_it_is_there() -> None:
    node = {"type": "object", "properties": {"y": TEXT, "z": TEXT}, "required": ["y"]}
    assert found({}, node) == []
    assert found({"x": {"z": "1"}}, node) == [(REQUIRED, "#/x/y")]


def test_required_fields_of_the_tenant_make_their_parents_required() -> None:
    inner = {"type": "object", "properties": {"y": TEXT}, "required": ["y"]}
    tree = {
        "type": "object",
        "properties": {"_acme": {"type": "object", "properties": {"in": inner, "own": TEXT}, "required": ["own"]}},
    }
    texts = {violation.text.split(":")[0] for violation in Conformance(tree, "_acme").violations({})}
    assert texts == {"#/_acme/own", "#/_acme/in/y"}
    rules = Conformance(tree, "_acme")
    assert rules.violations({"_acme": {"own": "1", "in": {"y": "2"}}}) == []
    assert [v.place for v in rules.violations({"_acme": {"own": "1", "in": {"q": 1}}})] == [("_acme", "in", "y")]


def test_a_pattern_in_another_dialect_is_not_checked() -> None:
    assert found({"x": "anything"}, {"type": "string", "pattern": "\\p{Alpha}("}) == []


def test_long_values_are_cut_in_messages() -> None:
    rules = Conformance({"properties": {"x": {"type": "string", "enum": ["b"]}}}, "_acme")
    (violation,) = rules.violations({"x": "a" * 500})
    assert len(violation.text) < 200
