from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given

from aeptui.core.manifest.edits import Batch, Edit, Insert, Move, Put, Remove, apply
from aeptui.core.manifest.merge import Conflict, Merge, merge
from aeptui.core.manifest.model import (
    DeltaColumn,
    ExistingSchema,
    FileFormat,
    Manifest,
    MappingRow,
    NewConnection,
    SourceField,
)
from aeptui.core.manifest.unfinished import read_unfinished, same, text_of
from tests.core.manifest.edit_samples import RANDOM, SEEDED, an_edit, unfinished
from tests.core.manifest.samples import TEXT

_SAMPLE = read_unfinished(TEXT).manifest
assert _SAMPLE is not None
SAMPLE: Manifest = _SAMPLE
A, B, C, D = SAMPLE.mapping
X, Y, Z = (MappingRow(f"support.{name}", from_=name) for name in "xyz")


def edited(manifest: Manifest, *edits: Edit) -> Manifest:
    return apply(manifest, Batch(edits, ""))


def rows(ours: tuple[MappingRow, ...], theirs: tuple[MappingRow, ...], **options: Any) -> Merge:
    return merge(SAMPLE, replace(SAMPLE, mapping=ours), replace(SAMPLE, mapping=theirs), **options)


def three(random: Random) -> tuple[Manifest, Manifest, Manifest]:
    """A document and what two sides made of it."""
    base = unfinished(random)
    sides = [base, base]
    for side in (0, 1):
        for _ in range(random.randrange(5)):
            sides[side] = apply(sides[side], an_edit(random, sides[side]))
    return base, sides[0], sides[1]


@SEEDED
@given(RANDOM)
def test_where_one_side_changed_nothing_the_other_holds(random: Random) -> None:
    base, ours, theirs = three(random)
    for merged, expected in (
        (merge(base, base, theirs), theirs),
        (merge(base, ours, base), ours),
        (merge(base, ours, ours), ours),
    ):
        assert same(merged.manifest, expected)
        assert merged.conflicts == ()


@SEEDED
@given(RANDOM)
def test_the_sides_are_alike_but_for_who_wins_conflicts(random: Random) -> None:
    base, ours, theirs = three(random)
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    turned = [Conflict(each.key, each.path, each.base, each.theirs, each.ours) for each in other.conflicts]
    assert {each.key for each in one.conflicts} == {each.key for each in turned}
    all_keys = {each.key for each in one.conflicts}
    assert same(merge(base, ours, theirs, all_keys).manifest, other.manifest)
    if not one.conflicts:
        assert same(one.manifest, other.manifest)


@SEEDED
@given(RANDOM)
def test_a_decision_leaves_the_other_conflicts(random: Random) -> None:
    base, ours, theirs = three(random)
    keys = [each.key for each in merge(base, ours, theirs).conflicts]
    assert len(set(keys)) == len(keys)
    decided = [key for key in keys if random.random() < 0.5]
    assert sorted(each.key for each in merge(base, ours, theirs, decided).conflicts) == sorted(keys)


@SEEDED
@given(RANDOM)
def test_what_is_merged_is_a_document_that_can_be_written(random: Random) -> None:
    merged = merge(*three(random)).manifest
    assert same(read_unfinished(text_of(merged)).manifest, merged)


def test_changes_of_different_places_come_together() -> None:
    ours = edited(SAMPLE, Put(("name",), "ours"), Put(("source", "delimiter"), ";"), Put(("mapping", 0, "note"), "n"))
    theirs = edited(
        SAMPLE, Put(("schedule", "interval"), 2), Put(("source", "object"), "case"), Remove(("mapping",), 3)
    )
    merged = merge(SAMPLE, ours, theirs)
    assert merged.conflicts == ()
    assert merged.manifest == edited(
        ours, Put(("schedule", "interval"), 2), Put(("source", "object"), "case"), Remove(("mapping",), 3)
    )
    assert merged.manifest.source.file == FileFormat(delimiter=";")


