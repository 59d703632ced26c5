"""Dataflows beside the demo's: a connection of one's own, states, other sources, an existing schema and dataset."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import run

OWN = """\
aeptui: 1
name: {name}
source: {{system: servicenow, connection: {{name: {name} account, auth: Basic Authentication}}, object: sys_user}}
target:
  schema: {{title: {name}, class: "https://ns.adobe.com/xdm/context/profile"}}
  dataset: {{name: {name}}}
mapping:
  - {{from: sys_id, to: _id}}
schedule: {{start: now, frequency: once}}
state: {state}
"""
PARAMS = {"endpoint": "https://x.service-now.com", "username": "u", "password": "s3cret-p4ss"}

ZENDESK = """\
aeptui: 1
name: Tickets
source: {system: Zendesk, connection: Zendesk demo, object: tickets, format: json}
target:
  schema:
    title: Tickets
    class: https://ns.adobe.com/xdm/context/profile
    fields: [{path: ticket.subject, type: string}]
  dataset: {name: Tickets}
mapping:
  - {expr: 'concat("t", id)', to: _id}
  - {from: subject, to: ticket.subject}
schedule: {start: now, frequency: hour, interval: 1, backfill: true}
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "flow.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_connection_is_made_with_secrets_from_standard_input(local_platform: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path, OWN.format(name="Own", state="enabled"))
    without = run("apply", path, "--yes", info=local_platform)
    assert without.status == 2
    assert "--auth-params" in without.err
    record = tmp_path / "exchanges.jsonl"
    made = run(
        "apply", path, "--yes", "--wait", "--json", "--auth-params", "-", "--record", record,
        info=local_platform, stdin=json.dumps(PARAMS),
    )  # fmt: skip
    assert made.status == 0, made.err
    assert made.json["run"]["landed"] >= 500
    assert "base_connection" in made.json["ids"]
    assert PARAMS["password"] not in record.read_text() + made.out + made.err + path.read_text()
    assert run("apply", path, "--yes", "--json", info=local_platform).json["result"] == "unchanged"


@pytest.mark.thorough
def test_a_disabled_dataflow_does_not_run_until_it_is_enabled(local_platform: dict[str, Any], tmp_path: Path) -> None:
    path = write(tmp_path, OWN.format(name="States", state="disabled"))
    made = run("apply", path, "--yes", "--json", "--auth-params", "-", info=local_platform, stdin=json.dumps(PARAMS))
    assert made.status == 0, made.err
    flow = made.json["ids"]["flow"]

    def state() -> str:
        flows = run("flows", "--json", info=local_platform).json["flows"]
        return next(str(each["state"]) for each in flows if each["id"] == flow)

    assert state() == "disabled"
    assert run("plan", path, "--detailed-exitcode", info=local_platform).status == 0
    path.write_text(path.read_text().replace("state: disabled", "state: enabled"))
    enabled = run("apply", path, "--yes", "--wait", "--json", info=local_platform)
    assert enabled.status == 0, enabled.err
    assert enabled.json["ids"]["flow"] == flow
    assert state() == "enabled"


@pytest.mark.thorough
def test_a_rest_source_needs_no_delta_column(local_platform: dict[str, Any], tmp_path: Path) -> None:
    ended = run("apply", write(tmp_path, ZENDESK), "--yes", "--wait", "--json", info=local_platform)
    assert ended.status == 0, ended.err + ended.out
    assert ended.json["run"]["landed"] == ended.json["run"]["input"] >= 500
    rows = run("rows", ended.json["ids"]["flow"], "--json", "--limit", "1", info=local_platform).json["rows"]
    assert rows[0]["_id"].startswith("t")


