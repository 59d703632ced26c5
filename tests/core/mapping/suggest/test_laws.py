"""What holds for the suggestions of any table."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.core.mapping.suggest.candidates import _LEAST, MOST, Finder
from aeptui.core.mapping.suggest.model import SourceField, SourceObject, Suggestions
from aeptui.core.mapping.suggest.suggest import suggest
from aeptui.core.mapping.suggest.table import Column, Table, read_table
from aeptui.core.mapping.suggest.targets import TargetIndex
from tests.core.mapping.suggest.tables import own_tasks, source_of, targets_of

PROFILE = "https://ns.adobe.com/xdm/context/profile"
_WORDS = (
    "email",
    "mail",
    "home",
    "work",
    "city",
    "zip",
    "state",
    "created",
    "at",
    "by",
    "id",
    "name",
    "first",
    "status",
)
names = st.one_of(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map("_".join),
    st.text(min_size=1, max_size=12),
)
fields = st.builds(SourceField, names, st.sampled_from(("string", "datetime", "integer", "boolean", "weird(3)")))
tables = st.lists(fields, max_size=12, unique_by=lambda each: each.name)
objects = st.sampled_from(("contacts", "tickets", "x", ""))


@cache
def index() -> TargetIndex:
    """The targets of a profile schema."""
    return TargetIndex(targets_of(next(task for task in own_tasks() if task["target"]["class"] == PROFILE)))


def found(columns: list[SourceField], object: str = "contacts") -> Suggestions:
    """The suggestions for a table of these columns."""
    return suggest(SourceObject("CRM", object, tuple(columns)), index(), PROFILE)


@settings(max_examples=60, deadline=None)
@given(tables, objects)
def test_chances_fall_from_one_to_none_and_every_target_is_chosen_once(columns: list[SourceField], object: str) -> None:
    suggestions = found(columns, object)
    assert list(suggestions.by_source) == [each.name for each in columns]
    for ranked in suggestions.by_source.values():
        chances = [each.probability for each in ranked]
        assert len(ranked) <= 10 and chances == sorted(chances, reverse=True)
        assert all(0 <= chance <= 1 for chance in chances) and sum(chances) <= 10
        assert len({each.path for each in ranked}) == len(ranked)
        assert not any(each.accepted for each in ranked[1:])
        assert all(each.probability >= suggestions.threshold for each in ranked if each.accepted)
        assert all(each.reason for each in ranked)
    chosen = [each.path for each in suggestions.accepted().values()]
    assert len(chosen) == len(set(chosen))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_order_of_columns_does_not_matter(data: st.DataObject) -> None:
    columns = data.draw(tables)
    moved = data.draw(st.permutations(columns))
    chosen = [{each.path for each in found(each).accepted().values()} for each in (columns, moved)]
    assert chosen[0] == chosen[1]


@settings(max_examples=40, deadline=None)
@given(tables)
def test_the_same_table_gets_the_same_suggestions(columns: list[SourceField]) -> None:
    assert found(columns) == found(columns)


def worth_a_look(column: Column, table: Table, targets: TargetIndex) -> dict[int, float]:
    """The score of every target for a column whose terms say enough, those that are next to nothing left out."""
    scores: dict[int, float] = {}
    for term, (share, number) in column.reach.items():
        for target, part in targets.postings.get(term, {}).items():
            scores[target] = scores.get(target, 0.0) + share * column.meaning.terms[number][1] * part
    least = _LEAST * max(scores.values(), default=0.0)
    return {target: score for target, score in scores.items() if score >= least}


def test_nothing_worth_a_look_is_overlooked() -> None:
    for task in own_tasks():
        targets = TargetIndex(targets_of(task))
        table = read_table(source_of(task), targets, task["target"]["class"])
        finder = Finder(table, targets)
        for column in table.columns:
            if not column.meaning.bare and len(column.meaning.terms) > 1:
                scores = worth_a_look(column, table, targets)
                offered = finder.candidates(column)
                assert len(offered) == min(MOST, len(scores)) and scores.keys() >= set(offered)
                left_out = [score for target, score in scores.items() if target not in offered]
                assert min((scores[each] for each in offered), default=0.0) >= max(left_out, default=0.0) - 1e-9
