from typing import Any

import pytest

from aeptui.localplatform.jsonpatch import PatchError, apply_patch

DOCUMENT = {"name": "a", "tags": {"x": ["1"]}, "allOf": [{"$ref": "one"}, {"$ref": "two"}], "a/b": {"~": 1}}


@pytest.mark.parametrize(
    ("step", "changed"),
    [
        ({"op": "replace", "path": "/name", "value": "b"}, {"name": "b"}),
        ({"op": "ADD", "path": "/description", "value": "new"}, {"description": "new"}),
        ({"op": "replace", "path": "name", "value": "b"}, {"name": "b"}),
        ({"op": "add", "path": "/allOf/-", "value": 3}, {"allOf": [{"$ref": "one"}, {"$ref": "two"}, 3]}),
        ({"op": "add", "path": "/allOf/0", "value": 3}, {"allOf": [3, {"$ref": "one"}, {"$ref": "two"}]}),
        ({"op": "replace", "path": "/allOf/1/$ref", "value": "3"}, {"allOf": [{"$ref": "one"}, {"$ref": "3"}]}),
        ({"op": "remove", "path": "/allOf/0"}, {"allOf": [{"$ref": "two"}]}),
        ({"op": "add", "path": "/a~1b/~0", "value": 2}, {"a/b": {"~": 2}}),
        ({"op": "replace", "path": "/allOf/0", "value": 1}, {"allOf": [1, {"$ref": "two"}]}),
    ],
)
def test_it_changes_a_copy(step: dict[str, Any], changed: dict[str, Any]) -> None:
    before = repr(DOCUMENT)
    assert apply_patch(DOCUMENT, [step]) == DOCUMENT | changed
    assert repr(DOCUMENT) == before


def test_remove_takes_a_property_away() -> None:
    assert "name" not in apply_patch(DOCUMENT, [{"op": "remove", "path": "/name"}])


@pytest.mark.parametrize(
    ("patch", "reason"),
    [
        ({}, "list of patch operations"),
        ([], "list of patch operations"),
        (["add"], "not an object"),
        ([{"op": "move", "path": "/name", "from": "/tags"}], "op must be one of"),
        ([{"op": "add", "value": 1}], "path is missing"),
        ([{"op": "replace", "path": "/", "value": 1}], "path is missing or empty"),
        ([{"op": "add", "path": "/name"}], "value is missing"),
        ([{"op": "replace", "path": "/nothing", "value": 1}], "/nothing does not exist"),
        ([{"op": "remove", "path": "/tags/y"}], "/tags/y does not exist"),
        ([{"op": "add", "path": "/tags/y/z", "value": 1}], "/tags/y/z does not exist"),
        ([{"op": "add", "path": "/name/z", "value": 1}], "nothing can be found below"),
        ([{"op": "add", "path": "/allOf/9", "value": 1}], "no position in a list of 2"),
        ([{"op": "remove", "path": "/allOf/-"}], "no position in a list of 2"),
    ],
)
def test_it_refuses_what_does_not_fit(patch: Any, reason: str) -> None:
    with pytest.raises(PatchError, match=reason):
        apply_patch(DOCUMENT, patch)


def test_an_operation_that_is_not_offered_is_told_apart() -> None:
    with pytest.raises(PatchError) as caught:
        apply_patch(DOCUMENT, [{"op": "copy", "path": "/name"}])
    assert caught.value.operation
