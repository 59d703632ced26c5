"""Which suggestions stand in the table."""

from collections.abc import Iterable

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


def shown(offers: Offers) -> list[tuple[str, str]]:
    """What is offered."""
    return [(each.column, each.candidate.path) for each in offers.lines if each.candidate is not None]


def offers(*rows: MappingRow) -> Offers:
    """The offers of a table with these rows."""
    return Offers(ADVICE, rows, filled(rows))


def filled(rows: Iterable[MappingRow]) -> TargetsFilled:
    """The targets of rows."""
    made = TargetsFilled()
    made.change((), (row.to for row in rows))
    return made


def test_one_suggestion_for_a_column_and_for_a_target_and_only_likely_ones() -> None:
    assert shown(offers()) == [("a", "x.one")]


def test_what_is_mapped_is_not_suggested() -> None:
    mapped = MappingRow("y", from_="a")
    assert shown(offers(mapped)) == [("b", "x.one")]
    expression = MappingRow("y", expr="upper(a)")
    assert shown(offers(expression)) == [("b", "x.one")]
    constant = MappingRow("x.one", value="1")
    assert shown(offers(constant)) == [("a", "x.two")]
    whole = MappingRow("x", value="1")
    assert shown(offers(whole)) == []


def test_what_is_refused_gives_way_to_the_next_and_can_come_back() -> None:
    made = offers()
    first = made.candidates("a")[0]
    made.refuse(first)
    assert made.is_refused(first) and shown(made) == [("a", "x.two"), ("b", "x.one")]
    made.refuse(first, refused=False)
    assert shown(made) == [("a", "x.one")]


def test_every_column_that_no_row_reads_is_listed_with_the_best_there_is() -> None:
    free = offers(MappingRow("", from_="b")).free(COLUMNS)
    assert [(each.column, each.candidate and each.candidate.path) for each in free] == [("a", "x.one"), ("c", "y")]


def test_rows_are_doubted_where_something_else_is_likelier() -> None:
    made = offers()
    assert not made.doubts(MappingRow("x.one", from_="a")) and made.confidence(MappingRow("x.one[0]", from_="a")) == 0.9
    assert made.doubts(MappingRow("x.two", from_="a")) and made.doubts(MappingRow("elsewhere", from_="b"))
    assert not made.doubts(MappingRow("elsewhere", from_="c")) and not made.doubts(MappingRow("x", value=1))


def test_expressions_read_columns_and_paths_of_records() -> None:
    assert columns_of(MappingRow("t", expr="concat(a.b, c)")) == ("a", "a.b", "c")
    assert columns_of(MappingRow("t", expr="concat(")) == () and columns_of(MappingRow("t", value=1)) == ()


PROBABILITIES = st.sampled_from((0.9, 0.8, 0.45, 0.3))
CANDIDATES = st.dictionaries(
    st.sampled_from(COLUMNS),
    st.lists(st.tuples(st.sampled_from(PATHS), PROBABILITIES), min_size=1, max_size=3, unique_by=lambda pair: pair[0]),
)
ROWS = st.lists(st.builds(MappingRow, st.sampled_from((*PATHS, "x", "")), st.sampled_from(COLUMNS)), max_size=4)


def expected(made: Offers, rows: list[MappingRow]) -> list[tuple[str, str]]:
    """What is offered beside rows, found out from nothing."""
    targets = filled(rows)
    read = {row.from_ for row in rows}
    best: dict[str, Candidate] = {}
    for column, found in made.advice.candidates.items():
        free = (each for each in found if not targets.whole(tuple(each.path.split("."))) and not made.is_refused(each))
        first = next(free, None)
        if column in read or first is None or first.probability < made.advice.threshold:
            continue
        if first.path not in best or best[first.path].probability < first.probability:
            best[first.path] = first
    chosen = {each.column: each.path for each in best.values()}
    return [(column, chosen[column]) for column in made.advice.candidates if column in chosen]


@given(CANDIDATES, ROWS, st.lists(st.one_of(ROWS, st.tuples(st.sampled_from(COLUMNS), st.booleans())), max_size=5))
def test_as_rows_come_and_go_the_offers_are_those_of_the_rows_as_they_are(
    found: dict[str, list[tuple[str, float]]],
    before: list[MappingRow],
    steps: list[list[MappingRow] | tuple[str, bool]],
) -> None:
    ordered = {column: tuple(sorted(each, key=lambda pair: -pair[1])) for column, each in found.items()}
    targets = filled(before)
    made = Offers(advice(**ordered), before, targets)
    columns = dict.fromkeys(COLUMNS)
    for step in steps:
        if isinstance(step, tuple):
            for each in made.candidates(step[0])[:1]:
                made.refuse(each, step[1])
        else:
            lines = shown(made)
            targets.change((row.to for row in before), (row.to for row in step))
            assert made.change(before, step) or shown(made) == lines
            before = step
        assert shown(made) == expected(made, before)
        assert {line.candidate.row.to: line for line in made.lines if line.candidate is not None} == made.by_target
        assert made.unread_of(columns) == len(set(COLUMNS) - {row.from_ for row in before})


@given(ROWS, ROWS, st.booleans())
def test_what_happened_while_suggestions_were_looked_for_is_made_up_for(
    then: list[MappingRow], now: list[MappingRow], refused: bool
) -> None:
    known = {("a", "x.one")}
    made = Offers(ADVICE, then, filled(then), known)
    made.join(filled(now), {("b", "x.one")} if refused else known, then, now)
    fresh = Offers(ADVICE, now, filled(now), {("b", "x.one")} if refused else known)
    assert shown(made) == shown(fresh) and made.refused == fresh.refused
    assert [made.is_read(column) for column in COLUMNS] == [fresh.is_read(column) for column in COLUMNS]


def test_many_offers_that_go_and_come_at_once_stay_in_the_source_s_order() -> None:
    columns = [f"c{number}" for number in range(200)]
    made_of = advice(**{column: ((f"t.{column}", 0.9),) for column in columns})
    rows = [MappingRow(f"t.{column}", from_=column) for column in columns[50:]]
    targets = TargetsFilled()
    made = Offers(made_of, (), targets)
    targets.change((), (row.to for row in rows))
    assert made.change((), rows) and [line.column for line in made.lines] == columns[:50]
    targets.change((row.to for row in rows), ())
    assert made.change(rows, ()) and [line.column for line in made.lines] == columns
