"""Selected rows, against the plainest model of them there is."""

from hypothesis import given
from hypothesis import strategies as st

from aeptui.ui.widgets.grid.selection import Selection

COUNT = 12
STEPS = st.lists(
    st.tuples(st.sampled_from(["toggle", "open", "extend", "close", "add", "clear"]), st.integers(0, COUNT - 1))
)


def keyed() -> Selection:
    return Selection(lambda row: f"key {row}")


@given(STEPS)
def test_is_what_was_chosen(steps: list[tuple[str, int]]) -> None:
    selection = keyed()
    chosen: set[int] = set()
    anchor: int | None = None
    ranged: set[int] = set()
    for step, row in steps:
        match step:
            case "toggle":
                chosen = (chosen | ranged) ^ {row}
                anchor, ranged = None, set()
                selection.toggle(row)
            case "open":
                chosen |= ranged
                anchor, ranged = row, {row}
                selection.open(row)
            case "extend" if anchor is not None:
                ranged = set(range(min(anchor, row), max(anchor, row) + 1))
                selection.extend(row)
            case "close":
                chosen |= ranged
                anchor, ranged = None, set()
                selection.close()
            case "add":
                chosen |= ranged | {row, 0}
                anchor, ranged = None, set()
                selection.add([row, 0])
            case "clear":
                chosen, anchor, ranged = set(), None, set()
                selection.clear()
        expected = sorted(chosen | ranged)
        assert selection.rows(COUNT) == expected
        assert selection.size(COUNT) == len(expected)
        assert bool(selection) == bool(expected)
        assert [selection.holds(row) for row in range(COUNT)] == [row in expected for row in range(COUNT)]


def test_extending_says_which_rows_may_look_different() -> None:
    selection = keyed()
    selection.open(5)
    assert selection.extend(9) == (5, 9)
    assert selection.extend(7) == (7, 9)
    assert selection.extend(3) == (3, 7)


def test_moving_the_end_of_a_range_looks_only_at_the_rows_between() -> None:
    asked: list[int] = []
    selection = Selection(lambda row: asked.append(row) or row)
    selection.toggle(3)
    selection.open(10)
    assert selection.size(10_000) == 2
    selection.extend(5_000)
    asked.clear()
    selection.extend(5_002)
    selection.extend(5_001)
    assert set(asked) <= {5_000, 5_001, 5_002}
    assert selection.size(10_000) == 4_993


def test_follows_rows_that_move_and_leaves_out_those_that_are_hidden() -> None:
    order = ["a", "b", "c", "d"]
    selection = Selection(lambda row: order[row])
    selection.add([1, 3])
    order[:] = ["d", "a"]
    selection.refit(order.index, 0)
    assert (selection.rows(2), selection.size(2)) == ([0], 1)
    order[:] = ["d", "c", "b", "a"]
    selection.refit(order.index, 0)
    assert (selection.rows(4), selection.size(4)) == ([0, 2], 2)


def test_an_open_range_moves_with_its_first_row_or_ends_with_it() -> None:
    order = ["a", "b", "c", "d"]
    index = {"x": None}

    def place(key: object) -> int | None:
        return order.index(str(key)) if key in order else index["x"]

    selection = Selection(lambda row: order[row])
    selection.open(1)
    selection.extend(2)
    order[:] = ["c", "d", "b"]
    selection.refit(place, 0)
    assert selection.rows(3) == [0, 1, 2]
    assert selection.size(3) == 3
    order[:] = ["c", "d"]
    selection.refit(place, 0)
    assert not selection
    assert selection.size(2) == 0
