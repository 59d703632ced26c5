"""Filtering as one types."""

from aeptui.ui.widgets.grid import Column, Grid, ListModel
from aeptui.ui.widgets.grid.filter import FilterBar, FilterInput
from tests.ui.widgets.grid.tables import sheet
from tests.ui.widgets.support import Stage, showing


def grid_of(stage: Stage) -> Grid:
    return stage.app.query_one(Grid)


async def test_rows_that_match_are_left_as_one_types() -> None:
    _, make = sheet(30)
    async with showing(make) as stage:
        await stage.press("slash", "s", "2")
        assert [line.split()[0] for line in stage.lines()[1:12]][:3] == ["s2", "s20", "s21"]
        assert "11 rows" in stage.line(23)
        assert [(event.query, event.shown) for event in stage.of(Grid.Filtered)] == [("s", 30), ("s2", 11)]
        await stage.press("down", "down")
        assert grid_of(stage).row == 2
        await stage.press("enter")
        assert stage.app.focused is grid_of(stage).view
        assert "Filter" in stage.line(23)
        await stage.press("slash", "0", "enter")
        assert grid_of(stage).model.row_count() == 1


async def test_escape_shows_all_rows_again_with_the_cursor_on_its_row() -> None:
    _, make = sheet(30)
    async with showing(make) as stage:
        grid = grid_of(stage)
        grid.move_to(25)
        await stage.press("slash", "s", "2", "5")
        assert (grid.row, grid.model.key(0)) == (0, 25)
        await stage.press("escape")
        assert grid.row == 25
        assert grid.filter_text == ""
        assert not stage.app.query_one(FilterBar).display
        assert stage.app.focused is grid.view


async def test_a_hidden_row_gets_the_cursor_back_unless_it_was_moved() -> None:
    _, make = sheet(30)
    async with showing(make) as stage:
        grid = grid_of(stage)
        grid.move_to(7)
        grid.set_filter("s1")
        grid.set_filter("")
        assert grid.row == 7
        grid.set_filter("s1")
        await stage.press("down")
        key = grid.model.key(grid.row)
        grid.set_filter("")
        assert grid.row == key


async def test_nothing_matches_and_then_something_does() -> None:
    _, make = sheet(5)
    async with showing(make) as stage:
        grid = grid_of(stage)
        await stage.press("down", "slash", "z")
        assert (grid.row, grid.model.row_count()) == (-1, 0)
        assert "0 rows" in stage.line(23)
        await stage.press("backspace")
        assert (grid.row, grid.model.row_count()) == (1, 5)


async def test_a_model_that_cannot_filter_is_not_asked_to() -> None:
    columns = (Column("a", "A"),)
    plain = ListModel(columns, ["x", "y"])

    class Fixed:
        def __getattr__(self, name: str) -> object:
            if name == "filter":
                raise AttributeError(name)
            return getattr(plain, name)

    async with showing(lambda: Grid(Fixed())) as stage:  # type: ignore[arg-type]
        await stage.press("slash", "x")
        grid_of(stage).set_filter("x")
        assert not isinstance(stage.app.focused, FilterInput)
        assert grid_of(stage).model.row_count() == 2


async def test_the_filters_input_does_not_blink() -> None:
    _, make = sheet()
    async with showing(make) as stage:
        await stage.press("slash")
        assert stage.app.query_one(FilterInput).cursor_blink is False
