"""A preview of what becomes of mapping rows: one line a row, before and after."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from aeptui.ui.screens.mapping.table.text import source_text
from aeptui.ui.widgets.grid import Cell, Column, Grid, ListModel

if TYPE_CHECKING:
    from aeptui.core.manifest.model import MappingRow
    from aeptui.core.mapping.bulk.change import Bulk
    from aeptui.core.mapping.exchange.merging import Merge

_COLUMNS = (
    Column("sign", "", width=1),
    Column("before", "Before", width=34, minimum=14, grow=1),
    Column("after", "After", width=34, minimum=14, grow=1),
)
_STYLES = {"+": "good", "-": "error", "~": "warning", ".": "dim"}


class Line(NamedTuple):
    """A row of the preview: ``+`` comes, ``-`` goes, ``~`` changes, ``.`` stays as it is for a reason."""

    sign: str
    before: str
    after: str


class ChangeList(Grid):
    """The preview. It takes no part in what is typed above it: ``step`` scrolls it."""

    DEFAULT_CSS = "ChangeList { margin: 1 0 0 0; }"

    def __init__(self, *, empty: str) -> None:
        self._lines = ListModel(_COLUMNS, (), _cell)
        super().__init__(self._lines, cursor="row", empty=empty)

    def show(self, lines: Sequence[Line]) -> None:
        """Shows other lines, from the first one."""
        self._lines.replace(lines)
        self.reload()
        self.move_to(0)

    @property
    def shown(self) -> Sequence[Line]:
        """The lines."""
        return self._lines.items


def lines_of_bulk(made: "Bulk") -> list[Line]:
    """The preview of a change of many rows."""
    changed = [Line("~", *_pair(each.before, each.after)) for each in made.changed]
    added = [Line("+", "", _whole(row)) for row in made.added]
    return [*changed, *added, *(Line(".", each.what, each.why) for each in made.skipped)]


def lines_of_merge(made: "Merge") -> list[Line]:
    """The preview of rows that come from elsewhere."""
    return [*_merged(made)]


def _merged(made: "Merge") -> Iterator[Line]:
    for before, after in made.changed:
        yield Line("~", *_pair(before, after))
    for row in made.added:
        yield Line("+", "", _whole(row))
    for row in made.removed:
        yield Line("-", _whole(row), "")


def _pair(before: "MappingRow", after: "MappingRow") -> tuple[str, str]:
    """What differs between two rows: the targets, the sources (with the target behind), or both; else the notes."""
    sources, targets = (source_text(before), source_text(after)), (before.to, after.to)
    if sources[0] != sources[1] and targets[0] != targets[1]:
        return _whole(before), _whole(after)
    if targets[0] != targets[1]:
        return targets[0] or "(no target)", targets[1] or "(no target)"
    if sources[0] != sources[1]:
        return sources[0] or "(no source)", _whole(after)
    return f"note: {before.note or 'none'}", f"note: {after.note or 'none'}"


def _whole(row: "MappingRow") -> str:
    return f"{source_text(row) or '(no source)'} -> {row.to or '(no target)'}"


def _cell(line: Line, column: str) -> Cell:
    if column == "sign":
        return Cell(line.sign, _STYLES[line.sign])
    text: str = getattr(line, column)
    return Cell(text, "dim" if line.sign == "." or column == "before" else "")
