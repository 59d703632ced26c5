import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given

from aeptui.core.manifest.edits import (
    Batch,
    Edit,
    Insert,
    Move,
    Put,
    Remove,
    applied,
    apply,
    from_json,
    inverse,
    to_json,
    touched,
)
from aeptui.core.manifest.model import DeltaColumn, Manifest, MappingRow, NewConnection, SourceField
from aeptui.core.manifest.read import read
from aeptui.core.manifest.unfinished import same
from aeptui.core.manifest.values import EditError
from tests.core.manifest.edit_samples import RANDOM, SEEDED, an_edit, places, unfinished
from tests.core.manifest.samples import TEXT


def sample() -> Manifest:
    manifest = read(TEXT).manifest
    assert manifest is not None
    return manifest


SAMPLE = sample()
ROW = MappingRow("support.new", from_="new")


def many_rows(count: int) -> Manifest:
    return replace(SAMPLE, mapping=tuple(MappingRow(f"support.f{n}", from_=f"c{n}") for n in range(count)))


@SEEDED
@given(RANDOM)
def test_the_inverse_takes_an_edit_back(random: Random) -> None:
    manifest = unfinished(random)
    edit = an_edit(random, manifest)
    after, back = applied(manifest, edit)
    assert same(apply(after, back), manifest)
    assert same(apply(manifest, inverse(after, back)), after)
    assert same(apply(manifest, edit), after)


@SEEDED
@given(RANDOM)
def test_an_edit_comes_back_from_json_as_it_was(random: Random) -> None:
    manifest = unfinished(random)
    edit = an_edit(random, manifest)
    for each in (edit, inverse(manifest, edit)):
        assert repr(from_json(to_json(each))) == repr(each)


@SEEDED
@given(RANDOM)
def test_a_batch_is_its_edits_one_after_the_other(random: Random) -> None:
    manifest = after = unfinished(random)
    made: list[Edit] = []
    for _ in range(random.randrange(5)):
        made.append(an_edit(random, after))
        after = apply(after, made[-1])
    assert same(apply(manifest, Batch(tuple(made), "all")), after)


@SEEDED
@given(RANDOM)
def test_only_the_places_touched_differ(random: Random) -> None:
    manifest = unfinished(random)
    edit = an_edit(random, manifest)
    paths = touched(edit)
    before, after = ({path: value for path, _, value in places(each)} for each in (manifest, apply(manifest, edit)))
    for path in before.keys() | after.keys():
        if not same(before.get(path), after.get(path)):
            related = [each for each in paths if path[: len(each)] == each or each[: len(path)] == path]
            assert related, f"{path} differs, {paths} are said to be touched"


def test_edits_of_every_kind() -> None:
    assert apply(SAMPLE, Put(("source", "object"), "case")).source.object == "case"
    assert apply(SAMPLE, Put(("source", "delimiter"), ";")).source.file.delimiter == ";"
    assert apply(SAMPLE, Put(("mapping", 0, "to"), "x")).mapping[0].to == "x"
    assert apply(SAMPLE, Put(("mapping", 0), ROW)).mapping[0] == ROW
    assert apply(SAMPLE, Put(("schedule", "delta_column"), None)).schedule.delta_column is None
    assert apply(SAMPLE, Put(("schedule", "delta_column", "name"), "c")).schedule.delta_column == DeltaColumn("c")
    assert apply(SAMPLE, Insert(("mapping",), 4, ROW)).mapping == (*SAMPLE.mapping, ROW)
    assert apply(SAMPLE, Remove(("mapping",), 0)).mapping == SAMPLE.mapping[1:]
    a, b, c, d = SAMPLE.mapping
    assert apply(SAMPLE, Move(("mapping",), 0, 2)).mapping == (b, c, a, d)
    assert apply(SAMPLE, Move(("mapping",), 3, 0)).mapping == (d, a, b, c)
    assert apply(SAMPLE, Put((), many_rows(1))) == many_rows(1)
    batch = Batch((Insert(("mapping",), 0, ROW), Put(("mapping", 0, "note"), "n"), Remove(("mapping",), 1)), "both")
    assert apply(SAMPLE, batch).mapping == (replace(ROW, note="n"), *SAMPLE.mapping[1:])


def test_a_key_takes_the_place_of_the_one_it_excludes() -> None:
    edit = Put(("mapping", 0, "expr"), "upper(x)")
    after, back = applied(SAMPLE, edit)
    assert after.mapping[0] == MappingRow("_id", expr="upper(x)")
    assert back == Put(("mapping", 0), SAMPLE.mapping[0])
    assert apply(SAMPLE, Put(("mapping", 0, "expr"), None)) == SAMPLE
    assert apply(SAMPLE, Put(("mapping", 0, "from"), "b")).mapping[0] == MappingRow("_id", from_="b")


