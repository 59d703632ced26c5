"""Rules on values that were seen in the source."""

from typing import Any

import pytest

from aeptui.core.manifest.edits import apply
from aeptui.core.manifest.problems import Problem
from aeptui.core.manifest.read import read
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.fixes import fixes
from aeptui.core.mapping.lint.sample import Seen
from aeptui.core.mapping.lint.subject import target_tree
from tests.core.mapping.lint.samples import damaged

ROW = "  - {from: sys_id, to: _id}\n"


def found(target: str, *values: Any, column: str = "sys_id") -> list[Problem]:
    """What is found of the sample where the column has these values and goes to the target."""
    text = damaged((ROW, ROW + f"  - {{from: {column}, to: {target}}}\n")) if target != "support.number" else damaged()
    manifest = read(text).manifest
    assert manifest is not None
    rows = tuple({"sys_id": "A1", column: value} for value in values)
    problems = check(manifest, target_tree(manifest), seen=Seen((), rows))
    ours = ("mapping/sample", "mapping/trunc", "mapping/null")
    return [each for each in problems if each.rule.startswith(ours) and f"'{target}'" in each.message]


@pytest.mark.parametrize(
    ("target", "values", "rule", "says"),
    [
        ("support.level", ("3", "many"), "mapping/sample-type", "row 2 of the sample holds \"many\""),
        ("support.closed", ("maybe",), "mapping/sample-type", "neither true nor false"),
        ("support.opened", ("31.12.2026",), "mapping/sample-format", "without a format"),
        ("support.number", ("A123456789",), "mapping/sample-constraint", "longer than the 9"),
        ("support.number", ("a1",), "mapping/sample-constraint", "pattern"),
        ("support.level", (9,), "mapping/sample-constraint", "greatest"),
        ("person.gender", ("x",), "mapping/sample-constraint", "values allowed"),
        ("support.level", (1.5,), "mapping/truncation", "no whole number"),
        ("person.birthDate", ("2026-01-02T03:04:05Z",), "mapping/truncation", "time of day"),
        ("support.number", ("A1", "", None), "mapping/null-key", "empty in 2 of 3"),
    ],
)  # fmt: skip
def test_values_that_do_not_suit_their_target(target: str, values: tuple[Any, ...], rule: str, says: str) -> None:
    (problem,) = found(target, *values)
    assert problem.rule == rule
    assert problem.severity == "warning"
    assert problem.path[0] == "mapping"
    assert says in problem.message


@pytest.mark.parametrize(
    ("target", "values"),
    [
        ("support.level", ("3", 4, None, "")),
        ("support.opened", ("2026-12-01T06:00:00Z",)),
        ("support.number", ("A1",)),
        ("person.birthDate", ("2026-01-02",)),
        ("contacts", ("x",)),
    ],
)
def test_values_that_do(target: str, values: tuple[Any, ...]) -> None:
    assert found(target, *values) == []


def test_a_date_gets_the_format_that_its_texts_have() -> None:
    manifest = read(damaged((ROW, "  - {from: First Name, to: support.opened}\n"))).manifest
    assert manifest is not None
    rows = ({"First Name": "31.12.2026"}, {"First Name": "01.02.2026"})
    problems = check(manifest, target_tree(manifest), seen=Seen((), rows))
    problem = next(each for each in problems if each.rule == "mapping/sample-format")
    (fix,) = fixes(manifest, problem)
    assert apply(manifest, fix.edit).mapping[0].expr == 'date(${First Name}, "dd.MM.yyyy")'


def test_only_some_rows_are_looked_at() -> None:
    assert found("support.level", *["3"] * 20, "many") == []


def test_columns_of_records_are_paths_and_parts_of_paths() -> None:
    text = damaged(("  object: incident\n", "  object: /a.json\n  format: json\n"), (ROW, "  - {from: a.c, to: _id}\n"))
    head, _, rest = text.partition("  fields:\n    - {name: sys_id")
    manifest = read(head + "target:" + rest.partition("\ntarget:")[2].replace("sys_id", "a.b", 1)).manifest
    assert manifest is not None
    problems = check(manifest, target_tree(manifest), seen=Seen((("a.b", "string"), ("First Name", "string"))))
    assert [each.path[1] for each in problems if each.rule == "mapping/unknown-source"] == [0]
