"""The manifest that the tests of lint rules damage."""

from typing import Any, TypeAlias

from aeptui.core.manifest.problems import Problem
from aeptui.core.manifest.read import read
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.subject import target_tree

Case: TypeAlias = tuple[str, str, str, str, str, str]
"""Rule, severity, what to replace in the sample, by what, what stands at the problem, part of its message or fix."""

TEXT = """\
aeptui: 1
name: incidents
source:
  system: servicenow
  connection: production
  object: incident
  fields:
    - {name: sys_id, type: string}
    - {name: sys_updated_on, type: date-time}
    - {name: opened_at, type: date-time}
    - {name: severity, type: integer}
    - {name: amount, type: number}
    - {name: active, type: boolean}
    - {name: First Name, type: string}
target:
  schema:
    title: Incidents
    class: https://ns.adobe.com/xdm/context/profile
    field_groups:
      - https://ns.adobe.com/xdm/context/profile-person-details
    fields:
      - {path: support.number, type: string, max_length: 9, pattern: '^[A-Z]'}
      - {path: support.level, type: integer, min: 1, max: 5}
      - {path: support.opened, type: date-time}
      - {path: support.closed, type: boolean}
      - {path: contacts, type: array, items: object}
      - {path: contacts.email, type: string}
      - {path: tags, type: array, items: string}
    identities:
      - {path: support.number, namespace: CRMID, primary: true}
  dataset: {name: Incidents, profile: true}
mapping:
  - {from: sys_id, to: _id}
  - {from: sys_id, to: support.number}
  - {expr: 'concat(${First Name}, "x")', to: person.name.fullName}
  - {value: male, to: person.gender}
schedule:
  start: 2026-12-01T06:00:00Z
  frequency: hour
  interval: 1
  delta_column: {name: sys_updated_on}
options: {error_diagnostics: true}
state: enabled
"""


def lint(text: str, known: dict[str, Any] | None = None) -> list[Problem]:
    """What check finds in a text that reads without a problem."""
    reading = read(text, "m.yaml")
    assert reading.manifest is not None, reading.problems
    return check(reading.manifest, target_tree(reading.manifest, known), reading.where)


def damaged(*changes: tuple[str, str]) -> str:
    """The sample with texts replaced that stand in it once."""
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


def shown(text: str, problem: Problem) -> str:
    """What stands at a problem's position, up to the end of the line."""
    return text.splitlines()[problem.line - 1][problem.column - 1 :]


def check_case(case: Case) -> None:
    """Asserts that damaging the sample breaks the rule, at the right place and in helpful words."""
    rule, severity, old, new, at, says = case
    text = damaged((old, new))
    problems = lint(text)
    found = [problem for problem in problems if problem.rule == rule and shown(text, problem).startswith(at)]
    assert [problem.severity for problem in found[:1]] == [severity], problems
    assert says in f"{found[0].message} -> {found[0].fix}"
    assert all(problem.file == "m.yaml" for problem in problems)
