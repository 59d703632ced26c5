from typing import Any

import pytest

from aeptui.localplatform.clock import Clock
from aeptui.localplatform.dataprep.mapper import ATTRIBUTE, EXPRESSION, STATIC, Mapper, Mapping

TEXT = {"type": "string", "meta:xdmType": "string"}
TREE: dict[str, Any] = {
    "type": "object",
    "meta:xdmType": "object",
    "properties": {
        "_id": TEXT,
        "age": {"type": "integer", "meta:xdmType": "int"},
        "score": {"type": "number", "meta:xdmType": "number"},
        "vip": {"type": "boolean", "meta:xdmType": "boolean"},
        "day": {"type": "string", "format": "date", "meta:xdmType": "date"},
        "time": {"type": "string", "format": "date-time", "meta:xdmType": "date-time"},
        "name": {"type": "object", "meta:xdmType": "object", "properties": {"first": TEXT, "last": TEXT}},
        "tags": {"type": "array", "meta:xdmType": "array", "items": TEXT},
        "phones": {
            "type": "array",
            "meta:xdmType": "array",
            "items": {"type": "object", "meta:xdmType": "object", "properties": {"number": TEXT, "kind": TEXT}},
        },
        "labels": {"type": "object", "meta:xdmType": "map", "additionalProperties": TEXT},
        "identityMap": {
            "type": "object",
            "meta:xdmType": "map",
            "additionalProperties": {
                "type": "array",
                "meta:xdmType": "array",
                "items": {"type": "object", "meta:xdmType": "object", "properties": {"id": TEXT}},
            },
        },
    },
}


def mapper(*mappings: tuple[str, str, str]) -> Mapper:
    return Mapper([Mapping(*mapping) for mapping in mappings], TREE, Clock(start=1_700_000_000))


def mapped(row: dict[str, Any], *mappings: tuple[str, str, str]) -> tuple[dict[str, Any], list[str]]:
    made = mapper(*mappings)
    assert made.problems == [None] * len(mappings)
    answer = made.map(row)
    return answer.data, [fault.mapping.destination for fault in answer.faults]


@pytest.mark.parametrize(
    ("value", "destination", "result"),
    [
        (1234, "_id", "1234"),
        ("42", "age", 42),
        (42.0, "age", 42),
        ("1.5", "score", 1.5),
        ("yes", "vip", True),
        ("NO", "vip", False),
        ("2024-05-01 10:11:12", "time", "2024-05-01T10:11:12Z"),
        ("2024-05-01T10:11:12.000+0000", "time", "2024-05-01T10:11:12Z"),
        ("2024-05-01T10:11:12Z", "time", "2024-05-01T10:11:12Z"),
        ("2024-05-01", "day", "2024-05-01"),
        (["a", 1], "tags", ["a", "1"]),
        ({"a": 1}, "labels", {"a": "1"}),
        ("x", "labels.deep", {"deep": "x"}),
    ],
)
def test_values_become_what_the_field_wants(value: Any, destination: str, result: Any) -> None:
    data, faults = mapped({"v": value}, (ATTRIBUTE, "v", destination))
    assert data == {destination.split(".")[0]: result} and faults == []


@pytest.mark.parametrize(
    ("value", "destination"),
    [
        ("many", "age"),
        (1.5, "age"),
        ("maybe", "vip"),
        ("soon", "time"),
        ("a", "tags"),
        ("a", "name"),
        ([1], "_id"),
        ("a", "labels"),
    ],
)
def test_what_cannot_be_converted_is_left_out_and_told(value: Any, destination: str) -> None:
    data, faults = mapped({"v": value, "k": "1"}, (ATTRIBUTE, "k", "name.first"), (ATTRIBUTE, "v", destination))
    assert data == {"name": {"first": "1"}} and faults == [destination]


def test_expressions_constants_and_raw_names() -> None:
    row = {"First Name": "Zoë", "a.b": "dot", "date": "reserved"}
    data, faults = mapped(
        row,
        (EXPRESSION, "concat(${First Name}, '!')", "name.first"),
        (STATIC, "gold", "name.last"),
        (ATTRIBUTE, "a.b", "_id"),
        (ATTRIBUTE, "date", "labels.x"),
    )
    assert data == {"name": {"first": "Zoë!", "last": "gold"}, "_id": "dot", "labels": {"x": "reserved"}}
    assert faults == []


