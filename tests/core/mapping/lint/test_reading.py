from aeptui.core.manifest.read import read
from aeptui.core.mapping.lint.reading import check_reading

HEAD = """\
aeptui: 1
name: N
source:
  system: servicenow
  connection: C
  object: incident
  fields: [{name: a, type: string}, {name: changed, type: date-time}]
target:
  schema:
    title: T
    class: https://ns.adobe.com/xdm/context/profile
    field_groups: [https://ns.adobe.com/xdm/context/profile-person-details]
  dataset: {name: D}
"""
GOOD = (
    HEAD
    + """\
mapping:
  - {from: a, to: _id}
schedule: {start: now, frequency: hour, interval: 1, delta_column: {name: changed}}
"""
)


def found(text: str) -> list[tuple[int, str]]:
    """Line and rule of every error."""
    return [(each.line, each.rule) for each in check_reading(read(text)) if each.severity == "error"]


def test_a_sound_text_has_no_errors() -> None:
    assert found(GOOD) == []


def test_errors_of_form_and_of_meaning_are_reported_together_in_the_order_of_the_text() -> None:
    text = (
        HEAD.replace("  object: incident\n", "  object: incident\n  colour: red\n")
        + """\
mapping:
  - {from: a, to: _id}
  - {from: a, to: _id}
  - {from: b, to: person.name.fulName}
  - {expr: 'concat(a, ', to: person.name.firstName}
schedule: {start: 2026-12-01T06:00:00, frequency: hour, interval: 1h, delta_column: {name: a}}
"""
    )
    assert found(text) == [
        (7, "manifest/unknown-key"),
        (17, "mapping/duplicate-target"),
        (18, "mapping/unknown-source"),
        (18, "mapping/unknown-target"),
        (19, "mapping/expression"),
        (20, "manifest/time"),
        (20, "manifest/type"),
        (20, "delta/type"),
    ]


def test_what_may_only_be_wrong_because_something_could_not_be_read_is_not_reported() -> None:
    assert found(GOOD.replace("frequency: hour", "frequency: hours")) == [(16, "manifest/choice")]
    assert found(GOOD.replace("type: date-time", "type: date-tim")) == [(7, "manifest/choice")]
    assert found(GOOD.replace("{from: a, to: _id}", "{form: a, to: _id}")) == [
        (15, "manifest/one-of"),
        (15, "manifest/unknown-key"),
    ]
    assert found(GOOD.replace("    class: https://ns.adobe.com/xdm/context/profile\n", "")) == [
        (9, "manifest/missing-key")
    ]
    assert found(GOOD.replace("mapping:\n  - {from: a, to: _id}\n", "")) == [(1, "manifest/missing-key")]


def test_a_text_that_is_no_map_has_its_own_problem_only() -> None:
    assert [rule for _, rule in found("- a\n- b\n")] == ["manifest/type"]
    assert [rule for _, rule in found("")] == ["manifest/empty"]
