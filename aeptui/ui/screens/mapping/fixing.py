"""Mending a row's problems: at one key where it is clear how, else after a look at all that is wrong with it."""

from functools import partial
from typing import TYPE_CHECKING

from aeptui.core.mapping.lint.fixes import Fix, fixes
from aeptui.ui.commands import Command
from aeptui.ui.screens.mapping.dialogs.menu import Item, Menu
from aeptui.ui.screens.mapping.picking import MappingPicking
from aeptui.ui.screens.mapping.table.lines import SOURCE, TARGET

if TYPE_CHECKING:
    from aeptui.core.manifest.problems import Problem

_EDIT = {"s": SOURCE, "t": TARGET}


def _wrong(screen: "MappingFixing") -> str | None:
    place = screen.model.line(screen.grid.row)
    return None if isinstance(place, int) and screen.model.problems(place) else "Nothing is wrong with this line."


COMMANDS = (
    Command(
        "mapping.fix",
        ("exclamation_mark",),
        "Fix",
        "Mends the row in the way that the line below the table names; where there is none, shows what is wrong.",
        _wrong,
    ),
    Command(
        "mapping.problems",
        ("i",),
        "What is wrong",
        "Shows all that is wrong with the row, in full, and the ways to mend it.",
        _wrong,
        footer=False,
    ),
)


class MappingFixing(MappingPicking):
    """The part of the screen that mends problems."""

    def fix_at_hand(self) -> Fix | None:
        """What would mend the row under the cursor: the likeliest fix of its gravest problem."""
        place = self.model.line(self.grid.row)
        found = self.model.found(place) if isinstance(place, int) else ()
        return next(iter(self._fixes(found[0])), None) if found else None

    def _fixes(self, problem: "Problem") -> tuple[Fix, ...]:
        return fixes(self.manifest, problem, self.model.view.types or None)

    def do_fix(self) -> None:
        """Mends the row, or shows what is wrong with it."""
        fix = self.fix_at_hand()
        if fix is not None:
            self._mend(fix)
        else:
            self.do_problems()

    def _mend(self, fix: Fix) -> None:
        self.change(fix.edit)
        self.say(f"Mended: {fix.title}. ctrl+z takes it back.")

    def do_problems(self) -> None:
        """Shows all that is wrong with the row, and the ways to mend it."""
        place = self.model.line(self.grid.row)
        if not isinstance(place, int):
            return
        problems = self.model.problems(place)
        numbered = [f"{number}  {text}" for number, text in enumerate(problems, 1)] if len(problems) > 1 else problems
        ways = [fix for each in self.model.found(place) for fix in self._fixes(each)]
        offered = {f"{number}": fix for number, fix in enumerate(ways, 1)}
        items = [
            *(Item(key, key, fix.title, "mends one of them") for key, fix in offered.items()),
            Item("s", "s", "Edit the source", self.model.cell(self.grid.row, SOURCE).raw),
            Item("t", "t", "Edit the target", self.model.cell(self.grid.row, TARGET).raw),
        ]
        title = f"What is wrong with row {place + 1}"
        self.app.push_screen(Menu(title, items, about="\n".join(numbered)), partial(self._chosen_fix, offered))

    def _chosen_fix(self, offered: dict[str, Fix], answer: str | None) -> None:
        if answer in offered:
            self._mend(offered[answer])
        elif answer in _EDIT:
            self.grid.move_to(column=_EDIT[answer])
            self.grid.edit()
