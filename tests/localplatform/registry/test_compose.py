from typing import Any

from aeptui.localplatform.registry.compose import references, resolve

TEXT = {"type": "string", "meta:xdmType": "string"}
RESOURCES: dict[str, dict[str, Any]] = {
    "point": {"$id": "point", "title": "Point", "type": "object", "properties": {"x": TEXT}, "required": ["x"]},
    "size": {"$id": "size", "title": "Size", "type": "string", "enum": ["S", "M"], "meta:xdmType": "string"},
    "list": {"$id": "list", "title": "List", "type": "array", "items": {"$ref": "point", "type": "object"}},
    "tree": {
        "$id": "tree",
        "title": "Tree",
        "type": "object",
        "properties": {"name": TEXT, "child": {"$ref": "tree", "type": "object"}},
    },
}


def resolved(**properties: Any) -> dict[str, Any]:
    found: dict[str, Any] = resolve({"$id": "root", "properties": properties}, RESOURCES.get)["properties"]
    return found


def test_a_field_of_a_data_type_has_its_fields_and_title() -> None:
    found = resolved(
        home={"$ref": "point", "type": "object"}, work={"$ref": "point", "type": "object", "title": "Work"}
    )
    assert found["home"] == {
        "type": "object",
        "meta:referencedFrom": "point",
        "title": "Point",
        "properties": {"x": TEXT},
        "required": ["x"],
    }
    assert found["work"]["title"] == "Work"


def test_own_fields_are_united_with_those_of_the_data_type() -> None:
    found = resolved(home={"$ref": "point", "type": "object", "properties": {"y": TEXT}})
    assert set(found["home"]["properties"]) == {"x", "y"}


def test_a_data_type_that_is_no_object_gives_its_constraints() -> None:
    found = resolved(size={"$ref": "size", "type": "object", "meta:xdmType": "object"}, all={"$ref": "list"})
    assert (found["size"]["type"], found["size"]["enum"]) == ("string", ["S", "M"])
    assert "properties" not in found["size"]
    assert found["all"]["type"] == "array" and found["all"]["items"]["properties"] == {"x": TEXT}


def test_a_data_type_that_contains_itself_is_cut() -> None:
    found = resolved(tree={"$ref": "tree", "type": "object"})
    assert found["tree"]["properties"]["child"] == {
        "type": "object",
        "meta:referencedFrom": "tree",
        "title": "Tree",
        "properties": {},
    }


def test_a_reference_without_a_target_is_an_object_without_fields() -> None:
    assert resolved(lost={"$ref": "nowhere", "type": "object"})["lost"]["properties"] == {}


def test_parts_are_united_and_the_first_holds() -> None:
    document = {
        "$id": "root",
        "title": "Root",
        "definitions": {"own": {"properties": {"a": TEXT | {"title": "Own"}}, "required": ["a"]}},
        "allOf": [{"$ref": "#/definitions/own"}, {"properties": {"a": TEXT | {"title": "Late"}, "b": TEXT}}],
    }
    found = resolve(document, RESOURCES.get)
    assert found["properties"] == {"a": TEXT | {"title": "Own"}, "b": TEXT}
    assert found["required"] == ["a"] and found["title"] == "Root"
    assert "allOf" not in found and "definitions" not in found


def test_references_are_found_at_every_depth() -> None:
    document = {"allOf": [{"$ref": "a"}], "definitions": {"x": {"properties": {"y": {"items": {"$ref": "b"}}}}}}
    assert list(references(document)) == ["a", "b"]
