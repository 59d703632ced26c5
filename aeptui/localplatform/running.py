"""Who has a data folder: a lock against a second server, and a note through which others can join the running one."""

import json
import os
import sqlite3
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_NOTE = "running.json"
_LOCK = "server.lock"
_SECONDS = 2.0


class AlreadyRunning(Exception):
    """Another server has the data folder."""


class FolderLock:
    """Held by the server of a data folder; the operating system frees it when the process ends, however it ends."""

    def __init__(self, data_dir: Path) -> None:
        """Takes the lock, makes the folder if need be. Raises AlreadyRunning."""
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = data_dir / _LOCK
        path.touch(mode=0o600, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            self._db.close()
            raise AlreadyRunning(f"another local platform runs on {data_dir}") from error

    def release(self) -> None:
        """Lets the folder go."""
        self._db.close()


def write_note(data_dir: Path, info: Mapping[str, Any]) -> None:
    """Leaves ``info`` (it holds the client secret: mode 0600) with this process's id for others to find."""
    temporary = data_dir / f"{_NOTE}.part"
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({**info, "pid": os.getpid()}, file)
    temporary.replace(data_dir / _NOTE)


def remove_note(data_dir: Path) -> None:
    """Takes the note away."""
    (data_dir / _NOTE).unlink(missing_ok=True)


def find_running(data_dir: Path) -> dict[str, Any] | None:
    """The note of the platform that runs on a data folder, if it answers and is the one the note tells of.

    The note has the keys of the server's ``info`` and ``pid``. Waits at most two seconds.
    """
    try:
        info: dict[str, Any] = json.loads((data_dir / _NOTE).read_text(encoding="utf-8"))
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{info['platform_url']}/", timeout=_SECONDS) as reply:
            said = json.loads(reply.read())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return info if said == {"local_platform": info["org_id"]} else None
