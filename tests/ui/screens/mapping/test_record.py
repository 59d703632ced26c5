"""One whole record before and after the mapping."""

from collections.abc import Callable

import pytest

from aeptui.core.manifest.edits import Put
from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.record import Note, Record
from aeptui.ui.app import Aeptui
from aeptui.ui.screens.mapping.record import RecordDialog, RecordView, record_lines, source_lines
from tests.ui.driver import LARGE
from tests.ui.screens.mapping.support import document, mapping

MakeApp = Callable[..., Aeptui]
ROWS = (
    MappingRow("_id", from_="sys_id"),
    MappingRow("support.caseNumber", from_="number"),
    MappingRow("person.name.firstName", expr='"[bold]x[/] \\u001b[31m"'),
)


def test_a_record_is_indented_json() -> None:
    data = {"_id": "1", "_t": {"tags": ["a", {"b": True}], "none": {}}}
    lines = record_lines(Record(data, (Note("c", "error", "no"), Note("d", "unknown", "ask"))))
    assert [(line.after, line.path) for line in lines] == [
        ('_id: "1"', "_id"),
        ("_t:", "_t"),
        ("  tags:", "_t.tags"),
        ('    [0] "a"', "_t.tags[0]"),
        ("    [1]", "_t.tags[1]"),
        ("      b: true", "_t.tags[1].b"),
        ("  none: {}", "_t.none"),
        ("! c: no", ""),
        ("? d: ask", ""),
    ]
    assert source_lines({"a": 1, "b": {"c": "x"}}) == ["a: 1", "b:", '  c: "x"']
    assert record_lines(Record({}))[0].after == "(nothing)"


def after(view: RecordView) -> list[str]:
    return [line.after for line in view.lines if line.after]


@pytest.mark.thorough
async def test_it_covers_a_small_screen_and_steps_through_the_sample(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS)) as (ui, page):
        await ui.press("r")
        assert isinstance(ui.screen, RecordDialog)
        view = ui.screen.query_one(RecordView)
        first = after(view)
        assert (
            first[1].startswith("_") and any("caseNumber" in line for line in first) and "sample row 1 of" in ui.text()
        )
        assert any(line.before.startswith("number:") for line in view.lines)
        assert "\x1b" not in ui.text() and "[bold]x[/]" in ui.text()
        await ui.press("right_square_bracket")
        assert "sample row 2 of" in ui.text() and after(view) != first
        await ui.press("left_square_bracket")
        assert after(view) == first
        await ui.press("r")
        assert page.cursor[0] == 0


@pytest.mark.thorough
async def test_it_stands_beside_the_table_where_there_is_room(make_app: MakeApp) -> None:
    async with mapping(make_app, document(*ROWS), LARGE) as (ui, page):
        await ui.press("ctrl+w")
        view = page.screen.query_one(RecordView)
        assert page.screen.focused is not view.view and "INC00" in "\n".join(after(view))
        below = after(view)[after(view).index("From this source row:") :]
        assert below[1].startswith("number: ") and below[2].startswith("sys_id: ") and len(below) > 50
        await ui.press("down")
        assert view.lines[view.row].after.strip().startswith("caseNumber")
        page.screen.desk.draft.edit(Put(("mapping", 1, "to"), "support.subject"))
        await ui.settled()
        assert any("subject: " in line for line in after(view))
        await ui.press("right_square_bracket")
        assert "INC0010002" in "\n".join(after(view)) or "2/" in page.counters
        await ui.resize(80, 24)
        await ui.settled()
        assert not page.screen.query(RecordView)
        await ui.resize(*LARGE)
        await ui.press("r")
        assert len(page.screen.query(RecordView)) == 1
        await ui.press("r")
        assert not page.screen.query(RecordView)