@pytest.mark.thorough
def test_an_existing_schema_and_dataset_are_used_and_left_alone(
    local_platform: dict[str, Any], manifest: Callable[..., Path], tmp_path: Path
) -> None:
    first = run("apply", manifest(("Customer success incidents\n", "Shared\n")), "--yes", "--json", info=local_platform)
    ids = first.json["ids"]
    path = write(
        tmp_path,
        f"""\
aeptui: 1
name: Second source
source: {{system: servicenow, connection: ServiceNow demo, object: sys_user}}
target:
  schema: {{id: "{ids["target_schema"]}"}}
  dataset: {{id: {ids["dataset"]}}}
mapping:
  - {{from: sys_id, to: _id}}
  - {{from: name, to: person.name.fullName}}
schedule: {{start: now, frequency: once}}
""",
    )
    second = run("apply", path, "--yes", "--wait", "--json", info=local_platform)
    assert second.status == 0, second.err
    reused = {step["key"]: step["id"] for step in second.json["steps"] if step["action"] == "reuse"}
    assert reused == {"target_schema": ids["target_schema"], "dataset": ids["dataset"]}
    assert second.json["run"]["landed"] >= 500
    path.write_text(path.read_text().replace("to: person.name.fullName", "to: person.name.ful"))
    wrong = run("apply", path, "--yes", info=local_platform)
    assert wrong.status == 1
    assert f"{path}:9:" in wrong.err
    assert "person.name.fullName" in wrong.err


def test_a_schema_that_is_not_there_is_a_problem_at_its_place(local_platform: dict[str, Any], tmp_path: Path) -> None:
    text = OWN.format(name="Lost", state="enabled").replace(
        '{title: Lost, class: "https://ns.adobe.com/xdm/context/profile"}',
        '{id: "https://ns.adobe.com/x/schemas/none"}',
    )
    text = text.replace("{name: Lost account, auth: Basic Authentication}", "ServiceNow demo")
    ended = run("plan", write(tmp_path, text), "--json", info=local_platform)
    assert ended.status == 1
    (problem,) = [each for each in ended.json["problems"] if each["severity"] == "error"]
    assert (problem["rule"], problem["line"]) == ("plan/no-such-schema", 5)


@pytest.mark.thorough
def test_a_step_that_fails_stops_its_dependants_only_and_the_next_apply_goes_on(
    tmp_path: Path, manifest: Callable[..., Path]
) -> None:
    from tests.e2e.conftest import serving

    faults = tmp_path / "faults.yaml"
    faults.write_text("- {method: POST, path: /data/foundation/catalog/dataSets, times: 1, do: status, status: 400}\n")
    path = manifest()
    with serving(tmp_path / "platform", "--faults", faults) as info:
        failed = run("apply", path, "--yes", "--json", info=info)
        assert failed.status == 1
        states = {step["key"]: step["state"] for step in failed.json["steps"]}
        assert states["dataset"] == "failed"
        assert states["target_connection"] == states["flow"] == "skipped"
        assert {states[key] for key in ("source_connection", "mapping_set", "descriptor")} == {"done"}
        error = failed.json["error"]
        assert (error["step"], error["status"]) == ("dataset", 400)
        assert error["guidance"]
        resumed = run("apply", path, "--yes", "--wait", "--json", info=info)
        assert resumed.status == 0, resumed.err
        assert {s["key"] for s in resumed.json["steps"] if s["action"] == "create"} == {
            "dataset",
            "target_connection",
            "flow",
        }


@pytest.mark.thorough
def test_a_lost_reply_makes_no_second_object(tmp_path: Path, manifest: Callable[..., Path]) -> None:
    from tests.e2e.conftest import serving
    from tests.e2e.inspect import objects

    faults = tmp_path / "faults.yaml"
    faults.write_text(
        "- {method: POST, path: '/data/foundation/*', nth: 1, do: drop-reply}\n"
        "- {method: POST, path: '/data/foundation/flowservice/*', times: 2, do: drop-reply}\n"
    )
    with serving(tmp_path / "platform", "--faults", faults) as info:
        ended = run("apply", manifest(), "--yes", "--json", info=info)
        assert ended.status == 0, ended.err
        held = objects(info)
        assert all(len(held[kind]) == 1 for kind in ("flows", "source_connections", "target_connections", "datasets"))
        assert len(held["schemas"]) == len(held["field_groups"]) == len(held["mapping_sets"]) == 1
