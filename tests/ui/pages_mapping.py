"""The mapping screen under the driver's hands."""

from aeptui.ui.screens.mapping.grid import MappingGrid
from aeptui.ui.screens.mapping.screen import MappingScreen
from aeptui.ui.screens.mapping.table.offers import Offer
from aeptui.ui.widgets.completion_list import CompletionList
from tests.ui.driver import PAGES, Page


class MappingPage(Page):
    """What a person reads on the screen and where they are."""

    @property
    def grid(self) -> MappingGrid:
        """The table."""
        screen = self.screen
        assert isinstance(screen, MappingScreen)
        return screen.grid

    def cell(self, row: int, column: str) -> str:
        """The text of a cell; ``column`` is state, source, to, type, sample, result or note."""
        return self.grid.model.cell(row, column).text

    def row(self, row: int) -> tuple[str, str, str, str]:
        """State, source, target and result of a row of the table."""
        state, source, target, result = (self.cell(row, column) for column in ("state", "source", "to", "result"))
        return state, source, target, result

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """The rows of the table, those for new and needed mappings included, those that are only offered not."""
        return [self.row(row) for row in range(self.grid.model.row_count()) if not self._is_offer(row)]

    @property
    def offers(self) -> list[tuple[str, str, str, str]]:
        """The lines of columns that no row reads: state with likelihood, source, target, result."""
        return [self.row(row) for row in range(self.grid.model.row_count()) if self._is_offer(row)]

    def _is_offer(self, row: int) -> bool:
        return isinstance(self.grid.mappings.line(row), Offer)

    def row_of(self, source: str) -> int:
        """The line of the table with a source."""
        return next(row for row in range(self.grid.model.row_count()) if self.cell(row, "source") == source)

    @property
    def cursor(self) -> tuple[int, str]:
        """Row and column of the cursor."""
        return self.grid.row, self.grid.column

    @property
    def mapping(self) -> list[tuple[str, object, str]]:
        """The document's mapping: kind, source, target."""
        rows = self.screen.desk.draft.manifest.mapping
        return [(row.kind, row.from_ or row.expr or row.value or "", row.to) for row in rows]

    @property
    def counters(self) -> str:
        """The line above the table."""
        return self._line("#mapping-counters")

    @property
    def detail(self) -> str:
        """The lines below it."""
        return self._line("Detail")

    def _line(self, selector: str) -> str:
        return str(self.screen.query_one(selector).render())

    @property
    def offered(self) -> list[str]:
        """The completions in sight."""
        found = self.screen.query(CompletionList)
        return [each.label for widget in found if widget.display for each in widget._completions]

    async def go_to(self, row: int, column: str) -> None:
        """Moves the cursor without keys."""
        self.grid.move_to(row, column)
        await self.ui.settled()


PAGES["mapping"] = MappingPage
