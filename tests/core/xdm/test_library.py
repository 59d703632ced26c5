import importlib.util
import os
from pathlib import Path
from typing import Any

import pytest

from aeptui.core.xdm.full import full, unite
from aeptui.core.xdm.library import ADHOC, KINDS, PROFILE, TIME_SERIES, standard
from tests.core.xdm.samples import CONTACT, DETAILS, EVENT


def test_resources_are_found_by_both_ids() -> None:
    library = standard()
    profile = library.get(PROFILE)
    assert profile is not None
    assert profile is library.get("_xdm.context.profile")
    assert (profile.kind, profile.title) == ("classes", "XDM Individual Profile")
    assert library.get("nope") is None


def test_titles_are_found_in_any_case_and_may_be_shared() -> None:
    library = standard()
    assert [each.id for each in library.titled("demographic details", "fieldgroups")] == [DETAILS]
    assert library.titled("Demographic Details", "classes") == ()


def test_search_takes_every_word_and_may_ask_for_what_fits() -> None:
    library = standard()
    assert library.search("personal contact", "fieldgroups")[0].id == CONTACT
    found = library.search("details", "fieldgroups", class_id=PROFILE)
    assert DETAILS in [each.id for each in found]
    assert all(library.fits(each.id, PROFILE) for each in found)
    assert len(library.search("", "fieldgroups", class_id=PROFILE)) < len(library.all("fieldgroups"))
    assert library.search("no such words", "classes") == ()


def test_field_groups_fit_the_classes_they_name() -> None:
    library = standard()
    assert library.fits(DETAILS, PROFILE)
    assert not library.fits("https://ns.adobe.com/xdm/context/experienceevent-web", PROFILE)
    assert library.fits("https://ns.adobe.com/xdm/context/experienceevent-web", EVENT)
    assert library.fits("https://ns.adobe.com/xdm/context/identitymap", PROFILE)
    assert not library.fits("nope", PROFILE)
    assert not library.fits(DETAILS, "nope")


def test_ancestors_reach_the_behaviour() -> None:
    library = standard()
    assert TIME_SERIES in library.ancestors(EVENT)
    assert TIME_SERIES not in library.ancestors(PROFILE)
    assert library.get(ADHOC) is not None


def test_full_forms_hold_what_resources_refer_to() -> None:
    profile = full(standard(), PROFILE)
    assert profile["properties"]["_repo"]["properties"]["createDate"]["format"] == "date-time"
    assert profile["properties"]["_id"]["meta:xdmField"] == "@id"
    with pytest.raises(KeyError):
        full(standard(), "nope")


def test_every_resource_has_a_full_form() -> None:
    library = standard()
    for kind in KINDS:
        for each in library.all(kind):
            assert "properties" in full(library, each.id)


def test_union_keeps_the_first_and_unites_objects_without_touching_the_second() -> None:
    first: dict[str, Any] = {
        "title": "A",
        "required": ["x"],
        "properties": {"o": {"properties": {"x": {"type": "string"}}}},
    }
    second = {
        "title": "B",
        "required": ["y", "x"],
        "properties": {"o": {"properties": {"y": {"type": "integer"}}}, "p": {"properties": {}}},
    }
    out = unite(unite({}, first), second)
    assert (out["title"], out["required"], list(out["properties"]["o"]["properties"])) == ("A", ["x", "y"], ["x", "y"])
    out["properties"]["p"]["properties"]["new"] = {}
    assert second["properties"]["p"] == {"properties": {}}  # type: ignore[index]


def test_full_forms_equal_those_of_the_reference() -> None:
    shared = os.environ.get("AEPTUI_SHARED")
    if not shared:
        pytest.skip("AEPTUI_SHARED names no folder with the reference behaviour")
    spec = importlib.util.spec_from_file_location("reference", Path(shared) / "xdm" / "resolve.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    index = reference.load()
    library = standard()
    for id in {resource["$id"] for resource in index.values()}:
        theirs, ours = reference.resolve(index, id), full(library, id)
        assert ours["properties"] == theirs["properties"]
        assert ours.get("required") == theirs.get("required")
    for each in library.all("fieldgroups"):
        assert library.fits(each.id, PROFILE) == reference.compatible(index, PROFILE, each.id)
