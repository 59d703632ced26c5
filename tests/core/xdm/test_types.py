import pytest

from aeptui.core.xdm.types import TYPES, canonical, from_native, json_schema, of_column, of_schema


def test_every_type_is_told_from_its_own_schema() -> None:
    for name, each in TYPES.items():
        schema = json_schema(name)
        if name in ("integer", "array", "object"):
            assert of_schema(schema) == name
        elif name == "map":
            assert of_schema({"type": "object", "additionalProperties": {"type": "string"}}) == name
        else:
            assert of_schema(schema) == name
        assert of_schema({"meta:xdmType": each.xdm}) == name


def test_schemas_can_be_changed_without_changing_the_types() -> None:
    json_schema("string")["type"] = "x"
    assert json_schema("string") == {"type": "string"}


@pytest.mark.parametrize(("word", "name"), [("int", "integer"), ("double", "number"), ("date", "date"), ("text", None)])
def test_other_spellings(word: str, name: str | None) -> None:
    assert canonical(word) == name


@pytest.mark.parametrize(
    ("native", "name"),
    [
        ("GUID", "string"),
        ("translated_html", "string"),
        ("journal_input", "string"),
        ("varchar(255)", "string"),
        ("Integer", "integer"),
        ("bigint", "long"),
        ("decimal(10,2)", "number"),
        ("currency", "number"),
        ("boolean", "boolean"),
        ("glide_date", "date"),
        ("glide_date_time", "date-time"),
        ("datetime", "date-time"),
        ("never heard of", "string"),
        ("", "string"),
    ],
)
def test_native_types(native: str, name: str) -> None:
    assert from_native(native) == name


@pytest.mark.parametrize(
    ("column", "name"),
    [
        (
            {"type": "string", "meta:xdmType": "date-time", "xdm": {"type": "string", "format": "date-time"}},
            "date-time",
        ),
        ({"type": "double", "xdm": {"type": "number"}}, "number"),
        ({"type": "string", "xdm": {}, "meta:xdmType": "date"}, "date"),
        ({"type": "glide_date"}, "date"),
        ({}, "string"),
    ],
)
def test_columns_of_the_explore_call(column: dict[str, object], name: str) -> None:
    assert of_column(column) == name


@pytest.mark.parametrize(
    ("least", "greatest", "name"),
    [
        (None, None, "integer"),
        (1, 32767, "short"),
        (0, 127, "byte"),
        (0, 40_000, "integer"),
        (0, None, "integer"),
        (None, 2**40, "long"),
        (-(2**53) + 1, 2**53 - 1, "long"),
    ],
)
def test_bounds_tell_the_integer_types_apart(least: int | None, greatest: int | None, name: str) -> None:
    bounds = {"minimum": least, "maximum": greatest}
    assert of_schema({"type": "integer", **{key: value for key, value in bounds.items() if value is not None}}) == name


def test_what_says_nothing_is_a_string_and_what_has_fields_an_object() -> None:
    assert of_schema({}) == "string"
    assert of_schema({"properties": {}}) == "object"
    assert of_schema({"type": "object", "properties": {}, "additionalProperties": {}}) == "object"
