"""Editing in place."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual._compositor import Compositor
from textual.geometry import Offset
from textual.widget import Widget
from textual.widgets import Input, TextArea

from aeptui.ui.messages import Said
from aeptui.ui.widgets.completing_input import Completion, fuzzy_completer
from aeptui.ui.widgets.grid import CellInput, EditAbandoned, EditFinished, EditRequest, Grid, GridModel
from aeptui.ui.widgets.grid.cell_editor import CellEditor
from aeptui.ui.widgets.grid.view import GridView
from tests.ui.widgets.grid.tables import Sheet, Table, sheet
from tests.ui.widgets.support import Stage, showing
from tests.ui.widgets.test_cells import HOSTILE

TARGETS = fuzzy_completer(
    [
        Completion("person.name.fullName", detail="string", meaning="Full name"),
        Completion("person.birthDate", detail="date", meaning="Birthday"),
        Completion("personalEmail.address", detail="string", meaning="E-mail"),
    ]
)


def grid_of(stage: Stage) -> Grid:
    return stage.app.query_one(Grid)


def edits(stage: Stage) -> list[tuple[int, str, str, str]]:
    return [(event.row, event.column, event.old, event.new) for event in stage.of(Grid.CellEdited)]


def typing_sheet(model: GridModel) -> Sheet:
    return Sheet(model, typing=True)


def completing_sheet(model: GridModel) -> Sheet:
    return Sheet(
        model,
        typing=True,
        editor=lambda request: CellInput(
            request, completer=TARGETS if request.column == "target" else None, choose_first=True
        ),
    )


@pytest.mark.parametrize("key", ["enter", "f2"])
async def test_opens_with_the_cells_text_and_takes_what_is_written(key: str) -> None:
    table, make = sheet()
    async with showing(make) as stage:
        grid = grid_of(stage)
        await stage.press("right", key)
        assert grid.editing
        assert isinstance(grid.editor, CellEditor)
        assert (grid.editor.value, grid.editor.cursor_position) == ("t0", 2)
        await stage.press("x", "enter")
        assert edits(stage) == [(0, "target", "t0", "t0x")]
        assert table.rows[0][1] == "t0x"
        assert "t0x" in stage.line(1)
        assert (grid.editing, grid.row, grid.column, stage.app.focused) == (False, 1, "target", grid.view)
        assert [event.kept for event in stage.of(Grid.EditEnded)] == [True]


async def test_escape_gives_up() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("right", "enter", "x", "escape")
        assert edits(stage) == []
        assert (grid_of(stage).row, grid_of(stage).editing) == (0, False)
        assert [event.kept for event in stage.of(Grid.EditEnded)] == [False]
        assert stage.app.focused is grid_of(stage).view


async def test_the_same_text_is_no_edit() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("right", "enter", "enter")
        assert edits(stage) == []


async def test_a_cell_that_cannot_be_edited_is_activated() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("f2", "enter")
        assert not grid_of(stage).editing
        assert [(event.row, event.column) for event in stage.of(Grid.Activated)] == [(0, "source")]


async def test_tab_takes_and_goes_over_editable_cells_and_row_ends() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        grid = grid_of(stage)
        await stage.press("right", "enter", "a", "tab")
        assert (grid.row, grid.column) == (0, "note")
        await stage.press("enter", "b", "tab")
        assert (grid.row, grid.column) == (1, "target")
        await stage.press("enter", "c", "shift+tab")
        assert (grid.row, grid.column) == (0, "note")
        assert edits(stage) == [
            (0, "target", "t0", "t0a"),
            (0, "note", "", "b"),
            (1, "target", "t1", "t1c"),
        ]


async def test_up_and_down_take_and_move() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("right", "down", "enter", "a", "down")
        assert grid_of(stage).row == 2
        await stage.press("enter", "b", "up")
        assert grid_of(stage).row == 1
        assert len(edits(stage)) == 2


async def test_letters_replace_the_text_where_one_types() -> None:
    _, make = sheet(make=typing_sheet)
    async with showing(make) as stage:
        await stage.press("right", "j", "g", "enter")
        assert edits(stage) == [(0, "target", "t0", "jg")]


async def test_letters_are_commands_on_cells_that_cannot_be_edited_and_some_signs_everywhere() -> None:
    _, make = sheet(make=typing_sheet)
    async with showing(make) as stage:
        await stage.press("j", "right", "space")
        assert (grid_of(stage).row, grid_of(stage).selected_rows()) == (2, [1])
        await stage.press("slash")
        assert not grid_of(stage).editing


async def test_insert_switches_between_typing_and_commands() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("right", "j")
        assert grid_of(stage).row == 1
        await stage.press("insert", "j", "escape", "insert", "j")
        assert grid_of(stage).row == 2
        assert grid_of(stage).typing is False


async def test_the_editor_stands_over_its_cell_and_the_terminals_cursor_in_it() -> None:
    _, make = sheet(100)
    async with showing(make, (60, 10)) as stage:
        grid = grid_of(stage)
        await stage.press("G", "right", "enter")
        assert isinstance(grid.editor, CellEditor)
        place = grid.view.content_region.offset + grid.view.cell_region(99, "target").offset
        assert grid.editor.place.offset == place
        assert stage.app.cursor_position == place + Offset(len("t99"), 0)


async def test_opening_and_closing_draws_only_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    _, make = sheet(100)
    async with showing(make) as stage:
        await stage.press("right", "f2", "escape")
        drawn: list[int] = []
        render_line = GridView.render_line
        monkeypatch.setattr(GridView, "render_line", lambda self, y: drawn.append(y) or render_line(self, y))
        layouts: list[object] = []
        reflow = Compositor.reflow
        monkeypatch.setattr(Compositor, "reflow", lambda *given: layouts.append(given) or reflow(*given))
        await stage.press("f2", "x", "left", "escape")
        assert set(drawn) == {1}
        assert layouts == []


@pytest.mark.parametrize("text", [*HOSTILE, "x" * 60])
async def test_any_text_is_edited_with_the_cursor_in_sight(text: str) -> None:
    table, make = sheet(3)
    table.put(0, "target", text)
    async with showing(make, (40, 8)) as stage:
        grid = grid_of(stage)
        await stage.press("right", "f2")
        assert isinstance(grid.editor, CellEditor)
        for key in ("home", "right", "end", "left", "shift+left", "x"):
            await stage.press(key)
            assert cell_len(stage.line(1)) == 40
            assert stage.line(1).isprintable()
            assert grid.editor.place.contains_point(stage.app.cursor_position)
        await stage.press("escape")
        assert edits(stage) == []


async def test_what_is_pasted_into_an_editor_is_one_line_without_commands() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("right", "f2")
        await stage.paste("a\x1b[31mb c\n")
        await stage.press("enter")
        assert edits(stage) == [(0, "target", "t0", "t0a\\x1b[31mb c")]


@pytest.mark.parametrize(("text", "rows"), [("a\tb", (("a", "b"),)), ("a\nb\n", (("a",), ("b",)))])
async def test_rows_that_are_pasted_into_an_editor_are_for_the_table(text: str, rows: object) -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("right", "f2", "x")
        await stage.paste(text)
        event = stage.of(Grid.PasteRequested)[0]
        assert (event.row, event.column, event.rows) == (0, "target", rows)
        assert not grid_of(stage).editing and edits(stage) == []


async def test_a_narrow_column_gets_a_wider_editor_within_the_grid() -> None:
    _, make = sheet()
    async with showing(make, (40, 8)) as stage:
        grid = grid_of(stage)
        await stage.press("end", "enter")
        assert isinstance(grid.editor, CellEditor)
        cell = grid.view.cell_region(0, "note")
        assert cell.width < 12 <= grid.editor.place.width
        assert cell.right <= grid.editor.place.right <= grid.view.size.width


async def test_completions_are_offered_and_taken_with_the_cell() -> None:
    _, make = sheet(make=completing_sheet)
    async with showing(make) as stage:
        await stage.press("right", "b", "i", "r")
        assert any("person.birthDate" in line and "date" in line for line in stage.lines())
        await stage.press("enter")
        assert edits(stage) == [(0, "target", "t0", "person.birthDate")]
        assert grid_of(stage).row == 1
        await stage.press("f", "u", "l", "l", "tab")
        assert edits(stage)[1:] == [(1, "target", "t1", "person.name.fullName")]
        assert grid_of(stage).column == "note"


async def test_escape_closes_completions_first_and_what_is_typed_can_be_taken() -> None:
    _, make = sheet(make=completing_sheet)
    async with showing(make) as stage:
        await stage.press("right", "b", "i", "escape")
        assert grid_of(stage).editing
        await stage.press("enter")
        assert edits(stage) == [(0, "target", "t0", "bi")]


async def test_an_empty_cell_offers_completions_but_takes_none_by_itself() -> None:
    table, make = sheet(make=completing_sheet)
    table.put(0, "target", "")
    async with showing(make) as stage:
        await stage.press("right", "f2")
        assert any("personalEmail" in line for line in stage.lines())
        await stage.press("enter")
        assert edits(stage) == []


async def test_keys_typed_ahead_are_kept_in_order() -> None:
    table, make = sheet(make=completing_sheet)
    async with showing(make) as stage:
        await stage.burst("right", *"birth", "enter", *"full", "tab", *"why", "enter")
        assert [row[1:] for row in table.rows[:3]] == [
            ["person.birthDate", ""],
            ["person.name.fullName", "why"],
            ["t2", ""],
        ]
        assert (grid_of(stage).row, grid_of(stage).column) == (2, "note")


async def test_keys_typed_ahead_of_a_command_reach_it() -> None:
    _, make = sheet(50)
    async with showing(make) as stage:
        await stage.burst("slash", *"s4", "enter", "down", "right", "f2", "x", "escape", "down")
        assert grid_of(stage).filter_text == "s4"
        assert (grid_of(stage).row, grid_of(stage).column) == (2, "target")


async def test_leaving_the_editor_for_another_widget_keeps_what_was_written() -> None:
    _, make = sheet()
    async with showing(lambda: [make(), Input(id="other")], (60, 12)) as stage:
        grid_of(stage).focus()
        await stage.press("right", "enter", "x")
        stage.app.screen.set_focus(stage.app.query_one("#other"))
        await stage.settled()
        await stage.settled()
        assert edits(stage) == [(0, "target", "t0", "t0x")]
        assert stage.app.focused is stage.app.query_one("#other")


async def test_the_editor_stays_when_the_terminal_loses_the_focus() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("right", "enter", "x")
        stage.app.app_focus = False
        await stage.settled()
        stage.app.app_focus = True
        await stage.settled()
        await stage.press("y", "enter")
        assert edits(stage) == [(0, "target", "t0", "t0xy")]


async def test_the_edit_is_of_its_row_even_if_rows_have_moved() -> None:
    table, make = sheet()
    async with showing(make) as stage:
        grid = grid_of(stage)
        await stage.press("down", "down", "right", "enter", "x")
        table.remove(0)
        grid.reload()
        await stage.settled()
        assert isinstance(grid.editor, CellEditor) and grid.editor.place.y == 2
        await stage.press("enter")
        assert [(event.row, event.key) for event in stage.of(Grid.CellEdited)] == [(1, 2)]
        assert table.rows[1][1] == "t2x"


async def test_the_editor_closes_with_its_row() -> None:
    table, make = sheet()
    async with showing(make) as stage:
        await stage.press("right", "enter", "x")
        table.remove(0)
        grid_of(stage).reload()
        await stage.settled()
        assert not grid_of(stage).editing
        assert edits(stage) == []


async def test_what_the_editor_says_stays_in_the_grid() -> None:
    _, make = sheet(make=completing_sheet)
    heard: list[object] = []

    async with showing(make) as stage:
        stage.app.on_input_changed = heard.append  # type: ignore[attr-defined]
        stage.app.on_input_submitted = heard.append  # type: ignore[attr-defined]
        await stage.press("right", *"full", "enter", "slash", "x", "escape")
        assert heard == []


class Area(TextArea):
    """An editor of another kind: a text of several lines."""

    def on_key(self, event: object) -> None:
        key = getattr(event, "key", "")
        if key == "f5":
            self.post_message(EditFinished(self.text, "right"))
        elif key == "f6":
            self.post_message(EditAbandoned())


def area(request: EditRequest) -> Widget:
    assert (request.row, request.column, request.text, request.typed) == (0, "target", "t0", False)
    return Area(request.text)


async def test_any_widget_may_edit_a_cell() -> None:
    table, make = sheet(make=lambda model: Sheet(model, editor=area))
    async with showing(make) as stage:
        await stage.press("right", "enter", "a", "f6")
        assert edits(stage) == []
        await stage.press("f2", "a", "f5")
        assert edits(stage) == [(0, "target", "t0", "at0")]
        assert grid_of(stage).column == "note"
        assert isinstance(table, Table)


async def test_keys_of_the_rows_do_nothing_in_an_editor() -> None:
    _, make = sheet(100)
    async with showing(make) as stage:
        await stage.press("right", "enter", "pagedown", "ctrl+end", "f2", "insert", "x", "enter")
        assert edits(stage) == [(0, "target", "t0", "t0x")]
        assert (grid_of(stage).row, grid_of(stage).typing) == (1, False)


async def test_says_why_a_key_does_nothing() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("f2", "ctrl+v")
        assert [said.text for said in stage.of(Said)] == [
            "This cell cannot be edited.",
            "Nothing was copied here; your terminal's own paste key works too.",
        ]


async def test_a_text_can_be_given_to_begin_with() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        grid = grid_of(stage)
        assert not grid.edit("no")
        grid.move_to(1, "note")
        assert grid.edit("begin") and not grid.edit("again")
        await stage.press("enter")
        assert edits(stage) == [(1, "note", "", "begin")]
