import pytest

from aeptui.services.platform import Platform
from tests.cli.conftest import Door
from tests.e2e import scene


async def run_with_rejected_rows(platform: Platform) -> str:
    """A run that some rows fail in."""
    name = scene.fresh("Explained")
    fields = {"priority": {"type": "string", "title": "Priority", "enum": ["1", "2", "3", "4"]}}
    rows = {"_id": "sys_id", "TENANT.priority": "priority"}
    parts = await scene.parts(platform, name, fields=fields, rows=rows, columns=("sys_id", "priority"))
    options = {"errorDiagnosticsEnabled": True, "partialIngestionPercent": 50}
    flow = await scene.flow(platform, name, parts, options=options)
    return (await scene.first_ended(platform, flow)).id


def test_a_code_is_explained_without_a_network(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AEPTUI_PLATFORM_URL", "http://127.0.0.1:9")
    known = door("explain", "FLOW-1404-412", "--json")
    assert known.status == 0
    assert known.json["known"] and known.json["title"] == "Changed meanwhile" and known.json["next_step"]
    words = door("explain", "1425-400")
    assert "what to do:" in words.out
    family = door("explain", "DCVS-1106-400")
    assert family.status == 0


def test_an_unknown_code_is_a_problem_that_names_near_ones(door: Door) -> None:
    unknown = door("explain", "1404-413")
    assert unknown.status == 1 and "1404-412" in unknown.err
    assert door("explain", "1404-413", "--json").json["known"] is False
    assert door("explain").status == 2
    assert door("explain", "x", "--run", "y").status == 2


def test_a_run_is_explained_down_to_the_row_and_its_mapping(door: Door) -> None:
    run = door.settled(run_with_rejected_rows)
    found = door("explain", "--run", run, "--json")
    assert found.status == 0
    failed = found.json["run"]["failed"]
    assert failed > 0 and len(found.json["rows"]) == min(failed, 100)
    (error,) = found.json["rows"][0]["errors"]
    assert error["rule"]["source"] == "priority" and error["rule"]["destination"].endswith(".priority")
    assert found.json["rows"][0]["record"]["priority"] == 5
    codes = [cause["code"] for cause in found.json["causes"]]
    assert codes.index("INGEST-1212-400") < codes.index("CONNECTOR-2001-500")
    assert all(cause["guidance"] for cause in found.json["causes"])
    words = door("explain", "--run", run)
    assert "what to do:" in words.out and "mapping: priority ->" in words.out and "more rows" in words.out
    missing = door("explain", "--run", "none")
    assert missing.status == 1 and "1101-404" in missing.err
