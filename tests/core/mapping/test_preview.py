"""What rows of a mapping make of a sample row."""

import datetime as dt

import pytest

from aeptui.core.manifest.model import CustomField, MappingRow
from aeptui.core.mapping.preview import Preview, Result
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import PROFILE, standard
from aeptui.core.xdm.tree import Tree

SAMPLE = {
    "name": "Ann",
    "age": "41",
    "opened": "2024-06-01 05:13:01",
    "open": "yes",
    "empty": None,
    "a.b": "dotted",
    "tags": ["x", "y"],
}


def tree() -> Tree:
    fields = (
        CustomField("s.text", "string"),
        CustomField("s.number", "integer"),
        CustomField("s.open", "boolean"),
        CustomField("s.day", "date"),
        CustomField("s.at", "date-time"),
        CustomField("s.level", "string", enum=("high", "low")),
        CustomField("s.must", "string", required=True),
        CustomField("s.tags", "array", items="integer"),
        CustomField("s.person", "object"),
        CustomField("s.person.age", "integer"),
    )
    return compose(standard(), PROFILE, (), fields)


@pytest.fixture(scope="module")
def preview() -> Preview:
    return Preview(tree())


def of(preview: Preview, to: str, **source: object) -> Result:
    return preview.result(MappingRow(to=to, **source), SAMPLE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("to", "column", "value"),
    [
        ("s.text", "name", "Ann"),
        ("s.number", "age", 41),
        ("s.open", "open", True),
        ("s.day", "opened", "2024-06-01"),
        ("s.at", "opened", "2024-06-01T05:13:01Z"),
        ("s.text", "a.b", "dotted"),
        ("s.text", "empty", None),
        ("s.text", "no such column", None),
    ],
)
def test_a_column_becomes_what_its_target_holds(preview: Preview, to: str, column: str, value: object) -> None:
    assert of(preview, to, from_=column) == Result("value", value)


def test_an_expression_is_evaluated_and_converted(preview: Preview) -> None:
    assert of(preview, "s.number", expr="to_integer(age) + 1") == Result("value", 42)
    assert of(preview, "s.text", expr="age + 1") == Result("value", "42")


def test_a_constant_is_converted_too(preview: Preview) -> None:
    assert of(preview, "s.text", value=5) == Result("value", "5")
    assert of(preview, "s.open", value=True) == Result("value", True)


def test_what_cannot_be_converted_is_a_warning_and_leaves_the_target_empty(preview: Preview) -> None:
    result = of(preview, "s.number", from_="name")
    assert (result.kind, result.value) == ("warning", None) and "integer" in result.message


def test_a_failed_transformation_is_a_warning(preview: Preview) -> None:
    result = of(preview, "s.at", expr='date(name, "yyyy-MM-dd")')
    assert (result.kind, result.value) == ("warning", None) and result.message


def test_a_doubtful_value_keeps_its_warning(preview: Preview) -> None:
    result = of(preview, "s.text", expr="5 / 0")
    assert result.kind == "warning" and result.value == "0.0" and result.message


def test_an_expression_that_is_none_is_an_error_with_its_column(preview: Preview) -> None:
    assert of(preview, "s.text", expr="trimm(name)").kind == "error"
    result = of(preview, "s.text", expr="upper(name")
    assert result.kind == "error" and result.message.endswith("(column 11)")


def test_what_only_the_platform_computes_is_unknown(preview: Preview) -> None:
    result = of(preview, "s.text", expr="fpid_to_ecid(name)")
    assert result.kind == "unknown" and result.value is None and "platform" in result.message


def test_an_empty_required_target_refuses_the_record(preview: Preview) -> None:
    for source in ({"from_": "empty"}, {"expr": 'date(name, "yyyy")'}):
        result = of(preview, "s.must", **source)
        assert result.kind == "error" and "s.must" in result.message and "refused" in result.message


def test_a_value_that_breaks_a_constraint_is_an_error_that_shows_it(preview: Preview) -> None:
    assert of(preview, "s.level", value="high") == Result("value", "high")
    result = of(preview, "s.level", from_="name")
    assert (result.kind, result.value) == ("error", "Ann") and "high, low" in result.message


def test_arrays_and_objects_are_converted_down_to_their_leaves(preview: Preview) -> None:
    assert of(preview, "s.tags", expr="split('1,2', ',')") == Result("value", [1, 2])
    assert of(preview, "s.person", expr="{'age': '7', 'other': 1}") == Result("value", {"age": 7})
    assert of(preview, "s.tags", from_="tags").kind == "warning"
    assert of(preview, "s.tags[0]", from_="age") == Result("value", 41)


def test_every_element_of_a_list_is_mapped_by_a_path_with_a_star() -> None:
    nested = Preview(tree(), nested=True)
    sample = {"items": [{"n": "1"}, {"n": "2"}], "one": {"n": "3"}}
    row = MappingRow(to="s.tags[*]", from_="items[*].n")
    assert nested.result(row, sample) == Result("value", [1, 2])
    assert nested.result(MappingRow(to="s.number", from_="one.n"), sample) == Result("value", 3)
    assert nested.result(MappingRow(to="s.tags[*]", from_="one.n"), sample).kind == "warning"
    assert nested.result(MappingRow(to="s.number", from_="one..n"), sample).kind == "error"


def test_without_a_schema_and_for_unknown_targets_values_stay_as_they_are(preview: Preview) -> None:
    assert of(Preview(None), "anything", from_="age") == Result("value", "41")
    assert of(preview, "s.nowhere", from_="age") == Result("value", "41")
    assert of(preview, "s..broken", from_="age") == Result("value", "41")


def test_time_comes_from_the_clock_that_was_given() -> None:
    class Clock:
        def now(self) -> dt.datetime:
            return dt.datetime(2026, 1, 2, tzinfo=dt.UTC)

        def uuid(self) -> str:
            return "u"

    row = MappingRow(to="s.day", expr="now()")
    assert Preview(tree(), clock=Clock()).result(row, {}) == Result("value", "2026-01-02")
