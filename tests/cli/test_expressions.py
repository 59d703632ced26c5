import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from aeptui.cli.expressions import answer_lines
from aeptui.cli.main import run as command_line
from tests.e2e.conftest import run


def test_every_line_has_its_answer_in_order_whatever_it_holds() -> None:
    lines = [
        b'{"expr": "1 + 1"}\n',
        b"\n",
        b"\xff\n",
        b"[]\n",
        b'{"expr": "1st"}\n',
        b'{"expr": "a", "row": {"a": "\xc3\xa4"}}',
    ]
    answers = io.StringIO()
    answer_lines(lines, answers)
    found = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert found[0] == {"value": 2}
    assert [each["error"]["position"] for each in found[1:5]] == [None, None, None, 2]
    assert found[5] == {"value": "ä"}


def test_an_answer_is_written_before_the_next_line_is_read() -> None:
    answers = io.StringIO()

    def lines() -> Iterator[bytes]:
        for number in range(3):
            assert len(answers.getvalue().splitlines()) == number
            yield b'{"expr": "1"}\n'

    answer_lines(lines(), answers)


def test_the_commands_as_a_process() -> None:
    assert run("eval", "--json", stdin='{"expr": "upper(a)", "row": {"a": "x"}}\nbad\n').out.count("\n") == 2
    assert run("eval").status == 2
    one = run("functions", "lcase")
    assert "lower(" in one.out
    unknown = run("functions", "uper")
    assert unknown.status == 1
    assert "upper" in unknown.err
    assert len(run("functions", "--json").json["functions"]) >= 98


@pytest.mark.parametrize("arguments", [["-"], []])
def test_a_dash_is_standard_input(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"expr": "1 + 1"}')))
    assert command_line(["eval", "--json", *arguments]) == 0
    assert json.loads(capsys.readouterr().out) == {"value": 2}


def test_lines_may_stand_in_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text('{"expr": "1"}\n{"expr": "2"}\n')
    assert command_line(["eval", str(file), "--json"]) == 0
    assert capsys.readouterr().out == '{"value": 1}\n{"value": 2}\n'
    assert command_line(["eval", str(tmp_path / "nosuch"), "--json"]) == 2
    assert "nosuch: cannot be read: No such file" in capsys.readouterr().err


def test_the_help_shows_a_line_that_works(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line(["eval", "--help"])
    shown = capsys.readouterr().out
    line = shown.split("echo '")[1].split("'")[0]
    answer = shown.split("aeptui eval --json\n")[1].strip()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    assert command_line(["eval", "--json"]) == 0
    assert capsys.readouterr().out.strip() == answer
