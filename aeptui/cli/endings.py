"""How a command ends: its exit status, and one clear message for whatever went wrong."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import Any


class Status(IntEnum):
    """The exit statuses that scripts rely on."""

    DONE = 0
    PROBLEMS = 1
    USAGE = 2
    NOT_ALLOWED = 3
    UNREACHABLE = 4
    INTERRUPTED = 130


class CommandError(Exception):
    """Ends the command with ``status`` and the message: what, where, likely cause, next step."""

    def __init__(self, message: str, status: Status = Status.PROBLEMS) -> None:
        super().__init__(message)
        self.status = status


class Ending:
    """Holds the status that a command ends with."""

    code: int = Status.DONE


@contextmanager
def ending() -> Iterator[Ending]:
    """Runs the block; turns every expected error into a message on standard error and the right status."""
    result = Ending()
    try:
        yield result
        sys.stdout.flush()
    except KeyboardInterrupt:
        say("Interrupted. What was made is in the journal: the same command continues.")
        result.code = Status.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (``| head``); Python must not complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        found = status_of(error)
        if found is None:
            raise
        say(describe(error))
        result.code = found


def status_of(error: BaseException) -> Status | None:
    """The exit status for an error that users are to understand; None for a mistake of the program itself."""
    if isinstance(error, CommandError):
        return error.status
    # Imported late: most commands end well, and some never talk to a platform.
    from aeptui.credentials.profiles import ProfileError
    from aeptui.services import errors
    from aeptui.store.database import StoreError

    table: tuple[tuple[tuple[type[BaseException], ...], Status], ...] = (
        ((ProfileError, errors.NotSignedIn, errors.NotAllowed, errors.ReadOnly), Status.NOT_ALLOWED),
        ((errors.Unreachable, errors.TimedOut), Status.UNREACHABLE),
        ((errors.PlatformError, StoreError, OSError), Status.PROBLEMS),
    )
    return next((status for kinds, status in table if isinstance(error, kinds)), None)


def describe(error: BaseException) -> str:
    """The error in words, with the platform's guidance where there is some."""
    guidance = getattr(error, "guidance", None)
    next_step = getattr(guidance, "next_step", None) or (guidance if isinstance(guidance, str) else None)
    return f"{error}\n{next_step}" if next_step else str(error)


def say(text: str) -> None:
    """A line for the person, on standard error, so that standard output stays for results."""
    print(printable(text), file=sys.stderr, flush=True)


def out(text: str) -> None:
    """A line of the result, on standard output."""
    print(printable(text))


def out_json(document: Any) -> None:
    """The one JSON document of a command with ``--json``.

    Characters that the output's encoding does not have, halves of surrogate pairs among them, are written as escapes.
    """
    text = json.dumps(document, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(document)
    print(text, flush=True)


def printable(text: str) -> str:
    """Text as it may be sent to a terminal: control characters, which could steer it, are shown instead."""
    return "".join(c if c in "\n\t" or c.isprintable() else f"\\x{ord(c):02x}" for c in text)
