"""Files that commands read, and standard input, which ``-`` stands for."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from aeptui.cli.endings import CommandError, Status

STANDARD_INPUT = Path("-")


def name_of(file: Path) -> str:
    """How messages call the file."""
    return "standard input" if file == STANDARD_INPUT else str(file)


@contextmanager
def reading(file: Path) -> Iterator[BinaryIO]:
    """The file, open for reading, or standard input. Raises CommandError (usage) for one that cannot be read."""
    if file == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        opened = file.open("rb")
    except OSError as error:
        raise CommandError(f"{file}: cannot be read: {error.strerror}.", Status.USAGE) from error
    with opened:
        yield opened
