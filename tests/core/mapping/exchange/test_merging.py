"""Rows from elsewhere and rows that are there."""

from dataclasses import replace

from hypothesis import given, settings

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import apply, inverse
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.unfinished import same
from aeptui.core.mapping.exchange.merging import Choice, Merge, merge
from tests.core.mapping.exchange.rows import MAPPINGS

THERE = (
    MappingRow("a", from_="x"),
    MappingRow("b", from_=""),
    MappingRow("", from_="z", note="mine"),
    MappingRow("d", value=1),
)
COMING = (
    MappingRow("d", value=1),
    MappingRow("a", expr="upper(x)"),
    MappingRow("b", from_="y", note="theirs"),
    MappingRow("c", from_="z"),
    MappingRow("e", from_="v"),
)


def after(rows: tuple[MappingRow, ...], made: Merge) -> tuple[MappingRow, ...]:
    manifest = replace(blank(), mapping=rows)
    merged = apply(manifest, made.edit)
    assert same(apply(merged, inverse(manifest, made.edit)), manifest)
    return merged.mapping


def test_replacing_takes_what_comes_as_it_comes() -> None:
    made = merge(THERE, COMING, Choice.REPLACE, "imported")
    assert after(THERE, made) == COMING and made.edit.title == "imported"
    assert (made.added, made.removed, made.equal) == (COMING[3:], (THERE[2],), 1)
    assert made.changed == ((THERE[0], COMING[1]), (THERE[1], COMING[2]))
    assert after(THERE, made)[0] is THERE[3]


def test_filling_gaps_changes_nothing_that_is_there() -> None:
    made = merge(THERE, COMING, Choice.FILL, "")
    assert after(THERE, made) == (
        THERE[0],
        MappingRow("b", from_="y", note="theirs"),
        MappingRow("c", from_="z", note="mine"),
        THERE[3],
        COMING[4],
    )
    assert (made.added, made.removed, made.equal, made.kept) == ((COMING[4],), (), 1, 1)


def test_overwriting_puts_what_comes_over_the_same_target() -> None:
    made = merge(THERE, COMING, Choice.OVERWRITE, "")
    assert after(THERE, made) == (COMING[1], COMING[2], THERE[2], THERE[3], COMING[3], COMING[4])
    assert (len(made.added), len(made.changed), made.removed, made.equal) == (2, 2, (), 1)


def test_one_and_true_are_not_the_same_constant() -> None:
    for choice in (Choice.REPLACE, Choice.OVERWRITE):
        made = merge((MappingRow("a", value=1),), (MappingRow("a", value=True),), choice, "")
        assert len(made.changed) == 1 and after((MappingRow("a", value=1),), made)[0].value is True


def test_an_empty_note_is_a_gap_and_stays_where_nothing_comes() -> None:
    there = (MappingRow("a", from_="", note=""), MappingRow("b", from_="", note=""), MappingRow("", from_="z", note=""))
    coming = (MappingRow("a", from_="x", note="n"), MappingRow("b", from_="y"), MappingRow("c", from_="z"))
    assert [row.note for row in after(there, merge(there, coming, Choice.FILL, ""))] == ["n", "", ""]


@settings(max_examples=50, deadline=None)
@given(MAPPINGS, MAPPINGS)
def test_laws_of_merging(rows: tuple[MappingRow, ...], incoming: tuple[MappingRow, ...]) -> None:
    assert same(after(rows, merge(rows, incoming, Choice.REPLACE, "")), incoming)
    for choice in Choice:
        made = merge(rows, incoming, choice, "")
        merged = after(rows, made)
        assert len(merged) == len(rows) + len(made.added) - len(made.removed)
        assert bool(made) == (not same(merged, rows))
        assert not merge(rows, rows, choice, "")
        again = merge(merged, incoming, choice, "")
        assert choice is Choice.FILL or not again
    filled = after(rows, merge(rows, incoming, Choice.FILL, ""))
    for before, now in zip(rows, filled, strict=False):
        assert not before.to or now.to == before.to
