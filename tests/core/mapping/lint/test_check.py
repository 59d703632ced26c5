import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings

from aeptui.core.manifest.lint import READING
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import NOWHERE
from aeptui.core.manifest.read import read
from aeptui.core.mapping.lint.check import check
from aeptui.core.mapping.lint.rules import RULES
from aeptui.core.mapping.lint.subject import target_tree
from aeptui.core.xdm.library import PROFILE, standard
from tests.core.manifest.samples import MANIFESTS
from tests.core.mapping.lint import test_mapping_rules as mapping
from tests.core.mapping.lint import test_schedule_rules as schedule
from tests.core.mapping.lint import test_schema_rules as schema
from tests.core.mapping.lint.samples import TEXT, damaged, lint, shown

ROW = "  - {from: sys_id, to: _id}\n"
GROUP = "      - https://ns.adobe.com/xdm/context/profile-person-details\n"
FIELD = "      - {path: support.closed, type: boolean}\n"
CLASS = "class: https://ns.adobe.com/xdm/context/profile\n"
EVENT = "class: https://ns.adobe.com/xdm/context/experienceevent\n"
PRIMARY = "{path: support.number, namespace: CRMID, primary: true}"


def test_the_sample_is_without_fault() -> None:
    assert lint(TEXT) == []


def test_every_rule_on_meaning_has_a_case() -> None:
    elsewhere = {
        "schema/id", "schema/deprecated", "schema/identity-event-id", "mapping/empty", "mapping/deprecated-target",
        "state/disabled-now", "mapping/sample-type", "mapping/sample-format", "mapping/sample-constraint",
        "mapping/truncation", "mapping/null-key",
    }  # fmt: skip
    # A document cannot break these: its reader refuses such values, or they need the spec of a source.
    not_in_documents = {"schedule/time-zone", "schedule/frequency", "schedule/spec", "schedule/end-unknown"}
    reading = {rule.id for rule in READING}
    assert {case[0] for case in (*schema.CASES, *mapping.CASES, *schedule.CASES)} == set(
        RULES
    ) - reading - elsewhere - not_in_documents


def test_problems_come_in_the_order_of_the_text() -> None:
    text = damaged(
        ("to: _id}", "to: nope}"), (FIELD, "      - {path: x, type: array}\n"), ("state: enabled", "state: draft")
    )
    lines = [problem.line for problem in lint(text)]
    assert lines == sorted(lines)
    assert len(set(lines)) == 3


def test_a_draft_may_lack_what_a_dataflow_needs() -> None:
    text = damaged(("state: enabled", "state: draft"), ("to: support.number}", "to: support.level}"), (CLASS, EVENT))
    found = {problem.rule: problem.severity for problem in lint(text)}
    assert found["mapping/required-target"] == "hint"
    assert found["mapping/identity-unmapped"] == "hint"


@pytest.mark.parametrize(("state", "severity"), [("enabled", "error"), ("draft", "hint")])
def test_an_empty_mapping(state: str, severity: str) -> None:
    head, tail = TEXT.split("mapping:\n")[0], TEXT[TEXT.index("schedule:") :]
    found = lint(f"{head}mapping: []\n{tail}".replace("state: enabled", f"state: {state}"))
    assert [problem.severity for problem in found if problem.rule == "mapping/empty"] == [severity]
    assert not [problem for problem in found if problem.rule == "mapping/identity-unmapped"]


def test_a_field_required_beside_one_that_is_mapped() -> None:
    fields = "      - {path: support.must, type: string, required: true}\n"
    text = damaged((FIELD, fields))
    (found,) = (problem for problem in lint(text) if problem.rule == "mapping/required-target")
    assert (found.severity, found.path) == ("error", ("mapping",))
    text = damaged(
        (FIELD, "      - {path: contacts.must, type: string, required: true}\n"),
        ("to: _id}", "to: 'contacts[0].email'}"),
    )
    (found,) = (problem for problem in lint(text) if problem.rule == "mapping/required-target")
    assert (found.severity, shown(text, found)) == ("warning", "'contacts[0].email'}")
    assert "contacts[*].must" in found.message


