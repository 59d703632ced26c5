import io
import json
from collections.abc import Iterator

from aeptui.cli.expressions import answer_lines
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
