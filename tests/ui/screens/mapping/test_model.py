"""The table's lines as rows, suggestions, views and the filter change."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from aeptui.core.manifest.model import Identity, MappingRow
from aeptui.core.mapping.suggest.advice import Advice, Candidate
from aeptui.ui.screens.mapping.table.lines import Line
from aeptui.ui.screens.mapping.table.model import MappingModel
from aeptui.ui.screens.mapping.table.offers import Offers
from aeptui.ui.screens.mapping.table.source import SourceView
from aeptui.ui.screens.mapping.table.targets import Targets, TargetsFilled
from aeptui.ui.screens.mapping.table.views import VIEWS

COLUMNS = ("ab", "abc", "bcd", "ca")
PATHS = ("x.ab", "x.bc", "y.cd", "z")
ROWS = st.lists(st.builds(MappingRow, st.sampled_from((*PATHS, "")), st.sampled_from(COLUMNS)), max_size=4)
CANDIDATES = {
    column: tuple(Candidate(column, path, sure, MappingRow(path, from_=column)) for path, sure in pairs)
    for column, pairs in {
        "ab": (("x.ab", 0.9),),
        "abc": (("x.ab", 0.8), ("x.bc", 0.6)),
        "bcd": (("y.cd", 0.7),),
        "ca": (("z", 0.2),),
    }.items()
}


def model(rows: Sequence[MappingRow]) -> MappingModel:
    """A table with suggestions, one target of which is an identity that is needed."""
    made = MappingModel()
    made.take_view(SourceView(tuple((name, "string") for name in COLUMNS)))
    made.take_targets(Targets(None, [Identity("x.bc", "Email", primary=True)], nested=False))
    made.take_rows(tuple(rows))
    filled = TargetsFilled()
    filled.change((), (row.to for row in rows))
    made.take_offers(Offers(Advice({}, CANDIDATES, 0.5), rows, filled), made.rows)
    return made


def lines(made: MappingModel) -> list[Line | None]:
    """Every line, which is where its key says; beyond them there is none."""
    found = [made.line(row) for row in range(made.row_count())]
    assert [made.index(made.key(row)) for row in range(len(found))] == [*range(len(found))]
    assert made.line(-1) is None and made.line(len(found)) is None
    return found


@given(ROWS, st.text("abcdxyz. ", max_size=6), st.sampled_from(sorted(VIEWS)))
def test_a_filter_that_is_typed_leaves_what_it_leaves_at_once(rows: list[MappingRow], query: str, view: str) -> None:
    typed, at_once = model(rows), model(rows)
    for made in (typed, at_once):
        made.show(view)
    for end in range(len(query) + 1):
        typed.filter(query[:end])
        assert len(lines(typed)) <= len(lines(at_once))
    at_once.filter(query)
    assert lines(typed) == lines(at_once)
    typed.filter("")
    at_once.filter("")
    assert lines(typed) == lines(at_once)


@given(ROWS, ROWS, st.sampled_from(sorted(VIEWS)), st.text("abxy", max_size=2))
def test_after_an_edit_the_lines_are_those_of_the_rows(
    before: list[MappingRow], after: list[MappingRow], view: str, query: str
) -> None:
    made = model(before)
    made.take_rows(tuple(after))
    for each in (made, fresh := model(after)):
        each.show(view)
        each.filter(query)
    assert [type(line) for line in lines(made)] == [type(line) for line in lines(fresh)]
    assert made.suggested == fresh.suggested and made.needs == fresh.needs
    assert made.offers.unread_of(made.view.types) == fresh.offers.unread_of(fresh.view.types)


def test_a_suggestion_for_a_needed_target_stands_in_its_line() -> None:
    made = model([MappingRow("x.ab", from_="ab")])
    need = made.index("x.bc")
    assert need is not None
    candidate = made.candidate(need)
    assert candidate is not None and (candidate.column, candidate.path) == ("abc", "x.bc")
    assert made.index(("column", "abc")) is None and made.index(("column", "bcd")) is not None


def test_suggestions_that_come_late_are_those_beside_the_rows_of_now() -> None:
    then, now = (MappingRow("z", from_="bcd"),), (MappingRow("x.ab", from_="ca"),)
    made = model(now)
    filled = TargetsFilled()
    filled.change((), (row.to for row in then))
    made.take_offers(Offers(Advice({}, CANDIDATES, 0.5), then, filled), then)
    assert made.suggested == model(now).suggested
    refused = CANDIDATES["bcd"][0]
    late = Offers(Advice({}, CANDIDATES, 0.5), now, filled)
    made.refuse([refused])
    made.take_offers(late, made.rows)
    assert refused not in [line.candidate for line in made.suggested]
