"""What is pasted is text, wherever the stream is cut and whatever stands in it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from textual import events

from aeptui.ui.terminal.pasting import Pasted, PasteProofParser

BEGIN, END = "\x1b[200~", "\x1b[201~"
PIECES = st.lists(
    st.sampled_from([BEGIN, END, "\x1b", "\x1b[31m", "\x1b[A", "[201~", "q", "é\n", "\x1b\x1b"]), max_size=12
)


def cut(text: str, places: list[int]) -> list[str]:
    edges = sorted({0, len(text), *(place % (len(text) + 1) for place in places)})
    return [text[start:end] for start, end in pairwise(edges)]


@given(PIECES, st.lists(st.integers(0, 200), max_size=8))
def test_it_does_not_matter_where_the_stream_is_cut(pieces: list[str], places: list[int]) -> None:
    text = "".join(pieces)
    whole, cleaner = Pasted(), Pasted()
    assert "".join(map(cleaner.clean, cut(text, places))) + cleaner.clean("") == whole.clean(text) + whole.clean("")


@given(st.text(st.sampled_from("a\x1b[03m;A\t~\r")), st.lists(st.integers(0, 200), max_size=5))
def test_a_paste_is_one_event_and_no_key(text: str, places: list[int]) -> None:
    if END in text:
        return
    parser = PasteProofParser()
    found = [event for piece in cut(f"x{BEGIN}{text}{END}y", places) for event in parser.feed(piece)]
    assert [event.key for event in found if isinstance(event, events.Key)] == ["x", "y"]
    pasted = [event.text for event in found if isinstance(event, events.Paste)]
    assert pasted == [text.replace("\x1b", "\\x1b")]


def test_keys_that_are_sequences_are_keys() -> None:
    parser = PasteProofParser()
    pieces = ("\x1b[A", "\x1bOP", "\x1b[200", "~a\x1b[31mq", END, "z")
    keys = [event.key for piece in pieces for event in parser.feed(piece) if isinstance(event, events.Key)]
    assert keys == ["up", "f1", "z"]
