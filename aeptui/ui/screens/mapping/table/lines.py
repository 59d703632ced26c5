"""The columns of the mapping table, and what its lines can be."""

from typing import NamedTuple

from aeptui.core.manifest.model import MappingRow
from aeptui.ui.screens.mapping.table.offers import Offer
from aeptui.ui.screens.mapping.table.targets import Need
from aeptui.ui.widgets.grid import Column

STATE, SOURCE, TARGET, TYPE, SAMPLE, RESULT, NOTE = "state", "source", "to", "type", "sample", "result", "note"
COLUMNS = (
    Column(STATE, "", width=4, minimum=4, frozen=True),
    Column(SOURCE, "Source", width=24, minimum=12, grow=4),
    Column(TARGET, "Target", width=26, minimum=14, grow=4),
    Column(TYPE, "Types", width=17, minimum=9, grow=1),
    Column(SAMPLE, "Sample", width=16, minimum=8, grow=2),
    Column(RESULT, "Result", width=18, minimum=8, grow=3),
    Column(NOTE, "Note, or how likely", width=19, minimum=6, grow=2),
)
GRAVE = ("error", "warning")
SIGNS = {"error": "!", "warning": "?"}
SUGGESTED = "~"
"""The sign of what is only suggested."""


class NewLine(NamedTuple):
    """The line below the rows in which one begins another row; ``number`` is the one that the row will have."""

    number: int


class Judged(NamedTuple):
    """What the platform said of a row, while the row is what it was then; ``value`` is its text of the result."""

    row: MappingRow
    disagrees: str
    value: str | None


Line = int | NewLine | Need | Offer
