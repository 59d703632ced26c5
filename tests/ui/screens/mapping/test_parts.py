"""The parts of the mapping screen that need no terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeptui.core.manifest.edits import Put, apply
from aeptui.core.manifest.model import MappingRow, Scalar
from aeptui.core.manifest.problems import NOWHERE, problem
from aeptui.core.mapping.lint.breach import aim_of
from aeptui.core.mapping.lint.table import Examined, Table
from aeptui.core.mapping.suggest.advice import Candidate
from aeptui.core.xdm.paths import names_of, parse
from aeptui.core.xdm.profile import profile
from aeptui.ui.screens.mapping.completion import SourceCompleter, TargetCompleter, advice
from aeptui.ui.screens.mapping.table import edits
from aeptui.ui.screens.mapping.table.lines import NOTE, SOURCE, TARGET, Judged
from aeptui.ui.screens.mapping.table.model import MappingModel
from aeptui.ui.screens.mapping.table.rows import NumberedRows
from aeptui.ui.screens.mapping.table.source import SourceView
from aeptui.ui.screens.mapping.table.targets import Targets, TargetsFilled, TargetTree
from aeptui.ui.screens.mapping.table.text import expression_in, read_source, source_text
from aeptui.ui.screens.mapping.table.views import PROBLEMS
from tests.ui.screens.mapping.support import document

COLUMNS = {"sys_id": "string", "First Name": "string", "5": "string", "true": "boolean", "number": "string"}
VIEW = SourceView(tuple(COLUMNS.items()), ({"number": "INC1", "sys_id": "a"}, {"number": "INC2"}))
TARGETS = Targets.of(document(), {}, None)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("", "from", ""),
        (" number ", "from", "number"),
        ("First Name", "from", "First Name"),
        ("5", "from", "5"),
        ("true", "from", "true"),
        ("=number", "expr", "number"),
        ("= 5", "expr", "5"),
        ("6", "value", 6),
        ("-1.5", "value", -1.5),
        ("007", "from", "007"),
        ("false", "value", False),
        ('"web"', "value", "web"),
        ("'web'", "value", "web"),
        ("'it's", "value", "it's"),
        ("'a' + number", "expr", "'a' + number"),
        ("null", "expr", "null"),
        ("upper(number)", "expr", "upper(number)"),
        ("upper(", "expr", "upper("),
        ("nmber", "from", "nmber"),
        ("items[0].sku", "from", "items[0].sku"),
        ("Last Name", "from", "Last Name"),
        ("not number", "expr", "not number"),
        ("number + 1", "expr", "number + 1"),
    ],
)
def test_a_typed_text_is_a_column_an_expression_or_a_constant(text: str, kind: str, value: Scalar) -> None:
    found = read_source(text, COLUMNS)
    assert found == (kind, value) and type(found[1]) is type(value)


scalars = st.one_of(st.text(st.characters(codec="utf-8")), st.integers(-(10**9), 10**9), st.booleans())


@given(scalars)
def test_a_constant_is_read_as_it_is_written(value: Scalar) -> None:
    found = read_source(source_text(MappingRow("t", value=value)), ())
    assert found == ("value", value) and type(found[1]) is type(value)


@pytest.mark.parametrize(
    "row", [MappingRow("t", from_="a"), MappingRow("t", expr="upper(a)"), MappingRow("t", value="a")]
)
def test_a_source_that_is_entered_unchanged_stays(row: MappingRow) -> None:
    assert edits.with_text(row, SOURCE, source_text(row), {"a"}) == row


def test_the_expression_in_a_text_begins_where_it_stands() -> None:
    assert expression_in("= upper(x)", COLUMNS) == ("upper(x)", 2)
    assert expression_in("upper(x)", COLUMNS) == ("upper(x)", 0)
    assert expression_in("==x", COLUMNS) == ("=x", 1)
    assert expression_in("number", COLUMNS) is None


# Rows

names = st.sampled_from(
    ["_id", "support.subject", "support.caseNumber", "support", "person.name.firstName", "x..y", ""]
)
many_rows = st.lists(names.map(lambda name: MappingRow(name, from_="a")), max_size=6)


@given(st.lists(many_rows, min_size=1, max_size=6), st.data())
def test_rows_keep_their_numbers_and_needs_are_those_of_the_whole(
    steps: list[list[MappingRow]], data: st.DataObject
) -> None:
    model, rows = MappingModel(), NumberedRows()
    model.take_targets(TARGETS)
    current: tuple[MappingRow, ...] = ()
    for step in steps:
        kept = data.draw(st.lists(st.sampled_from(current), max_size=4)) if current else []
        current = (*kept, *step)
        rows.take(current)
        model.take_rows(current)
        assert len(set(rows.numbers)) == len(rows.numbers) == len(current)
        assert [rows.place(number) for number in rows.numbers] == [*range(len(current))]
        assert all(number < rows.next for number in rows.numbers)
        whole = Table(lambda row: Examined(row, aim_of(row.to, None), ()))
        whole.take(current)
        counted = TargetsFilled()
        counted.change((), (row.to for row in current))
        assert model.needs == TARGETS.needs(counted)
        for path in ("_id", "support.subject", "support.caseNumber", "person.name"):
            steps_of = names_of(parse(path))
            assert counted.whole(steps_of) == whole.whole(steps_of)
            assert counted.touched(steps_of) == whole.touched(steps_of)


def test_a_row_that_is_added_at_the_end_has_the_number_of_the_new_line() -> None:
    model = MappingModel()
    first = MappingRow("_id", from_="sys_id")
    model.take_rows((first,))
    key = model.key(1)
    model.take_rows((first, MappingRow("", from_="number")))
    assert model.index(key) == 1 and model.key(2) != key
    model.take_rows((MappingRow("a", from_="b"), first, model.rows[1]))
    assert model.index(key) == 2


def test_what_a_row_shows_changes_its_version_and_nothing_else_does() -> None:
    model = MappingModel()
    rows = (MappingRow("a", value=1), MappingRow("b", value=True))
    model.take_rows(rows)
    before = [model.version(row) for row in range(3)]
    model.take_rows((rows[0], MappingRow("b", value=1)))
    assert model.version(0) == before[0] and model.version(1) != before[1]
    model.take_view(VIEW)
    assert model.version(0) != before[0]


def test_problems_belong_to_rows_and_not_to_their_places() -> None:
    model = MappingModel()
    rows = tuple(MappingRow(f"f{number}", from_="number") for number in range(3))
    model.take_rows(rows)
    model.take_problems((problem(NOWHERE, ("mapping", 1, "to"), "mapping/unknown-target", "wrong"),))
    assert model.problem_places() == [1] and model.problem_lines() == [1]
    model.take_rows(rows[1:])
    assert model.problem_places() == [0] and model.problems(0) == ["wrong"]
    model.show(PROBLEMS)
    assert [model.line(row) for row in range(model.row_count())] == [0]
    assert model.index(model.key(0)) == 0


def test_what_the_platform_said_holds_while_the_row_is_the_same() -> None:
    model = MappingModel()
    row = MappingRow("f", from_="number")
    model.take_rows((row,))
    model.take_judgements({0: Judged(row, "it disagrees", None)})
    assert model.severity(0) == "error" and model.problem_places() == [0]
    model.take_rows((MappingRow("f", from_="sys_id"),))
    assert model.severity(0) == "" and model.problem_places() == []


def test_the_filter_looks_into_source_target_and_note() -> None:
    model = MappingModel()
    model.take_rows(
        (MappingRow("a.b", from_="x"), MappingRow("c", expr="upper(y)", note="Why"), MappingRow("d", value="z"))
    )
    for query, places in (
        ("A.B", [0]),
        ("upper", [1]),
        ("why upper", [1]),
        ('"z"', [2]),
        ("nothing", []),
        ("", [0, 1, 2]),
    ):
        model.filter(query)
        assert [line for line in map(model.line, range(model.row_count())) if isinstance(line, int)] == places


# Edits


@pytest.mark.parametrize(
    ("column", "text", "row"),
    [
        (SOURCE, "=upper(a)", MappingRow("t", expr="upper(a)", note="n")),
        (SOURCE, "number", MappingRow("t", from_="number", note="n")),
        (SOURCE, "true!", MappingRow("t", expr="true!", note="n")),
        (TARGET, " x.y ", MappingRow("x.y", value=1, note="n")),
        (NOTE, "", MappingRow("t", value=1)),
        (SOURCE, "1.0", MappingRow("t", value=1.0, note="n")),
    ],
)
def test_an_entered_text_becomes_the_edit_of_its_key(column: str, text: str, row: MappingRow) -> None:
    before = MappingRow("t", value=1, note="n")
    wanted = edits.with_text(before, column, text, COLUMNS)
    assert wanted == row
    edit = edits.put(0, before, wanted)
    made = apply(document(before), edit).mapping[0]
    assert made == row and type(made.value) is type(row.value)
    assert isinstance(edit, Put) and len(edit.path) == 3


# Completion


def test_columns_come_before_functions_and_unmapped_ones_first() -> None:
    completer = SourceCompleter(VIEW, {"sys_id"})
    assert [each.label for each in completer("", 0)] == ["First Name", "5", "true", "number", "sys_id"]
    found = completer("num", 3)
    assert found[0].label == "number" and "INC1" in found[0].detail and found[0].done
    assert any(each.label.startswith("is_") for each in completer("is_", 3))
    assert not completer("'num", 4) and not completer("upper(number)", 13)


def test_in_an_expression_names_are_completed_where_they_stand() -> None:
    completer = SourceCompleter(VIEW, ())
    field = next(each for each in completer("=upper(num", 10) if each.label == "number")
    assert field.apply("=upper(num")[0] == "=upper(number" and not field.done
    call = next(each for each in completer("= conca", 7) if each.label.startswith("concat("))
    assert call.apply("= conca")[0] == "= concat("
    spaced = next(each for each in completer("=First", 6) if each.label == "First Name")
    assert spaced.apply("=First")[0] == "=${First Name}"


def test_advice_is_the_error_or_the_signature_of_the_call_one_is_in() -> None:
    text, wrong = advice(VIEW, "=concat(number", 14)
    assert text.startswith("concat(") and not wrong
    text, wrong = advice(VIEW, "=nofunction(number)", 19)
    assert wrong and text.startswith("column 2:")
    assert advice(VIEW, "number", 6) == ("", False) and advice(VIEW, "=number", 7) == ("", False)


def test_targets_are_found_by_path_and_title_filled_ones_last() -> None:
    complete = TargetCompleter(TARGETS).completer({"support.caseNumber"})
    assert [each.label for each in complete("case number", 11)] == ["support.caseNumber"]
    found = complete("support.", 8)
    assert found[-1].label == "support.caseNumber" and found[-1].detail == "string, primary, mapped"
    assert complete("person.name.firstName", 5)[0].label == "person.name.firstName"
    assert complete("support", 7)[0].label == "support"


def test_targets_are_found_by_the_path_that_the_platform_has() -> None:
    complete = TargetCompleter(Targets.of(document(), {}, "demo")).completer(())
    assert [each.label for each in complete("_demo.support.caseNumber", 9)] == ["support.caseNumber"]


def test_while_nothing_is_typed_what_is_likely_comes_first() -> None:
    rows = [MappingRow(path, from_="number") for path in ("support.subject", "support.channel")]
    likely = [Candidate("number", row.to, 0.7, row) for row in rows]
    found = TargetCompleter(TARGETS).completer({"support.subject"}, likely)("", 0)
    assert (found[0].label, found[0].detail) == ("support.channel", "70% likely")
    assert [each.label for each in found].count("support.channel") == 1


def test_columns_are_offered_with_what_is_in_them() -> None:
    profiles = {"number": profile(["INC1", "INC2", None])}
    found = SourceCompleter(VIEW, (), profiles)("numb", 4)
    assert found[0].meaning == "column, string: 67% filled, 2 distinct, INC1 to INC2"


def test_the_tree_shows_what_is_required_an_identity_or_mapped() -> None:
    tree = TargetTree(TARGETS, frozenset({"support.subject"}))
    support = next(node for node in tree.children("") if node.name == "support")
    children = {node.name: node for node in tree.children(support.path)}
    assert support.branch and children["caseNumber"].identity and children["subject"].mapped
    assert not children["caseNumber"].branch


# The source


def test_the_next_sample_row_after_the_last_is_the_first() -> None:
    assert VIEW.sample("number") == "INC1" and VIEW.at(1).sample("number") == "INC2"
    assert VIEW.at(2).position == 0 and VIEW.at(-1).position == 1 and SourceView().at(3).row is None
