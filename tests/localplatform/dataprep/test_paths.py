from typing import Any

import pytest

from aeptui.localplatform.dataprep.paths import PathError, parse, place, pruned, spelled


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("_id", ("_id",)),
        ("person.name.firstName", ("person", "name", "firstName")),
        ("Full\\.Name", ("Full.Name",)),
        ("${First Name}", ("First Name",)),
        ("${First\\.Name}.x", ("First.Name", "x")),
        ("${a[0]}", ("a[0]",)),
        ("phones[0].number", ("phones", 0, "number")),
        ("identityMap.Email[*].id", ("identityMap", "Email", ..., "id")),
    ],
)
def test_paths_are_read(text: str, path: tuple[Any, ...]) -> None:
    assert parse(text) == path


@pytest.mark.parametrize("text", ["", ".", "a.", "a..b", "[0]", "a[x]", "a[-1]", "a]"])
def test_paths_that_are_none(text: str) -> None:
    with pytest.raises(PathError):
        parse(text)


def test_a_path_has_one_spelling() -> None:
    assert spelled(("a.b", "c", 0, ..., "d")) == "a\\.b.c[0][*].d"


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ({}, "a.b", 1, {"a": {"b": 1}}),
        ({"a": {"b": 1}}, "a.c", 2, {"a": {"b": 1, "c": 2}}),
        ({}, "a[1].b", 1, {"a": [None, {"b": 1}]}),
        ({"a": [{"b": 1}]}, "a[0].c", 2, {"a": [{"b": 1, "c": 2}]}),
        ({}, "a[*].b", [1, 2], {"a": [{"b": 1}, {"b": 2}]}),
        ({"a": [{"b": 1}, {"b": 2}]}, "a[*].c", [3], {"a": [{"b": 1, "c": 3}, {"b": 2}]}),
        ({"a": {"x": 1, "y": {"z": 1}}}, "a", {"y": {"w": 2}}, {"a": {"x": 1, "y": {"z": 1, "w": 2}}}),
        ({"a": "text"}, "a.b", 1, {"a": {"b": 1}}),
    ],
)
def test_values_are_placed(before: dict[str, Any], path: str, value: Any, after: dict[str, Any]) -> None:
    place(before, parse(path), value)
    assert before == after


def test_nulls_and_what_they_leave_empty_are_pruned() -> None:
    assert pruned({"a": {"b": None}, "c": [None, {"d": []}, 0], "e": "", "f": False}) == {"c": [0], "e": "", "f": False}
    assert pruned({"a": [None]}) is None
