"""What the local platform remembers: JSON documents in SQLite and blobs in files beside it.

One process owns a store (the server's lock file sees to that); inside it the event loop and worker threads share one
connection under a lock.
"""

import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Document = dict[str, Any]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    sandbox TEXT NOT NULL,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    UNIQUE (kind, sandbox, id)
);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class Store:
    """Documents by kind, sandbox name and id; settings by name; blobs by path.

    Kinds that belong to no sandbox use the empty text. What a call has written survives a kill of the process.
    """

    def __init__(self, path: Path) -> None:
        """Opens or makes the database ``path`` (mode 0600, its folder 0700); blobs go to ``blobs`` beside it."""
        self._blobs = path.parent / "blobs"
        self._lock = threading.RLock()
        self._depth = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        path.touch(mode=0o600, exist_ok=True)
        path.chmod(0o600)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Closes the database; the store is not usable afterwards."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is written together or, if it raises, not at all; may be nested.

        The lock is held throughout: never ``await`` inside.
        """
        with self._lock:
            outermost = self._depth == 0
            if outermost:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                if outermost:
                    self._db.execute("ROLLBACK")
                raise
            else:
                if outermost:
                    self._db.execute("COMMIT")
            finally:
                self._depth -= 1

    def put(self, kind: str, sandbox: str, id: str, document: Document) -> None:
        """Writes a document; one that replaces another keeps its place in the order of creation."""
        with self.transaction():
            self._db.execute(
                "INSERT INTO documents (kind, sandbox, id, document) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (kind, sandbox, id) DO UPDATE SET document = excluded.document",
                (kind, sandbox, id, json.dumps(document, ensure_ascii=False)),
            )

    def get(self, kind: str, sandbox: str, id: str) -> Document | None:
        """The document, a fresh copy at every call, or None."""
        rows = self._rows("SELECT document FROM documents WHERE kind = ? AND sandbox = ? AND id = ?", kind, sandbox, id)
        return json.loads(rows[0][0]) if rows else None

    def all(self, kind: str, sandbox: str | None = None) -> list[Document]:
        """The documents of a kind in order of creation, of one sandbox or of all."""
        where, values = self._where(kind, sandbox)
        return [
            json.loads(row[0]) for row in self._rows(f"SELECT document FROM documents {where} ORDER BY seq", *values)
        ]

    def count(self, kind: str, sandbox: str | None = None) -> int:
        """How many documents of a kind there are, in one sandbox or in all."""
        where, values = self._where(kind, sandbox)
        return int(self._rows(f"SELECT count(*) FROM documents {where}", *values)[0][0])

    def delete(self, kind: str, sandbox: str, id: str) -> bool:
        """Removes a document; False if there was none."""
        with self.transaction():
            done = self._db.execute(
                "DELETE FROM documents WHERE kind = ? AND sandbox = ? AND id = ?", (kind, sandbox, id)
            )
            return done.rowcount > 0

    def setting(self, name: str, default: Any = None) -> Any:
        """The JSON value kept under ``name``."""
        rows = self._rows("SELECT value FROM settings WHERE name = ?", name)
        return json.loads(rows[0][0]) if rows else default

    def set_setting(self, name: str, value: Any) -> None:
        """Keeps a JSON value under ``name``."""
        with self.transaction():
            self._db.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (name, json.dumps(value)))

    def write_blob(self, path: str, data: bytes) -> None:
        """Writes a file below the blob folder, whole or not at all; ``path`` is relative, with ``/``."""
        target = self._blob(path)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = target.with_name(f".{target.name}.{threading.get_ident()}.part")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        temporary.replace(target)

    def read_blob(self, path: str) -> bytes | None:
        """The content of a blob, or None."""
        target = self._blob(path)
        return target.read_bytes() if target.is_file() else None

    def blob_size(self, path: str) -> int:
        """The bytes of a blob; 0 if there is none, or if the path is that of a folder."""
        target = self._blob(path)
        return target.stat().st_size if target.is_file() else 0

    def list_blobs(self, folder: str) -> list[str]:
        """Paths of the blobs below ``folder``, relative to it, sorted; empty if there is no such folder."""
        root = self._blob(folder)
        if not root.is_dir():
            return []
        found = (path for path in root.rglob("*") if path.is_file() and not path.name.endswith(".part"))
        return sorted(path.relative_to(root).as_posix() for path in found)

    def delete_blobs(self, folder: str) -> None:
        """Removes a folder of blobs with everything in it; nothing happens if it does not exist."""
        shutil.rmtree(self._blob(folder), ignore_errors=True)

    def _blob(self, path: str) -> Path:
        parts = path.split("/")
        if any(part in ("", ".", "..") or "\0" in part for part in parts):
            raise ValueError(f"not a path of a blob: {path!r}")
        return self._blobs.joinpath(*parts)

    def _rows(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()

    @staticmethod
    def _where(kind: str, sandbox: str | None) -> tuple[str, list[str]]:
        if sandbox is None:
            return "WHERE kind = ?", [kind]
        return "WHERE kind = ? AND sandbox = ?", [kind, sandbox]
