"""The list of profiles on the credentials screen, and what is done with the file and the secrets behind it."""

import os
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.widgets import Static

from aeptui.ui.screens.base import Step
from aeptui.ui.screens.credentials.rows import PROFILE_COLUMNS, ProfileRow, Survey, profile_cell, store_words, survey
from aeptui.ui.threads import in_thread
from aeptui.ui.widgets.confirm import Confirm
from aeptui.ui.widgets.grid import Grid, ListModel
from aeptui.ui.widgets.state import Pane

if TYPE_CHECKING:
    from aeptui.credentials.keyrings import StoreState
    from aeptui.credentials.profiles import Profile
    from aeptui.operations.profiles import Profiles
    from aeptui.ui.desk import Desk


MOST_ROWS = 5


class Listing(Step):
    """A screen with the profiles in ``#profiles``, in a pane of their own, and a line about the store in ``#store``."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self.rows: ListModel[ProfileRow] = ListModel(
            PROFILE_COLUMNS, (), cell=profile_cell, key=lambda row: row.name, mark=self._mark
        )
        self._profiles: Profiles | None = None

    @property
    def row(self) -> ProfileRow | None:
        """The profile under the cursor."""
        row = self.grid("profiles").row
        return self.rows.item(row) if 0 <= row < self.rows.row_count() else None

    def grid(self, name: str) -> Grid:
        """A list of the screen."""
        return self.query_one(f"#{name}", Grid)

    def list_profiles(self) -> None:
        """Reads the profiles again."""
        self.work("Reading the profiles", survey, self._show_profiles, pane=self.query_one("#profiles-pane", Pane))

    def show_store(self) -> None:
        """Says how it stands with the host's secret store."""
        if self._profiles is not None:
            self.query_one("#store", Static).update(store_words(self._profiles.secrets.state))

    def choice(self, row: ProfileRow) -> "Callable[[], Profile]":
        """What gives the profile of a row with its secret; it may block, and raises ProfileError."""
        if row.kind == "demo":
            return self.desk.opening.demo
        if row.kind == "saved" or row.profile is None:
            return lambda: self._opened().ready(row.name)
        environment = row.profile
        return lambda: environment

    def remember_profile(self, name: str) -> None:
        """Makes a saved profile the one that the next start begins with."""
        if any(row.name == name and row.kind == "saved" for row in self.rows.items):
            self.work("Remembering the profile", lambda profiles: profiles.used(name), lambda _: None, quiet=True)

    def work(
        self,
        doing: str,
        work: "Callable[[Profiles], Any]",
        then: Callable[[Any], None],
        *,
        pane: Pane | None = None,
        quiet: bool = False,
    ) -> None:
        """Runs ``work``, which reads files or the host's secret store, beside the keys."""
        run: Callable[[], Awaitable[Any]] = partial(in_thread, lambda: work(self._opened()))
        self.attempt(doing, run, then, pane=pane, group=doing, quiet=quiet)

    def do_remove(self) -> None:
        """Deletes the saved profile under the cursor, after asking."""
        row = self.row
        if row is not None:
            name = row.name
            question = Confirm(f"Delete the profile {name}?", "Its secret is forgotten, too.", yes="delete it")
            self.app.push_screen(question, lambda yes: self._remove(name) if yes else None)

    def do_look(self) -> None:
        """Looks for the host's secret store again."""
        self.work("Looking for a secret store", lambda profiles: profiles.secrets.look(), self._looked)

    def _looked(self, _state: "StoreState") -> None:
        self.list_profiles()

    def _remove(self, name: str) -> None:
        self.work(f"Deleting {name}", lambda profiles: profiles.remove(name), lambda _: self.list_profiles())

    def _show_profiles(self, found: Survey) -> None:
        first = not self.rows.row_count()
        self.rows.replace(found.rows)
        # As high as it needs to be: what is below has more to say.
        self.query_one("#profiles-pane").styles.height = 1 + min(len(found.rows), MOST_ROWS)
        grid = self.grid("profiles")
        grid.reload()
        session = self.desk.session
        if first:
            grid.move_to(None if session is None else self.rows.index(session.profile.name))
            grid.focus()
        if found.problem:
            self.say(found.problem, wrong=True)
        self.show_store()

    def _mark(self, row: ProfileRow) -> str:
        session = self.desk.session
        return "*" if session is not None and session.profile.name == row.name else ""

    def _opened(self) -> "Profiles":
        """The profiles of this user; only called beside the keys."""
        if self._profiles is None:
            from aeptui.operations.profiles import Profiles
            from aeptui.store.paths import user_paths

            self._profiles = Profiles(user_paths(), os.environ)
        return self._profiles

    @on(Grid.CursorMoved)
    def _moved(self, event: Grid.CursorMoved) -> None:
        event.stop()
        self.refresh_frame()


def store_state(profiles: "Profiles") -> "StoreState":
    """How it stands with the host's secret store; looks where nobody did yet."""
    secrets = profiles.secrets
    return secrets.look() if secrets.state.state == "unknown" else secrets.state
