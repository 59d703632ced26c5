"""Mending a row's problem at one key, where it is clear how."""

from aeptui.core.mapping.lint.fixes import Fix, fixes
from aeptui.ui.commands import Command
from aeptui.ui.screens.mapping.picking import MappingPicking


def _fixable(screen: "MappingFixing") -> str | None:
    return None if screen.fix_at_hand() is not None else "There is nothing here that one key could mend."


COMMANDS = (
    Command(
        "mapping.fix",
        ("exclamation_mark",),
        "Fix",
        "Mends the row's problem in the way that the line below the table names.",
        _fixable,
    ),
)


class MappingFixing(MappingPicking):
    """The part of the screen that mends problems."""

    def fix_at_hand(self) -> Fix | None:
        """What would mend the row under the cursor: the likeliest fix of its gravest problem that has one."""
        place = self.model.line(self.grid.row)
        if not isinstance(place, int):
            return None
        types = self.model.view.types or None
        offered = (fix for problem in self.model.found(place) for fix in fixes(self.manifest, problem, types))
        return next(offered, None)

    def do_fix(self) -> None:
        """Mends the row."""
        fix = self.fix_at_hand()
        if fix is not None:
            self.change(fix.edit)
            self.say(f"Mended: {fix.title}. ctrl+z takes it back.")
