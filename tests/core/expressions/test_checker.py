"""What checks find in expressions that are accepted, and in those that are not."""

from typing import Any

import pytest

from aeptui.core.expressions import parse
from aeptui.core.expressions.checker import check
from aeptui.core.expressions.fields import SourceFields

FIELDS = SourceFields.of_paths(
    [
        ("first_name", "string"),
        ("date", "date"),
        ("age", "integer"),
        ("score", "double"),
        ("person.name", "string"),
        ("person.emails[*].address", "string"),
        ("tags", "array"),
        ("extra", "object"),
    ]
)


def rules(text: str, target: str | None = None) -> list[tuple[str, str, str]]:
    """Rule, severity and the piece of text of each finding."""
    return [(f.rule, f.severity, text[f.start : f.end]) for f in check(text, FIELDS, target)]


@pytest.mark.parametrize(
    "text",
    [
        "first_name",
        "${date}",
        "person.emails[0].address",
        "tags[0].x",
        "extra.a.b",
        'format(date(first_name, "yyyy-MM-dd HH:mm:ss"), "dd.MM.yyyy hh:mm a")',
        'date_part("month", ${date})',
        "upper(age)",
        'concat(first_name, "-", age)',
        "a / 2",
    ],
)
def test_nothing_to_find(text: str) -> None:
    findings = [rule for rule in rules(text) if rule[2] != "a"]
    assert findings == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("upper(frist_name)", ("unknown-field", "warning", "frist_name")),
        ("person.nam", ("unknown-field", "warning", "person.nam")),
        ("person.name.first", ("unknown-field", "warning", "person.name.first")),
        ("${First Name}", ("unknown-field", "warning", "${First Name}")),
        ("date", ("function-name-as-field", "warning", "date")),
        ('is_set("a")', ("deprecated-function", "warning", "is_set")),
        ("tags[-1]", ("negative-index", "error", "-1")),
        ("age // years", ("comment", "hint", "// years")),
        ("first_name.foo()", ("undocumented-method", "warning", "foo")),
        ("first_name.length()", ("undocumented-method", "warning", "length")),
        ("first_name.upper()", ("undocumented-method", "warning", "upper")),
        ("age / 0", ("division-by-zero", "warning", "age / 0")),
        ('first_name + "x"', ("joined-texts", "hint", 'first_name + "x"')),
        ("first_name == true", ("text-and-boolean", "warning", "first_name == true")),
        ("!${date}", ("negation", "warning", "!${date}")),
        ("upper(tags)", ("argument-type", "error", "tags")),
        ("upper([1])", ("argument-type", "error", "[1]")),
        ("left(first_name, true)", ("argument-type", "error", "true")),
        ("join(tags, first_name)", ("argument-type", "error", "tags")),
        ("get_keys(age)", ("argument-type", "error", "age")),
        ('date_part("year", age)', ("argument-type", "error", "age")),
        ("filterArray(tags, true)", ("argument-type", "error", "true")),
        ('format(first_name, "yyyy")', ("date-from-text", "warning", "first_name")),
        ("date(first_name)", ("date-without-format", "hint", "date(first_name)")),
        ('to_object("a")', ("odd-arguments", "error", 'to_object("a")')),
        ('date(first_name, "YYYY-MM-dd")', ("date-pattern-slip", "warning", "YYYY")),
        ('date(first_name, "yyyy-mm-dd")', ("date-pattern-slip", "warning", "mm")),
        ('date(first_name, "yyyy-MM-DD")', ("date-pattern-slip", "warning", "DD")),
        ('date(first_name, "yyyy-MM-dd HH:MM")', ("date-pattern-slip", "warning", "MM")),
        ('date(first_name, "yyyy-MM-dd hh:mm")', ("date-pattern-slip", "warning", "hh")),
        ('date(first_name, "yyyy-MM-dd HH:mm a")', ("date-pattern-slip", "warning", "HH")),
        ('date(first_name, "yyyy-MM-dd HH:mm:SS")', ("date-pattern-slip", "warning", "SS")),
        ('format(now(), "u w")', ("date-pattern-slip", "warning", "u")),
        ('format(now(), "yyyy-bb")', ("date-pattern", "error", "yyyy-bb")),
        ('date(first_name, "MM-dd")', ("date-pattern", "error", "MM-dd")),
        ('date(first_name, "yyyy")', ("date-pattern", "error", "yyyy")),
        ('date(first_name, "\\u0079yyy-bb")', ("date-pattern", "error", '"\\u0079yyy-bb"')),
        ('matches_regex(first_name, "(")', ("constant-argument", "error", '"("')),
        ('md5(first_name, "EBCDIC")', ("constant-argument", "error", '"EBCDIC"')),
        ('hash("md4", first_name)', ("constant-argument", "error", '"md4"')),
        ('zone_date_to_zone(now(), "Mars")', ("constant-argument", "error", '"Mars"')),
        ('get_url_query_str(first_name, "drop")', ("constant-argument", "error", '"drop"')),
        ('date_part("eon", now())', ("constant-argument", "error", '"eon"')),
        ('set_date_part("week", 1, now())', ("constant-argument", "error", '"week"')),
        ("fpid_to_ecid(first_name)", ("platform-only", "hint", "fpid_to_ecid")),
        ("ua_os_name(first_name)", ("approximate", "hint", "ua_os_name")),
        ("flattenArray(tags)", ("function-availability", "hint", "flattenArray")),
    ],
)
def test_findings(text: str, finding: tuple[str, str, str]) -> None:
    assert finding in rules(text)


