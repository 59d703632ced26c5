"""Frugal drawing shows what Textual's own drawing shows, in fewer bytes."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from aeptui.ui.terminal.frugal import Frugal
from tests.ui.terminal.screen import Terminal

WIDTH, HEIGHT = 24, 10
CONSOLE = Console(color_system="truecolor", force_terminal=True)
PLAIN, BOLD = Style(), Style(bold=True, color="#102030")
STYLES = (PLAIN, BOLD, Style(bgcolor="#405060"), Style(color="red", bgcolor="#405060"), Style(reverse=True), None)


def strip(text: str, style: Style | None = PLAIN) -> Strip:
    return Strip([Segment(text, style)]).adjust_cell_length(WIDTH, style)


def whole(strips: list[Strip]) -> LayoutUpdate:
    return LayoutUpdate([[each] for each in strips], Region(0, 0, WIDTH, len(strips)))


def part(strips: dict[int, Strip], height: int = HEIGHT) -> ChopsUpdate:
    chops = [{0: strips.get(y)} for y in range(height)]
    return ChopsUpdate(chops, [(y, 0, WIDTH) for y in sorted(strips)], [[WIDTH]] * height)


def rendered(update: object) -> str:
    assert isinstance(update, CompositorUpdate)
    return update.render_segments(CONSOLE)


class Pair:
    """One terminal that is drawn frugally, and one in full."""

    def __init__(self, height: int = HEIGHT) -> None:
        self.frugal = Frugal()
        self.ours, self.full = Terminal(WIDTH, height), Terminal(WIDTH, height)

    def draw(self, update: CompositorUpdate) -> int:
        """Draws on both, which must show the same then; gives the number of characters sent to ours."""
        self.full.feed(rendered(update))
        sent = rendered(self.frugal.update(update, ColorSystem.TRUECOLOR))
        self.ours.feed(sent)
        assert self.ours.cells == self.full.cells
        return len(sent)


def numbered(first: int, count: int = HEIGHT) -> list[Strip]:
    return [strip(f"row number {number}") for number in range(first, first + count)]


def test_a_line_of_scrolling_sends_little_more_than_a_line() -> None:
    pair = Pair()
    everything = pair.draw(whole(numbered(0)))
    assert pair.draw(whole(numbered(1))) < everything / 4
    assert pair.draw(part(dict(enumerate(numbered(0))))) < everything / 4
    assert pair.draw(part(dict(enumerate(numbered(3))))) < everything / 2


def test_lines_around_the_ones_that_scroll_stay() -> None:
    pair = Pair()
    pair.draw(whole([strip("head"), *numbered(0, 8), strip("foot")]))
    pair.draw(part({y + 1: each for y, each in enumerate(numbered(1, 8))}))
    assert "".join(text for text, _ in pair.ours.cells[9]).strip() == "foot"


def test_what_is_shown_already_is_not_sent() -> None:
    pair = Pair()
    pair.draw(whole(numbered(0)))
    assert pair.draw(whole(numbered(0))) == 0
    one_letter = strip("row numbeR 4")
    assert 0 < pair.draw(part({4: one_letter})) < 20


def test_after_forgetting_everything_is_sent() -> None:
    pair = Pair()
    everything = pair.draw(whole(numbered(0)))
    pair.frugal.forget()
    assert pair.draw(part({3: strip("drawn by Textual")})) > 0
    assert pair.draw(whole(numbered(0))) == everything


def test_another_size_is_sent_in_full() -> None:
    frugal = Frugal()
    for height in (HEIGHT, HEIGHT + 2):
        update = whole(numbered(0, height))
        assert rendered(frugal.update(update, None)) == rendered(whole(numbered(0, height)))


WORDS = st.text(st.sampled_from("ab c.界🙂é\u0301"), max_size=14).filter(lambda text: not text.startswith("\u0301"))
STRIPS = st.builds(
    lambda parts: Strip([Segment(text, style) for text, style in parts]).adjust_cell_length(WIDTH, None),
    st.lists(st.tuples(WORDS, st.sampled_from(STYLES)), max_size=3),
)
ROWS = st.lists(STRIPS, min_size=HEIGHT, max_size=HEIGHT)
UPDATES = st.one_of(
    st.builds(whole, ROWS),
    st.builds(part, st.dictionaries(st.integers(0, HEIGHT - 1), STRIPS, min_size=1)),
    st.builds(lambda shift: whole(numbered(shift)), st.integers(0, 12)),
    st.builds(
        lambda shift, rows: part({y: strip(f"line {shift + y}") for y in rows}),
        st.integers(0, 9),
        st.sets(st.integers(0, HEIGHT - 1), min_size=5),
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(UPDATES, min_size=1, max_size=6))
def test_the_terminal_shows_what_full_drawing_shows(updates: list[CompositorUpdate]) -> None:
    pair = Pair()
    for update in updates:
        pair.draw(update)


def test_characters_that_are_joined_to_one_keep_the_rest_of_the_line_in_its_place() -> None:
    family = "👩\u200d👩\u200d👧"
    frugal = Frugal()
    frugal.update(whole([strip("x")] * 2), None)
    sent = rendered(frugal.update(whole([strip(f"{family} end"), strip("x")]), None))
    assert sent.startswith(f"\x1b[1;1H{family} end")
