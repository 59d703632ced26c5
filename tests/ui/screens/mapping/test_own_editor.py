"""The source of a row in the user's own editor."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from aeptui.core.manifest.model import MappingRow
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.mapping import own_editor
from aeptui.ui.screens.mapping.own_editor import EditAgain, on_one_line
from tests.ui.screens.mapping.support import document, mapping

MakeApp = Callable[..., Aeptui]


class Editor:
    """An editor that writes what it is told to, one text each time; it keeps what it was given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
        self.given: list[str] = []
        self._texts = [*texts]
        monkeypatch.setenv("EDITOR", "sh")
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setattr(own_editor, "on_this_terminal", lambda app: self.run)

    def run(self, command: Sequence[str]) -> int:
        path = Path(command[-1])
        self.given.append(path.read_text())
        text = self._texts.pop(0)
        if text == "fail":
            return 1
        path.write_text(text)
        return 0


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("concat(\n  a,\n  b\n)\n", "concat( a, b )"),
        ("a // note\n + b", "a // note\n + b"),
        ('"a\nb"', '"a\nb"'),
        ("a\n", "a"),
    ],
)
def test_line_breaks_go_where_they_mean_nothing(text: str, line: str) -> None:
    assert on_one_line(text) == line


@pytest.mark.thorough
async def test_what_is_written_is_taken(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = Editor(monkeypatch, "upper(\n  number\n)\n", "sys_id\n", "number\n", "fail")
    async with mapping(make_app, document(MappingRow("support.subject", from_="number"))) as (ui, page):
        await ui.press("E")
        assert editor.given == ["number\n"] and page.mapping == [("expr", "upper( number )", "support.subject")]
        await ui.press("u", "down", "ctrl+x")
        assert editor.given[1] == "\n" and page.mapping[1] == ("from", "sys_id", "")
        await ui.press("up", "E")
        assert "stays as it is" in ui.said
        await ui.press("E")
        assert "failed with status 1" in ui.said and page.mapping[0][1] == "number"


@pytest.mark.thorough
async def test_a_wrong_expression_is_refused_and_kept(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = Editor(monkeypatch, "upper(number\n", "upper(numbe", "upper(number)")
    async with mapping(make_app, document(MappingRow("support.subject", from_="number"))) as (ui, page):
        await ui.press("E")
        assert isinstance(ui.screen, EditAgain) and "upper(number" in ui.text() and "column" in ui.text()
        await ui.press("e")
        assert editor.given[1] == "upper(number\n" and isinstance(ui.screen, EditAgain)
        await ui.press("escape")
        assert page.mapping == [("from", "number", "support.subject")]
        await ui.press("ctrl+x")
        assert editor.given[2] == "upper(numbe\n" and page.mapping == [("expr", "upper(number)", "support.subject")]