def test_paths_into_nested_rows() -> None:
    row = {"result": {"mails": [{"a": "x"}, {"a": "y"}], "name": {"first": "F", "other": 1}}}
    data, _ = mapped(
        row,
        (ATTRIBUTE, "result.mails[0].a", "_id"),
        (ATTRIBUTE, "result.mails[*].a", "phones[*].number"),
        (ATTRIBUTE, "result.name", "name"),
        (STATIC, "mail", "phones[0].kind"),
        (ATTRIBUTE, "result.mails[1].a", "identityMap.Email[0].id"),
    )
    assert data == {
        "_id": "x",
        "phones": [{"number": "x", "kind": "mail"}, {"number": "y"}],
        "name": {"first": "F"},
        "identityMap": {"Email": [{"id": "y"}]},
    }


def test_a_field_of_its_own_wins_over_the_object_around_it() -> None:
    row = {"who": {"first": "copied", "last": "L"}, "better": "own"}
    data, _ = mapped(row, (ATTRIBUTE, "better", "name.first"), (ATTRIBUTE, "who", "name"))
    assert data == {"name": {"first": "own", "last": "L"}}


def test_elements_of_something_that_is_no_array_are_told() -> None:
    inner = {"a": [{"b": "1"}]}
    data, faults = mapped({"v": [inner, {"a": "text"}]}, (ATTRIBUTE, "v[*].a[0].b", "phones[*].number"))
    assert data == {"phones": [{"number": "1"}]} and faults == []
    tree = {"properties": {"x": {"meta:xdmType": "array", "items": TREE["properties"]["phones"]}}}
    made = Mapper([Mapping(EXPRESSION, "v", "x[*][*].number")], tree, Clock())
    assert [fault.mapping.source for fault in made.map({"v": "text"}).faults] == ["v"]


def test_absent_and_null_sources_leave_the_field_out() -> None:
    assert mapped({"a": None}, (ATTRIBUTE, "a", "_id"), (ATTRIBUTE, "b.c", "name.first")) == ({}, [])


def test_a_failing_expression_is_told_with_its_reason() -> None:
    made = mapper((EXPRESSION, 'date(v, "yyyy")', "time")).map({"v": "soon"})
    assert made.data == {} and made.faults[0].message
    assert made.faults[0].shown()["destination"] == "time"


def test_a_value_with_a_warning_is_kept() -> None:
    assert mapped({}, (EXPRESSION, "5 / 0", "score")) == ({"score": 0.0}, [])


def test_expressions_make_fresh_identifiers() -> None:
    made = mapper((EXPRESSION, "uuid()", "_id"))
    assert made.map({}).data["_id"] != made.map({}).data["_id"]


def test_expressions_see_the_time_of_the_platform() -> None:
    data, _ = mapped({}, (EXPRESSION, "timestamp()", "score"))
    assert abs(data["score"] - 1_700_000_000_000) < 60_000


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ((ATTRIBUTE, "a", "nothing"), "no field of the schema"),
        ((ATTRIBUTE, "a", "name.middle"), "name has no such part"),
        ((ATTRIBUTE, "a", "phones.number"), "write phones[0] or phones[*]"),
        ((ATTRIBUTE, "a", "_id[0]"), "no field of the schema"),
        ((ATTRIBUTE, "a[*].b", "name.first"), "[*]"),
        ((ATTRIBUTE, "a..b", "_id"), "a..b"),
        ((EXPRESSION, "concat(a", "_id"), "column"),
        ((EXPRESSION, "nosuch(a)", "_id"), "nosuch"),
    ],
)
def test_mappings_that_cannot_be_used(mapping: tuple[str, str, str], words: str) -> None:
    (problem,) = mapper(mapping).problems
    assert problem is not None and words in problem.message


def test_a_destination_is_mapped_once() -> None:
    made = mapper((ATTRIBUTE, "a", "name.first"), (ATTRIBUTE, "b", "name.first"))
    assert made.problems[0] is None
    assert made.problems[1] is not None and "more than once" in made.problems[1].message
    assert made.map({"a": "1", "b": "2"}).data == {"name": {"first": "1"}}
