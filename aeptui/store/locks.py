"""Locks between processes: two applies of one manifest must not run at once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aeptui.store.files import private_folder


class Locked(Exception):
    """Another process holds the lock."""


@contextmanager
def exclusive(folder: Path, name: str) -> Iterator[None]:
    """Holds the lock ``name`` for the block; the system frees it when the process ends, however it ends.

    Raises Locked, naming the holder's process, where another process has it.
    """
    private_folder(folder)
    handle = os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(handle, 20).decode(errors="replace").strip() or "unknown"
            raise Locked(f"process {holder}") from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
