"""The credentials: as whom one signs in, where the secrets are, and in which sandbox one works."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from aeptui.ui.commands import Command
from aeptui.ui.desk import Link
from aeptui.ui.messages import SignIn
from aeptui.ui.screens.credentials.form import Given, ProfileForm
from aeptui.ui.screens.credentials.listing import Listing, store_state
from aeptui.ui.screens.credentials.rows import SANDBOX_COLUMNS, is_production, sandbox_cell
from aeptui.ui.screens.credentials.trial import Candidate, Tested, tested
from aeptui.ui.widgets.grid import Cell, Grid, ListModel
from aeptui.ui.widgets.state import Pane
from aeptui.ui.words import duration, printable

if TYPE_CHECKING:
    from aeptui.credentials.keyrings import StoreState
    from aeptui.credentials.profiles import Profile
    from aeptui.operations.profiles import Kept, Profiles
    from aeptui.services.sandboxes import Sandbox
    from aeptui.session import Session
    from aeptui.ui.desk import Desk

_KEPT = {"keyring": "in the keyring", "session": "for this session only"}


def _on_saved(screen: "CredentialsScreen") -> str | None:
    return None if screen.row is not None and screen.row.kind == "saved" else "Choose a saved profile first."


def _may_edit(screen: "CredentialsScreen") -> str | None:
    return None if screen.candidate is not None and screen.candidate.given else _on_saved(screen)


class CredentialsScreen(Listing):
    """Profiles above; below them the sandboxes of who is signed in, or of the profile that is being tested."""

    PLACE = "credentials"
    ABOUT = (
        "Chooses who signs in, and the sandbox to work in. A profile is saved without its secret; that goes to the "
        "secret store of this host where there is one, and stays in memory for this session otherwise. Enter on a "
        "profile signs in, enter on a sandbox works in it. A test signs in and lists the sandboxes, nothing more."
    )
    CSS_PATH = "screen.tcss"
    COMMAND_TABLE = (
        Command("credentials.new", ("n",), "New", "Enters an OAuth server-to-server credential."),
        Command("credentials.paste", ("p",), "Paste token", "Enters an access token that was made elsewhere."),
        Command("credentials.test", ("t",), "Test", "Signs in as the profile and lists its sandboxes."),
        Command("credentials.edit", ("e",), "Edit", "Changes the profile, or its secret.", allowed=_may_edit),
        Command("credentials.remove", ("d",), "Delete", "Deletes the saved profile.", allowed=_on_saved),
        Command("credentials.look", ("s",), "Secret store", "Looks for this host's secret store.", footer=False),
    )

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self.candidate: Candidate | None = None
        self._sandboxes: ListModel[Sandbox] = ListModel(
            SANDBOX_COLUMNS, (), cell=self._sandbox_cell, key=lambda sandbox: sandbox.name
        )

    def body(self) -> ComposeResult:
        yield Pane(Grid(self.rows, cursor="row", marks=True, id="profiles"), id="profiles-pane")
        yield Static(id="whose", markup=False)
        yield Pane(Grid(self._sandboxes, cursor="row", id="sandboxes"), id="sandboxes-pane")
        yield Static(id="store", markup=False)

    # What the frame calls

    def load(self) -> None:
        self.candidate = None
        self.list_profiles()
        self._show_session()

    def do_reload(self) -> None:
        """Reads the profiles and lists the sandboxes again."""
        self.candidate = None
        self.list_profiles()
        self.ask("Listing the sandboxes", _sandboxes, self._show_sandboxes, pane=self._lower)

    def do_back(self) -> None:
        """Gives up what is awaited, or the profile that was tested; otherwise goes home."""
        if self.candidate is None or self.running:
            super().do_back()
        else:
            self.candidate = None
            self._show_session()
            self.grid("profiles").focus()

    @on(Grid.Activated, "#profiles")
    def _profile_activated(self, event: Grid.Activated) -> None:
        event.stop()
        row = self.row
        if row is not None and row.at_hand:
            self.post_message(SignIn(self.choice(row)))
        elif row is not None:
            self.say("Its secret is not at hand: enter it again.")
            self._edit_row(row.name)

    # New and changed profiles

    def do_new(self) -> None:
        """Asks for a server-to-server credential."""
        self._begin("server-to-server")

    def do_paste(self) -> None:
        """Asks for an access token."""
        self._begin("token")

    def _begin(self, sign_in: str) -> None:
        from aeptui.credentials.profiles import Profile

        self._open_form(Candidate(Profile("", "", "", sign_in=sign_in), new=True))

    def do_edit(self) -> None:
        """Changes the profile that was tested, else the one under the cursor."""
        if self.candidate is not None and self.candidate.given:
            self._open_form(self.candidate)
        elif self.row is not None:
            self._edit_row(self.row.name)

    def _edit_row(self, name: str) -> None:
        self.work("Reading the profile", lambda profiles: profiles.find(name).profile, self._edit)

    def _edit(self, profile: "Profile") -> None:
        self._open_form(Candidate(profile))

    def _open_form(self, candidate: Candidate) -> None:
        """Shows the form as soon as it is known whether there is a secret store."""
        self.work("Looking for a secret store", store_state, partial(self._show_form, candidate))

    def _show_form(self, candidate: Candidate, store: "StoreState") -> None:
        self.show_store()
        form = ProfileForm(
            candidate.profile,
            store,
            taken=[row.name for row in self.rows.items] if candidate.new else None,
            place=candidate.place if candidate.given else None,
            wrong=candidate.wrong,
        )
        self.app.push_screen(form, partial(self._form_given, new=candidate.new))

    def _form_given(self, given: Given | None, *, new: bool) -> None:
        if given is not None:
            self._test(Candidate(given.profile, given.place, given=True, new=new))

    # Tests

    def do_test(self) -> None:
        """Tests the profile that was given, else the one under the cursor."""
        row = self.row
        if self.candidate is not None and self.candidate.given:
            self._test(self.candidate)
        elif row is not None and row.at_hand:
            choice = self.choice(row)
            self.work("Reading the profile", lambda _: choice(), lambda profile: self._test(Candidate(profile)))
        elif row is not None:
            self._edit_row(row.name)

    def _test(self, candidate: Candidate) -> None:
        self.candidate = replace(candidate, wrong=None)
        name = printable(candidate.profile.name)
        self._say_whose(f"Test of {name}")
        self._lower.filled = False
        work = partial(tested, self.desk.opening.open_session, candidate.profile)
        self.attempt(f"Signing in as {name}", work, self._show_test, pane=self._lower, group="test")
        self.refresh_frame()

    def _show_test(self, test: Tested) -> None:
        candidate = self.candidate
        if candidate is None:
            return
        name = printable(candidate.profile.name)
        if test.failure is not None:
            self.candidate = replace(candidate, wrong=test.wrong)
            self._lower.fail(test.failure)
        else:
            left = f", its token for {duration(test.token_seconds)}" if test.token_seconds is not None else ""
            what = "enter saves the profile and works there" if candidate.given else "enter works there"
            self._say_whose(f"{name} is good{left}. Its sandboxes: {what}")
            self._show_sandboxes(list(test.sandboxes))
            self.grid("sandboxes").focus()
        self.refresh_frame()

    # Sandboxes

    def _show_session(self) -> None:
        """Shows the sandboxes of who is signed in, or how it stands with that."""
        desk = self.desk
        self._say_whose("")
        if desk.link is Link.SIGNED_IN and desk.session is not None:
            profile = desk.session.profile
            self._say_whose(f"Signed in as {printable(profile.name)}. Its sandboxes:")
            self._lower.ready()
            self._show_sandboxes(desk.sandboxes)
            self.remember_profile(profile.name)
        elif desk.link is Link.SIGNING_IN:
            self._lower.wait("Signing in")
        elif desk.failure is not None:
            self._lower.fail(replace(desk.failure, key="enter", key_title="sign in as the profile above"))
        else:
            self._lower.empty("Nobody is signed in.", ("enter", "sign in as the profile above"), ("n", "new profile"))

    def _show_sandboxes(self, sandboxes: "list[Sandbox]") -> None:
        self._sandboxes.replace(sandboxes)
        grid = self.grid("sandboxes")
        grid.reload()
        harmless = next((row for row, each in enumerate(sandboxes) if not is_production(each)), 0)
        here = self._sandboxes.index(self._sandbox_here)
        grid.move_to(harmless if here is None else here)

    @property
    def _sandbox_here(self) -> str:
        """The sandbox of the profile that the sandboxes are listed of; empty where none was chosen yet."""
        if self.candidate is not None:
            return "" if self.candidate.new else self.candidate.profile.sandbox
        return "" if self.desk.session is None else self.desk.session.profile.sandbox

    def _sandbox_cell(self, sandbox: "Sandbox", column: str) -> Cell:
        return sandbox_cell(sandbox, column, here=sandbox.name == self._sandbox_here)

    @on(Grid.Activated, "#sandboxes")
    def _sandbox_activated(self, event: Grid.Activated) -> None:
        event.stop()
        sandbox = self._sandboxes.item(event.row)
        candidate, session = self.candidate, self.desk.session
        if not sandbox.usable:
            self.say(f"The sandbox {sandbox.name} is {sandbox.state}: nobody can work in it.", wrong=True)
        elif candidate is not None:
            self._work_as(replace(candidate, profile=replace(candidate.profile, sandbox=sandbox.name)))
        elif session is not None:
            self._work_as(Candidate(replace(session.profile, sandbox=sandbox.name)))

    def _work_as(self, candidate: Candidate) -> None:
        """Saves what is to be saved, and signs in."""
        profile = candidate.profile
        self.work(f"Saving {printable(profile.name)}", partial(_saved, candidate), partial(self._sign_in, profile))

    def _sign_in(self, profile: "Profile", kept: "Kept | None") -> None:
        if kept is not None:
            self.say(f"Saved. Its secret is kept {_KEPT.get(kept, kept)}.")
            profile = replace(profile, keyring=kept == "keyring")
        self.post_message(SignIn(lambda: profile))

    @property
    def _lower(self) -> Pane:
        return self.query_one("#sandboxes-pane", Pane)

    def _say_whose(self, text: str) -> None:
        self.query_one("#whose", Static).update(text)


async def _sandboxes(session: "Session") -> "list[Sandbox]":
    return [each async for each in session.platform.sandboxes.available()]


def _saved(candidate: Candidate, profiles: "Profiles") -> "Kept | None":
    """Saves a profile of the form, or the sandbox of a saved one; returns where the secret is where that was saved."""
    profile = candidate.profile
    if candidate.given:
        return profiles.save(profile, candidate.place)
    if profile.name in profiles.saved():
        profiles.choose_sandbox(profile.name, profile.sandbox)
    return None


SCREEN = CredentialsScreen
