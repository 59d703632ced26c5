"""Applying as a process: killed, repeated, refused, interrupted."""

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import command, environment, run, serving
from tests.e2e.inspect import objects

# Milliseconds that every answer takes, so that an apply is long enough to be killed in its middle.
LATENCY = 25
EXACTLY = {
    "classes": 1,
    "field_groups": 1,
    "schemas": 2,
    "descriptors": 1,
    "datasets": 1,
    "source_connections": 1,
    "target_connections": 1,
    "mapping_sets": 1,
    "flows": 1,
}


@pytest.fixture(scope="module")
def slow_platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with serving(tmp_path_factory.mktemp("slow"), "--latency", str(LATENCY)) as info:
        yield info


def counts(info: dict[str, Any]) -> dict[str, int]:
    return {kind: len(ids) for kind, ids in objects(info).items()}


@pytest.mark.thorough
def test_killed_at_random_moments_it_ends_with_exactly_the_planned_objects(
    tmp_path: Path, manifest: Callable[..., Path]
) -> None:
    chance = random.Random(20261123)
    path = manifest(("style: auto", "style: ad-hoc"))
    with serving(tmp_path / "platform", "--latency", str(LATENCY)) as info:
        began = time.monotonic()
        arguments = command("apply", path, "--yes", "--json")
        killed = 0
        for _ in range(5):
            process = subprocess.Popen(
                arguments, env=environment(info), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            try:
                # The first 0.7 s are start-up and the survey; the rest of the way is writing.
                process.wait(timeout=0.7 + chance.random() * 0.8)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
        assert killed >= 3, f"the apply ended by itself too early, {time.monotonic() - began:.1f} s"
        last = run("apply", path, "--yes", "--json", info=info)
        assert last.status == 0, last.err
        assert counts(info) == EXACTLY
        again = run("apply", path, "--yes", "--json", info=info)
        assert again.json["result"] == "unchanged"
        assert again.json["ids"] == last.json["ids"]
        assert counts(info) == EXACTLY


def test_without_its_journal_or_on_another_host_it_finds_what_is_there(
    slow_platform: dict[str, Any], manifest: Callable[..., Path], tmp_path: Path
) -> None:
    path = manifest(("Customer success incidents\n", "Elsewhere\n"))
    first = run("apply", path, "--yes", "--json", info=slow_platform)
    before = objects(slow_platform)
    other = run("apply", path, "--yes", "--json", info=slow_platform, AEPTUI_HOME=str(tmp_path / "other"))
    assert other.status == 0, other.err
    assert other.json["ids"] == first.json["ids"]
    assert {step["action"] for step in other.json["steps"]} == {"reuse"}
    assert objects(slow_platform) == before


@pytest.mark.thorough
def test_a_changed_mapping_and_schedule_change_the_dataflow_and_make_no_other(
    slow_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    path = manifest(("Customer success incidents\n", "Changed later\n"))
    first = run("apply", path, "--yes", "--json", info=slow_platform).json
    before = objects(slow_platform)
    text = (
        path.read_text()
        .replace("trim(short_description)", "upper(short_description)")
        .replace("interval: 1", "interval: 2")
    )
    path.write_text(text)
    plan = run("plan", path, "--json", "--detailed-exitcode", info=slow_platform)
    assert plan.status == 10
    assert {step["key"] for step in plan.json["steps"] if step["action"] == "update"} == {"mapping_set", "flow"}
    second = run("apply", path, "--yes", "--json", info=slow_platform)
    assert second.status == 0, second.err
    assert second.json["ids"] == first["ids"]
    assert objects(slow_platform) == before
    flows = run("flows", "--json", info=slow_platform).json["flows"]
    assert next(flow for flow in flows if flow["id"] == first["ids"]["flow"])["schedule"]["interval"] == 2
    after = run("plan", path, "--detailed-exitcode", info=slow_platform)
    assert after.status == 0, after.out


@pytest.mark.thorough
def test_a_new_custom_field_grows_the_schema_that_is_there(
    slow_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    path = manifest(("Customer success incidents\n", "Growing\n"))
    first = run("apply", path, "--yes", "--json", info=slow_platform).json
    text = path.read_text().replace("    identities:", "      - {path: support.team, type: string}\n    identities:")
    path.write_text(text.replace("mapping:\n", "mapping:\n  - {from: assignment_group, to: support.team}\n"))
    second = run("apply", path, "--yes", "--json", info=slow_platform)
    assert second.status == 0, second.err
    assert second.json["ids"] == first["ids"]
    updated = {step["key"] for step in second.json["steps"] if step["action"] == "update"}
    assert updated == {"field_group", "mapping_set", "flow"}
    assert run("plan", path, "--detailed-exitcode", info=slow_platform).status == 0


@pytest.mark.thorough
def test_other_columns_replace_the_source_connection_and_the_dataflow(
    slow_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    names = ["sys_id", "number", "short_description", "contact_type", "priority", "active", "opened_at"]
    names.append("sys_updated_on")
    types = {"sys_updated_on": "date-time"}
    chosen = ", ".join(f"{{name: {name}, type: {types.get(name, 'string')}}}" for name in names)
    path = manifest(("Customer success incidents\n", "Replaced\n"))
    first = run("apply", path, "--yes", "--json", info=slow_platform).json
    before = counts(slow_platform)
    path.write_text(path.read_text().replace("  style: auto", f"  style: auto\n  fields: [{chosen}]"))
    second = run("apply", path, "--yes", "--json", info=slow_platform)
    assert second.status == 0, second.err
    replaced = {step["key"] for step in second.json["steps"] if step["action"] == "replace"}
    assert replaced == {"source_connection", "flow"}
    assert second.json["ids"]["dataset"] == first["ids"]["dataset"]
    assert second.json["ids"]["flow"] != first["ids"]["flow"]
    assert counts(slow_platform) == before


@pytest.mark.thorough
def test_interrupted_it_says_so_and_how_to_go_on(manifest: Callable[..., Path], tmp_path: Path) -> None:
    with serving(tmp_path / "platform", "--latency", "400") as info:
        process = subprocess.Popen(
            command("apply", manifest(), "--yes"),
            env=environment(info),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "same command continues" in err
    assert "Traceback" not in err


def test_without_yes_and_without_a_terminal_nothing_is_changed(
    local_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    before = objects(local_platform)
    ended = run("apply", manifest(), info=local_platform)
    assert ended.status == 2
    assert "--yes" in ended.err
    assert objects(local_platform) == before


def test_production_wants_its_name_beside_yes(local_platform: dict[str, Any], manifest: Callable[..., Path]) -> None:
    path = manifest()
    production = local_platform | {"sandbox": "prod"}
    refused = run("apply", path, "--yes", info=production)
    assert refused.status == 3
    assert "--sandbox prod" in refused.err
    assert objects(production)["flows"] == []
    allowed = run("apply", path, "--yes", "--sandbox", "prod", "--json", info=production)
    assert allowed.status == 0, allowed.err
    assert len(objects(production)["flows"]) == 1


@pytest.mark.thorough
def test_read_only_lets_nothing_out_that_writes(local_platform: dict[str, Any], manifest: Callable[..., Path]) -> None:
    before = objects(local_platform)
    path = manifest()
    text = path.read_text()
    ended = run("apply", path, "--yes", "--read-only", info=local_platform)
    assert ended.status == 3, ended.err
    assert objects(local_platform) == before
    assert path.read_text() == text
    assert run("--read-only", "plan", path, info=local_platform).status == 0


@pytest.mark.thorough
def test_several_manifests_of_a_folder_are_a_list(
    local_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    first = manifest(("Customer success incidents\n", "Folder one\n"), name="one.yaml")
    manifest(("Customer success incidents\n", "Folder two\n"), name="two.yaml")
    ended = run("apply", first.parent, "--yes", "--json", info=local_platform)
    assert ended.status == 0, ended.err
    assert [Path(each["manifest"]).name for each in ended.json] == ["one.yaml", "two.yaml"]
    assert all(each["result"] == "applied" for each in ended.json)


@pytest.mark.thorough
def test_a_schema_title_that_is_taken_is_made_distinct(
    local_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    first = manifest(("Customer success incidents\n", "Same title\n"), name="one.yaml")
    second = manifest(("Customer success incidents\n", "Same title\n"), name="two.yaml")
    assert run("apply", first, "--yes", info=local_platform).status == 0
    other = run("apply", second, "--yes", "--json", info=local_platform)
    assert other.status == 0, other.err
    assert run("apply", second, "--yes", "--json", info=local_platform).json["result"] == "unchanged"
