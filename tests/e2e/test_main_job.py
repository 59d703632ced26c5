"""The main job, as a process on a real socket: what a newcomer copies from the README."""

import os
from pathlib import Path

import pytest

from tests.e2e.conftest import Ended, run

KINDS = {
    "columns": {
        "source_connection",
        "target_schema",
        "descriptor",
        "dataset",
        "target_connection",
        "mapping_set",
        "flow",
    },
    "ad-hoc": {"ad_hoc_class", "ad_hoc_schema"},
}


def recording(name: str, tmp_path: Path) -> Path:
    """Where this test's exchanges go: to be judged by .ci/run, or away with the test."""
    folder = os.environ.get("AEPTUI_RECORDINGS")
    return Path(folder) / f"{name}.jsonl" if folder else tmp_path / f"{name}.jsonl"


def demo(source: str, style: str, *arguments: str | Path) -> Ended:
    """One headless demo."""
    return run("demo", "--headless", "--source", source, "--style", style, "--json", *arguments)


@pytest.mark.parametrize(
    ("source", "style"),
    [
        ("servicenow", "columns"),
        ("salesforce-service-cloud", "ad-hoc"),
        pytest.param("servicenow", "ad-hoc", marks=pytest.mark.thorough),
        pytest.param("salesforce-service-cloud", "columns", marks=pytest.mark.thorough),
    ],
)
def test_the_demo_lands_every_row_and_a_second_one_makes_nothing(source: str, style: str, tmp_path: Path) -> None:
    record = recording(f"demo-{source}-{style}", tmp_path)
    first = demo(source, style, "--record", record)
    assert first.status == 0, first.err
    made = first.json
    assert made["result"] == "applied"
    assert KINDS[style] <= set(made["ids"])
    assert ("ad_hoc_class" in made["ids"]) == (style == "ad-hoc")
    assert all(step["action"] == "create" and step["attempts"] == 1 and step["ms"] > 0 for step in made["steps"])
    counts = made["run"]
    assert counts["status"] == "success"
    assert counts["input"] == counts["landed"] + counts["failed"] >= 500

    second = demo(source, style, "--record", record)
    assert second.status == 0, second.err
    assert second.json["result"] == "unchanged"
    assert second.json["ids"] == made["ids"]
    assert second.json["run"] == counts
    assert all(step["action"] == "none" and step["attempts"] == 0 for step in second.json["steps"])


@pytest.mark.thorough
def test_the_demo_forgets_everything_when_it_is_reset() -> None:
    first = demo("servicenow", "columns")
    again = run("demo", "--headless", "--style", "columns", "--json", "--reset")
    assert again.status == 0, again.err
    assert again.json["result"] == "applied"
    assert not set(first.json["ids"].values()) & set(again.json["ids"].values())


@pytest.mark.thorough
def test_an_unknown_source_is_a_usage_error_that_names_the_known_ones() -> None:
    ended = run("demo", "--headless", "--source", "zendeks")
    assert ended.status == 2
    assert "servicenow" in ended.err


@pytest.mark.thorough
def test_the_demo_without_json_is_for_people_and_says_how_to_read_the_rows() -> None:
    ended = run("demo", "--headless")
    assert ended.status == 0, ended.err
    assert "landed 1150" in ended.out
    command = next(line for line in ended.out.splitlines() if "aeptui --profile demo rows" in line)
    rows = run(*command.split("aeptui ", 1)[1].split())
    assert rows.status == 0, rows.err
    assert len(rows.out.splitlines()) == 3


def test_version_and_help_need_no_heavy_import() -> None:
    import subprocess
    import sys

    code = (
        "import sys; sys.argv = ['aeptui', '--version']\n"
        "from aeptui.__main__ import main\nmain()\n"
        "heavy = {'textual', 'httpx', 'pydantic', 'keyring', 'asyncio', 'argparse'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("aeptui ")
