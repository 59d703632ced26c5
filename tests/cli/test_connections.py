import json
from typing import Any

import pytest

from aeptui.services.platform import Platform
from tests.cli.conftest import Door
from tests.e2e import scene

ACCOUNT = {"endpoint": "https://x.service-now.com", "username": "u", "password": "long-enough-secret"}


def test_the_list_has_names_systems_and_no_secrets(door: Door) -> None:
    listed = door("connections", "list", "--json")
    assert listed.status == 0
    demo = next(each for each in listed.json["connections"] if each["name"] == "ServiceNow demo")
    assert (demo["system"], demo["auth"], demo["state"]) == ("ServiceNow", "Basic Authentication", "enabled")
    assert set(demo) == {"id", "name", "system", "spec_id", "auth", "state", "created", "updated"}
    lines = door("connections", "list")
    assert f"{demo['id']}  enabled" in lines.out
    names = [each["name"] for each in listed.json["connections"]]
    shown = lines.out.splitlines()
    assert len({line.index(name) for line, name in zip(shown, names, strict=True)}) == 1, "the columns stand in line"


def test_specs_tell_what_an_account_needs(door: Door) -> None:
    listed = door("connections", "specs", "--json").json["specs"]
    assert len(listed) > 40 and "Data Lake" not in {each["label"] for each in listed}
    one = door("connections", "specs", "Service Now", "--json").json["specs"]
    assert [(each["name"], each["label"]) for each in one] == [("service-now", "ServiceNow")]
    fields = {field["name"]: (field["required"], field["secret"]) for field in one[0]["auth"][0]["fields"]}
    assert fields == {"endpoint": (True, False), "username": (True, False), "password": (True, True)}
    assert "required, secret" in door("connections", "specs", "service-now").out
    unknown = door("connections", "specs", "zendeks")
    assert unknown.status == 2 and "zendesk" in unknown.err.lower()


def test_a_connection_is_made_tested_rotated_and_deleted(door: Door) -> None:
    name = scene.fresh("Mine")
    made = door(
        "connections", "create", "servicenow", "--name", name, "--auth-params", "-", "--yes", stdin=json.dumps(ACCOUNT)
    )  # fmt: skip
    assert made.status == 0 and f"test of {name}: ok" in made.out
    assert ACCOUNT["password"] not in made.out + made.err
    again = door(
        "connections", "create", "servicenow", "--name", name, "--auth-params", "-", "--yes", stdin=json.dumps(ACCOUNT)
    )  # fmt: skip
    assert again.status == 1 and "already" in again.err
    rotated = door(
        "connections", "rotate", name, "--auth-params", "-", "--yes", "--json", stdin='{"password": "wrong"}'
    )
    assert rotated.status == 1
    assert (rotated.json["test"]["ok"], rotated.json["test"]["error"]["code"]) == (False, "1308-400")
    tested = door("connections", "test", name, "ServiceNow demo", "--json")
    assert tested.status == 1
    assert [each["ok"] for each in tested.json["tests"]] == [False, True]
    assert "rotate" in tested.err
    assert door("connections", "rotate", name, "--auth-params", "-", "--yes", stdin='{"password": "right"}').status == 0
    assert door("connections", "test", name).status == 0
    gone = door("connections", "delete", name, "--yes")
    assert gone.status == 0 and "Nothing reads" in gone.err
    assert door("connections", "test", name).status == 1


async def read_through_a_new_one(platform: Platform) -> tuple[str, str]:
    """A connection and the dataflow that reads through it."""
    name = scene.fresh("Used")
    base = await platform.flow_service.connections.create(scene.connection_body(name))
    parts = await scene.parts(platform, name, base=base.id)
    far = {"startTime": 4_000_000_000, "frequency": "once"}
    return name, await scene.flow(platform, name, parts, scheduleParams=far)


