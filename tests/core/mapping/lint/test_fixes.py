"""What a fix promises: the problem is gone, and nothing else is worse."""

import pytest

from aeptui.core.manifest.edits import apply
from aeptui.core.manifest.edits import to_json as edit_json
from aeptui.core.manifest.problems import Problem
from aeptui.core.manifest.read import read
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.fixes import fixes
from aeptui.core.mapping.lint.sample import Seen
from aeptui.core.mapping.lint.subject import target_tree
from tests.core.mapping.lint.samples import damaged

ROW = "  - {from: sys_id, to: _id}\n"
MENDED = [
    ("source/duplicate-field", "    - {name: active, type: boolean}\n", "    - {name: active, type: boolean}\n" * 2),
    ("source/file-keys", "  object: incident\n", "  object: incident\n  header: true\n"),
    ("schema/duplicate-field-group", "    fields:\n      - {path: support.number",
     "      - https://ns.adobe.com/xdm/context/profile-person-details\n    fields:\n      - {path: support.number"),
    ("schema/field-duplicate", "      - {path: support.opened, type: date-time}\n",
     "      - {path: support.opened, type: date-time}\n" * 2),
    ("schema/field-items", "{path: tags, type: array, items: string}", "{path: tags, type: array}"),
    ("schema/field-constraint", "max: 5}", "max: 5, max_length: 3}"),
    ("schema/identity-namespace", "namespace: CRMID", "namespace: email"),
    ("mapping/unknown-target", "to: person.gender", "to: person.gendre"),
    ("mapping/unknown-target", "to: person.gender", "to: entirely.other"),
    ("mapping/array-index", ROW, ROW + "  - {from: sys_id, to: contacts.email}\n"),
    ("mapping/duplicate-target", ROW, ROW * 2),
    ("mapping/unknown-source", ROW, "  - {from: sys_idd, to: _id}\n"),
    ("mapping/unknown-source", 'concat(${First Name}, "x")', 'concat(sys_idd, "x")'),
    ("mapping/type-clash", ROW, ROW + "  - {from: sys_id, to: support.opened}\n"),
    ("delta/missing", "  delta_column: {name: sys_updated_on}\n", ""),
    ("delta/once", "frequency: hour\n  interval: 1\n", "frequency: once\n"),
    ("delta/unknown-column", "{name: sys_updated_on}", "{name: sys_updated}"),
    ("delta/type", "{name: sys_updated_on}", "{name: severity}"),
    ("delta/creation-date", "{name: sys_updated_on}", "{name: opened_at}"),
    ("delta/date-format", "{name: sys_updated_on}", "{name: sys_updated_on, date_format: YYYY-mm}"),
    ("delta/timezone", "{name: sys_updated_on}", "{name: sys_updated_on, timezone: Mars/Base}"),
    ("state/draft", "state: enabled", "state: draft"),
    ("options/diagnostics", "{error_diagnostics: true}", "{error_diagnostics: false, partial_ingestion_percent: 5}"),
]  # fmt: skip


def problems_of(manifest: object, seen: Seen | None = None) -> list[Problem]:
    return check(manifest, target_tree(manifest), seen=seen)  # type: ignore[arg-type]


@pytest.mark.parametrize(("rule", "old", "new"), MENDED, ids=[f"{case[0]} {case[2][:20]!r}" for case in MENDED])
def test_the_fix_mends_and_breaks_nothing(rule: str, old: str, new: str) -> None:
    manifest = read(damaged((old, new))).manifest
    assert manifest is not None
    before = problems_of(manifest)
    problem = next(each for each in before if each.rule == rule)
    offered = fixes(manifest, problem)
    assert offered
    for fix in offered:
        assert fix.title
        assert edit_json(fix.edit)
        after = problems_of(apply(manifest, fix.edit))
        assert sum(each.rule == rule for each in after) < sum(each.rule == rule for each in before)
        assert {each.rule for each in after if each.severity == "error"} <= {each.rule for each in before}


def test_a_target_that_is_nearly_a_field_may_also_become_a_custom_one() -> None:
    manifest = read(damaged(("to: person.gender", "to: support.levle"))).manifest
    assert manifest is not None
    problem = next(each for each in problems_of(manifest) if each.rule == "mapping/unknown-target")
    assert [fix.title for fix in fixes(manifest, problem)] == [
        "to: support.level",
        "add the custom field support.levle (string)",
    ]


def test_a_target_that_another_row_fills_is_not_what_was_meant() -> None:
    manifest = read(damaged(("to: person.gender", "to: support.nunber"))).manifest
    assert manifest is not None
    problem = next(each for each in problems_of(manifest) if each.rule == "mapping/unknown-target")
    assert "did you mean 'support.number'" in problem.message
    assert [fix.title for fix in fixes(manifest, problem)] == ["add the custom field support.nunber (string)"]


@pytest.mark.parametrize("path", ["support.number.deep", "person.name.firstName.deep"])
def test_no_field_is_added_below_one_that_holds_values(path: str) -> None:
    manifest = read(damaged(("to: person.gender", f"to: {path}"))).manifest
    assert manifest is not None
    problem = next(each for each in problems_of(manifest) if each.rule == "mapping/unknown-target")
    assert not any("custom field" in fix.title for fix in fixes(manifest, problem))


def test_where_two_rows_differ_none_of_them_is_removed() -> None:
    manifest = read(damaged((ROW, ROW + "  - {from: active, to: _id}\n"))).manifest
    assert manifest is not None
    problem = next(each for each in problems_of(manifest) if each.rule == "mapping/duplicate-target")
    assert fixes(manifest, problem) == ()


def test_a_problem_of_an_older_document_has_no_fix_for_what_is_gone() -> None:
    manifest = read(damaged((ROW, ROW + "  - {from: sys_idd, to: person.name.lastName}\n"))).manifest
    shorter = read(damaged((ROW, ""), ("  - {from: sys_id, to: support.number}\n", ""))).manifest
    assert manifest is not None
    assert shorter is not None
    (problem,) = (each for each in problems_of(manifest) if each.rule == "mapping/unknown-source")
    assert fixes(manifest, problem)
    assert fixes(shorter, Problem(problem.rule, "error", "", 1, 1, ("mapping", 7, "from"), "sys_id")) == ()


def test_columns_that_were_explored_are_known_to_rules_and_fixes() -> None:
    text = damaged((ROW, "  - {from: sys_idd, to: _id}\n"))
    head, _, rest = text.partition("  fields:\n    - {name: sys_id")
    manifest = read(head + "target:" + rest.partition("\ntarget:")[2]).manifest
    assert manifest is not None
    assert manifest.source.fields is None
    assert not any(each.rule == "mapping/unknown-source" for each in problems_of(manifest))
    seen = Seen((("sys_id", "string"), ("sys_updated_on", "date-time"), ("First Name", "string")))
    (problem,) = (each for each in problems_of(manifest, seen) if each.rule == "mapping/unknown-source")
    (fix,) = fixes(manifest, problem, dict(seen.columns))
    assert apply(manifest, fix.edit).mapping[0].from_ == "sys_id"
