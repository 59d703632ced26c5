"""Whole records."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aeptui.core.manifest.model import CustomField, MappingRow
from aeptui.core.mapping.preview import Preview
from aeptui.core.mapping.record import Note, record_of
from aeptui.core.xdm.compose import compose
from aeptui.core.xdm.library import PROFILE, standard
from tests.core.mapping.exchange.rows import MAPPINGS

SAMPLE = {"id": "7", "first": " Ann ", "n": "41", "list": ["a", "b"], "none": None}


def test_rows_become_one_object() -> None:
    tree = compose(standard(), PROFILE, (), (CustomField("support.number", "integer"),), {})
    rows = (
        MappingRow("_id", from_="id"),
        MappingRow("support.number", from_="n"),
        MappingRow("support.none", from_="none"),
        MappingRow("a.items[1].name", expr="trim(first)"),
        MappingRow("a.items[*].code", from_="list"),
        MappingRow("a.tags[0]", value=True),
        MappingRow("", from_="id"),
        MappingRow("unfinished", from_=""),
    )
    made = record_of(rows, SAMPLE, Preview(tree, nested=True), lambda path: path.replace("support", "_t.support"))
    assert made.data == {
        "_id": "7",
        "_t": {"support": {"number": 41}},
        "a": {"items": [{"code": "a"}, {"name": "Ann", "code": "b"}], "tags": [True]},
    }
    assert made.notes == ()


def test_what_is_not_in_it_is_told() -> None:
    rows = (
        MappingRow("a", from_="id"),
        MappingRow("a", from_="n"),
        MappingRow("a.b", from_="n"),
        MappingRow("c..d", from_="n"),
        MappingRow("e", expr="upper("),
        MappingRow("f", expr='date("x")'),
        MappingRow("g[2000]", from_="n"),
        MappingRow(".".join("a" * 5_000), from_="n"),
        MappingRow("h[0]", from_="n"),
        MappingRow("h[0]", from_="id"),
        MappingRow("h.x", from_="id"),
        MappingRow("o", expr='{"x": 1}'),
        MappingRow("o", expr='{"y": 2}'),
    )
    made = record_of(rows, SAMPLE, Preview(None))
    assert made.data == {"a": "7", "g": [], "h": ["41"], "o": {"x": 1, "y": 2}}
    told = [(note.path, note.kind) for note in made.notes]
    assert told == [("a", "error"), ("a.b", "error"), ("c..d", "error"), ("e", "error"), ("f", "warning"),
                    ("g[2000]", "error"), (rows[7].to, "error"), ("h[0]", "error"), ("h.x", "error")]  # fmt: skip
    assert made.notes[0] == Note("a", "error", "another row fills it")


def test_it_can_be_stopped() -> None:
    assert record_of((MappingRow("a", from_="id"),), SAMPLE, Preview(None), stop=lambda: True).data == {}


@settings(max_examples=50, deadline=None)
@given(MAPPINGS, st.dictionaries(st.text(max_size=4), st.text(max_size=4) | st.lists(st.integers()), max_size=3))
def test_nothing_raises_whatever_rows_and_samples_hold(rows: tuple[MappingRow, ...], sample: dict[str, object]) -> None:
    made = record_of(rows, sample, Preview(None))
    assert isinstance(made.data, dict)
