"""The one SQLite file below the user's state folder: opened privately, written durably."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aeptui.store.files import create_private_file

# Each entry brings a file of the version before to the next; the file's user_version counts them.
MIGRATIONS = (
    """
    CREATE TABLE step (
        organisation TEXT NOT NULL, sandbox TEXT NOT NULL, manifest TEXT NOT NULL, key TEXT NOT NULL,
        kind TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('started', 'done', 'failed')),
        id TEXT, attributes TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(attributes)),
        made INTEGER NOT NULL DEFAULT 0, at REAL NOT NULL, number INTEGER NOT NULL,
        PRIMARY KEY (organisation, sandbox, manifest, key)
    ) STRICT;
    CREATE TABLE audit (
        number INTEGER PRIMARY KEY, at REAL NOT NULL, who TEXT NOT NULL, organisation TEXT NOT NULL,
        sandbox TEXT NOT NULL, manifest TEXT NOT NULL, action TEXT NOT NULL, kind TEXT NOT NULL, id TEXT
    ) STRICT;
    CREATE TABLE remembered_id (file TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT;
    """,
    """
    CREATE TABLE draft (
        number INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, file TEXT UNIQUE, manifest_id TEXT,
        position INTEGER NOT NULL, saved_position INTEGER, saved_digest TEXT, revision INTEGER NOT NULL,
        changed_at REAL NOT NULL
    ) STRICT;
    CREATE TABLE draft_edit (
        draft INTEGER NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL, edit TEXT NOT NULL,
        inverse TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (draft, number)
    ) STRICT;
    CREATE TABLE draft_document (
        draft INTEGER NOT NULL, number INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (draft, number)
    ) STRICT;
    CREATE TABLE draft_text (draft INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
    CREATE TABLE ui_state (
        draft INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (draft, key)
    ) STRICT;
    """,
)


class StoreError(Exception):
    """The store cannot be used; the message says which file and what to do."""


class Database:
    """A connection to the store. Every statement outside ``transaction`` is on disk when it returns."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file. Raises StoreError where it cannot be written or was made by a later aeptui."""
        self.path = path
        try:
            create_private_file(path)
            self.connection = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
            self.connection.execute("PRAGMA journal_mode=WAL")
            # A power cut must not lose the record of an object that exists on the platform.
            self.connection.execute("PRAGMA synchronous=FULL")
            self._migrate()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"{path}: the store cannot be used: {error}. Check the folder's owner and free space, "
                "or name another with AEPTUI_HOME."
            ) from error

    def _migrate(self) -> None:
        if self._version() == len(MIGRATIONS):
            return
        # Exclusive before the second look: two processes that start together must not both migrate.
        self.connection.execute("BEGIN EXCLUSIVE")
        version = self._version()
        if version > len(MIGRATIONS):
            self.connection.execute("ROLLBACK")
            raise StoreError(
                f"{self.path}: made by a later version of aeptui. Use that version, or another AEPTUI_HOME."
            )
        for statement in ";".join(MIGRATIONS[version:]).split(";"):
            self.connection.execute(statement)
        self.connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")
        self.connection.execute("COMMIT")

    def _version(self) -> int:
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Statements inside are all on disk at the end, or none of them."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            # A full disk ends the transaction by itself.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Closes the file; the object cannot be used afterwards."""
        self.connection.close()
