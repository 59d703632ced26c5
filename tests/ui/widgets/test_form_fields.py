"""Reading schemas and answers."""

from typing import Any

import pytest

from aeptui.ui.widgets.form_fields import Field, FormValues, fields_from_schema, look_up, problem, read

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["url", "user"],
    "properties": {
        "url": {"type": "string", "title": "Endpoint", "description": "Where it is", "pattern": "^https://"},
        "user": {"type": ["null", "string"], "minLength": 2, "maxLength": 4},
        "clientSecret": {"type": "string"},
        "tokenUrl": {"type": "string"},
        "pin": {"type": "string", "format": "password"},
        "mode": {"enum": ["basic", "oauth"], "default": "basic"},
        "retries": {"type": "integer", "minimum": 0, "maximum": 9},
        "ratio": {"type": "number"},
        "verify_certificate": {"type": "boolean", "default": True},
        "since": {"type": "string", "format": "date-time"},
        "tables": {"type": "array", "items": {"type": "string"}},
        "kind": {"const": "x"},
        "proxy": {"title": "Proxy", "properties": {"host": {"type": "string"}}, "required": ["host"]},
        "odd": 7,
    },
}


def test_a_schema_becomes_fields() -> None:
    fields = {field.name: field for field in fields_from_schema(SCHEMA)}
    assert {name: field.kind for name, field in fields.items()} == {
        "url": "text",
        "user": "text",
        "clientSecret": "password",
        "tokenUrl": "text",
        "pin": "password",
        "mode": "select",
        "retries": "integer",
        "ratio": "number",
        "verify_certificate": "switch",
        "since": "date-time",
        "tables": "list",
        "proxy.host": "text",
    }
    assert fields["url"] == Field(
        "url", "Endpoint", required=True, help="Where it is", pattern="^https://", path=("url",)
    )
    assert (fields["clientSecret"].label, fields["clientSecret"].secret) == ("Client secret", True)
    assert fields["mode"].choices == (("basic", "basic"), ("oauth", "oauth"))
    assert (fields["proxy.host"].label, fields["proxy.host"].required) == ("Proxy: Host", True)
    assert fields["proxy.host"].place == ("proxy", "host")
    assert fields["verify_certificate"].label == "Verify certificate"


@pytest.mark.parametrize("schema", [{}, {"properties": []}, {"properties": {"a": None}}, {"required": 3}])
def test_a_schema_of_nothing_has_no_fields(schema: dict[str, Any]) -> None:
    assert fields_from_schema(schema) == ()


@pytest.mark.parametrize(
    ("kind", "answer", "value"),
    [
        ("text", "  x ", "x"),
        ("text", "", None),
        ("text", None, None),
        ("password", " x ", " x "),
        ("integer", "7", 7),
        ("number", "7.5", 7.5),
        ("switch", False, False),
        ("select", None, None),
        ("list", "a, b,,c", ["a", "b", "c"]),
        ("date-time", "2026-12-01T06:00:00Z", "2026-12-01T06:00:00Z"),
    ],
)
def test_answers_are_read(kind: Any, answer: Any, value: Any) -> None:
    assert read(Field("a", "A", kind), answer) == value
    assert problem(Field("a", "A", kind), answer) is None


@pytest.mark.parametrize(
    ("field", "answer", "wrong"),
    [
        (Field("a", "A", required=True), " ", "required"),
        (Field("a", "A", "list", required=True), ",", "required"),
        (Field("a", "A", "integer"), "1.5", "whole number"),
        (Field("a", "A", "number"), "x", "a number"),
        (Field("a", "A", "date-time"), "yesterday", "2026-12-01"),
        (Field("a", "A", "date-time"), "2026-12-01T06:00:00", "time zone"),
        (Field("a", "A", "integer", minimum=2), "1", "at least 2"),
        (Field("a", "A", "integer", maximum=2), "3", "at most 2"),
        (Field("a", "A", minimum=2), "x", "at least 2 characters"),
        (Field("a", "A", pattern="^https://"), "http://x", "^https://"),
        (Field("a", "A", "select", choices=((1, "one"),)), 2, "choices"),
    ],
)
def test_wrong_answers_are_told_in_words(field: Field, answer: Any, wrong: str) -> None:
    text = problem(field, answer)
    assert text is not None and wrong in text


def test_a_pattern_that_cannot_be_read_forbids_nothing() -> None:
    assert problem(Field("a", "A", pattern="(?<x"), "anything") is None


def test_what_is_wrong_with_a_secret_does_not_tell_it() -> None:
    text = problem(Field("a", "A", "password", minimum=30), "hunter2")
    assert text is not None and "hunter2" not in text


def test_values_are_nested_and_show_only_their_names() -> None:
    values = FormValues()
    values.put(("password",), "hunter2")
    values.put(("proxy", "secret"), "hunter3")
    assert values == {"password": "hunter2", "proxy": {"secret": "hunter3"}}
    assert "hunter" not in f"{values!r} {values} {[values]}"
    assert look_up(values, ("proxy", "secret")) == "hunter3"
    assert look_up(values, ("proxy", "secret", "deeper")) is None
