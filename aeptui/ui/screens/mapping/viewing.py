"""What is looked at: views of the table, the next problem, another sample row."""

from bisect import bisect_left, bisect_right
from functools import partial
from typing import TYPE_CHECKING

from aeptui.ui.commands import Command
from aeptui.ui.screens.mapping.dialogs.menu import Item, Menu
from aeptui.ui.screens.mapping.grid import MappingGrid
from aeptui.ui.screens.mapping.suggesting import MappingSuggestions
from aeptui.ui.screens.mapping.table.lines import SOURCE
from aeptui.ui.screens.mapping.table.targets import Need
from aeptui.ui.screens.mapping.table.views import ALL, CHANGED, UNMAPPED, VIEWS, View
from aeptui.ui.words import count

if TYPE_CHECKING:
    from collections.abc import Callable


def _allowed(view: str) -> "Callable[[MappingViews], str | None]":
    return partial(_reason, view)


def _reason(view: str, screen: "MappingViews") -> str | None:
    if view == CHANGED and not screen.model.was_applied:
        return "Nothing was applied yet."
    if view == UNMAPPED and not screen.model.view.columns:
        return "The source's columns are not known yet."
    return None


COMMANDS = (
    Command(
        "mapping.view:problems", ("f6", "p"), "Problems", "Shows only rows that need attention, or everything again."
    ),
    Command("mapping.next-problem", ("f3", "n"), "Next !", "Goes to the next row that needs attention."),
    Command("mapping.views", ("ctrl+l",), "Views", "Chooses what part of the table is shown.", footer=False),
    *(
        Command(
            f"mapping.view:{view.name}",
            (view.key,),
            view.title.capitalize(),
            f"Shows only {view.title}, or everything again.",
            _allowed(view.name),
            footer=False,
        )
        for view in VIEWS.values()
        if view.key.isupper()
    ),
    Command(
        "mapping.previous-problem",
        ("shift+f6", "N"),
        "Problem above",
        "Goes to the row before that needs attention.",
        footer=False,
    ),
)


class MappingViews(MappingSuggestions):
    """The part of the screen that decides what is looked at."""

    def desk_changed(self) -> None:
        """Takes note of what was applied."""
        if self.desk.applied_mapping is not None:
            self.model.take_applied(self.desk.applied_mapping)

    def do_views(self) -> None:
        """Asks which part of the table is to be shown."""
        items = [self._item(view) for view in VIEWS.values()]
        self.app.push_screen(Menu("Show which lines?", items, at=self.model.shown_view), self._chosen)

    def _item(self, view: View) -> Item:
        """The view's entry: how many lines it shows."""
        lines, reason = view.lines(self.model), _reason(view.name, self)
        number = count(len(lines.places) + len(lines.needs) + len(lines.offers), "line")
        return Item(view.key, view.name, view.title, number if reason is None else "", reason or "")

    def _chosen(self, view: str | None) -> None:
        if view is not None:
            self.show_view(view)

    def do_view(self, view: str) -> None:
        """Shows one view, or everything again."""
        self.show_view(ALL if self.model.shown_view == view else view)

    def do_back(self) -> None:
        """Ends a view, before the screen is left."""
        if self.model.shown_view == ALL or self.running:
            super().do_back()
        else:
            self.show_view(ALL)

    def show_view(self, view: str) -> None:
        """Shows a view, and what it means where it is empty."""
        self.model.show(view)
        self.grid.reload()
        self.show_lines()
        if not self.model.row_count():
            self.say(f"{VIEWS[view].empty} {VIEWS[view].key} shows everything again.")

    def show_everything(self) -> None:
        """No view, no filter."""
        self.grid.set_filter("")
        if self.model.shown_view != ALL:
            self.show_view(ALL)

    # -- problems

    def do_next_problem(self) -> None:
        """The next row that needs attention, the first one after the last."""
        rows = self.model.problem_lines()
        self._go_to_problem(rows, bisect_right(rows, self.grid.row))

    def do_previous_problem(self) -> None:
        """The one before."""
        rows = self.model.problem_lines()
        self._go_to_problem(rows, bisect_left(rows, self.grid.row) - 1)

    def _go_to_problem(self, rows: list[int], number: int) -> None:
        if rows:
            row = rows[number % len(rows)]
            self.grid.move_to(row, SOURCE if isinstance(self.model.line(row), Need) else None)
        else:
            whole = (each.message for each in self.desk.problems if each.path == ("mapping",))
            self.say(next((f"{text[0].upper()}{text[1:]}." for text in whole), "No row needs attention."))

    # -- sample rows

    def on_mapping_grid_sample_stepped(self, event: MappingGrid.SampleStepped) -> None:
        """Maps another sample row."""
        event.stop()
        self.step_sample(event.by)
        self.grid.reload()
        self.show_lines()
