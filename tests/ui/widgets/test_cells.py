"""Any text fits any width, harmlessly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from aeptui.ui.widgets.cells import fit, shown

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "a\nb\tc\rd",
    "[bold]markup[/bold] [@click=app.quit]x[/]",
    "abc\u202etxt.exe",
    "漢字かな交じり文",
    "e\u0301" * 40,
    "שלום עולם",
    "👩‍👩‍👧‍👦 family ☁\ufe0f",
    "\ud800",
    "x" * 500,
    "漢" * 500,
    "\u3000\u00a0",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [0, 1, 2, 3, 10, 80])
def test_takes_exactly_its_width(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


@given(st.text(st.characters()), st.integers(0, 60), st.sampled_from(["left", "right"]))
def test_any_text_takes_exactly_its_width_and_holds_nothing_to_obey(text: str, width: int, align: str) -> None:
    fitted = fit(text, width, align)
    assert cell_len(fitted) == width
    assert fitted.isprintable()


def test_cuts_with_an_ellipsis_and_keeps_markup_as_it_is() -> None:
    assert fit("[bold]x[/bold]", 20) == "[bold]x[/bold]      "
    assert fit("x" * 500, 5) == "xxxx…"
    assert fit("漢字漢字", 6) == "漢字 …"
    assert fit("42", 5, "right") == "   42"
    assert fit("né", 4, "right") == "  né"


def test_shows_what_cannot_be_seen() -> None:
    assert shown("a\x1bb") == "a\\x1bb"
    assert shown("plain [x]") == "plain [x]"
    assert shown("☁\ufe0f") == "☁"