def test_a_key_that_both_changed_is_a_conflict_and_ours_holds_unless_decided() -> None:
    ours, theirs = (edited(SAMPLE, Put(("source", "object"), name)) for name in ("ours", "theirs"))
    merged = merge(SAMPLE, ours, theirs)
    assert merged.manifest == ours
    (conflict,) = merged.conflicts
    assert conflict.path == ("source", "object")
    assert (conflict.base, conflict.ours, conflict.theirs) == ("incident", "ours", "theirs")
    assert merge(SAMPLE, ours, theirs, [conflict.key]).manifest == theirs


def test_a_part_that_one_side_took_away_and_the_other_changed_is_a_conflict_as_a_whole() -> None:
    ours = edited(SAMPLE, Put(("schedule", "delta_column"), None))
    theirs = edited(SAMPLE, Put(("schedule", "delta_column", "timezone"), "UTC"))
    (conflict,) = merge(SAMPLE, ours, theirs).conflicts
    assert conflict.path == ("schedule", "delta_column")
    assert conflict.ours is None
    assert conflict.theirs == DeltaColumn("sys_updated_on", timezone="UTC")


def test_a_part_that_became_another_thing_is_a_conflict_as_a_whole() -> None:
    ours = edited(SAMPLE, Put(("target", "schema"), ExistingSchema("s")), Put(("source", "connection"), "other"))
    theirs = edited(
        SAMPLE,
        Put(("target", "schema", "title"), "t"),
        Put(("source", "connection"), NewConnection("new", "Basic")),
    )
    merged = merge(SAMPLE, ours, theirs)
    assert [each.path for each in merged.conflicts] == [("source", "connection"), ("target", "schema")]
    assert merged.manifest == ours


def test_one_and_true_are_different() -> None:
    base = replace(SAMPLE, mapping=(MappingRow("a", value=1),))
    ours = replace(SAMPLE, mapping=(MappingRow("a", value=True),))
    assert merge(base, ours, base).manifest.mapping[0].value is True
    assert merge(base, ours, replace(base, name="n")).manifest.mapping[0].value is True
    theirs = replace(SAMPLE, mapping=(MappingRow("a", value=1.0),))
    assert len(merge(base, ours, theirs).conflicts) == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ((A, X, B, C, D), (A, B, C), (A, X, B, C)),
        ((X, A, B, C, D), (A, B, C, D, Y), (X, A, B, C, D, Y)),
        ((A, X, B, C, D), (A, Y, B, C, D), (A, X, Y, B, C, D)),
        ((A, Y, B, C, D), (A, X, B, C, D), (A, X, Y, B, C, D)),
        ((A, X, Z, B, C, D), (A, Y, B, C, D), (A, X, Z, Y, B, C, D)),
        ((B, C, D), (A, B, C, D, X), (B, C, D, X)),
        ((X, B, C, D), (B, C, D), (X, B, C, D)),
        ((D, C, B, A), (A, X, B, C, D), (D, C, B, A, X)),
        ((A, X, B, C, D), (D, C, B, A), (D, C, B, A, X)),
        ((D, C, B, A), (D, C, B, A, X), (D, C, B, A, X)),
        ((), (A, B, C, D, X), (X,)),
        ((A, X, B, C, D), (A, B, C, X, D), (A, X, B, C, D)),
    ],
)
def test_rows_that_come_and_go_on_both_sides(ours: Any, theirs: Any, merged: Any) -> None:
    found = rows(ours, theirs)
    assert found.manifest.mapping == merged
    assert [each.key for each in found.conflicts] == (
        [("mapping", "order")] if ours[1:2] == theirs[3:4] == (X,) else []
    )


def test_rows_that_both_sides_put_into_another_order_are_a_conflict_of_the_list() -> None:
    ours, theirs = (B, A, C, D, X), (A, B, D, C)
    (conflict,) = rows(ours, theirs).conflicts
    assert (conflict.path, conflict.base, conflict.ours, conflict.theirs) == (
        ("mapping",),
        SAMPLE.mapping,
        ours,
        theirs,
    )
    assert rows(ours, theirs).manifest.mapping == ours
    assert rows(ours, theirs, theirs_wins=[conflict.key]).manifest.mapping == (A, B, D, X, C)


def test_a_row_is_known_by_its_target_wherever_it_stands() -> None:
    ours = (X, Y, replace(A, note="ours"), B, C, D)
    theirs = (replace(A, from_="number"), B, C, D)
    merged = rows(ours, theirs)
    assert merged.conflicts == ()
    assert merged.manifest.mapping == (X, Y, replace(A, note="ours", from_="number"), B, C, D)


