"""Selecting rows, and taking them to the clipboard and back."""

from aeptui.ui.widgets.grid import Grid
from tests.ui.widgets.grid.tables import sheet
from tests.ui.widgets.support import Stage, showing


def grid_of(stage: Stage) -> Grid:
    return stage.app.query_one(Grid)


def counts(stage: Stage) -> list[int]:
    return [event.count for event in stage.of(Grid.SelectionChanged)]


async def test_space_selects_and_goes_on() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("space", "space", "down", "space")
        assert grid_of(stage).selected_rows() == [0, 1, 3]
        assert [line[0] for line in stage.lines()[1:6]] == ["*", "*", " ", "*", " "]
        await stage.press("up", "space")
        assert grid_of(stage).selected_rows() == [0, 1]
        assert counts(stage) == [1, 2, 3, 2]


async def test_a_range_by_v_follows_the_cursor() -> None:
    _, make = sheet(10)
    async with showing(make) as stage:
        await stage.press("down", "v", "down", "down")
        assert grid_of(stage).selected_rows() == [1, 2, 3]
        await stage.press("up")
        assert grid_of(stage).selected_rows() == [1, 2]
        await stage.press("v", "down", "down")
        assert grid_of(stage).selected_rows() == [1, 2]
        assert counts(stage) == [1, 2, 3, 2]


async def test_a_range_by_shift_and_another_one() -> None:
    _, make = sheet(10)
    async with showing(make) as stage:
        await stage.press("down", "shift+down", "shift+down")
        assert grid_of(stage).selected_rows() == [1, 2, 3]
        await stage.press("v", "down", "down", "down", "shift+up")
        assert grid_of(stage).selected_rows() == [1, 2, 3, 5, 6]


async def test_a_range_over_all_rows_is_drawn_at_once_and_counted() -> None:
    _, make = sheet(10_000)
    async with showing(make, (60, 10)) as stage:
        await stage.press("v", "G")
        assert counts(stage)[-1] == 10_000
        assert all(line[0] == "*" for line in stage.lines()[1:10])


async def test_escape_ends_the_selection_and_then_belongs_to_the_screen() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        escapes: list[str] = []
        stage.app.bind("escape", "back")
        stage.app.action_back = lambda: escapes.append("back")  # type: ignore[attr-defined]
        await stage.press("space", "escape")
        assert grid_of(stage).selected_rows() == []
        assert escapes == []
        await stage.press("escape")
        assert escapes == ["back"]


async def test_all_that_a_filter_lets_through_and_nothing_hidden() -> None:
    _, make = sheet(30)
    async with showing(make) as stage:
        grid = grid_of(stage)
        await stage.press("space")
        grid.set_filter("2")
        await stage.press("V")
        assert len(grid.selected_rows()) == grid.model.row_count() == 12
        grid.set_filter("s1")
        await stage.settled()
        assert grid.selected_rows() == [grid.model.index(12)]
        assert grid.target_rows() == [grid.model.index(12)]
        grid.set_filter("")
        await stage.settled()
        assert len(grid.selected_rows()) == 13


async def test_a_command_without_a_selection_is_about_the_row_under_the_cursor() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("down")
        assert grid_of(stage).target_rows() == [1]


async def test_copies_a_cell_or_the_selected_rows() -> None:
    table, make = sheet()
    table.put(1, "note", 'two\tparts "x"')
    async with showing(make) as stage:
        await stage.press("right", "y", "down", "left", "space", "space", "ctrl+c")
        assert [(event.text, event.rows) for event in stage.of(Grid.CopyRequested)] == [
            ("t0", 1),
            ('s1\tt1\t"two\tparts ""x"""\ns2\tt2\t', 2),
        ]


async def test_copies_only_visible_columns_in_their_order() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("right", "-", "space", "y")
        assert stage.of(Grid.CopyRequested)[0].text == "s0\t"


async def test_pasted_text_is_asked_to_be_put_in_from_the_cell_on() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("down", "right")
        await stage.paste("a\tb\r\nc\td\r\n")
        event = stage.of(Grid.PasteRequested)[0]
        assert (event.row, event.column, event.rows) == (1, "target", (("a", "b"), ("c", "d")))
        assert event.control is grid_of(stage)


async def test_pastes_what_the_program_copied() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        stage.app.copy_to_clipboard("x\ty")
        await stage.press("ctrl+v")
        assert stage.of(Grid.PasteRequested)[0].rows == (("x", "y"),)
