"""Where columns are, for any widths, any arrangement and any screen."""

from hypothesis import given
from hypothesis import strategies as st

from aeptui.ui.widgets.grid.columns import ColumnLayout, ColumnState
from aeptui.ui.widgets.grid.model import Column

LAYOUT = (
    Column("a", "A", width=10, minimum=6, frozen=True),
    Column("b", "B", width=20, minimum=8, grow=1),
    Column("c", "C", width=20, minimum=8, grow=3),
)


@st.composite
def columns(draw: st.DrawFn) -> list[Column]:
    count = draw(st.integers(0, 8))
    widths = st.integers(1, 60)
    return [
        Column(f"c{number}", "T", draw(widths), draw(widths), draw(st.integers(0, 3)), draw(st.booleans()))
        for number in range(count)
    ]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["resize", "shift", "hide", "show", "bring", "scroll"]), st.integers(0, 8), st.integers(-3, 70)
    )
)


def arrange(layout: ColumnLayout, steps: list[tuple[str, int, int]], width: int) -> None:
    for step, place, number in steps:
        key = f"c{place}"
        match step:
            case "resize":
                layout.resize(key, number)
            case "shift":
                layout.shift(key, 1 if number > 0 else -1)
            case "hide":
                layout.hide(key)
            case "show":
                layout.show_all()
            case "bring":
                layout.bring(key, width)
            case "scroll":
                layout.scroll(1 if number > 0 else -1, width)


@given(columns(), STEPS, st.integers(0, 200))
def test_columns_lie_side_by_side_within_the_screen(
    columns: list[Column], steps: list[tuple[str, int, int]], width: int
) -> None:
    layout = ColumnLayout(columns)
    arrange(layout, steps, width)
    slots = layout.slots(width)
    edge = 0
    for slot in slots:
        assert slot.x == edge
        assert slot.width > 0
        edge += slot.width
    assert edge <= width
    visible = [column.key for column in layout.visible]
    assert [slot.column.key for slot in slots] == [key for key in visible if key in {s.column.key for s in slots}]
    assert sorted(visible) + sorted(c.key for c in layout.hidden) == sorted(visible) + sorted(
        {c.key for c in columns} - set(visible)
    )


@given(columns(), STEPS, st.integers(2, 200), st.integers(0, 7))
def test_every_visible_column_can_be_brought_into_sight(
    columns: list[Column], steps: list[tuple[str, int, int]], width: int, place: int
) -> None:
    layout = ColumnLayout(columns)
    arrange(layout, steps, width)
    visible = layout.visible
    if not visible:
        return
    column = visible[place % len(visible)]
    layout.bring(column.key, width)
    if not column.frozen:
        assert column.key in [slot.column.key for slot in layout.slots(width)]


@given(columns(), STEPS, st.integers(0, 200))
def test_an_arrangement_comes_back(columns: list[Column], steps: list[tuple[str, int, int]], width: int) -> None:
    layout, again = ColumnLayout(columns), ColumnLayout(columns)
    arrange(layout, steps, width)
    again.restore(layout.state)
    assert again.state == layout.state
    assert again.visible == layout.visible


def widths(width: int, layout: ColumnLayout | None = None) -> dict[str, int]:
    return {slot.column.key: slot.width for slot in (layout or ColumnLayout(LAYOUT)).slots(width)}


def test_spare_room_goes_to_columns_that_grow() -> None:
    assert widths(53) == {"a": 11, "b": 21, "c": 21}
    assert widths(61) == {"a": 11, "b": 23, "c": 27}


def test_columns_shrink_before_they_scroll_away() -> None:
    shrunk = widths(40)
    assert sum(shrunk.values()) == 40
    assert all(shrunk[column.key] > column.minimum for column in LAYOUT)
    assert widths(25) == {"a": 7, "b": 9, "c": 9}


def test_what_cannot_fit_is_reached_by_scrolling_and_the_frozen_column_stays() -> None:
    layout = ColumnLayout(LAYOUT)
    assert list(widths(24, layout)) == ["a", "b"]
    assert layout.more(24) == (False, True)
    assert layout.bring("c", 24)
    assert list(widths(24, layout)) == ["a", "c"]
    assert layout.more(24) == (True, True)
    assert layout.bring("b", 24)
    assert list(widths(24, layout)) == ["a", "b"]


def test_a_width_of_the_users_own_neither_grows_nor_shrinks() -> None:
    layout = ColumnLayout(LAYOUT)
    layout.resize("b", 12)
    assert widths(100, layout)["b"] == 13
    assert widths(35, layout)["b"] == 13


def test_frozen_columns_stay_first_and_the_last_visible_one_cannot_be_hidden() -> None:
    layout = ColumnLayout(LAYOUT)
    assert not layout.shift("b", -1)
    assert layout.shift("c", -1)
    assert [column.key for column in layout.visible] == ["a", "c", "b"]
    assert layout.hide("a") and layout.hide("b")
    assert not layout.hide("c")
    assert layout.nearest("a") == "c"
    assert layout.show_all() and not layout.show_all()


def test_an_old_state_with_unknown_and_missing_columns_is_taken_as_far_as_it_goes() -> None:
    layout = ColumnLayout(LAYOUT)
    layout.restore([ColumnState("gone", True), ColumnState("c", width=9), ColumnState("a", hidden=True)])
    assert [column.key for column in layout.visible] == ["c", "b"]
    assert layout.width_of(LAYOUT[2]) == 9