def test_a_row_that_one_side_removed_and_the_other_changed() -> None:
    changed = replace(A, note="n")
    (conflict,) = rows((B, C, D), (changed, B, C, D)).conflicts
    assert (conflict.path, conflict.base, conflict.ours, conflict.theirs) == (("mapping",), A, None, changed)
    assert rows((B, C, D), (changed, B, C, D)).manifest.mapping == (B, C, D)
    assert rows((B, C, D), (changed, B, C, D), theirs_wins=[conflict.key]).manifest.mapping == (changed, B, C, D)
    (conflict,) = rows((changed, B, C, D), (B, C, D)).conflicts
    assert (conflict.path, conflict.ours, conflict.theirs) == (("mapping", 0), changed, None)
    assert rows((changed, B, C, D), (B, C, D), theirs_wins=[conflict.key]).manifest.mapping == (B, C, D)


def test_a_row_that_both_sides_added_differently() -> None:
    other = replace(X, from_="other")
    merged = rows((A, B, C, D, X), (A, other, B, C, D))
    places = {each.path: (each.base, each.ours, each.theirs) for each in merged.conflicts}
    assert places[("mapping", 4)] == (None, X, other)
    assert merged.manifest.mapping == (A, B, C, D, X)
    assert rows((A, B, C, D, X), (A, B, C, D, X)).conflicts == ()


def test_what_fills_a_row_is_one_value() -> None:
    ours = (replace(A, from_=None, expr="x"), B, C, D)
    theirs = (replace(A, from_="number", note="n"), B, C, D)
    merged = rows(ours, theirs)
    (conflict,) = merged.conflicts
    assert (conflict.path, conflict.base, conflict.ours, conflict.theirs) == (
        ("mapping", 0, "expr"),
        A,
        ours[0],
        theirs[0],
    )
    assert merged.manifest.mapping[0] == MappingRow("_id", expr="x", note="n")
    assert rows(ours, theirs, theirs_wins=[conflict.key]).manifest.mapping[0] == theirs[0]
    assert rows(ours, (replace(A, note="n"), B, C, D)).manifest.mapping[0] == MappingRow("_id", expr="x", note="n")


def test_rows_with_the_same_target_are_told_apart_by_their_number() -> None:
    base = replace(SAMPLE, mapping=(A, replace(A, from_="b")))
    ours = edited(base, Put(("mapping", 0, "note"), "first"))
    theirs = edited(base, Put(("mapping", 1, "note"), "second"))
    assert [row.note for row in merge(base, ours, theirs).manifest.mapping] == ["first", "second"]


def test_rows_without_a_target_are_known_by_what_fills_them() -> None:
    base = replace(SAMPLE, mapping=(MappingRow("", from_="a"), MappingRow("", from_="b")))
    ours = edited(base, Remove(("mapping",), 0))
    theirs = edited(base, Put(("mapping", 1, "to"), "x"))
    assert merge(base, ours, theirs).manifest.mapping == (MappingRow("x", from_="b"),)


def test_columns_field_groups_and_identities_are_matched_too() -> None:
    ours = edited(
        SAMPLE,
        Insert(("source", "fields"), 0, SourceField("new", "string")),
        Insert(("target", "schema", "field_groups"), 0, "https://a"),
        Put(("target", "schema", "identities", 0, "namespace"), "Email"),
        Move(("target", "schema", "fields"), 0, 1),
    )
    theirs = edited(
        SAMPLE,
        Put(("source", "fields", 0, "type"), "long"),
        Insert(("target", "schema", "field_groups"), 1, "https://b"),
        Put(("target", "schema", "identities", 0, "primary"), False),
        Put(("target", "schema", "fields", 0, "title"), "Number"),
    )
    merged = merge(SAMPLE, ours, theirs)
    assert merged.conflicts == ()
    assert merged.manifest == edited(
        ours,
        Put(("source", "fields", 1, "type"), "long"),
        Insert(("target", "schema", "field_groups"), 2, "https://b"),
        Put(("target", "schema", "identities", 0, "primary"), False),
        Put(("target", "schema", "fields", 1, "title"), "Number"),
    )