def test_an_object_that_is_copied_fills_its_fields() -> None:
    fields = "      - {path: support.must, type: string, required: true}\n"
    rows = "  - {from: sys_id, to: _id}\n  - {expr: 'to_object(\"a\", 1)', to: support}\n"
    text = damaged((FIELD, fields), (ROW, rows), ("  - {from: sys_id, to: support.number}\n", ""))
    assert lint(text) == []


def test_a_part_of_a_copied_object_may_be_corrected() -> None:
    changes = (
        ("object: incident\n", "object: /a.json\n  format: json\n"),
        ("  delta_column: {name: sys_updated_on}\n", ""),
        ("{name: amount, type: number}", "{name: who, type: object}"),
        (ROW, "  - {from: who, to: person}\n"),
    )
    corrected = damaged(*changes, ("{expr: 'concat(${First Name}, \"x\")'", "{from: who.label"))
    rules = [problem.rule for problem in lint(corrected)]
    assert rules == ["mapping/overlapping-target"]
    assert "person.gender" in lint(corrected)[0].message


def test_fields_inside_the_records_of_files() -> None:
    changes = (
        ("object: incident\n", "object: /a.json\n  format: json\n"),
        ("  delta_column: {name: sys_updated_on}\n", ""),
        ("{name: amount, type: number}", "{name: items, type: array}"),
    )
    assert lint(damaged(*changes, ("{from: sys_id, to: _id}", "{from: 'items[0].id', to: _id}"))) == []
    (found,) = lint(damaged(*changes, ("{from: sys_id, to: _id}", "{from: 'itms[0].id', to: _id}")))
    assert found.rule == "mapping/unknown-source"


def test_without_columns_nothing_is_said_about_them() -> None:
    start, end = TEXT.index("  fields:\n"), TEXT.index("target:")
    text = TEXT[:start] + TEXT[end:]
    assert lint(text) == []
    text = text.replace("{name: sys_updated_on}", "{name: date-time}")
    assert [(problem.rule, problem.severity) for problem in lint(text)] == [("delta/unknown-column", "warning")]
    assert lint(text.replace("{name: date-time}", "{name: sys_created_on}"))[0].rule == "delta/creation-date"


def test_unknown_parts_of_the_schema_make_hints() -> None:
    text = damaged((GROUP, GROUP + "      - https://ns.adobe.com/acme/mixins/12\n"), ("to: _id}", "to: _acme.who}"))
    found = [problem for problem in lint(text) if problem.rule == "mapping/unknown-target"]
    assert [problem.severity for problem in found] == ["hint"]
    group = {"properties": {"_acme": {"type": "object", "properties": {"who": {"type": "string"}}}}}
    known = {"https://ns.adobe.com/acme/mixins/12": group}
    assert not [problem for problem in lint(text, known) if problem.rule == "mapping/unknown-target"]


EXISTING = TEXT[: TEXT.index("target:")] + TEXT[TEXT.index("mapping:") :].replace(
    "mapping:", "target:\n  schema: {id: https://ns.adobe.com/acme/schemas/1}\n  dataset: {id: 5ed1}\nmapping:"
)


def test_a_schema_that_exists_and_is_not_known() -> None:
    found = lint(EXISTING)
    assert {(problem.rule, problem.severity) for problem in found} == {("mapping/unknown-target", "hint")}
    assert len(found) == 4


def test_a_schema_that_exists_and_is_known() -> None:
    text = {"type": "string"}
    name = {"type": "object", "properties": {"fullName": text}}
    person = {"type": "object", "properties": {"name": name, "gender": {**text, "meta:status": "deprecated"}}}
    schema = {"properties": {"_id": text, "person": person, "open": {"type": "object"}}}
    known = {"https://ns.adobe.com/acme/schemas/1": schema}
    found = {problem.rule: problem for problem in lint(EXISTING, known)}
    assert set(found) == {"mapping/unknown-target", "mapping/deprecated-target"}
    assert "list it" not in found["mapping/unknown-target"].message
    inside = lint(EXISTING.replace("to: support.number", "to: open.anything"), known)
    assert [problem.severity for problem in inside if problem.rule == "mapping/unknown-target"] == ["hint"]


