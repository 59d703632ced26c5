from typing import Any

import pytest

from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import PROFILE, standard
from aeptui.core.xdm.paths import PathError
from aeptui.core.xdm.tree import Field, Tree, from_json_schema
from tests.core.xdm.samples import CONTACT, DETAILS, EVENT, Custom


def field(tree: Tree, path: str) -> Field:
    found = tree.find(path)
    assert found is not None
    return found.field


SEED = compose(standard(), PROFILE, [DETAILS, CONTACT])
EVENTS = compose(standard(), EVENT)
CUSTOM = compose(
    standard(),
    PROFILE,
    [DETAILS],
    [
        Custom("support.caseNumber", "string", required=True, title="Case"),
        Custom("support.level", "integer", min=1, max=5),
        Custom("person.nickname", "string", required=True),
        Custom("contacts.email", "string", required=True),
        Custom("contacts", "array", items="object"),
        Custom("tags", "array", items="string"),
        Custom("attributes", "map", items="integer"),
    ],
)


def test_the_schema_of_the_first_tutorial() -> None:
    assert SEED.complete
    leaves = {each.path: each.type for each in SEED.leaves()}
    assert len(leaves) == 198
    for path, kind in {
        "_id": "string", "_repo.createDate": "date-time", "person.name.fullName": "string", "person.birthDate": "date",
        "person.birthYear": "short", "homeAddress._schema.latitude": "number", "homePhone.number": "string",
    }.items():  # fmt: skip
        assert leaves[path] == kind
    assert field(SEED, "person.name.fullName").title == "Full name"
    assert field(SEED, "person.gender").enum == ("male", "female", "not_specified", "non_specific")
    assert field(SEED, "person").type == "object"


def test_required_fields_of_events() -> None:
    assert field(EVENTS, "_id").required
    assert field(EVENTS, "timestamp").required
    assert not field(EVENTS, "eventType").required


def test_maps_and_arrays_are_entered_by_keys_and_indexes() -> None:
    found = EVENTS.find("identityMap.Email[0].id")
    assert found is not None
    assert (found.field.path, found.field.type, found.field.in_array, found.unindexed) == (
        "identityMap.*[*].id", "string", True, (),
    )  # fmt: skip
    state = field(EVENTS, "identityMap.CRMID[*].authenticatedState")
    assert state.enum == ("ambiguous", "authenticated", "loggedOut")
    assert field(EVENTS, "identityMap.Email").type == "array"
    assert EVENTS.find("identityMap[0]") is None
    assert EVENTS.find("_id[0]") is None


def test_arrays_without_an_index_are_named() -> None:
    found = CUSTOM.find("contacts.email")
    assert found is not None
    assert found.unindexed == ("contacts",)
    assert field(CUSTOM, "contacts[0].email") is found.field
    found = EVENTS.find("identityMap.Email.id")
    assert found is not None
    assert found.unindexed == ("identityMap.Email",)


@pytest.mark.parametrize("path", ["nope", "person.nope", "person.name.fullName.nope", "support.nope", "attributes.a.b"])
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert CUSTOM.find(path) is None


def test_a_text_that_is_no_path_is_an_error() -> None:
    with pytest.raises(PathError):
        CUSTOM.find("a[x]")


def test_custom_fields_stand_at_the_documents_paths() -> None:
    support = field(CUSTOM, "support")
    assert (support.type, support.custom, support.required) == ("object", True, True)
    number = field(CUSTOM, "support.caseNumber")
    assert (number.custom, number.required, number.title) == (True, True, "Case")
    level = field(CUSTOM, "support.level")
    assert (level.type, level.min, level.max) == ("integer", 1, 5)
    email = field(CUSTOM, "contacts[0].email")
    assert (email.path, email.custom, email.required, email.in_array) == ("contacts[*].email", True, True, True)
    assert field(CUSTOM, "tags[3]").type == "string"
    assert field(CUSTOM, "attributes.any").type == "integer"


def test_custom_fields_beside_standard_ones_do_not_change_these() -> None:
    person = field(CUSTOM, "person")
    assert (person.custom, person.required) == (False, False)
    assert not field(CUSTOM, "person.name.fullName").custom
    nickname = field(CUSTOM, "person.nickname")
    assert (nickname.custom, nickname.required) == (True, True)


def test_leaves_are_what_holds_values() -> None:
    custom = {each.path for each in CUSTOM.leaves() if each.custom}
    assert custom == {
        "support.caseNumber",
        "support.level",
        "person.nickname",
        "contacts[*].email",
        "tags",
        "attributes",
    }


def test_what_is_not_known_is_missing() -> None:
    tree = compose(standard(), PROFILE, ["https://ns.adobe.com/acme/mixins/1"])
    assert not tree.complete
    assert tree.missing == ("https://ns.adobe.com/acme/mixins/1",)
    assert tree.find("_id") is not None


def test_known_resources_go_beyond_the_library() -> None:
    group = {"properties": {"_acme": {"type": "object", "properties": {"a": {"type": "string"}}}}}
    tree = compose(standard(), PROFILE, ["g"], known={"g": group})
    assert tree.complete
    assert field(tree, "_acme.a").type == "string"


def test_schemas_as_the_registry_answers_with_them() -> None:
    schema: dict[str, Any] = {
        "required": ["_id"],
        "properties": {
            "_id": {"type": "string", "meta:xdmType": "string", "pattern": "^x", "minLength": 1, "maxLength": 9},
            "_acme": {
                "type": "object",
                "properties": {
                    "n": {"type": "integer", "meta:xdmType": "long", "minimum": 0, "maximum": 7, "default": 3},
                    "s": {"type": "string", "format": "email", "meta:enum": {"a": "A"}, "meta:status": "deprecated"},
                    "l": {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "boolean"}}}},
                    "odd": {"type": "array"},
                },
            },
            "empty": {"type": "object"},
        },
    }
    tree = from_json_schema(schema, tenant="acme")
    id = field(tree, "_id")
    assert (id.required, id.pattern, id.min_length, id.max_length, id.custom) == (True, "^x", 1, 9, False)
    number = field(tree, "_acme.n")
    assert (number.type, number.min, number.max, number.default, number.custom) == ("long", 0, 7, 3, True)
    text = field(tree, "_acme.s")
    assert (text.format, text.suggested, text.enum, text.deprecated) == ("email", ("a",), (), True)
    assert field(tree, "_acme.l[*].x").type == "boolean"
    assert field(tree, "_acme.odd[0]").type == "string"
    assert [each.path for each in tree.leaves()] == ["_id", "_acme.n", "_acme.s", "_acme.l[*].x", "_acme.odd"]
    assert from_json_schema({}).fields == ()
