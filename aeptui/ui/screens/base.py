"""What every screen of the frame is: header, rail, body, status and footer, with the commands that work everywhere."""

from collections.abc import Callable
from typing import Any, ClassVar, Self

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from aeptui.ui.commands import Commanding, Offer, offers
from aeptui.ui.desk import Desk, Link
from aeptui.ui.frame import FRAME
from aeptui.ui.messages import Export, FindAnything, Go, Quit, Said, Save, StopSignIn
from aeptui.ui.places import HOME, PLACES, STEPS, Place
from aeptui.ui.screens.asking import Asking
from aeptui.ui.screens.finding import GoTo
from aeptui.ui.screens.help import Help
from aeptui.ui.screens.history import show_history
from aeptui.ui.steps import next_problem, step_of
from aeptui.ui.terminal.application import TerminalApp
from aeptui.ui.terminal.too_small import TooSmall
from aeptui.ui.widgets.footer import Footer, Status
from aeptui.ui.widgets.grid.messages import CopyRequested
from aeptui.ui.widgets.header import Header
from aeptui.ui.widgets.rail import Rail
from aeptui.ui.widgets.state import Pane


class Step(Commanding, Asking):
    """A screen. A subclass names its place, lists its commands, and gives its body and what fills it.

    ``PLACE`` is the key of its entry in ``places``; ``ABOUT`` explains it in the ``?`` screen, in two to five
    sentences. The hooks are ``body``, ``load``, ``draft_changed``, ``reveal``, ``remember`` and ``restore``.
    """

    COMMAND_TABLE = FRAME
    PLACE: ClassVar[str]
    ABOUT: ClassVar[str] = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._seen: object = None
        self._kept: dict[str, Any] | None = None
        self._stale = True

    # Hooks for subclasses

    def body(self) -> ComposeResult:
        """The widgets between rail and status line. They stand in a pane of their own: ``self.pane``."""
        yield from ()

    def load(self) -> None:
        """Asks the platform for what the screen shows: at its first showing, after a sign-in, and on ``ctrl+r``."""

    def draft_changed(self) -> None:
        """Shows the draft as it is now: at the first showing, and after each edit, undo and redo, when in sight."""

    def desk_changed(self) -> None:
        """Shows what else on the desk the screen is about: at the first showing and after every change, in sight."""

    def title_text(self) -> str:
        """What a screen outside the wizard shows instead of the rail."""
        return self.place.title

    def reveal(self, path: tuple[str | int, ...]) -> None:
        """Moves the focus to what edits the place ``path`` of the manifest (``("mapping", 3, "to")``)."""

    def remember(self) -> dict[str, Any]:
        """What it takes to come back to where the user is on this screen, as JSON."""
        return {}

    def restore(self, state: dict[str, Any]) -> None:
        """Goes back to where ``remember`` was called; the state may be of another version or empty.

        Called at the first showing, before ``load``: what depends on an answer has to wait for it.
        """

    # The frame

    def resumed(self, state: dict[str, Any]) -> Self:
        """The screen itself, which will begin with ``restore(state)``."""
        self._kept = state
        return self

    @property
    def place(self) -> Place:
        """The screen's entry in ``places``."""
        return PLACES[self.PLACE]

    @property
    def pane(self) -> Pane:
        """The body's pane, for its waiting, failed and empty states."""
        return self.query_one("#body", Pane)

    @property
    def status(self) -> Status:
        """The status line."""
        return self.query_one(Status)

    def compose(self) -> ComposeResult:
        yield Header(self.desk)
        yield Rail(self.desk, self.place, self.title_text)
        yield Pane(*self._widgets(), id="body")
        yield Status(self.desk, shows_draft=self.place in STEPS)
        yield Footer()
        yield TooSmall()

    def _widgets(self) -> list[Widget]:
        return list(self.body())

    def on_mount(self) -> None:
        self._unsubscribe = self.desk.subscribe(self._desk_changed)
        self.watch(self, "focused", self.refresh_frame, init=False)
        self.call_after_refresh(self._desk_changed)

    def on_unmount(self) -> None:
        self._unsubscribe()

    def on_screen_resume(self) -> None:
        self._desk_changed()

    def _desk_changed(self) -> None:
        if not self.is_mounted:
            return
        self._stale = True
        if self.is_current:
            self.call_later(self._catch_up)

    def _catch_up(self) -> None:
        """Brings the screen up to date with the desk, once it is in sight."""
        if self._stale and self.is_current:
            self._stale = False
            if self._kept is not None:
                self.restore(self._kept)
                self._kept = None
            seen, self._seen = self._seen, (self.desk.link, self.desk.session)
            if seen != self._seen:
                self.load()
            self.desk_changed()
            if self.desk.draft is not None:
                self.draft_changed()
            self.refresh_frame()
            self.call_after_refresh(self._focus_something)

    def refresh_frame(self) -> None:
        """Draws header, rail, status and footer again: after anything that changes which commands are allowed."""
        if not self.is_mounted:
            return
        self.query_one(Header).update()
        self.query_one(Rail).refresh()
        self.status.refresh()
        self.query_one(Footer).show(self.offers(), writing=self.writing)

    def offers(self) -> list[Offer]:
        """Every command of the place where the focus is: the screen's own, the focused widget's, the frame's."""

        def rank(offer: Offer) -> int:
            return 1 if offer.node is not self else 2 if offer.command.id.startswith("frame.") else 0

        return sorted(offers(self), key=rank)

    def on_resize(self, event: events.Resize) -> None:
        TooSmall.fit(self, event.size)

    def on_pane_changed(self) -> None:
        if self.focused is None and self.is_current:
            self.call_after_refresh(self._focus_something)
        self.refresh_frame()

    def _focus_something(self) -> None:
        if self.focused is None and self.focus_chain:
            self.set_focus(self.focus_chain[0])

    def on_grid_copy_requested(self, event: CopyRequested) -> None:
        event.stop()
        self.app.copy_to_clipboard(event.text)

    def on_said(self, message: Said) -> None:
        message.stop()
        self.status.say(message.text, wrong=message.wrong)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Says something in the status line, until the next thing is said."""
        self.status.say(text, wrong=wrong)

    def show_busy(self) -> None:
        loud = [call for call in self.running if not call.quiet]
        unseen = [call.doing for call in loud if call.pane is None or call.pane.state != "waiting"]
        self.status.wait_for(unseen[0] if unseen else "")

    # The commands of the frame

    @property
    def writing(self) -> bool:
        """Whether letters write into what the cursor is on, instead of being commands."""
        return False

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return self.desk.draft is not None and self.desk.draft.can_undo

    def do_next(self) -> None:
        """Goes to the next thing that needs attention; where nothing does, to the review."""
        problem = next_problem(self.desk, self.desk.attended)
        self.desk.attended = problem
        if problem is None:
            self.post_message(Go("review"))
        else:
            self.post_message(Go(step_of(problem), problem.path, problem.message))

    def do_back(self) -> None:
        """Gives up what is awaited; otherwise goes home."""
        if self.give_up():
            return
        if self.desk.link is Link.SIGNING_IN and any(pane.state == "waiting" for pane in self.query(Pane)):
            self.post_message(StopSignIn())
        elif HOME.name == self.PLACE:
            self.say("This is home. ctrl+q quits.")
        else:
            self.post_message(Go(HOME.name))

    def do_reload(self) -> None:
        """Loads again."""
        self.load()

    def do_redraw(self) -> None:
        """Draws the whole screen again."""
        if isinstance(self.app, TerminalApp):
            self.app.redraw()

    def do_go(self, place: str) -> None:
        """Goes to a screen."""
        self.post_message(Go(place))

    def do_go_to(self) -> None:
        """Asks for a digit and goes there."""
        self.app.push_screen(GoTo(), self._go_where)

    def _go_where(self, place: str | None) -> None:
        if place is not None:
            self.post_message(Go(place))

    def do_help(self) -> None:
        """Shows what this screen is for and everything that can be done here."""
        self.app.push_screen(Help(self.place.title, self.ABOUT, self.offers()), take)

    def do_palette(self) -> None:
        """Finds a command, a screen or a draft."""
        self.post_message(FindAnything(self.offers()))

    def do_undo(self) -> None:
        """Takes back the last edit."""
        if self.desk.draft is not None:
            title = self.desk.draft.undo()
            self.say("Nothing to undo." if title is None else f"Undone: {title}")

    def do_redo(self) -> None:
        """Makes again the edit that was taken back."""
        if self.desk.draft is not None:
            title = self.desk.draft.redo()
            self.say("Nothing to redo." if title is None else f"Redone: {title}")

    def do_history(self) -> None:
        """Shows what was done to the draft."""
        show_history(self)

    def do_save(self) -> None:
        """Writes the manifest to its file."""
        self.post_message(Save())

    def do_export(self) -> None:
        """Writes the manifest to another file."""
        self.post_message(Export())

    def do_quit(self) -> None:
        """Saves and ends the program."""
        self.post_message(Quit())


def take(chosen: Callable[[], object] | None) -> None:
    """Does what was chosen from a list, if anything was."""
    if chosen is not None:
        chosen()
