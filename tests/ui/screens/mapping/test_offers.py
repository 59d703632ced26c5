"""Which suggestions stand in the table."""

from hypothesis import given
from hypothesis import strategies as st

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.suggest.advice import Advice, Candidate
from aeptui.core.xdm.profile import profile
from aeptui.ui.screens.mapping.table.offers import Offers, columns_of
from aeptui.ui.screens.mapping.table.targets import TargetsFilled

COLUMNS = ("a", "b", "c")
PATHS = ("x.one", "x.two", "y")


def advice(**found: tuple[tuple[str, float], ...]) -> Advice:
    """Candidates by column, given as paths with probabilities."""
    candidates = {
        column: tuple(Candidate(column, path, sure, MappingRow(path, from_=column)) for path, sure in pairs)
        for column, pairs in found.items()
    }
    return Advice({name: profile([]) for name in COLUMNS}, candidates, 0.4)


ADVICE = advice(a=(("x.one", 0.9), ("x.two", 0.45)), b=(("x.one", 0.8),), c=(("y", 0.3),))


def shown(offers: Offers, *rows: MappingRow) -> list[tuple[str, str]]:
    """What is offered beside these rows."""
    filled = TargetsFilled()
    filled.change((), (row.to for row in rows))
    return [(each.column, each.path) for each in offers.shown(filled)]


def offers(*rows: MappingRow) -> Offers:
    """The offers of a table with these rows."""
    made = Offers()
    made.take(ADVICE, rows)
    return made


def test_one_suggestion_for_a_column_and_for_a_target_and_only_likely_ones() -> None:
    assert shown(offers()) == [("a", "x.one")]


def test_what_is_mapped_is_not_suggested() -> None:
    mapped = MappingRow("y", from_="a")
    assert shown(offers(mapped), mapped) == [("b", "x.one")]
    expression = MappingRow("y", expr="upper(a)")
    assert shown(offers(expression), expression) == [("b", "x.one")]
    filled = MappingRow("x.one", value="1")
    assert shown(offers(filled), filled) == [("a", "x.two")]
    whole = MappingRow("x", value="1")
    assert shown(offers(whole), whole) == []


def test_what_is_refused_gives_way_to_the_next_and_can_come_back() -> None:
    made = offers()
    first = made.candidates("a")[0]
    made.refuse(first)
    assert made.is_refused(first) and shown(made) == [("a", "x.two"), ("b", "x.one")]
    made.refuse(first, refused=False)
    assert shown(made) == [("a", "x.one")]


def test_every_column_that_no_row_reads_is_listed_with_the_best_there_is() -> None:
    free = offers(MappingRow("", from_="b")).free(COLUMNS, TargetsFilled())
    assert [(each.column, each.candidate and each.candidate.path) for each in free] == [("a", "x.one"), ("c", "y")]


def test_rows_are_doubted_where_something_else_is_likelier() -> None:
    made = offers()
    assert not made.doubts(MappingRow("x.one", from_="a")) and made.confidence(MappingRow("x.one[0]", from_="a")) == 0.9
    assert made.doubts(MappingRow("x.two", from_="a")) and made.doubts(MappingRow("elsewhere", from_="b"))
    assert not made.doubts(MappingRow("elsewhere", from_="c")) and not made.doubts(MappingRow("x", value=1))


def test_expressions_read_columns_and_paths_of_records() -> None:
    assert columns_of(MappingRow("t", expr="concat(a.b, c)")) == ("a", "a.b", "c")
    assert columns_of(MappingRow("t", expr="concat(")) == () and columns_of(MappingRow("t", value=1)) == ()


_rows = st.lists(st.builds(MappingRow, st.sampled_from((*PATHS, "")), st.sampled_from(COLUMNS)), max_size=4)


@given(st.lists(_rows, max_size=4))
def test_as_rows_come_and_go_the_offers_are_those_of_the_rows_as_they_are(steps: list[list[MappingRow]]) -> None:
    made = offers()
    before: list[MappingRow] = []
    for rows in steps:
        made.change(before, rows)
        before = rows
        assert shown(made, *rows) == shown(offers(*rows), *rows)
