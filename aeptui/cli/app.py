"""Opens the application on a terminal: the door from the command line to the screens."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from aeptui.cli.endings import CommandError, Status
from aeptui.cli.local import demo_platform
from aeptui.credentials.profiles import Profile, ProfileError
from aeptui.store.paths import Paths

if TYPE_CHECKING:
    from aeptui.session import Session

COMMANDS = "aeptui check, plan, apply, flows, runs and rows do the same work as lines"


def open_application(
    chosen: Callable[[], AbstractContextManager[Profile]],
    options: argparse.Namespace,
    paths: Paths,
    manifest: Path | None,
    *,
    drafts: Paths | None = None,
) -> int:
    """Runs the application; returns the exit status.

    ``chosen`` opens the profile to begin with, once the first frame is drawn, and may start what that needs; it ends
    when the application has. ``drafts`` is the home of the drafts where that is not ``paths``. Raises CommandError
    (usage) where there is no terminal that can be drawn on.
    """
    from aeptui.ui.terminal.capabilities import refusal

    refused = refusal(os.environ, is_terminal=sys.stdin.isatty() and sys.stdout.isatty())
    if refused is not None:
        raise CommandError(f"{refused}; {COMMANDS}.", Status.USAGE)
    from aeptui.ui.app import run_app
    from aeptui.ui.opening import Opening

    with ExitStack() as stack:
        opening = Opening(
            choose=lambda: _enter(stack, chosen()),
            demo=lambda: _enter(stack, demo_platform(paths)),
            open_session=lambda profile: session_of(profile, options, paths),
            paths=drafts or paths,
            manifest=manifest,
            read_only=options.read_only,
        )
        return run_app(opening)


def _enter(stack: ExitStack, profile: AbstractContextManager[Profile]) -> Profile:
    """Opens a profile that stays open until the application ends."""
    try:
        return stack.enter_context(profile)
    except CommandError as error:
        raise ProfileError(str(error)) from error


@asynccontextmanager
async def session_of(profile: Profile, options: argparse.Namespace, paths: Paths) -> "AsyncIterator[Session]":
    """A session of the profile, opened without keeping the loop from answering keys. Raises CommandError."""
    # The HTTP library and the wire models take a moment to import; keys are answered meanwhile.
    opened = (await asyncio.to_thread(import_module, "aeptui.cli.opening")).opened
    session: Session
    async with opened(profile, options, paths) as session:
        yield session
