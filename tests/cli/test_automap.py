"""``aeptui automap``."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aeptui.cli.main import run

TASK: dict[str, Any] = {
    "name": "small",
    "source": {
        "system": "CRM",
        "object": "Contact",
        "fields": [{"name": "LastName", "type": "string"}, {"name": "Checksum", "type": "string"}],
    },
    "target": {
        "class": "https://ns.adobe.com/xdm/context/profile",
        "fields": [
            {"path": "person.name.lastName", "type": "string", "title": "Last name"},
            {"path": "person.name.firstName", "type": "string", "title": "First name"},
        ],
    },
}


def written(folder: Path, task: Any) -> str:
    """The path of a file that holds the task."""
    path = folder / "task.json"
    path.write_text(task if isinstance(task, str) else json.dumps(task), encoding="utf-8")
    return str(path)


def test_suggestions_go_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["automap", written(tmp_path, TASK)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer["suggestions"]) == {"LastName", "Checksum"}
    best = answer["suggestions"]["LastName"][0]
    assert best["path"] == "person.name.lastName" and best["accepted"] is True and best["score"] >= answer["threshold"]
    assert not any(each["accepted"] for each in answer["suggestions"]["Checksum"])
    assert answer["elapsed_ms"] >= 0


def test_the_same_task_gives_the_same_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, TASK)
    answers = []
    for _ in range(2):
        run(["automap", path])
        answers.append(json.loads(capsys.readouterr().out)["suggestions"])
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("task", "told"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("\x00", "not JSON"),
        ([], "the task must be an object"),
        ({}, "'source' must be"),
        ({"source": {}}, "'source.fields' must be a list"),
        ({"source": {"fields": [{}]}}, "'source.fields[0]' must be an object with a 'name'"),
        ({"source": {"fields": []}, "target": []}, "'target' must be"),
        ({"source": {"fields": []}, "target": {"fields": [{"path": 1}]}}, "'target.fields[0]' must be"),
        ({"source": {"fields": []}, "target": {"fields": "x"}}, "'target.fields' must be a list"),
    ],
)
def test_bad_tasks_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], task: Any, told: str) -> None:
    assert run(["automap", written(tmp_path, task)]) == 1
    printed = capsys.readouterr()
    assert told in printed.err and printed.out == ""


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["automap", str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_odd_values_are_taken_as_absent(tmp_path: Path) -> None:
    task = json.loads(json.dumps(TASK))
    task["source"]["fields"][0] |= {"type": 5, "description": None, "samples": [1, None, "x"]}
    task["target"]["fields"][0] |= {"title": None, "type": None, "in_array": "yes"}
    task["target"]["class"] = None
    assert run(["automap", written(tmp_path, task)]) == 0


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_names_of_any_characters_come_back_as_they_were(tmp_path: Path, encoding: str) -> None:
    task = json.loads(json.dumps(TASK))
    task["source"]["fields"] = [{"name": "half \ud800"}, {"name": "naïve 😀"}]
    done = subprocess.run(
        [sys.executable, "-m", "aeptui", "automap", "-"],
        input=json.dumps(task).encode(),
        capture_output=True,
        env=dict(os.environ) | {"PYTHONIOENCODING": encoding},
        check=True,
    )
    assert set(json.loads(done.stdout)["suggestions"]) == {"half \ud800", "naïve 😀"} and done.stderr == b""


def test_fields_of_one_name_are_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for times in (1, 2):
        task = json.loads(json.dumps(TASK))
        task["source"]["fields"] *= times
        run(["automap", written(tmp_path, task)])
        answers.append(json.loads(capsys.readouterr().out)["suggestions"])
    assert answers[0] == answers[1] and list(answers[0]) == ["LastName", "Checksum"]


def test_a_dash_is_standard_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["automap", written(tmp_path, TASK)])
    answer = json.loads(capsys.readouterr().out)["suggestions"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(TASK).encode())))
    assert run(["automap", "-"]) == 0 and json.loads(capsys.readouterr().out)["suggestions"] == answer
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"{")))
    assert run(["automap", "-"]) == 1 and capsys.readouterr().err.startswith("standard input: this is not JSON")


def test_the_help_shows_a_task_that_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["automap", "--help"])
    shown = capsys.readouterr().out
    example, answer = shown[shown.index("  {") :].split("\n\n")[::2]
    assert run(["automap", written(tmp_path, example)]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made.keys() == json.loads(answer).keys()
    assert made["suggestions"]["LastName"][0].keys() == json.loads(answer)["suggestions"]["LastName"][0].keys()


def test_little_is_imported(tmp_path: Path) -> None:
    code = (
        "import sys; from aeptui.cli.main import run; run(sys.argv[1:]);"
        "print([n for n in ('textual','httpx','pydantic','rapidfuzz','ruamel','keyring') if n in sys.modules], "
        "file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "automap", written(tmp_path, TASK)], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"
