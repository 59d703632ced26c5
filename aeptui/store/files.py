"""Files and folders that only their owner can read, written whole or not at all."""

import os
import tempfile
from pathlib import Path


def private_folder(path: Path) -> Path:
    """Makes ``path`` and its missing parents with mode 0700, and returns it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def write_atomically(path: Path, text: str, *, mode: int | None = None) -> None:
    """Replaces ``path`` by ``text`` (UTF-8): a reader sees the old file or the new one, also after a crash.

    An existing file keeps its mode; a new one gets ``mode``, or 0600. A symbolic link is written through, not replaced.
    Raises OSError as the file system gives it.
    """
    path = path.resolve()
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        mode = 0o600 if mode is None else mode
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def create_private_file(path: Path) -> None:
    """Makes an empty file with mode 0600 where there is none, so that what opens it next cannot widen the mode."""
    private_folder(path.parent)
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
