"""Tables to tab-separated text and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeptui.ui.widgets.grid.tsv import from_tsv, to_tsv

FIELDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))


@given(st.lists(st.lists(FIELDS, min_size=1), min_size=1))
def test_comes_back_as_it_went(rows: list[list[str]]) -> None:
    assert from_tsv(to_tsv(rows)) == tuple(map(tuple, rows))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", ()),
        ("\n", ()),
        ("a", (("a",),)),
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ("a\rb", (("a",), ("b",))),
        ('"web"\t"a\tb"\n""', (('"web"', "a\tb"), ("",))),
        ("a\tb\r\rc\r\r", (("a", "b"), ("c",))),
        ("a\r\rb\rc", (("a",), ("",), ("b",), ("c",))),
        ("a\n\nb", (("a",), ("",), ("b",))),
        ('"x\ty"\tz', (("x\ty", "z"),)),
        ('"line 1\nline 2"\tz', (("line 1\nline 2", "z"),)),
        ('"say ""hi"""', (('say "hi"',),)),
        ('concat("a", b)\tc', (('concat("a", b)', "c"),)),
        ('"open\tx\ny', (('"open', "x"), ("y",))),
        ('"a" b\tc', (('"a" b', "c"),)),
    ],
)
def test_reads_what_spreadsheets_and_terminals_give(text: str, rows: object) -> None:
    assert from_tsv(text) == rows
