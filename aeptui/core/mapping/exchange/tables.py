"""Mappings as a table in a text: comma-separated values, for spreadsheets.

What is written has one row a mapping, in the columns ``TITLES``. Cells that a spreadsheet would take for a formula get
an apostrophe in front, which reading takes away again. An apostrophe alone is an empty text, as in spreadsheets.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.exchange.headers import Role, roles_of
from aeptui.core.mapping.exchange.notes import Incoming, note_of
from aeptui.core.mapping.exchange.refused import ExchangeRefused, refuse
from aeptui.core.mapping.exchange.sources import WORDS, Interpret, kind_of, read_constant, source_of, with_source

TITLES = ("sourceType", "source", "destination", "name", "description")
DELIMITERS = (",", ";", "\t", "|")
SHOWN_ROWS = 3
"""So many rows below the titles are looked at to tell what a table is like."""

_EMPTY_TEXT = "'"
_LIVE = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_NOT_CLOSED = "A quote may be opened and never closed, or stand in the middle of a cell without being doubled."


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is to be read: its delimiter, the role of each column, and whether the first line holds titles.

    ``titles`` names the columns; ``first`` are the cells of the first rows below them, to be shown beside. ``known``:
    the titles say what every column that is needed means.
    """

    delimiter: str
    titles: tuple[str, ...]
    roles: tuple[Role | None, ...]
    header: bool
    first: tuple[tuple[str, ...], ...] = ()

    @property
    def known(self) -> bool:
        """Whether the titles say which columns are source and target."""
        return self.header and "source" in self.roles and "target" in self.roles

    def with_role(self, column: int, role: Role | None) -> "Layout":
        """The same with another role for a column; who had the role before has none then."""
        roles = [None if each == role else each for each in self.roles]
        roles[column] = role
        return replace(self, roles=tuple(roles))


def write_table(rows: Iterable[MappingRow]) -> str:
    """The rows as comma-separated values with titles, lines ended by a carriage return and a line feed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(TITLES)
    for row in rows:
        cells = (WORDS[row.kind], source_of(row), row.to, "")
        note = _EMPTY_TEXT if row.note == "" else harmless(row.note or "")
        writer.writerow([*map(harmless, cells), note])
    return out.getvalue()


def harmless(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula: with an apostrophe before what begins like one.

    Cells of nothing but apostrophes get one more: a single one stands for an empty text.
    """
    return f"'{cell}" if _is_marked(cell) else cell


def restored(cell: str) -> str:
    """What ``harmless`` was given."""
    return cell[1:] if cell.startswith("'") and _is_marked(cell) else cell


def _is_marked(cell: str) -> bool:
    """Whether the cell begins like a formula behind its apostrophes, or has nothing else."""
    bare = cell.lstrip("'")
    return bare[0] in _LIVE if bare else bool(cell)


def sniff(text: str) -> Layout:
    """How a text may be read as a table. Raises ExchangeRefused where there is nothing to be read.

    Columns whose titles say nothing have no role; where none says anything, the first line is taken for a mapping,
    and of two columns the first for the source.
    """
    body = text.removeprefix("\ufeff")
    if not body.strip():
        refuse("the file is empty", next_step="Export a mapping to see what one looks like.")
    candidates = [found for delimiter in DELIMITERS if (found := _layout(body, delimiter)) is not None]
    if not candidates:
        list(_records(body, ","))
        refuse("no table can be seen in it", cause=_NOT_CLOSED)
    best = max(candidates, key=_likelihood)
    if len(best.titles) < 2:
        refuse(
            "only one column can be seen in it",
            line=1,
            cause="A mapping needs two: a source and a target.",
            next_step="Part them by commas, semicolons or tabs.",
        )
    return best


def read_table(text: str, layout: Layout, interpret: Interpret) -> Incoming:
    """The mappings of a table. Raises ExchangeRefused with the line of what cannot be read.

    ``interpret`` says what sources mean where no column tells their kind. Empty lines are skipped; a line without a
    source, or without a target, is an unfinished mapping.
    """
    if "source" not in layout.roles or "target" not in layout.roles:
        refuse("which columns are source and target is not known", next_step="Say so: their titles do not.")
    records = _records(text.removeprefix("\ufeff"), layout.delimiter)
    below = islice(records, 1, None) if layout.header else records
    read = [_named_row(line, cells, layout, interpret) for line, cells in below if any(cells)]
    return Incoming(tuple(row for row, _ in read), sum(is_named for _, is_named in read))


def _named_row(line: int, cells: Sequence[str], layout: Layout, interpret: Interpret) -> tuple[MappingRow, bool]:
    """The row, and whether its note has a name in it."""
    told = {role: cell for role, cell in zip(layout.roles, cells, strict=False) if role is not None}
    found = {role: restored(cell) for role, cell in told.items()}
    description = found["note"] if told.get("note") else None
    note, is_named = note_of(description, found.get("name", ""), found.get("source", ""), found.get("target", ""))
    return replace(_row(line, found, interpret), note=note), is_named


def _row(line: int, found: Mapping[Role, str], interpret: Interpret) -> MappingRow:
    word, source = found.get("type", ""), found.get("source", "")
    row = MappingRow(found.get("target", ""))
    if not word.strip():
        kind, value = interpret(source)
        return with_source(replace(row, to=row.to.strip()), kind, value)
    known = kind_of(word)
    if known is None:
        refuse(
            f"'{word[:40]}' is no kind of source",
            line=line,
            cause=f"There are {', '.join(WORDS.values())}.",
            next_step="Correct the cell, or leave the column out: what a source is can mostly be seen from it.",
        )
    return with_source(row, known, read_constant(source) if known == "value" else source)


def _layout(text: str, delimiter: str) -> Layout | None:
    """What the first lines look like with a delimiter; None where it cannot be the one."""
    lines: list[list[str]] = []
    # What cannot be read further down is told by who reads it all.
    with suppress(ExchangeRefused):
        lines.extend(cells for _, cells in islice(_records(text, delimiter), SHOWN_ROWS + 1))
    if not lines:
        return None
    roles = roles_of(lines[0])
    header = any(roles)
    width = max(map(len, lines))
    titles = [*lines[0]] if header else [f"column {number}" for number in range(1, width + 1)]
    if not header:
        roles = ("source", "target") if width == 2 else (None,) * width
    return Layout(delimiter, tuple(titles), roles, header, tuple(tuple(line) for line in lines[header:][:SHOWN_ROWS]))


def _likelihood(layout: Layout) -> tuple[int, bool, int]:
    """The more columns are known by their titles, the likelier; then where all lines have as many cells; then wide."""
    even = all(len(line) == len(layout.titles) for line in layout.first)
    return sum(role is not None for role in layout.roles) if layout.header else 0, even, len(layout.titles)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table that hold anything, each with the number of the line in the text where it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ExchangeRefused(
                f"the table cannot be read on from here ({error})", line=line, cause=_NOT_CLOSED
            ) from error
        if cells:
            yield line, cells
