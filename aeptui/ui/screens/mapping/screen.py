"""The mapping: a table of sources and targets, with what becomes of a sample row."""

from collections.abc import Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Static

from aeptui.core.manifest.edits import Edit
from aeptui.core.manifest.model import MappingRow
from aeptui.ui.screens.mapping import workbench
from aeptui.ui.screens.mapping.commands import COMMANDS
from aeptui.ui.screens.mapping.completion import SourceCompleter, advice
from aeptui.ui.screens.mapping.detail import Detail, counters, detail
from aeptui.ui.screens.mapping.grid import MappingGrid
from aeptui.ui.screens.mapping.table import edits
from aeptui.ui.screens.mapping.table.lines import NOTE, SOURCE, STATE, TARGET
from aeptui.ui.screens.mapping.table.offers import LEAST_WHEN_ASKED, Offer, columns_of
from aeptui.ui.screens.mapping.table.targets import Need
from aeptui.ui.screens.mapping.table.views import ALL, VIEWS
from aeptui.ui.widgets.grid import CellInput, ColumnState, EditRequest, Grid

if TYPE_CHECKING:
    from aeptui.core.mapping.suggest.advice import Candidate
    from aeptui.ui.desk import Desk

_COLUMN_OF = {"to": TARGET, "note": NOTE}


