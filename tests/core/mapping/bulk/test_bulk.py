"""Changes of many mappings at once."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.core.expressions import parse
from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.edits import apply, inverse
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.unfinished import same
from aeptui.core.mapping.bulk.change import Bulk, BulkRefused
from aeptui.core.mapping.bulk.names import STYLES, in_style, prefixed, restyled
from aeptui.core.mapping.bulk.patterns import StarRule, ruled, stars
from aeptui.core.mapping.bulk.replacing import replaced
from aeptui.core.mapping.bulk.wrapping import wrapped
from tests.core.mapping.exchange.rows import MAPPINGS, TEXTS

ROWS = (
    MappingRow("a.firstName", from_="u_first", note="kept"),
    MappingRow("b.c[0].LastURLName", expr="x + y"),
    MappingRow("", from_="u_last"),
    MappingRow("a..b", value="u_x"),
    MappingRow("d", from_="First Name"),
)
ALL = range(len(ROWS))


def after(rows: tuple[MappingRow, ...], made: Bulk) -> tuple[MappingRow, ...]:
    manifest = replace(blank(), mapping=rows)
    result = apply(manifest, made.edit)
    assert same(apply(result, inverse(manifest, made.edit)), manifest)
    return result.mapping


def targets(made: Bulk) -> list[str]:
    return [row.to for row in after(ROWS, made)]


# Patterns


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("u_*", "u_case_type", ("case_type",)),
        ("U_*", "u_Case", ("Case",)),
        ("u_*", "u_", None),
        ("u_*", "case", None),
        ("*__c", "Region__c", ("Region",)),
        ("*_*", "a_b_c", ("a", "b_c")),
        ("*_to_*", "ship_to_to_city", ("ship", "to_city")),
        ("*", "", None),
        ("a*a", "aa", None),
        ("a*a", "aba", ("b",)),
        ("*.*", "First.Name", ("First", "Name")),
    ],
)
def test_a_star_stands_for_what_differs(pattern: str, text: str, found: tuple[str, ...] | None) -> None:
    assert stars(pattern, text) == found


@given(st.lists(st.text("ab_", min_size=1), min_size=1, max_size=4), st.text("ab_*", max_size=6))
def test_stars_and_their_pattern_give_the_text_again(parts: list[str], text: str) -> None:
    found = stars("*".join(["", *parts, ""]), text)
    if found is not None:
        assert "".join(itertools.chain(*zip(found, [*parts, ""], strict=True))) == text and all(found)


def test_a_rule_maps_several_columns_and_fills_no_target_twice() -> None:
    columns = ("u_first", "u_last", "u_case", "name", "U_CASE")
    made = ruled(ROWS, columns, StarRule("u_*", "a.*[*].x"))
    assert after(ROWS, made) == (
        *ROWS[:2],
        MappingRow("a.last[*].x", from_="u_last"),
        *ROWS[3:],
        MappingRow("a.case[*].x", from_="u_case"),
        MappingRow("a.CASE[*].x", from_="U_CASE"),
    )
    assert made.skipped == (("u_first", "is mapped to a.firstName"),)
    assert made.edit.title == "u_* to a.*[*].x: 3 mappings"
    twice = ruled(ROWS, ("u_d", "v_d"), StarRule("*_*", "q.*"))
    assert [row.to for row in twice.added] == ["q.u", "q.v"]
    filled = ruled(ROWS, ("u_d",), StarRule("u_*", "*"))
    assert not filled and filled.skipped == (("u_d", "d is filled already"),)
    swapped = StarRule("*_*", "custom.*")
    assert swapped.target_of("a_b") == "custom.a"


@pytest.mark.parametrize(("source", "target"), [("u_", "x.*"), ("u_*", "x"), ("u_*", "x[*]"), ("u_*", "*.*")])
def test_rules_that_say_nothing_are_refused(source: str, target: str) -> None:
    with pytest.raises(BulkRefused):
        StarRule(source, target)


# Names


@pytest.mark.parametrize(
    ("name", "snake", "camel", "kebab"),
    [
        ("caseNumber", "case_number", "caseNumber", "case-number"),
        ("Parse URLPath", "parse_url_path", "parseUrlPath", "parse-url-path"),
        ("u_case2_type", "u_case2_type", "uCase2Type", "u-case2-type"),
        ("_id", "_id", "_id", "_id"),
        ("GrößeÄnderung", "größe_änderung", "größeÄnderung", "größe-änderung"),
        ("---", "---", "---", "---"),
    ],
)
def test_styles_of_names(name: str, snake: str, camel: str, kebab: str) -> None:
    assert [in_style(name, style) for style in STYLES] == [snake, camel, kebab]


@given(TEXTS, st.sampled_from(("snake_case", "kebab-case")))
def test_a_style_is_kept_once_it_is_there(name: str, style: str) -> None:
    once = in_style(name, style)
    assert in_style(once, style) == once and bool(once) == bool(name)


def test_only_the_last_name_of_a_target_changes() -> None:
    assert targets(restyled(ROWS, ALL, "snake_case")) == ["a.first_name", "b.c[0].last_url_name", "", "a..b", "d"]
    made = prefixed(ROWS, ALL, "support.")
    assert targets(made) == ["support.firstName", "support.LastURLName", "", "a..b", "support.d"]
    assert [why for _, why in made.skipped] == ["it has no target", "its target is no path"]
    assert made.edit.title == "targets of 3 mappings put below support"
    assert targets(prefixed(ROWS, (0,), "."))[0] == "firstName"
    for nothing in ("", "  "):
        with pytest.raises(BulkRefused, match="a dot alone"):
            prefixed(ROWS, (0,), nothing)
    with pytest.raises(BulkRefused, match="no path"):
        prefixed(ROWS, ALL, "a..b")
    with pytest.raises(BulkRefused, match="camelCase"):
        restyled(ROWS, ALL, "shouting")


# Replacing


def test_sources_and_targets_are_replaced_by_regular_expression() -> None:
    made = replaced(ROWS, ALL, "source", "^u_(.)(\\w*)", "$2$1 $$ $0")
    assert [row.from_ for row in after(ROWS, made)] == ["irstf $ u_first", None, "astl $ u_last", None, "First Name"]
    assert made.edit.title == "'^u_(.)(\\w*)' replaced in sources of 2 mappings"
    assert targets(replaced(ROWS, ALL, "target", "Name$", "")) == ["a.first", "b.c[0].LastURL", "", "a..b", "d"]
    assert after(ROWS, replaced(ROWS, ALL, "source", "[xy]", "z"))[1].expr == "z + z"


@pytest.mark.parametrize(("pattern", "replacement", "said"), [
    ("", "x", "Write what"), ("(", "x", "Not a regular"), ("a", "$1", "the pattern has 0 groups"),
])  # fmt: skip
def test_what_cannot_be_replaced_is_said(pattern: str, replacement: str, said: str) -> None:
    with pytest.raises(BulkRefused, match=said):
        replaced(ROWS, ALL, "target", pattern, replacement)


def test_a_pathological_pattern_ends() -> None:
    rows = (MappingRow("a" * 400 + "b", from_="x"),) * 50
    made = replaced(rows, range(50), "target", "(a+)+$", "x")
    assert not made
    asked = iter([False] * 3 + [True] * 9)
    with pytest.raises(BulkRefused, match="too long"):
        replaced(rows, range(50), "target", "b", "x", stop=lambda: next(asked))


# Wrapping


def test_sources_go_into_a_function() -> None:
    made = wrapped(ROWS, ALL, "trim")
    assert [row.expr for row in after(ROWS, made)] == [
        "trim(u_first)",
        "trim(x + y)",
        "trim(u_last)",
        'trim("u_x")',
        "trim(${First Name})",
    ]
    assert made.edit.title == "trim(·) around 5 mappings" and after(ROWS, made)[0].note == "kept"
    assert after(ROWS, wrapped(ROWS, (1,), "· + 1"))[1].expr == "(x + y) + 1"
    assert after(ROWS, wrapped(ROWS, (1,), 'concat({}, " ", {})'))[1].expr == 'concat(x + y, " ", x + y)'
    nested = (MappingRow("a", from_="person.name"), MappingRow("b", expr="(("), MappingRow("c", from_=""))
    found = wrapped(nested, range(3), "upper", nested=True)
    assert after(nested, found)[0].expr == "upper(person.name)" and len(found.skipped) == 2


@pytest.mark.parametrize("text", ["", "trim(x)", "no such", "nosuchfunction", "trim(·", "trim(·, ·, ·)"])
def test_what_is_no_function_is_refused(text: str) -> None:
    with pytest.raises(BulkRefused):
        wrapped(ROWS, ALL, text)


@settings(max_examples=60, deadline=None)
@given(MAPPINGS, TEXTS)
def test_nothing_breaks_whatever_rows_hold(rows: tuple[MappingRow, ...], text: str) -> None:
    places = range(len(rows))
    for row in after(rows, made := wrapped(rows, places, "trim")):
        assert row.expr is None or row.expr.startswith("trim(") or made.skipped
    for place in made.changed:
        parse(str(place.after.expr))
    for style in STYLES:
        after(rows, restyled(rows, places, style))
    after(rows, replaced(rows, places, "target", "[a-z]+", text.replace("$", "")))
    after(rows, ruled(rows, [text, "u_a"], StarRule("*", "x.*")))
