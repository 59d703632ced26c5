"""Signing in and out: the one place where the desk's session changes."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from aeptui.ui.desk import Desk, Link
from aeptui.ui.failure import Failure, describe_error
from aeptui.ui.threads import in_thread

if TYPE_CHECKING:
    from aeptui.credentials.profiles import Profile
    from aeptui.session import Session


class Signing:
    """Opens the session of a profile, and closes the one before."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._open = AsyncExitStack()
        self._turn = 0

    async def sign_in(self, choose: "Callable[[], Profile]") -> None:
        """Signs in as the profile that ``choose`` gives; how that goes is on the desk, an error as its failure."""
        desk = self._desk
        self._turn = turn = self._turn + 1
        await self.close()
        desk.failure, desk.link = None, Link.SIGNING_IN
        desk.changed()
        try:
            profile = await in_thread(choose)
            session = await self._open.enter_async_context(desk.opening.open_session(profile))
            await self._look_around(session)
        except asyncio.CancelledError:
            if turn != self._turn:
                # Another sign-in took this one's place, and says itself how it goes.
                return
            self.give_up()
            return
        except Exception as error:
            desk.failure, desk.link = describe_error(error, "signing in"), Link.FAILED
        desk.changed()

    def give_up(self) -> None:
        """Notes that a sign-in was given up, one that had not begun included."""
        desk = self._desk
        if desk.link is Link.SIGNING_IN:
            desk.failure = Failure("Signing in was given up.", key="1", key_title="Credentials")
            desk.link = Link.FAILED
            desk.changed()

    async def close(self) -> None:
        """Signs out."""
        desk = self._desk
        desk.session, desk.sandbox, desk.sandboxes, desk.link = None, None, [], Link.NOBODY
        await self._open.aclose()

    async def _look_around(self, session: "Session") -> None:
        """The first call, which gets the token: which sandboxes there are, and of which type ours is."""
        desk = self._desk
        desk.sandboxes = [each async for each in session.platform.sandboxes.available()]
        desk.sandbox = next((each for each in desk.sandboxes if each.name == session.profile.sandbox), None)
        desk.session, desk.link = session, Link.SIGNED_IN
