"""What stands between a command and a production sandbox."""

import argparse
import sys

from aeptui.cli.endings import CommandError, Status, printable
from aeptui.session import Session

DEVELOPMENT = "development"


async def guard(session: Session, options: argparse.Namespace) -> None:
    """Refuses to change anything unasked, and anything at all in production by a bare ``--yes``.

    The sandbox's type decides, not its name; a type that is not known to be harmless counts as production.
    """
    if options.read_only:
        raise CommandError("--read-only: nothing was sent. Leave it out to make changes.", Status.NOT_ALLOWED)
    if not options.yes and not sys.stdin.isatty():
        raise CommandError("This changes the platform: add --yes, or run it in a terminal to be asked.", Status.USAGE)
    sandboxes = [each async for each in session.platform.sandboxes.available()]
    name = session.profile.sandbox
    sandbox = next((each for each in sandboxes if each.name == name), None)
    if sandbox is None:
        names = ", ".join(each.name for each in sandboxes) or "none at all"
        raise CommandError(
            f"The sandbox {name!r} is not among those that this credential may use: {names}. "
            "Name another with --sandbox, or ask for a role that includes it.",
            Status.NOT_ALLOWED,
        )
    if options.yes and sandbox.type != DEVELOPMENT and options.sandbox != name:
        raise CommandError(
            f"{name!r} is a production sandbox: to change it unasked, say so with --yes --sandbox {name}.",
            Status.NOT_ALLOWED,
        )


def confirm(question: str) -> None:
    """Asks in the terminal; raises CommandError unless the answer is yes."""
    # On standard error: standard output is for the result. Names in the question come from the platform.
    print(printable(f"{question} [y/N] "), end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if answer.strip().lower() not in ("y", "yes"):
        raise CommandError("Nothing was changed.")
