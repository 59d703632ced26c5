"""The commands that work on every screen of the frame."""

from typing import TYPE_CHECKING

from aeptui.ui.commands import Command
from aeptui.ui.places import HOME, RUNS, STEPS

if TYPE_CHECKING:
    from aeptui.ui.screens.base import Step


NO_DRAFT = "No dataflow is open: press 0, then n for a new one."


def _needs_draft(screen: "Step") -> str | None:
    return None if screen.desk.draft is not None else NO_DRAFT


def _in_sight(screen: "Step") -> str | None:
    """Why nothing of the draft can be taken back here: one would not see what."""
    unseen = screen.PLACE in (HOME.name, RUNS.name)
    return _needs_draft(screen) or ("This is done where the draft is in sight: open it first." if unseen else None)


def _undoable(screen: "Step") -> str | None:
    return _in_sight(screen) or (None if screen.can_undo else "Nothing to undo.")


def _redoable(screen: "Step") -> str | None:
    return _in_sight(screen) or (None if screen.desk.draft and screen.desk.draft.can_redo else "Nothing to redo.")


FRAME = (
    Command(
        "frame.next",
        ("ctrl+n",),
        "Next to do",
        "Goes to the next field or row that needs attention, on whatever screen.",
        allowed=_needs_draft,
    ),
    Command("frame.back", ("escape", "q"), "Back", "Gives up what is awaited, or goes back to the dataflows."),
    Command("frame.palette", ("ctrl+p",), "Find", "Finds any command, screen or draft by a few letters."),
    Command("frame.help", ("question_mark", "f1"), "More", "Explains this screen and lists all its keys."),
    Command("frame.undo", ("u", "ctrl+z"), "Undo", "Takes back the last edit.", allowed=_undoable, footer=False),
    Command(
        "frame.redo",
        ("U", "ctrl+y"),
        "Redo",
        "Makes the edit again that was taken back.",
        allowed=_redoable,
        footer=False,
    ),
    Command(
        "frame.history",
        ("H", "f12"),
        "History",
        "Shows everything that was done to this dataflow, to go to any point of it.",
        allowed=_needs_draft,
        footer=False,
    ),
    Command("frame.save", ("ctrl+s",), "Save", "Writes the manifest to its file.", allowed=_needs_draft, footer=False),
    Command(
        "frame.export",
        (),
        "Export",
        "Writes the manifest to another file; saving goes on with its own.",
        allowed=_needs_draft,
        footer=False,
    ),
    Command("frame.reload", ("ctrl+r",), "Load again", "Asks the platform again for what is shown.", footer=False),
    Command(
        "frame.redraw",
        (),
        "Draw again",
        "Draws the whole screen again, after something else wrote on it.",
        footer=False,
    ),
    Command(
        "frame.go:dataflows", ("0", "h"), f"Go to {HOME.title}", "Shows all dataflows of the sandbox.", footer=False
    ),
    *(
        Command(
            f"frame.go:{place.name}",
            (place.digit,),
            f"Go to {place.title}",
            f"Shows the step {place.title}.",
            allowed=_needs_draft if place.name != "credentials" else lambda _: None,
            footer=False,
        )
        for place in STEPS
    ),
    Command(
        "frame.go-to",
        ("ctrl+g",),
        "Go to …",
        "Waits for the digit of a screen; works while typing, too.",
        footer=False,
    ),
    Command("frame.quit", ("ctrl+q",), "Quit", "Saves and ends the program.", footer=False, everywhere=True),
)
