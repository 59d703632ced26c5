"""Which screen is in sight: home below everything, one other screen above it, dialogs above that."""

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import ModalScreen

from aeptui.ui.desk import Desk
from aeptui.ui.messages import Go
from aeptui.ui.places import CREDENTIALS, HOME, PLACES
from aeptui.ui.screens.base import Step

if TYPE_CHECKING:
    from aeptui.ui.keeping import Keeping


class Navigation:
    """Shows screens by name. A screen is made when it is first shown, and stays until another draft is opened."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self.keeping: Keeping | None = None

    @property
    def current(self) -> Step:
        """The screen in sight, or below the dialogs that are."""
        steps = [screen for screen in self._app.screen_stack if isinstance(screen, Step)]
        return steps[-1]

    def show(self, go: Go) -> None:
        """Shows a screen whose module is imported."""
        name = go.place
        while isinstance(self._app.screen, ModalScreen):
            self._app.pop_screen()
        if name != self.current.PLACE:
            self.remember()
            self._bring(name)
        if go.path is not None or go.why or go.command:
            self._app.call_after_refresh(self._arrive, self.step(name), go)

    def step(self, name: str) -> Step:
        """The screen of that name, made where it was not yet."""
        if not self._app.is_screen_installed(name):
            state = self._state(name)
            self._app.install_screen(PLACES[name].make(self._desk).resumed(state), name)
        step = self._app.get_screen(name)
        assert isinstance(step, Step)
        return step

    def remember(self) -> None:
        """Keeps where the user is."""
        # A screen that was never shown yet has nothing that could be remembered.
        if self.keeping is not None and self.current.is_mounted:
            self.keeping.leave(self.current.PLACE, self._draft_number(), self.current.remember())

    async def forget_steps(self) -> None:
        """Goes home and gives up the screens that are about the draft: another one comes."""
        if HOME.name != self.current.PLACE:
            self.show(Go(HOME.name))
        for name in PLACES:
            if name not in (HOME.name, CREDENTIALS) and self._app.is_screen_installed(name):
                step = self.step(name)
                self._app.uninstall_screen(name)
                await step.remove()

    def _bring(self, name: str) -> None:
        if name == HOME.name:
            self._app.pop_screen()
            return
        self.step(name)
        if HOME.name == self.current.PLACE:
            self._app.push_screen(name)
        else:
            self._app.switch_screen(name)

    def _arrive(self, step: Step, go: Go) -> None:
        """Does what the screen was gone to for, once it is there; nothing where the user went on meanwhile."""
        if not step.is_current:
            return
        if not step.is_mounted:
            self._app.call_after_refresh(self._arrive, step, go)
            return
        if go.path is not None:
            step.reveal(go.path)
        if go.why:
            step.say(go.why)
        if go.command:
            step.action_command(go.command)

    def _state(self, name: str) -> dict[str, Any]:
        return {} if self.keeping is None else self.keeping.state(name, self._draft_number())

    def _draft_number(self) -> int | None:
        return None if self._desk.draft is None else self._desk.draft.number
