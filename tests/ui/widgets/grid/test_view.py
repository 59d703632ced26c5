"""What a grid draws, how its cursor moves and what that costs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from rich.cells import cell_len
from textual.geometry import Offset, Region

from aeptui.ui.commands import Commanding
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel
from aeptui.ui.widgets.grid.view import GridView
from tests.ui.widgets.grid.tables import Sheet, sheet
from tests.ui.widgets.support import Stage, showing
from tests.ui.widgets.test_cells import HOSTILE

SIZES = [(1, 1), (20, 5), (80, 24)]
MORE_SIZES = [pytest.param(size, marks=pytest.mark.thorough) for size in [(2, 2), (60, 15), (200, 60)]]


def grid_of(stage: Stage) -> Grid:
    return stage.app.query_one(Grid)


async def test_draws_headings_rows_signs_and_marks() -> None:
    table, make = sheet(3, make=lambda model: Sheet(model, marks=True))
    table.marks[1] = "!"
    async with showing(make, (70, 6)) as stage:
        await stage.press("space", "down")
        assert stage.line(0).split() == ["Source", "Target", "Note"]
        assert [line[:6] for line in stage.lines()[1:4]] == ["*  s0 ", " ! s1 ", "   s2 "]
        assert stage.line(1)[3:20] == "s0           t0  "


async def test_says_that_there_is_nothing() -> None:
    _, make = sheet(0, make=lambda model: Sheet(model, empty="No rows [yet]"))
    async with showing(make) as stage:
        assert "No rows [yet]" in stage.line(1)
        await stage.press("down", "up", "space", "enter", "f2", "pagedown", "G", "v", "y", "escape")
        assert grid_of(stage).row == -1
        assert grid_of(stage).selected_rows() == []


MOVES = [
    ("down", 1), ("j", 1), ("G", 99), ("ctrl+end", 99), ("pagedown", 9), ("ctrl+d", 4),
    ("up", 0), ("k", 0), ("g", 0), ("ctrl+home", 0), ("pageup", 0), ("ctrl+u", 0),
]  # fmt: skip


@pytest.mark.parametrize(("key", "row"), MOVES)
async def test_keys_move_the_cursor(key: str, row: int) -> None:
    _, make = sheet(100)
    async with showing(make, (60, 10)) as stage:
        await stage.press(key)
        assert grid_of(stage).row == row
        moved = stage.of(Grid.CursorMoved)
        assert [(event.row, event.column) for event in moved] == ([(row, "source")] if row else [])


async def test_keys_move_among_columns() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        grid = grid_of(stage)
        seen = []
        for key in ("right", "l", "l", "left", "h", "h", "end", "home"):
            await stage.press(key)
            seen.append(grid.column)
        assert seen == ["target", "note", "note", "target", "source", "source", "note", "source"]


async def test_scrolls_as_little_as_needed_and_headings_stay() -> None:
    _, make = sheet(100)
    async with showing(make, (60, 11)) as stage:
        view = grid_of(stage).view
        await stage.press("pagedown")
        assert view.scroll_offset.y == 1
        await stage.press("up", "up")
        assert view.scroll_offset.y == 1
        await stage.press("G")
        assert "s99" in stage.line(10)
        assert "Source" in stage.line(0)
        await stage.press("g")
        assert "s0" in stage.line(1)


async def test_a_list_has_its_cursor_on_whole_rows_and_home_and_end_go_to_first_and_last() -> None:
    _, make = sheet(50, make=lambda model: Sheet(model, cursor="row"))
    async with showing(make, (60, 10)) as stage:
        await stage.press("end")
        assert grid_of(stage).row == 49
        await stage.press("home", "enter")
        assert [event.row for event in stage.of(Grid.Activated)] == [0]


async def test_a_list_scrolls_sideways_by_columns() -> None:
    columns = [Column(f"c{number}", f"Head{number}", width=20, minimum=20) for number in range(5)]
    async with showing(lambda: Grid(ListModel(columns, ["x"]), cursor="row"), (50, 5)) as stage:
        await stage.press("right", "right")
        assert "Head2" in stage.line(0) and "Head0" not in stage.line(0)
        await stage.press("left")
        assert "Head1" in stage.line(0)
        await stage.press("right", "right", "right", "right")
        assert "Head4" in stage.line(0)


async def test_the_terminals_cursor_follows() -> None:
    _, make = sheet(100)
    async with showing(make, (60, 11)) as stage:
        view = grid_of(stage).view
        await stage.press("down", "right")
        place = view.content_region.offset + view.cell_region(1, "target").offset
        assert stage.app.cursor_position == place == Offset(15, 2)
        await stage.press("G")
        assert stage.app.cursor_position == Offset(15, 10)
        await stage.resize(60, 8)
        await stage.settled()
        assert stage.app.cursor_position == Offset(15, 7)


async def test_moving_draws_two_lines_only(monkeypatch: pytest.MonkeyPatch) -> None:
    _, make = sheet(10_000)
    async with showing(make) as stage:
        view = grid_of(stage).view
        drawn: list[int] = []
        render_line = GridView.render_line
        monkeypatch.setattr(GridView, "render_line", lambda self, y: drawn.append(y) or render_line(self, y))
        await stage.press("down")
        assert set(drawn) == {1, 2}
        drawn.clear()
        await stage.press("right")
        assert set(drawn) == {2}
        assert view.scroll_offset.y == 0


async def test_asks_only_for_what_is_seen_and_only_once() -> None:
    table, make = sheet(10_000)
    async with showing(make, (80, 24)) as stage:
        assert {row for row, _ in table.asked} == set(range(23))
        assert len(table.asked) == 23 * 3
        table.asked.clear()
        await stage.press("G")
        assert {row for row, _ in table.asked} == {*range(9_977, 10_000)}
        table.asked.clear()
        await stage.press("g")
        assert table.asked == []


async def test_draws_a_row_again_when_its_version_is_another() -> None:
    table, make = sheet()
    async with showing(make) as stage:
        table.put(2, "target", "changed")
        grid_of(stage).refresh_rows(2)
        await stage.settled()
        assert "changed" in stage.line(3)
        table.put(3, "target", "also")
        grid_of(stage).refresh_rows()
        await stage.settled()
        assert "also" in stage.line(4)


async def test_a_line_has_one_segment_a_column_and_one_where_nothing_differs() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        view = grid_of(stage).view
        assert len(list(view.render_line(1))) == len(("signs", "cursor cell", "rest of its row"))
        assert len(list(view.render_line(2))) == 1
        assert len(list(view.render_line(0))) == 1


def hostile() -> Grid:
    columns = (Column("a", "[red]Head[/]\x1b[2J", width=20), Column("b", "B", width=30, grow=1, align="right"))
    return Grid(ListModel(columns, HOSTILE, lambda text, column: Cell(text, style="error")))


@pytest.mark.parametrize("size", [*SIZES, *MORE_SIZES])
async def test_hostile_text_is_drawn_harmlessly_at_its_width(size: tuple[int, int]) -> None:
    async with showing(hostile, size) as stage:
        view = grid_of(stage).view
        for y in range(view.size.height):
            strip = view.render_line(y)
            assert strip.cell_length == view.size.width == cell_len(strip.text)
            assert strip.text.isprintable()
        if size >= (80, 24):
            assert "[bold]markup[/bold]" in "\n".join(stage.lines())
            assert "[red]Head[/]" in stage.line(0)


KEYS = (
    *(
        "down",
        "right",
        "pagedown",
        "G",
        "end",
        "space",
        "v",
        "shift+down",
        ">",
        "<",
        "]",
        "[",
        "-",
        "=",
        "f2",
        "escape",
    ),
    *("slash", "s", "enter", "y", "V", "escape", "up", "home", "slash", "escape"),
)


@pytest.mark.parametrize("size", [*SIZES, *MORE_SIZES])
async def test_every_key_works_at_every_size(size: tuple[int, int]) -> None:
    _, make = sheet(100)
    async with showing(make, size) as stage:
        await stage.press(*KEYS)
        await stage.resize(1, 1)
        await stage.resize(*size)
        await stage.press(*KEYS)
        assert grid_of(stage).row >= 0


async def test_every_key_is_a_command_with_id_and_help() -> None:
    assert issubclass(Grid, Commanding)
    assert all(command.id.startswith("grid.") and command.help for command in Grid.COMMAND_TABLE)
    assert all(callable(getattr(Grid, command.method)) for command in Grid.COMMAND_TABLE)
    assert all(binding.id and binding.tooltip for binding in Grid.BINDINGS)
    keys = [key for command in Grid.COMMAND_TABLE for key in command.keys]
    assert len(keys) == len(set(keys))


async def test_widths_order_and_visibility_are_the_users() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        grid = grid_of(stage)
        await stage.press("right", "right", "[")
        assert stage.line(0).split() == ["Source", "Note", "Target"]
        before = stage.line(0).index("Target")
        await stage.press(">")
        assert stage.line(0).index("Target") == before + 2
        await stage.press("<", "<")
        assert stage.line(0).index("Target") == before - 2
        await stage.press("-")
        assert stage.line(0).split() == ["Source", "Target"]
        assert grid.column == "target"
        kept = grid.column_state
        await stage.press("=")
        assert stage.line(0).split() == ["Source", "Note", "Target"]
        assert len(stage.of(Grid.ColumnsChanged)) == 6
        grid.restore_columns(kept)
        await stage.settled()
        assert stage.line(0).split() == ["Source", "Target"]


async def test_narrow_screens_scroll_sideways_with_the_frozen_column_in_place() -> None:
    _, make = sheet()
    async with showing(make, (24, 6)) as stage:
        assert stage.line(0).split() == ["Source", "Target", ">"]
        await stage.press("end")
        assert stage.line(0).split()[:2] == ["<", "Source"]
        assert "Note" in stage.line(0)
        assert stage.line(1).split() == ["s0"]


async def test_reload_keeps_the_cursor_on_its_row() -> None:
    table, make = sheet(10)
    async with showing(make) as stage:
        grid = grid_of(stage)
        await stage.press("down", "down", "down")
        table.remove(0)
        grid.reload()
        await stage.settled()
        assert (grid.row, table.key(grid.row)) == (2, 3)
        table.remove(2)
        grid.reload()
        await stage.settled()
        assert (grid.row, table.key(grid.row)) == (2, 4)
        assert stage.of(Grid.CursorMoved)[-1].row == 2


async def test_another_model_begins_at_its_first_row() -> None:
    _, make = sheet(100)
    other, _ = sheet(3)
    async with showing(make) as stage:
        grid = grid_of(stage)
        await stage.press("G", "space")
        grid.set_model(other)
        await stage.settled()
        assert (grid.row, grid.selected_rows(), grid.view.scroll_offset.y) == (0, [], 0)
        assert "s2" in stage.line(3)


async def test_moving_the_cursor_from_outside() -> None:
    _, make = sheet(100)
    async with showing(make) as stage:
        grid = grid_of(stage)
        grid.move_to(60, "note")
        await stage.settled()
        assert (grid.row, grid.column) == (60, "note")
        assert any("s60" in line for line in stage.lines())
        grid.move_to(1_000, "no such column")
        assert grid.row == 99
        assert grid.column in [column.key for column in grid.model.columns]


def test_a_cell_out_of_sight_has_no_place() -> None:
    _, make = sheet(100)
    assert make().view.cell_region(50, "target") == Region()


def test_columns_may_be_none() -> None:
    nothing: Sequence[Column] = ()
    assert Grid(ListModel(nothing, ["a"])).column == ""