def test_a_connection_that_is_used_is_not_deleted_and_its_users_are_told(door: Door) -> None:
    connection, flow = door.settled(read_through_a_new_one)
    refused = door("connections", "delete", connection, "--yes", "--json")
    assert refused.status == 1 and refused.json["deleted"] is False
    assert [each["id"] for each in refused.json["dependants"]["flows"]] == [flow]
    assert [each["object"] for each in refused.json["dependants"]["source_connections"]] == ["incident"]
    words = door("connections", "delete", connection, "--yes")
    assert flow in words.err and "aeptui delete" in words.err
    assert door("delete", flow, "--yes").status == 0
    free = door("connections", "delete", connection, "--yes")
    assert free.status == 0 and "no dataflow uses it" in free.err


def test_parameters_are_asked_for_in_a_terminal_and_secrets_not_echoed(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def secret(prompt: str = "") -> str:
        asked.append(prompt)
        return "typed-secret"

    monkeypatch.setattr("getpass.getpass", secret)
    name = scene.fresh("Typed")
    made = door(
        "connections", "create", "service-now", "--name", name, "--json",
        stdin="https://x.service-now.com\nme\ny\n", terminal=True,
    )  # fmt: skip
    assert made.status == 0, made.err
    assert asked == ["password: "]
    assert made.json["test"]["ok"] and "endpoint: " in made.err
    assert "typed-secret" not in made.out + made.err
    door("connections", "delete", name, "--yes")


def test_what_is_missing_is_said_without_its_values(door: Door, tmp_path: Any) -> None:
    without = door("connections", "create", "service-now", "--name", "x", "--yes")
    assert without.status == 2 and "endpoint, username, password" in without.err
    half = door(
        "connections", "create", "service-now", "--name", "x", "--yes", "--auth-params", "-",
        stdin=json.dumps(ACCOUNT | {"endpoint": None, "password": ["hidden-value"]}),
    )  # fmt: skip
    assert half.status == 2
    assert "endpoint is missing" in half.err and "password must be of the type string" in half.err
    assert "hidden-value" not in half.err
    for text in ("{", "[]", '"x"'):
        broken = door("connections", "rotate", "ServiceNow demo", "--yes", "--auth-params", "-", stdin=text)
        assert broken.status == 2 and "--auth-params -" in broken.err
    nowhere = door("connections", "rotate", "ServiceNow demo", "--yes", "--auth-params", str(tmp_path / "none"))
    assert nowhere.status == 2 and "no JSON could be read" in nowhere.err


def test_several_ways_to_sign_in_are_a_choice(door: Door) -> None:
    arguments = ("connections", "create", "salesforce-service-cloud", "--name", "x")
    refused = door(*arguments, "--yes")
    assert refused.status == 2 and "--auth" in refused.err
    chosen = door(*arguments, "--yes", "--auth", "Basic Authentication", "--auth-params", "-", stdin="{}")
    assert chosen.status == 2 and "securityToken is missing" in chosen.err


async def twins(platform: Platform) -> list[str]:
    """Two connections of one name: other tools make such."""
    body = scene.connection_body("Twin")
    return [(await platform.flow_service.connections.create(body)).id for _ in range(2)]


def test_names_that_mean_nothing_or_too_much(door: Door) -> None:
    nothing = door("connections", "test", "no such")
    assert nothing.status == 1 and "aeptui connections list" in nothing.err
    ids = door.settled(twins)
    both = door("connections", "test", "Twin")
    assert both.status == 1 and all(id in both.err for id in ids)
    assert [door("connections", "delete", id, "--yes").status for id in ids] == [0, 0]
    nobody = door("connections", "create", "mariadb", "--name", "x", "--yes")
    assert nobody.status == 2 and "none that could be used" in nobody.err


@pytest.mark.parametrize("action", [("create", "service-now", "--name", "x"), ("rotate", "x"), ("delete", "x")])
def test_what_changes_something_wants_yes_and_no_read_only(
    door: Door, action: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert door("connections", *action).status == 2
    assert door("connections", *action, "--yes", "--read-only").status == 3
    monkeypatch.setenv("AEPTUI_SANDBOX", "prod")
    production = door("connections", *action, "--yes")
    assert production.status == 3 and "--sandbox prod" in production.err