class MappingScreen(workbench.Workbench):
    """The table, counters above it, and below it the row under the cursor in full."""

    PLACE = "mapping"
    ABOUT = (
        "One line, one target. Source takes a column, = and an expression, or a constant in quotes; Target a few "
        "letters of a path or title. Tab goes on, enter down, esc leaves the cells: letters are commands then. Result "
        "is what becomes of the sample row. Lines marked need are targets still to be mapped; ~ and a likelihood is a "
        "suggestion, not in the document: enter takes it, f7 all that are sure, f8 refuses it. f10 changes many rows, "
        "brings files in and writes them."
    )
    CSS_PATH = "screen.tcss"
    COMMAND_TABLE = (*COMMANDS, *workbench.COMMANDS)

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._problems: object = None
        self._line_kind: object = None

    def body(self) -> ComposeResult:
        yield Static(id="mapping-counters", markup=False)
        grid = MappingGrid(self.model, editor=self._editor, advise=self._advise, enter=self.enter)
        grid.moved = self.cursor_moved
        yield grid
        yield Detail()

    @property
    def grid(self) -> MappingGrid:
        """The table."""
        return self.query_one(MappingGrid)

    # -- what is shown

    def draft_changed(self) -> None:
        """Shows the document; asks for what it needs to be shown and was not asked for yet."""
        self.learn()
        self.sync()

    def knowledge_changed(self) -> None:
        """Shows what came from the platform, or is known of suggestions."""
        self.learn_advice()
        self.grid.reload()
        self.show_lines()

    def sync(self) -> None:
        """Brings the table up to date with the draft."""
        draft = self.desk.draft
        if draft is None:
            return
        change = self.model.take_rows(draft.manifest.mapping)
        self.follow(change)
        found = draft.findings
        # Older findings count rows as they were: they would stand at the wrong ones.
        if found is not self._problems and found.revision == draft.revision:
            self._problems = found
            self.model.take_problems(found.problems)
            self.grid.reload()
        elif change:
            self.grid.reload()
        self._show_state()
        self.show_lines()

    def _show_state(self) -> None:
        manifest = self.manifest
        begun = manifest.mapping or manifest.source.object or manifest.source.fields or self.model.targets.tree
        if begun and self.pane.state != "ready":
            self.pane.ready()
        elif not begun and self.pane.state != "empty":
            hints = (("2", "choose the source first"), ("3", "then the target schema"))
            self.pane.empty("Nothing can be mapped yet: there are neither columns nor target fields.", *hints)

    def show_lines(self) -> None:
        """Draws counters and details again."""
        wrong = sum(problem.path[:1] == ("mapping",) for problem in self.desk.problems if problem.severity == "error")
        text = counters(self.model, wrong + len(self.model.only_refused()), self.sample_text)
        self.query_one("#mapping-counters", Static).update(text, layout=False)
        self._show_detail()
        self.refresh_frame()

    def _show_detail(self) -> None:
        grid = self.grid
        self.query_one(Detail).show(detail(self.model, grid.row, self.fix_at_hand(), typing=grid.column != STATE))

    @property
    def writing(self) -> bool:
        """Letters are written into the cells."""
        return self.grid.typing and self.grid.column in edits.EDITABLE

    # -- editing

    def _editor(self, request: EditRequest) -> CellInput:
        """The editor of a cell: the completions are those of this moment."""
        line = self.model.line(request.row)
        rows = self.manifest.mapping
        own = line if isinstance(line, int) else None
        if request.column == SOURCE:
            mapped = {row.from_ for place, row in enumerate(rows) if row.from_ and place != own}
            profiles = self.model.offers.advice.profiles
            return CellInput(request, SourceCompleter(self.model.view, mapped, profiles))
        if request.column == TARGET:
            filled = {row.to for place, row in enumerate(rows) if place != own}
            return CellInput(request, self.completer.completer(filled, self._suits(own)))
        return CellInput(request)

    def _suits(self, place: int | None) -> "list[Candidate]":
        """The targets that suggestions find likely for a row."""
        offers = self.model.offers
        columns = columns_of(self.model.rows[place]) if place is not None else ()
        candidates = (each for column in columns for each in offers.candidates(column))
        return [each for each in candidates if each.probability >= LEAST_WHEN_ASKED and not offers.is_refused(each)]

    def _advise(self, text: str, cursor: int) -> tuple[str, bool]:
        """What is to be said about a source while it is typed."""
        return advice(self.model.view, text, cursor)

    def enter(self, key: Hashable, column: str, text: str) -> None:
        """Makes of an entered text what it means for the row, the new one, or the one that is needed."""
        place = self.model.place(key)
        if place is not None:
            before = self.model.rows[place]
            self.change(edits.put(place, before, edits.with_text(before, column, text, self.model.view.types)))
        elif text.strip():
            row = edits.with_text(self._begun(key, column, text), column, text, self.model.view.types)
            self.change(edits.insert(len(self.model.rows), row))

    def _begun(self, key: Hashable, column: str, text: str) -> MappingRow:
        """The row that a line without one stands for, as far as it says anything of it and the text agrees."""
        at = self.model.index(key)
        line = None if at is None else self.model.line(at)
        if isinstance(line, Need):
            return replace(edits.EMPTY, to=line.path)
        if isinstance(line, Offer):
            suggested = None if line.candidate is None else line.candidate.row
            if suggested is None or (column == TARGET and text.strip() != suggested.to):
                return replace(edits.EMPTY, from_=line.column)
            return suggested
        return edits.EMPTY

    def change(self, edit: Edit) -> None:
        """Makes an edit and shows what it made."""
        draft = self.desk.draft
        if draft is not None and draft.edit(edit):
            self.sync()

    def on_grid_cell_edited(self, event: Grid.CellEdited) -> None:
        """A text that came by a way around the keys: the focus went elsewhere."""
        event.stop()
        self.enter(event.key, event.column, event.new)

    def cursor_moved(self) -> None:
        """Shows the row under the cursor."""
        super().cursor_moved()
        self._show_detail()
        # What can be done depends on the kind of the line only; the frame is dear to draw for every key.
        kind = type(self.model.line(self.grid.row)), self.writing
        if kind != self._line_kind:
            self._line_kind = kind
            self.refresh_frame()

    def on_grid_selection_changed(self, event: Grid.SelectionChanged) -> None:
        event.stop()
        self.refresh_frame()

    # -- where one is

    def reveal(self, path: tuple[str | int, ...]) -> None:
        """Goes to the row that a place of the document is in; for the mapping as a whole, to what is needed first."""
        grid = self.grid
        self.show_everything()
        place = path[1] if len(path) > 1 else None
        row = self.model.row_of(place) if isinstance(place, int) else None
        if row is None:
            needed = (at for at in range(grid.model.row_count()) if isinstance(self.model.line(at), Need))
            row = next(needed, len(self.model.rows))
        grid.reload()
        grid.move_to(row, _COLUMN_OF.get(str(path[-1]), SOURCE) if len(path) > 2 else SOURCE)
        grid.focus()

    def remember(self) -> dict[str, Any]:
        grid = self.grid
        columns = [[each.key, each.hidden, each.width] for each in grid.column_state] if grid.has_own_columns else []
        return {
            "row": grid.row,
            "filter": grid.filter_text,
            "view": self.model.shown_view,
            "sample": self.model.view.position,
            "columns": columns,
        }

    def restore(self, state: dict[str, Any]) -> None:
        if self.desk.draft is None:
            return
        grid = self.grid
        self.position = int(state.get("sample") or 0)
        self.model.take_rows(self.manifest.mapping)
        view = str(state.get("view"))
        self.model.show(view if view in VIEWS else ALL)
        grid.reload()
        grid.set_filter(str(state.get("filter") or ""))
        if state.get("columns"):
            grid.take_columns([ColumnState(key, hidden, width) for key, hidden, width in state["columns"]])
        # Whoever has mapped nothing yet wants to type; later, letters are commands first.
        grid.move_to(int(state.get("row") or 0), STATE if self.model.rows else SOURCE)


SCREEN = MappingScreen
