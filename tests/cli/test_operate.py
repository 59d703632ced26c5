from datetime import UTC, datetime

import pytest

from aeptui.cli.operate import moment
from aeptui.services.platform import Platform
from tests.cli.conftest import Door
from tests.e2e import scene

FAR = {"startTime": 4_000_000_000, "frequency": "once"}


async def waiting_flow(platform: Platform) -> tuple[str, str]:
    """A dataflow that does not run by itself: its name and id."""
    name = scene.fresh("Waiting")
    return name, await scene.flow(platform, name, scheduleParams=FAR)


async def two_dates(platform: Platform) -> str:
    """A dataflow that reads two date columns."""
    name = scene.fresh("Dates")
    parts = await scene.parts(platform, name, columns=("sys_id", "number", "opened_at", "sys_updated_on"))
    return await scene.flow(platform, name, parts, scheduleParams=FAR)


def test_enabling_and_disabling_by_id_or_name_twice_changes_once(door: Door) -> None:
    name, flow = door.settled(waiting_flow)
    first = door("disable", name, "--yes", "--json")
    assert first.status == 0
    assert first.json == {"flow_id": flow, "name": name, "state": "disabled", "changed": True}
    assert door("disable", flow, "--yes", "--json").json["changed"] is False
    assert "already disabled" in door("disable", flow, "--yes").out
    assert "now enabled" in door("enable", flow, "--yes").out
    state = next(each["state"] for each in door("flows", "--json").json["flows"] if each["id"] == flow)
    assert state == "enabled"


def test_a_deleted_dataflow_is_gone(door: Door) -> None:
    name, flow = door.settled(waiting_flow)
    assert door("delete", flow, "--yes", "--json").json == {"flow_id": flow, "name": name, "deleted": True}
    gone = door("delete", flow, "--yes")
    assert gone.status == 1 and "aeptui flows" in gone.err


def test_nothing_is_done_without_a_yes(door: Door) -> None:
    _, flow = door.settled(waiting_flow)
    for command in ("enable", "disable", "delete", "run"):
        assert door(command, flow).status == 2
        assert door(command, flow, "--yes", "--read-only").status == 3
        asked = door(command, flow, terminal=True, stdin="n\n")
        assert asked.status == 1 and "Nothing was changed" in asked.err
    assert "state" in str(door("flows", "--json").json)


def test_a_window_is_run_waited_for_and_repeated(door: Door) -> None:
    _, flow = door.settled(waiting_flow)
    ran = door("run", flow, "--from", "2026-01-01", "--to", "2026-02-01T00:00:00Z", "--wait", "--yes", "--json")
    assert ran.status == 0, ran.err
    assert ran.json["window"] == [1_767_225_600, 1_769_904_000]
    assert ran.json["delta_column"] == "sys_updated_on"
    assert 0 < ran.json["run"]["landed"] < 1150
    # A second one begins where the first one stopped; nothing is there, so that it can be repeated.
    empty = door("run", flow, "--to", "1769904001", "--wait", "--yes", "--json")
    assert empty.json["window"] == [1_769_904_000, 1_769_904_001]
    assert empty.json["run"]["input"] == 0
    again = door("run", flow, "--again", empty.json["run_id"], "--wait", "--yes")
    assert again.status == 0 and "started again" in again.out
    refused = door("run", flow, "--again", ran.json["run_id"], "--yes")
    assert refused.status == 1 and "1387-400" in refused.err


def test_the_column_of_the_window_is_never_guessed(door: Door) -> None:
    flow = door.settled(two_dates)
    unclear = door("run", flow, "--yes")
    assert unclear.status == 2
    assert "opened_at, sys_updated_on" in unclear.err and "--delta-column" in unclear.err
    named = door("run", flow, "--delta-column", "opened_at", "--from", "1", "--to", "2", "--yes", "--json")
    assert named.status == 0 and named.json["delta_column"] == "opened_at"
    kept = door("run", flow, "--from", "2", "--to", "3", "--yes", "--json")
    assert kept.json["delta_column"] == "opened_at"
    other = door("run", flow, "--delta-column", "sys_updated_on", "--from", "2", "--to", "3", "--yes")
    assert other.status == 1 and "1382-400" in other.err


def test_what_cannot_be_a_window_is_refused_here(door: Door) -> None:
    _, flow = door.settled(waiting_flow)
    swapped = door("run", flow, "--from", "2026-02-01", "--to", "2026-01-01", "--yes")
    assert swapped.status == 2 and "Swap the two: --from 1767225600 --to 1769904000" in swapped.err
    assert door("run", flow, "--from", "tomorrow", "--yes").status == 2
    both = door("run", flow, "--again", "x", "--from", "1", "--yes")
    assert both.status == 2 and "--again" in both.err
    foreign = door("run", flow, "--again", "no-such-run", "--yes")
    assert foreign.status == 1


def test_a_dataflow_with_a_schedule_runs_no_windows(door: Door) -> None:
    async def hourly(platform: Platform) -> str:
        later = {"startTime": 4_000_000_000, "frequency": "hour", "interval": 1, "backfill": True}
        return await scene.flow(platform, scene.fresh("Hourly"), delta="sys_updated_on", scheduleParams=later)

    refused = door("run", door.settled(hourly), "--from", "1", "--to", "2", "--yes")
    assert refused.status == 1 and "1386-400" in refused.err and "once" in refused.err


def test_watching_ends_when_no_run_can_follow(door: Door) -> None:
    async def now(platform: Platform) -> str:
        return await scene.flow(platform, scene.fresh("Watched"))

    flow = door.settled(now)
    watched = door("runs", flow, "--watch")
    assert watched.status == 0
    assert watched.out.splitlines()[-1].split()[1] == "success"
    document = door("runs", flow, "--watch", "--json").json
    assert [run["status"] for run in document["runs"]] == ["success"]
    assert document == door("runs", flow, "--json").json


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1767225600", 1_767_225_600),
        ("2026-01-01", 1_767_225_600),
        ("2026-01-01T00:00:00", 1_767_225_600),
        ("2026-01-01T01:00:00+01:00", 1_767_225_600),
        ("2026-01-01T00:00:00Z", 1_767_225_600),
    ],
)
def test_moments(text: str, seconds: int) -> None:
    assert moment(text) == seconds
    assert datetime.fromtimestamp(seconds, UTC).year == 2026
