"""Asking the platform from a screen: a worker, what is shown while it runs, and what becomes of its end."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker

from aeptui.ui.desk import Desk, Link
from aeptui.ui.failure import Failure, describe_error
from aeptui.ui.widgets.confirm import Notice
from aeptui.ui.widgets.state import Pane

if TYPE_CHECKING:
    from aeptui.session import Session

T = TypeVar("T")
NOBODY = Failure("Nobody is signed in.", key="1", key_title="Credentials")


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One question to the platform: what is being done in words, where its answer or failure goes, how it shows."""

    doing: str
    then: Callable[[Any], None]
    failed: Callable[[Failure], None]
    pane: Pane | None
    group: str
    quiet: bool


class Asking(Screen[None]):
    """A screen that asks. Whatever a call does, keys are answered; ``escape`` gives it up."""

    @dataclass
    class Answered(Message):
        """A call has its answer."""

        call: Call
        answer: Any

    @dataclass
    class Refused(Message):
        """A call failed, or was given up (``error`` of None)."""

        call: Call
        error: Exception | None

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._calls: dict[str, tuple[Call, Worker[None]]] = {}

    def ask(
        self,
        doing: str,
        work: "Callable[[Session], Awaitable[T]]",
        then: Callable[[T], None],
        *,
        pane: Pane | None = None,
        group: str = "load",
        quiet: bool = False,
    ) -> None:
        """Runs ``work`` with the session in a worker, and ``then`` with its answer, here, when it is there.

        ``doing`` is shown while it runs (``Listing the tables of ServiceNow demo``): in ``pane`` where that shows
        nothing yet, in the status line otherwise. A failure is shown in the pane, or in a dialog where there is none.
        ``quiet`` shows nothing until it ends. A newer call of the same ``group`` replaces the older one. Nothing is
        asked while nobody is signed in: the screen's ``load`` is called again when somebody is.
        """
        session = self.desk.session
        if session is not None:
            self.attempt(doing, partial(work, session), then, pane=pane, group=group, quiet=quiet)
        elif self.desk.link is Link.SIGNING_IN and pane is not None:
            self._end(group)
            pane.wait("Signing in")
        else:
            self._end(group)
            self._show_failure(pane, self.desk.failure or NOBODY)

    def attempt(
        self,
        doing: str,
        work: Callable[[], Awaitable[T]],
        then: Callable[[T], None],
        *,
        pane: Pane | None = None,
        group: str = "load",
        quiet: bool = False,
        failed: Callable[[Failure], None] | None = None,
    ) -> None:
        """As ``ask``, for work that needs no session. ``failed`` gets a failure instead of the pane or dialog."""
        self._end(group)
        call = Call(doing, then, failed or partial(self._show_failure, pane), pane, group, quiet)
        worker = self.run_worker(self._run(call, work), name=doing, group=group, exit_on_error=False)
        self._calls[group] = (call, worker)
        if pane is not None and not pane.filled and not quiet:
            pane.wait(doing)
        self.show_busy()

    async def _run(self, call: Call, work: Callable[[], Awaitable[Any]]) -> None:
        try:
            answer = await work()
        except Exception as error:
            self.post_message(self.Refused(call, error))
        else:
            self.post_message(self.Answered(call, answer))

    def on_asking_answered(self, message: Answered) -> None:
        """Takes the answer of a call that was not replaced or given up meanwhile."""
        message.stop()
        if self._forget(message.call):
            if message.call.pane is not None:
                message.call.pane.ready()
            message.call.then(message.answer)

    def on_asking_refused(self, message: Refused) -> None:
        """Shows why a call came to nothing."""
        message.stop()
        if self._forget(message.call):
            given_up = Failure(f"Given up: {message.call.doing}.", key="ctrl+r", key_title="try again")
            failure = given_up if message.error is None else describe_error(message.error, message.call.doing)
            message.call.failed(failure)

    def give_up(self) -> bool:
        """Ends every call of this screen; returns whether there was one."""
        running = tuple(self._calls.values())
        for call, worker in running:
            worker.cancel()
            self.post_message(self.Refused(call, None))
        return bool(running)

    @property
    def running(self) -> list[Call]:
        """The calls that wait for the platform's answer."""
        return [call for call, _ in self._calls.values()]

    def show_busy(self) -> None:
        """Called when a call begins or ends: shows in the frame what no pane shows."""

    def _end(self, group: str) -> None:
        if group in self._calls:
            _, worker = self._calls.pop(group)
            worker.cancel()

    def _forget(self, call: Call) -> bool:
        """Takes the call off the list; False where another one has taken its place."""
        if call not in self.running:
            return False
        del self._calls[call.group]
        self.show_busy()
        return True

    def _show_failure(self, pane: Pane | None, failure: Failure) -> None:
        if pane is not None:
            pane.fail(failure)
        else:
            self.app.push_screen(Notice(failure))