@pytest.mark.parametrize(
    ("text", "target", "severity"),
    [
        ("tags", "string", "error"),
        ("[1]", "integer", "error"),
        ("age", "boolean", "error"),
        ("age", "date", "error"),
        ("first_name", "array", "error"),
        ("first_name", "object", "error"),
        ("now()", "integer", "error"),
        ("iif(age > 1, 1, 2)", "boolean", "error"),
        ("coalesce(age, 1)", "date-time", "error"),
        ("age + 1", "object", "error"),
        ("score", "integer", "warning"),
        ("age * 1.5", "long", "warning"),
        ("first_name", "date", "warning"),
        ("first_name", "integer", None),
        ("first_name", "boolean", None),
        ("age", "number", None),
        ("age / 2", "integer", None),
        ("null", "array", None),
        ("extra.x", "array", None),
        ("age > 1 ? 1 : null", "integer", None),
        ('iif(true, "a", 1)', "object", None),
        ("${date}", "date-time", None),
    ],
)
def test_the_result_against_the_target(text: str, target: str, severity: str | None) -> None:
    found = [f.severity for f in check(text, FIELDS, target) if f.rule == "result-type"]
    assert found == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("upper(frist_name)", "upper(first_name)"),
        ("person.nam", "person.name"),
        ("date", "${date}"),
        ('is_set("a")', 'contains_key("a")'),
        ('date(first_name, "YYYY-mm-DD")', None),
        ("!${date}", "not ${date}"),
    ],
)
def test_fixes(text: str, fixed: str | None) -> None:
    findings = [finding for finding in check(text, FIELDS) if finding.fix is not None]
    changed = text
    for finding in sorted(findings, key=lambda item: -item.start):
        assert finding.fix is not None
        changed = changed[: finding.fix.start] + finding.fix.text + changed[finding.fix.end :]
    assert changed == (fixed or 'date(first_name, "yyyy-MM-dd")')


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("foo(1)", 0, 3), ("1 +", 3, 3), ("", 0, 0), ("a @", 2, 3), ('"abc', 0, 1), ("a b", 2, 3)],
)
def test_a_rejected_expression_has_one_finding(text: str, start: int, end: int) -> None:
    (finding,) = check(text, FIELDS)
    assert (finding.rule, finding.severity, finding.start, finding.end) == ("rejected", "error", start, end)


def test_trees_and_unknown_sources_are_checked_too() -> None:
    assert check(parse("anything.at.all"), None) == []
    assert [finding.rule for finding in check(parse("nothing"), FIELDS)] == ["unknown-field"]


def test_parameters_of_lambdas_are_no_fields() -> None:
    for text in (
        "filterArray(tags, t -> t.x > 0)",
        "filterArray(tags, left -> left > 0)",
        "filterArray(tags, tags -> upper(tags) > 0)",
        "filterArray(tags, person -> person.name == true)",
    ):
        assert rules(text) == [("function-availability", "hint", "filterArray")]


def test_fields_of_flat_sources_keep_their_dots() -> None:
    fields = SourceFields.of_columns([("Full.Name", "string"), ("id", "integer")])
    assert check(r"concat(${Full\.Name}, Full\.Name)", fields) == []
    assert [finding.rule for finding in check("Full.Name", fields)] == ["unknown-field"]


def test_a_source_without_columns_has_no_field() -> None:
    for text in ("id", "trim(person.name)", "$"):
        assert [finding.rule for finding in check(text, SourceFields.of_columns([]))] == ["unknown-field"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("person",), "object"),
        (("person", "emails"), "object"),
        (("person", "emails", "address"), "string"),
        (("tags", "x"), "any"),
        (("age", "x"), None),
        (("nothing",), None),
    ],
)
def test_types_of_fields(path: tuple[str, ...], kind: Any) -> None:
    assert FIELDS.type_of(path) == kind