@pytest.mark.parametrize(
    ("id", "says"), [("acme/classes/1", "a class"), ("acme/mixins/1", "a field group"), ("nothing", "no schema")]
)
def test_the_id_of_something_else_is_no_schema(id: str, says: str) -> None:
    text = EXISTING.replace("acme/schemas/1", id)
    (found,) = (problem for problem in lint(text) if problem.rule == "schema/id")
    assert says in found.message
    assert shown(text, found).startswith("https://ns.adobe.com/")


def test_what_is_deprecated_is_said() -> None:
    text = damaged((GROUP, GROUP + "      - https://ns.adobe.com/xdm/context/profile-personal-details\n"))
    assert lint(text) == []
    groups = standard().search("", "fieldgroups", class_id=PROFILE)
    old = next(each.id for each in groups if each.status == "deprecated")
    found = lint(damaged((GROUP, f"{GROUP}      - {old}\n")))
    assert ("schema/deprecated", "warning") in [(problem.rule, problem.severity) for problem in found]


def test_the_id_of_an_event_is_no_identity() -> None:
    text = damaged((CLASS, EVENT), (PRIMARY, "{path: _id, namespace: CRMID, primary: true}"))
    assert "schema/identity-event-id" in [problem.rule for problem in lint(text)]
    text = damaged((PRIMARY, "{path: _id, namespace: CRMID, primary: true}"))
    assert lint(text) == []


def test_an_identity_map_may_carry_the_primary_identity() -> None:
    group = "      - https://ns.adobe.com/xdm/context/identitymap\n"
    changes = ((GROUP, GROUP + group), (", primary: true}", "}"), ("to: _id}", "to: 'identityMap.CRMID[0].id'}"))
    assert lint(damaged(*changes)) == []


def test_a_disabled_dataflow_that_starts_now() -> None:
    text = damaged(("start: 2026-12-01T06:00:00Z", "start: now"), ("state: enabled", "state: disabled"))
    (found,) = lint(text)
    assert (found.rule, found.severity, shown(text, found)) == ("state/disabled-now", "hint", "disabled")


def test_an_identity_that_is_not_mapped_is_grave_where_profiles_are_fed() -> None:
    changes = (("profile: true}", "profile: false}"), ("to: support.number}", "to: support.level}"))
    found = [problem for problem in lint(damaged(*changes)) if problem.rule == "mapping/identity-unmapped"]
    assert [problem.severity for problem in found] == ["warning"]


def test_an_expression_that_is_too_long_is_shown_where_the_limit_is() -> None:
    text = damaged(("'concat(${First Name}, \"x\")'", "'" + '"' + "x" * 5000 + '"' + "'"))
    (found,) = lint(text)
    assert found.rule == "mapping/expression"
    start = text.splitlines()[found.line - 1].index("'")
    assert found.column == start + 1 + 4097


def test_a_draft_in_memory_has_no_positions() -> None:
    manifest = read(damaged(("to: _id}", "to: nope}"))).manifest
    assert manifest is not None
    found = check(manifest, target_tree(manifest), NOWHERE)
    assert {(problem.line, problem.column) for problem in found} == {(1, 1)}


def test_rules_are_registered_once_and_ask_for_something() -> None:
    for id, rule in RULES.items():
        assert rule.id == id
        assert "/" in id
        assert rule.asks.endswith(".")


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(MANIFESTS)
def test_no_manifest_makes_the_check_fail(manifest: Manifest) -> None:
    for tree in (None, target_tree(manifest)):
        for problem in check(manifest, tree):
            assert problem.rule in RULES


def test_what_is_heavy_is_loaded_only_where_it_is_needed() -> None:
    modules = "manifest.read, manifest.write, manifest.overlay, xdm.nearest, schedule.rules, mapping.lint.check"
    imports = "; ".join(f"import aeptui.core.{module}" for module in modules.split(", "))
    heavy = "{'ruamel', 'rapidfuzz', 'jsonschema', 'pydantic'} & {name.split('.')[0] for name in sys.modules}"
    code = f"import sys; {imports}; print(sorted({heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
