"""What one picks or writes in a dialog: a target in the tree, a column with its profile, an expression, the columns."""

from abc import abstractmethod
from collections.abc import Hashable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.sources import expression_of
from aeptui.ui.commands import Command
from aeptui.ui.screens.mapping.dialogs.columns import ArrangeColumns
from aeptui.ui.screens.mapping.dialogs.expression import ROWS, EditExpression
from aeptui.ui.screens.mapping.dialogs.pick_source import PickSource
from aeptui.ui.screens.mapping.dialogs.tree import PickTarget
from aeptui.ui.screens.mapping.grid import MappingGrid
from aeptui.ui.screens.mapping.table import edits
from aeptui.ui.screens.mapping.table.cells import result_text
from aeptui.ui.screens.mapping.table.lines import COLUMNS, SOURCE, TARGET
from aeptui.ui.screens.mapping.table.offers import Offer
from aeptui.ui.screens.mapping.table.targets import Need, TargetTree
from aeptui.ui.screens.mapping.table.text import EXPRESSION, expression_in, source_text
from aeptui.ui.screens.mapping.viewing import MappingViews

if TYPE_CHECKING:
    from aeptui.ui.widgets.grid import ColumnState


def _with_targets(screen: "MappingPicking") -> str | None:
    return None if screen.model.targets.tree is not None else "The target schema is not known yet: choose it (3)."


def _with_columns(screen: "MappingPicking") -> str | None:
    return None if screen.model.view.columns else "The source's columns are not known yet: choose it (2)."


def _pickable(screen: "MappingPicking") -> str | None:
    return _with_columns(screen) if screen.grid.column == SOURCE else _with_targets(screen)


KEYS = (
    Command(
        "mapping.pick", ("f4",), "Pick", "Picks the column that the cell reads, or the target in the tree.", _pickable
    ),
    Command("mapping.tree", ("t",), "Target", "Picks the target in the tree of the schema.", _with_targets, False),
    Command("mapping.column", ("s",), "Source", "Picks the column by what is in it.", _with_columns, False),
    Command(
        "mapping.expression",
        ("e",),
        "Expression",
        "Writes the source as an expression in a larger window; F2 while a cell is edited does so too.",
        footer=False,
    ),
    Command(
        "mapping.columns",
        ("vertical_line",),
        "Columns",
        "Shows, hides, widens and moves the columns of the table.",
        footer=False,
    ),
)


class MappingPicking(MappingViews):
    """The part of the screen that asks in dialogs what stands in a line."""

    @abstractmethod
    def enter(self, key: Hashable, column: str, text: str) -> None:
        """Makes of an entered text what it means for the row with a key."""

    def do_pick(self) -> None:
        """Picks what the cell is for."""
        if self.grid.column == SOURCE:
            self.do_column()
        else:
            self.do_tree()

    def _line(self) -> tuple[Hashable, MappingRow] | None:
        """The key of the line under the cursor, and the row that it is or would be; None where there is none."""
        grid = self.grid
        if grid.editing:
            grid.abandon()
        if grid.row < 0:
            return None
        line, candidate = self.model.line(grid.row), self.model.candidate(grid.row)
        row = edits.EMPTY
        if isinstance(line, int):
            row = self.model.rows[line]
        elif candidate is not None:
            row = candidate.row
        elif isinstance(line, Offer):
            row = replace(row, from_=line.column)
        elif isinstance(line, Need):
            row = replace(row, to=line.path)
        return self.model.key(grid.row), row

    # -- targets and columns

    def do_tree(self) -> None:
        """Picks the target in the tree."""
        found = self._line()
        if isinstance(self.model.line(self.grid.row), Need):
            self.say("This line has its target; type what its source is.")
        elif found is not None:
            key, row = found
            tree = TargetTree(self.model.targets, frozenset(each.to for each in self.model.rows))
            self.app.push_screen(
                PickTarget(tree, source_text(row) or "a new mapping", row.to), partial(self._picked, key, TARGET)
            )

    def do_column(self) -> None:
        """Picks the column in a list that shows what is in each."""
        found = self._line()
        if found is not None:
            key, row = found
            offers, columns = self.model.offers, self.model.view.columns
            mapped = {name for name, _ in columns if offers.is_read(name)}
            dialog = PickSource(columns, offers.advice.profiles, mapped, row.from_ or "")
            self.app.push_screen(dialog, partial(self._picked, key, SOURCE))

    def _picked(self, key: Hashable, column: str, text: str | None) -> None:
        if text is not None:
            self.enter(key, column, text)

    # -- expressions

    def do_expression(self) -> None:
        """Writes the source of the line in a larger window."""
        found = self._line()
        if found is not None:
            key, row = found
            self._write(key, row, expression_of(row, nested=self.model.view.nested))

    def on_mapping_grid_enlarged(self, event: MappingGrid.Enlarged) -> None:
        """Goes on in a larger window with what was typed."""
        event.stop()
        row = self.model.index(event.key)
        found = None if row is None else self._line()
        if found is not None:
            typed = expression_in(event.text, self.model.view.types)
            self._write(event.key, found[1], typed[0] if typed is not None else event.text.removeprefix(EXPRESSION))

    def _write(self, key: Hashable, row: MappingRow, text: str) -> None:
        dialog = EditExpression(text, row.to, self.model.view.fields, partial(self._results, row.to))
        self.app.push_screen(dialog, partial(self._written, key, text))

    def _written(self, key: Hashable, before: str, text: str | None) -> None:
        if text and text != before:
            self.enter(key, SOURCE, EXPRESSION + text)

    def _results(self, target: str, expression: str) -> list[tuple[str, str, str]]:
        """What an expression makes of the sample row that is looked at and those after it."""
        rows, first = self.model.view.rows, self.model.view.position
        found: list[tuple[str, str, str]] = []
        for number in range(min(ROWS, len(rows))):
            place = (first + number) % len(rows)
            result = self.model.try_on(MappingRow(target, expr=expression), rows[place])
            found.append((str(place + 1), result_text(result, has_sample=True), result.kind))
        return found

    # -- columns of the table

    def do_columns(self) -> None:
        """Arranges the columns."""
        dialog = ArrangeColumns(COLUMNS, self.grid.column_state, self.grid.column)
        self.app.push_screen(dialog, self._arranged)

    def _arranged(self, states: "list[ColumnState] | None") -> None:
        if states is not None:
            self.grid.take_columns(states)
