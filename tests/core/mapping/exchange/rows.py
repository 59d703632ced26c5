"""Mapping rows of every kind, with any text in them."""

from hypothesis import strategies as st

from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.scalars import LARGEST_INTEGER

# What tables, spreadsheets, JSON, YAML and the language treat in a special way.
_HARD = ("=", "+", "-", "@", "'", '"', ",", ";", "\t", "|", "\n", "\r\n", "\r", "\\", ".", "${", "}", "[0]", "[*]")
_HARD_TEXTS = (
    "=1+1", "'=1", "''=1", "-5", "5", "1.50", "1e3", "007", "true", "TRUE", "null", '"', '"a"', "'a'", "~", "", " ",
    "#", "- x", "a: b", "\ufeff", "\u2028", "\u202eabc", "日本語", "e\u0301", "\x1b[31m", "[bold]x[/]",
    "new", "date", "a.b", "'", "''", "'-", "@SUM(A1)", "+1", "-", "=", "\uff1d1", '=HYPERLINK("x","y")', "\t=1", "\r",
    "\n", "a\r\nb", '"a\nb"', '"', '""', "\u2066a\u2069", "\u05d0\u05d1", "\x00", "\x07", "\x1f", "\x7f", "\x85",
    "\x1b]52;c;aGk=\x07", "a" * 500,
)  # fmt: skip

TEXTS = (
    st.sampled_from(_HARD_TEXTS)
    | st.lists(st.sampled_from((*_HARD, "a", "b c", "é", "_t")), max_size=6).map("".join)
    | st.text(st.characters(codec="utf-8"), max_size=12)
)
CONSTANTS = (
    TEXTS
    | st.booleans()
    | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False)
)
_NOTES = st.none() | TEXTS

ROWS = (
    st.builds(MappingRow, TEXTS, from_=TEXTS, note=_NOTES)
    | st.builds(MappingRow, TEXTS, expr=TEXTS, note=_NOTES)
    | st.builds(MappingRow, TEXTS, value=CONSTANTS, note=_NOTES)
)
MAPPINGS = st.lists(ROWS, max_size=6).map(tuple)
