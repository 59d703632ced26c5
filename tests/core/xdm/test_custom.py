from typing import Any

import pytest
from jsonschema import Draft7Validator

from aeptui.core.xdm.adhoc import adhoc_class_body, adhoc_schema_body
from aeptui.core.xdm.custom import document_path, is_custom, nested, path_problem, platform_path, schema_of
from aeptui.core.xdm.field_group import field_group_body
from aeptui.core.xdm.library import PROFILE
from aeptui.core.xdm.paths import PathError
from tests.core.xdm.samples import Column, Custom

PATHS = {"support.caseNumber", "contacts"}


@pytest.mark.parametrize(
    ("path", "platform"),
    [
        ("support.caseNumber", "_acme.support.caseNumber"),
        ("support", "_acme.support"),
        ("contacts[0].email", "_acme.contacts[0].email"),
        ("contacts[*]", "_acme.contacts[*]"),
        ("_id", "_id"),
        ("support.other", "support.other"),
        ("supporter", "supporter"),
        ("person.name.fullName", "person.name.fullName"),
    ],
)
def test_custom_paths_get_the_tenants_object(path: str, platform: str) -> None:
    assert platform_path(path, PATHS, "acme") == platform
    assert is_custom(path, PATHS) == (platform != path)
    assert document_path(platform, "acme") == path


def test_a_text_that_is_no_path_has_no_platform_path() -> None:
    with pytest.raises(PathError):
        platform_path("a..b", PATHS, "acme")


@pytest.mark.parametrize(("path", "right"), [("a.b-c", True), ("a._b", False), ("a..b", False), ("a.b c", False)])
def test_paths_are_made_of_legal_names(path: str, right: bool) -> None:
    assert (path_problem(path) is None) == right


@pytest.mark.parametrize(
    ("field", "schema"),
    [
        (Custom("a", "string"), {"type": "string"}),
        (
            Custom("a", "string", title="T", description="D", pattern="^x", format="uri", min_length=0, max_length=9),
            {
                "type": "string", "title": "T", "description": "D", "pattern": "^x", "format": "uri", "minLength": 0,
                "maxLength": 9,
            },
        ),
        (Custom("a", "integer", min=0, default=0), {"type": "integer", "minimum": 0, "default": 0}),
        (Custom("a", "integer", enum=(1, 2)), {"type": "integer", "enum": [1, 2]}),
        (Custom("a", "long", min=0), {"type": "integer", "minimum": 0, "maximum": 9007199254740991}),
        (Custom("a", "date-time"), {"type": "string", "format": "date-time"}),
        (Custom("a", "boolean", default=False), {"type": "boolean", "default": False}),
        (Custom("a", "object"), {"type": "object", "properties": {}}),
        (Custom("a", "array", items="integer"), {"type": "array", "items": {"type": "integer"}}),
        (Custom("a", "array", items="object"), {"type": "array", "items": {"type": "object", "properties": {}}}),
        (
            Custom("a", "map", items="integer"),
            {"type": "object", "meta:xdmType": "map", "additionalProperties": {"type": "integer"}},
        ),
    ],
)  # fmt: skip
def test_the_schema_of_one_field(field: Custom, schema: dict[str, Any]) -> None:
    assert schema_of(field) == schema
    Draft7Validator.check_schema(schema_of(field))


def test_paths_become_nested_objects() -> None:
    fields = [Custom("a.b.c", "string", required=True), Custom("a.d", "integer"), Custom("e", "string")]
    assert nested(fields) == {
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {
                "type": "object",
                "required": ["b"],
                "properties": {
                    "b": {"type": "object", "required": ["c"], "properties": {"c": {"type": "string"}}},
                    "d": {"type": "integer"},
                },
            },
            "e": {"type": "string"},
        },
    }


def test_the_order_in_the_document_does_not_matter_for_parents() -> None:
    parent, child = Custom("l", "array", items="object"), Custom("l.x", "string", required=True)
    element = {"type": "object", "required": ["x"], "properties": {"x": {"type": "string"}}}
    for fields in ([parent, child], [child, parent]):
        assert nested(fields) == {"type": "object", "properties": {"l": {"type": "array", "items": element}}}


def test_where_fields_contradict_each_other_the_first_holds() -> None:
    fields = [Custom("a", "string"), Custom("a.b", "string", required=True), Custom("a", "integer")]
    assert nested(fields)["properties"] == {"a": {"type": "string"}}
    assert "required" not in nested(fields)


def test_the_request_for_a_field_group() -> None:
    body = field_group_body(
        "Fields", "For tests", PROFILE, [Custom("support.caseNumber", "string", required=True)], "acme"
    )
    support = {"type": "object", "required": ["caseNumber"], "properties": {"caseNumber": {"type": "string"}}}
    own = {"type": "object", "required": ["support"], "properties": {"support": support}}
    assert body == {
        "type": "object",
        "title": "Fields",
        "description": "For tests",
        "meta:intendedToExtend": [PROFILE],
        "definitions": {"customFields": {"type": "object", "required": ["_acme"], "properties": {"_acme": own}}},
        "allOf": [{"$ref": "#/definitions/customFields"}],
    }


def test_nothing_empty_is_sent_for_a_field_group() -> None:
    body = field_group_body("Fields", "", PROFILE, [Custom("a", "string")], "acme")
    assert "description" not in body
    assert "required" not in body["definitions"]["customFields"]


def test_the_requests_for_raw_columns() -> None:
    columns = [
        Column("Id", "string"),
        Column("First Name", "string"),
        Column("CreatedDate", "date-time"),
        Column("n", "long"),
    ]
    body = adhoc_class_body("Account", "Raw columns", columns)
    assert body == {
        "title": "Account",
        "description": "Raw columns",
        "type": "object",
        "allOf": [
            {"$ref": "https://ns.adobe.com/xdm/data/adhoc"},
            {
                "properties": {
                    "_adhoc": {
                        "type": "object",
                        "properties": {
                            "Id": {"type": "string"},
                            "First_Name": {"type": "string", "title": "First Name"},
                            "CreatedDate": {"type": "string", "format": "date-time"},
                            "n": {"type": "integer", "minimum": -9007199254740991, "maximum": 9007199254740991},
                        },
                    }
                }
            },
        ],
    }
    assert adhoc_schema_body("Account", "Raw", "https://ns.adobe.com/acme/classes/1") == {
        "title": "Account",
        "description": "Raw",
        "type": "object",
        "allOf": [{"$ref": "https://ns.adobe.com/acme/classes/1"}],
    }


def test_raw_columns_may_hold_anything() -> None:
    columns = [Column("o", "object"), Column("l", "array"), Column("m", "map")]
    body = adhoc_class_body("T", "D", columns)
    assert body["allOf"][1]["properties"]["_adhoc"]["properties"] == {
        "o": {"type": "object", "properties": {}},
        "l": {"type": "array", "items": {"type": "string"}},
        "m": {"type": "object", "meta:xdmType": "map", "additionalProperties": {"type": "string"}},
    }
