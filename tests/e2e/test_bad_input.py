"""What goes wrong before anything is sent: each case has its status and says what to do, never a traceback."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import run
from tests.e2e.inspect import objects

WRONG = (
    ("  object: incident", "  object: incident\n  colour: red"),
    ("backfill: true", "backfill: perhaps"),
    ("interval: 1", "interval: 1h"),
    ("start: now", "start: tomorrow"),
    ("to: support.open}", "to: support.opened}"),
    ("{from: number, to: support.caseNumber}", "{from: number, to: _id}"),
    ("'trim(short_description)'", "'trim(short_description'"),
    ("delta_column: {name: sys_updated_on}", "delta_column: {name: date-time}"),
)
RULES = {
    "manifest/unknown-key",
    "manifest/type",
    "manifest/time",
    "mapping/unknown-target",
    "mapping/duplicate-target",
    "mapping/expression",
    "delta/unknown-column",
}


def test_everything_that_is_wrong_is_reported_together_each_at_its_place_and_nothing_is_sent(
    local_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    path = manifest(*WRONG)
    before = objects(local_platform)
    checked = run("check", path, "--json")
    assert checked.status == 1
    problems = checked.json["problems"]
    assert {problem["rule"] for problem in problems} >= RULES
    lines = path.read_text().splitlines()
    for old, new in WRONG:
        number = next(n for n, line in enumerate(lines, 1) if new.splitlines()[-1].strip() in line)
        assert any(problem["line"] == number for problem in problems), (old, new)
    for command in (["plan", path], ["apply", path, "--yes"]):
        ended = run(*command, info=local_platform)
        assert ended.status == 1
        for problem in problems:
            assert f"{path}:{problem['line']}:{problem['column']}: {problem['severity']}" in ended.out + ended.err
    assert objects(local_platform) == before


@pytest.mark.parametrize(
    ("schedule", "rule"),
    [
        ("{start: now, frequency: once, delta_column: {name: sys_updated_on}}", "delta/once"),
        ("{start: now, frequency: once, interval: 1}", "schedule/once"),
        ("{start: now, frequency: minute, interval: 5, delta_column: {name: sys_updated_on}}", "schedule/interval"),
        ("{start: now, frequency: hour, delta_column: {name: sys_updated_on}}", "schedule/interval"),
        ("{start: now, frequency: hour, interval: 1}", "delta/missing"),
    ],
)
def test_a_schedule_that_the_platform_would_refuse(manifest: Callable[..., Path], schedule: str, rule: str) -> None:
    path = manifest()
    text = path.read_text()
    line = next(line for line in text.splitlines() if line.startswith("schedule:"))
    path.write_text(text.replace(line, f"schedule: {schedule}"))
    ended = run("check", path, "--json")
    assert ended.status == 1
    errors = [each for each in ended.json["problems"] if each["severity"] == "error"]
    assert [each["rule"] for each in errors] == [rule]
    assert path.read_text().splitlines()[errors[0]["line"] - 1].startswith("schedule:")


def test_a_delta_column_that_is_no_date_is_found_with_the_columns_of_the_source(
    local_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    ended = run("plan", manifest(("{name: sys_updated_on}", "{name: sys_id}")), "--json", info=local_platform)
    assert ended.status == 1
    assert "delta/type" in [problem["rule"] for problem in ended.json["problems"]]


@pytest.mark.thorough
def test_what_the_platform_lacks_is_a_problem_at_its_place_with_the_nearest_name(
    local_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    cases = (
        (("system: servicenow", "system: servicenew"), "no-such-system", "service-now"),
        (("connection: ServiceNow demo", "connection: ServiceNow dmo"), "no-such-connection", "ServiceNow demo"),
        (("object: incident", "object: incidents"), "no-such-object", "incident"),
        (("{from: number,", "{from: nummber,"), "unknown-source", "number"),
    )
    for (old, new), rule, name in cases:
        path = manifest((old, new))
        ended = run("plan", path, "--json", info=local_platform)
        assert ended.status == 1
        problem = next(each for each in ended.json["problems"] if each["severity"] == "error")
        assert rule in problem["rule"]
        assert new.strip("{}, ") in path.read_text().splitlines()[problem["line"] - 1]
        assert name in problem["fix"] + problem["message"]


def test_warnings_alone_end_with_0(manifest: Callable[..., Path]) -> None:
    ended = run("check", manifest(("{name: sys_updated_on}", "{name: sys_created_on}")), "--json")
    assert ended.status == 0
    assert {problem["severity"] for problem in ended.json["problems"]} <= {"warning", "hint"}
    assert ended.json["problems"]


def test_nobody_signed_in_is_3_and_says_how_to_sign_in() -> None:
    ended = run("flows")
    assert ended.status == 3
    assert "AEPTUI_CLIENT_ID" in ended.err
    assert run("flows", "--profile", "nobody").status == 3
    partial = run("flows", AEPTUI_CLIENT_ID="a")
    assert partial.status == 3
    assert "AEPTUI_ORG_ID" in partial.err


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"client_secret": "wrong-secret"}, "secret"),
        ({"org_id": "000000000000000000000000@AdobeOrg"}, "organi"),
        ({"client_id": "nobody"}, "client"),
    ],
)
@pytest.mark.thorough
def test_wrong_credentials_are_3_and_never_shown(
    local_platform: dict[str, Any], changes: dict[str, str], word: str
) -> None:
    ended = run("flows", info=local_platform | changes)
    assert ended.status == 3
    assert word in ended.err.lower()
    assert "wrong-secret" not in ended.err


@pytest.mark.thorough
def test_a_sandbox_that_is_not_there_is_3(local_platform: dict[str, Any], manifest: Callable[..., Path]) -> None:
    ended = run("apply", manifest(), "--yes", "--sandbox", "nowhere", info=local_platform)
    assert ended.status == 3
    assert "dev" in ended.err


@pytest.mark.thorough
def test_a_platform_that_is_away_is_4(local_platform: dict[str, Any]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        away = f"http://127.0.0.1:{free.getsockname()[1]}"
    ended = run("flows", info=local_platform | {"platform_url": away, "ims_url": away})
    assert ended.status == 4
    assert ended.err


def test_secrets_do_not_travel_in_the_clear(local_platform: dict[str, Any]) -> None:
    ended = run("flows", info=local_platform | {"platform_url": "http://platform.example"})
    assert ended.status == 3
    assert "https" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--nonsense"],
        ["nonsense"],
        [],
        ["rows"],
        ["check"],
        ["check", "/nowhere/at/all.yaml"],
        ["rows", "x", "--limit", "0"],
    ],
)
def test_usage_errors_are_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """In this process: nothing of what they say needs one of its own."""
    from aeptui.cli.main import run as main

    try:
        status = main(arguments)
    except SystemExit as ended:
        status = int(ended.code or 0)
    assert status == 2
    assert capsys.readouterr().err


@pytest.mark.thorough
def test_a_dataflow_that_is_not_there_is_1_with_guidance(local_platform: dict[str, Any]) -> None:
    for command in ("runs", "rows"):
        ended = run(command, "00000000-0000-0000-0000-000000000000", info=local_platform)
        assert ended.status == 1
        assert "dataflow" in ended.err


@pytest.mark.thorough
def test_text_of_the_platform_never_steers_the_terminal(
    local_platform: dict[str, Any], manifest: Callable[..., Path]
) -> None:
    name = r'"evil \e[31m\e]0;title\a [bold]x[/]"'
    path = manifest(("name: ServiceNow incidents\n", f"name: {name}\n"), ("Customer success incidents\n", "Evil\n"))
    assert run("apply", path, "--yes", info=local_platform).status == 0
    shown = run("flows", info=local_platform)
    assert "\x1b" not in shown.out
    assert "[bold]x[/]" in shown.out
    names = [flow["name"] for flow in run("flows", "--json", info=local_platform).json["flows"]]
    assert json.loads(name.replace(r"\e", r"\u001b").replace(r"\a", r"\u0007")) in names
