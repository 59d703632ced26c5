"""The Textual application: wiring and endings. What can be done is in the screens, what they work at is the desk."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import events, work
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from aeptui.ui.desk import Chosen, Desk, Link
from aeptui.ui.drafting import Drafting
from aeptui.ui.failure import describe_error
from aeptui.ui.messages import (
    DeleteDraft,
    Export,
    FindAnything,
    Go,
    OpenDraft,
    OpenFile,
    Quit,
    Said,
    Save,
    ShowRuns,
    SignIn,
    StopSignIn,
)
from aeptui.ui.navigation import Navigation
from aeptui.ui.opening import Opening
from aeptui.ui.places import HOME, PLACES, RUNS, WIZARD
from aeptui.ui.screens.base import take
from aeptui.ui.screens.palette import Palette, entries
from aeptui.ui.signing import Signing
from aeptui.ui.steps import next_problem, step_of
from aeptui.ui.terminal.application import TerminalApp
from aeptui.ui.threads import in_thread
from aeptui.ui.widgets.confirm import Notice

if TYPE_CHECKING:
    from aeptui.ui.draft import Draft


class Aeptui(TerminalApp):
    """The application. Answers the messages of the screens; owns the desk and what it shows."""

    TITLE = "aeptui"
    CSS_PATH = "screens/base.tcss"

    def __init__(self, opening: Opening) -> None:
        super().__init__(opening.paths.state / "crashes")
        self.desk = Desk(opening)
        # The first frame is not to say that nobody is signed in: that is tried right after it.
        self.desk.link = Link.SIGNING_IN
        self.navigation = Navigation(self, self.desk)
        self.drafting = Drafting(self, self.desk, self.check_draft)
        self._signing = Signing(self.desk)

    def get_default_screen(self) -> Screen[Any]:
        return HOME.make(self.desk)

    def on_mount(self) -> None:
        self.call_after_refresh(self.begin)

    def begin(self) -> None:
        """Everything that the first frame did not wait for."""
        # The user may have given it up before it began.
        if self.desk.link is Link.SIGNING_IN:
            self.sign_in(self.desk.opening.choose)
        self.resume()
        self.import_screens()

    @work(group="import", exit_on_error=False, name="opening the screens")
    async def import_screens(self) -> None:
        """Imports every screen beside the keys, so that going to one takes no time."""
        for place in PLACES.values():
            await in_thread(partial(import_module, place.module))

    # Screens

    def on_go(self, message: Go) -> None:
        """Shows a screen, after importing it where it was not yet."""
        if PLACES[message.place].imported:
            self.navigation.show(message)
        else:
            self.import_and_show(message)

    @work(exclusive=True, group="go", exit_on_error=False, name="opening the screen")
    async def import_and_show(self, message: Go) -> None:
        """Shows a screen after importing its module, off the loop."""
        await in_thread(partial(import_module, PLACES[message.place].module))
        self.navigation.show(message)

    def on_show_runs(self, message: ShowRuns) -> None:
        """Shows the runs of a dataflow."""
        self.desk.flow = Chosen(message.flow_id, message.name)
        self.desk.changed()
        self.on_go(Go(RUNS.name))

    def on_find_anything(self, message: FindAnything) -> None:
        """Opens the palette."""
        self.push_screen(Palette(entries(message.offers, self)), take)

    def on_said(self, message: Said) -> None:
        """Says what came from a dialog."""
        self.say(message.text, wrong=message.wrong)

    def say(self, text: str, *, wrong: bool = False) -> None:
        self.navigation.current.say(text, wrong=wrong)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker of the application failed: says so; nothing else ends."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.push_screen(Notice(describe_error(event.worker.error, event.worker.name)))

    # The session

    def on_sign_in(self, message: SignIn) -> None:
        """Signs in as another profile."""
        self.sign_in(message.choose)

    def on_stop_sign_in(self, message: StopSignIn) -> None:
        """Gives up a sign-in that is under way."""
        self.workers.cancel_group(self, "sign-in")
        self._signing.give_up()

    @work(exclusive=True, group="sign-in", exit_on_error=False)
    async def sign_in(self, choose: "Callable[[], Any]") -> None:
        """Signs in; how that goes is on the desk."""
        await self._signing.sign_in(choose)

    # The draft

    def on_open_draft(self, message: OpenDraft) -> None:
        """Opens a draft and shows it where it was left."""
        self.open_draft(message.number)

    def on_open_file(self, message: OpenFile) -> None:
        """Opens a file's draft."""
        self.open_draft(message.path)

    def on_delete_draft(self, message: DeleteDraft) -> None:
        """Deletes a draft; one that is on the desk is taken from it first."""
        self.delete_draft(message.number)

    @work(exclusive=True, group="draft", exit_on_error=False, name="deleting the draft")
    async def delete_draft(self, number: int) -> None:
        """Deletes a draft; one that is on the desk is taken from it first."""
        draft, drafts = self.desk.draft, self.desk.drafts
        if draft is not None and draft.number == number:
            await self._take(None)
        if drafts is not None:
            drafts.delete(number)
        self.desk.changed()

    @work(exclusive=True, group="draft", exit_on_error=False, name="opening the draft")
    async def open_draft(self, which: int | Path | None) -> None:
        """Opens a draft and shows it where it was left."""
        on_desk = self.desk.draft
        if on_desk is None or which != on_desk.number:
            on_desk = await self._opened(which)
            await self._take(on_desk)
        self.post_message(Go(self._place_of(on_desk)))

    @work(exclusive=True, group="resume", exit_on_error=False, name="going on where you were")
    async def resume(self) -> None:
        """Opens the store, and what was open when the program ended, or the file of this start."""
        keeping = self.navigation.keeping = await self.drafting.open_store()
        self.desk.changed()
        manifest = self.desk.opening.manifest
        place, number = keeping.place(), keeping.draft()
        if manifest is not None:
            draft = await self._opened(manifest)
            await self._take(draft)
            place = self._place_of(draft)
        elif number is not None:
            await self._take(await self.drafting.open(number))
        if place is not None and (self.desk.draft is not None or place not in WIZARD[1:]):
            self.post_message(Go(place))

    async def _opened(self, which: int | Path | None) -> "Draft":
        """The draft, with its problems found where these decide about the place to begin at."""
        draft = await self.drafting.open(which)
        if self._kept_place(draft) is None:
            await self.drafting.look_at(draft)
        return draft

    async def _take(self, draft: "Draft | None") -> None:
        """Puts a draft on the desk; the screens of the one before are given up."""
        await self.navigation.forget_steps()
        self.drafting.take(draft)

    def _place_of(self, draft: "Draft") -> str:
        """Where a draft was left; one that was never in sight begins where something is missing."""
        kept = self._kept_place(draft)
        if kept is not None:
            return kept
        problem = next_problem(self.desk, None)
        return WIZARD[1] if draft.untouched else "review" if problem is None else step_of(problem)

    def _kept_place(self, draft: "Draft") -> str | None:
        """The step in which a draft was left, None where it was in none."""
        kept = None if self.navigation.keeping is None else self.navigation.keeping.place(draft.number)
        return kept if kept in WIZARD else None

    @work(group="check", exit_on_error=False, name="looking for problems")
    async def check_draft(self) -> None:
        """Looks for the draft's problems, beside the keys."""
        await self.drafting.look_for_problems()

    def on_app_focus(self, event: events.AppFocus) -> None:
        """Somebody comes back to this terminal: the file may have gone on without it."""
        self.look_outside()

    @work(exclusive=True, group="outside", exit_on_error=False, name="looking at the file")
    async def look_outside(self) -> None:
        """Says where the draft's file was changed outside."""
        if await self.drafting.outside_change():
            self.say("The file was changed outside: ctrl+s shows how, and merges.", wrong=True)

    @work(exclusive=True, group="save", exit_on_error=False, name="saving")
    async def on_save(self, message: Save) -> None:
        """Writes the draft's file."""
        if await self.drafting.save() and self.desk.draft is not None:
            self.say(f"Saved to {self.desk.draft.file}.")

    @work(exclusive=True, group="save", exit_on_error=False, name="exporting")
    async def on_export(self, message: Export) -> None:
        """Writes the draft to another file."""
        file = await self.drafting.export()
        if file is not None:
            self.say(f"Exported to {file}.")

    # Endings

    def action_quit(self) -> None:  # type: ignore[override]
        """What ``ctrl+q`` does, wherever the focus is."""
        self.post_message(Quit())

    def action_help_quit(self) -> None:
        """What ``ctrl+c`` does where nothing can be copied."""
        self.say("ctrl+q quits; esc gives up what is awaited.")

    @work(exclusive=True, group="save", exit_on_error=False, name="saving")
    async def on_quit(self, message: Quit) -> None:
        """Writes the draft's file, where it has one that lacks something, and ends the program."""
        draft = self.desk.draft
        if draft is None or draft.file is None or draft.saved or await self.drafting.save():
            self.end(0)

    def end(self, status: int) -> None:
        """Keeps where the user is, and ends with the exit status."""
        # Whatever is wrong with the store, it must not keep the program from ending.
        with contextlib.suppress(Exception):
            self.drafting.tidy()
            self.navigation.remember()
        super().end(status)

    async def close(self) -> None:
        """Closes the session and the store."""
        await self._signing.close()
        if self.desk.store is not None:
            self.desk.store.close()


def run_app(opening: Opening) -> int:
    """Runs the application to its end; returns the exit status."""
    app = Aeptui(opening)

    async def run() -> None:
        try:
            await app.run_async(mouse=False)
        finally:
            await app.close()

    try:
        asyncio.run(run())
    except Exception as error:
        app.crashed(error)
    return app.say_farewell()
