from aeptui.engine.graph import Live, Ref, fill, has_mark, mark_of, marked, open_refs, shown

BODY = {"ids": [Ref("source_connection")], "version": Ref("mapping_set", "version"), "text": "{dataset.id}"}


def test_refs_are_filled_with_ids_and_attributes_and_texts_are_left_alone() -> None:
    known = {"source_connection": Live("s1"), "mapping_set": Live("m1", {"version": "3"}), "dataset": Live("d1")}
    assert fill(BODY, known) == {"ids": ["s1"], "version": "3", "text": "{dataset.id}"}


def test_refs_to_what_is_not_there_stay_and_are_shown_as_placeholders() -> None:
    filled = fill(BODY, {"source_connection": Live("s1")})
    assert open_refs(filled) == (Ref("mapping_set", "version"),)
    assert shown(filled) == {"ids": ["s1"], "version": "{mapping_set.version}", "text": "{dataset.id}"}


def test_a_mark_is_recognised_as_a_whole_only() -> None:
    mark = mark_of("4f6c2d0e", "descriptor:a.b")
    assert mark == "aeptui 4f6c2d0e/descriptor:a.b"
    assert has_mark(marked("Incidents, hourly", mark), mark)
    assert has_mark(mark, mark)
    assert not has_mark(f"{mark}c", mark)
    assert not has_mark(f"{mark}.c", mark)
    assert not has_mark("aeptui 4f6c2d0f/descriptor:a.b", mark)
    assert not has_mark(None, mark)