def test_what_is_not_changed_is_shared() -> None:
    after = apply(SAMPLE, Put(("source", "object"), "case"))
    assert after.mapping is SAMPLE.mapping
    assert after.target is SAMPLE.target
    assert apply(SAMPLE, Put(("mapping", 0, "to"), "x")).mapping[1] is SAMPLE.mapping[1]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Put(("mapping", 4), ROW), r"'mapping\[4\]': there is no place 4 in a list whose last is 3"),
        (Put(("mapping", -1), ROW), "no place -1"),
        (Put(("mapping", "x"), ROW), "no place x"),
        (Put(("mapping", 9, "to"), "x"), "no place 9"),
        (Insert(("mapping",), 5, ROW), "'mapping': there is no place 5"),
        (Remove(("mapping",), 4), "no place 4"),
        (Move(("mapping",), 0, 4), "no place 4"),
        (Move(("mapping",), 4, 0), "no place 4"),
        (Remove(("source",), 0), "'source' is not a list"),
        (Put(("name", "x"), "x"), "'name' has no parts at present"),
        (Put(("source", "connection", "name"), "x"), "'source.connection' has no parts at present; set it as a whole"),
        (Insert(("source", "connection"), 0, "x"), "no parts"),
        (Put(("target", "schema", "id"), "x"), "there is no 'target.schema.id' in a schema to be made"),
        (Put(("target", "nothing", "id"), "x"), "there is no 'target.nothing' in the target"),
        (Put(("source", 0), "x"), r"there is no 'source\[0\]' in the source"),
    ],
)
def test_a_place_that_the_manifest_does_not_have_is_refused(edit: Edit, message: str) -> None:
    with pytest.raises(EditError, match=message):
        apply(SAMPLE, edit)


def test_columns_left_to_the_source_are_a_whole_until_they_are_listed() -> None:
    manifest = apply(SAMPLE, Put(("source", "fields"), None))
    with pytest.raises(EditError, match="set it as a whole first"):
        apply(manifest, Insert(("source", "fields"), 0, SourceField("a", "string")))
    listed = apply(manifest, Put(("source", "fields"), ()))
    after = apply(listed, Insert(("source", "fields"), 0, SourceField("a", "string")))
    assert after.source.fields == (SourceField("a", "string"),)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Put(("name",), None), "'name' must be text"),
        (Put(("options",), None), "'options' must be"),
        (Put(("mapping", 0, "to"), None), "must be text"),
        (Insert(("mapping",), 0, "row"), r"'mapping\[0\]' must be"),
        (Batch((Put(("name",), "a"), Put(("state",), "x")), "t"), "'state' must be one of"),
        (Put(("nowhere",), "x"), "no document has a place 'nowhere'"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_before_it_is_kept(edit: Edit, message: str) -> None:
    with pytest.raises(EditError, match=message):
        to_json(edit)


def test_an_edit_of_a_later_version_is_refused() -> None:
    with pytest.raises(EditError, match="not an edit that this aeptui knows: swap"):
        from_json('{"swap": [], "with": 1}')


def test_places_within_places_are_not_told_twice() -> None:
    edit = Batch((Put(("mapping", 0), ROW), Remove(("mapping",), 1), Put(("source", "object"), "x")), "t")
    assert touched(edit) == {("mapping",), ("source", "object")}
    assert touched(Batch((edit, Put((), SAMPLE)), "t")) == {()}
    assert touched(Batch((), "t")) == frozenset()
    assert touched(Put(("mapping", 3, "expr"), "x")) == {("mapping", 3)}


def milliseconds(work: Callable[[], Any], times: int) -> float:
    """The median of the processor time."""
    taken: list[float] = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - start))
    return statistics.median(taken)


@pytest.mark.parametrize(
    "edit",
    [
        Put(("mapping", 5000), ROW),
        Put(("mapping", 5000, "to"), "x"),
        Insert(("mapping",), 0, ROW),
        Remove(("mapping",), 0),
        Move(("mapping",), 0, 9999),
        Put(("source", "connection"), NewConnection("a", "b")),
    ],
    ids=["row", "cell", "insert", "remove", "move", "elsewhere"],
)
def test_an_edit_of_ten_thousand_rows_takes_no_time(edit: Edit) -> None:
    manifest = many_rows(10_000)
    assert milliseconds(lambda: to_json(inverse(manifest, edit)), 15) < 5


def test_a_batch_costs_as_much_as_its_edits() -> None:
    def batch(count: int) -> Callable[[], Any]:
        manifest = many_rows(count)
        edit = Batch(tuple(Put(("mapping", n, "note"), "x") for n in range(count)), "fill")
        return lambda: applied(manifest, edit)

    small, large = milliseconds(batch(500), 5), milliseconds(batch(8000), 3)
    assert large < 16 * 4 * small, "a sixteenfold batch may take sixteen times as long, not 256 times"
