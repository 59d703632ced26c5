"""Drafts on disk: every edit with its inverse, where in this history each draft stands, and the file it belongs to.

Documents and edits are JSON texts here; what they mean is the caller's affair. A change is on disk when its call
returns, and an edit writes no more than itself. All methods raise StoreError, in words, where the store fails.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aeptui.store.database import Database, StoreError

APPLICATION = 0
"""Stands for no draft: what is remembered for the application as a whole."""

_COLUMNS = (
    "number, title, file, manifest_id, position, saved_position, saved_digest, revision, changed_at,"
    " (SELECT coalesce(max(number), 0) FROM draft_edit WHERE draft=draft.number)"
)


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """One draft: ``position`` edits of the ``length`` of its history are in force, the others can be made again.

    ``saved_position`` is the position whose document the file holds, None where no position's is; ``saved_digest`` is
    that of the file's bytes as they were read or written last. ``revision`` counts the changes of the draft.
    ``changed_at`` is in epoch seconds.
    """

    number: int
    title: str
    file: Path | None
    manifest_id: str | None
    position: int
    saved_position: int | None
    saved_digest: str | None
    revision: int
    changed_at: float
    length: int


@dataclass(frozen=True, slots=True)
class Step:
    """One edit of a history, the first has number 1; ``at`` is in epoch seconds."""

    number: int
    title: str
    at: float


@dataclass(frozen=True, slots=True)
class StoredEdit:
    """An edit as it goes into the history: what it is called, itself and its inverse."""

    title: str
    edit: str
    inverse: str


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file holds: its text, and the digest of its bytes."""

    text: str
    digest: str


class Drafts:
    """The drafts of one store.

    Whoever changes a draft hands in the record that he knows; where it was changed by someone else meanwhile, nothing
    is written and StoreError raised.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self,
        title: str,
        document: str,
        file: Path | None = None,
        held: FileContent | None = None,
        manifest_id: str | None = None,
    ) -> int:
        """A new draft without history, and its number.

        ``held`` is the file's content, which is this document; ``manifest_id`` the id that is remembered for the file.
        """
        saved = (0, held.digest) if held is not None else (None, None)
        with self._writing() as connection:
            number = connection.execute(
                "INSERT INTO draft"
                " (title, file, manifest_id, position, saved_position, saved_digest, revision, changed_at)"
                " VALUES (?, ?, ?, 0, ?, ?, 0, ?)",
                (_storable(title), _key(file), manifest_id, *saved, time.time()),
            ).lastrowid
            assert number is not None
            connection.execute("INSERT INTO draft_document VALUES (?, 0, ?)", (number, document))
            if held is not None:
                connection.execute("INSERT INTO draft_text VALUES (?, ?)", (number, held.text))
        return number

    def record(self, number: int) -> DraftRecord:
        """The draft with that number. Raises StoreError where there is none."""
        found = self._records("WHERE number=?", number)
        if not found:
            raise StoreError(f"There is no draft number {number}, it was deleted. Choose another one of the list.")
        return found[0]

    def of_file(self, file: Path) -> DraftRecord | None:
        """The draft that belongs to the file, or None."""
        return next(iter(self._records("WHERE file=?", _key(file))), None)

    def listing(self) -> list[DraftRecord]:
        """All drafts, the one that was changed last first."""
        return self._records("ORDER BY changed_at DESC, number DESC")

    def delete(self, number: int) -> None:
        """Deletes the draft with its history; its file stays."""
        with self._writing() as connection:
            for table in ("draft_edit", "draft_document", "draft_text", "ui_state"):
                connection.execute(f"DELETE FROM {table} WHERE draft=?", (number,))
            connection.execute("DELETE FROM draft WHERE number=?", (number,))

    def append(self, known: DraftRecord, title: str, edit: StoredEdit) -> DraftRecord:
        """Puts an edit behind the draft's position; what could be made again is gone. ``title`` is the draft's now."""
        position, now = known.position + 1, time.time()
        with self._changing(known) as connection:
            for table in ("draft_edit", "draft_document"):
                connection.execute(f"DELETE FROM {table} WHERE draft=? AND number>=?", (known.number, position))
            connection.execute(
                "INSERT INTO draft_edit (draft, number, title, edit, inverse, at) VALUES (?, ?, ?, ?, ?, ?)",
                (known.number, position, _storable(edit.title), edit.edit, edit.inverse, now),
            )
            connection.execute(
                "UPDATE draft SET title=?, position=?, changed_at=?,"
                " saved_position=CASE WHEN saved_position<? THEN saved_position END WHERE number=?",
                (_storable(title), position, now, position, known.number),
            )
        return self.record(known.number)

    def stand_at(self, known: DraftRecord, title: str, position: int) -> DraftRecord:
        """Moves the draft to another position of its history; ``title`` is the draft's there."""
        with self._changing(known) as connection:
            connection.execute(
                "UPDATE draft SET title=?, position=?, changed_at=? WHERE number=?",
                (_storable(title), position, time.time(), known.number),
            )
        return self.record(known.number)

    def give_id(self, known: DraftRecord, manifest_id: str) -> DraftRecord:
        """Remembers the id of the draft's manifest, which no undo takes away; the file does not hold it yet."""
        with self._changing(known) as connection:
            query = "UPDATE draft SET manifest_id=?, saved_position=NULL WHERE number=?"
            connection.execute(query, (manifest_id, known.number))
        return self.record(known.number)

    def belongs_to(self, known: DraftRecord, file: Path, held: FileContent, position: int | None) -> DraftRecord:
        """The draft belongs to the file, which holds the document of ``position``, None where that of no position.

        Raises StoreError where another draft belongs to the file. No new revision: the document is the same.
        """
        with self._changing(known, revises=False) as connection:
            connection.execute(
                "UPDATE draft SET file=?, saved_position=?, saved_digest=? WHERE number=?",
                (_key(file), position, held.digest, known.number),
            )
            connection.execute("INSERT OR REPLACE INTO draft_text VALUES (?, ?)", (known.number, held.text))
        return self.record(known.number)

    def saved_text(self, number: int) -> str | None:
        """The text of the draft's file as it was read or written last; None where it has no file."""
        return next((row[0] for row in self._rows("SELECT text FROM draft_text WHERE draft=?", number)), None)

    def history(self, number: int) -> list[Step]:
        """All edits of the draft in their order, those that are taken back included."""
        query = "SELECT number, title, at FROM draft_edit WHERE draft=? ORDER BY number"
        return [Step(*row) for row in self._rows(query, number)]

    def step(self, number: int, at: int) -> Step | None:
        """One edit of the history, or None."""
        rows = self._rows("SELECT number, title, at FROM draft_edit WHERE draft=? AND number=?", number, at)
        return Step(*rows[0]) if rows else None

    def way(self, number: int, start: int, end: int) -> list[str]:
        """What leads from one position to another: the edits between them, or their inverses, last first."""
        column, order = ("edit", "ASC") if start <= end else ("inverse", "DESC")
        query = f"SELECT {column} FROM draft_edit WHERE draft=? AND number>? AND number<=? ORDER BY number {order}"
        return [row[0] for row in self._rows(query, number, min(start, end), max(start, end))]

    def document(self, number: int, until: int) -> tuple[int, str]:
        """The last whole document that is kept of the positions up to ``until``, its position first."""
        query = "SELECT number, document FROM draft_document WHERE draft=? AND number<=? ORDER BY number DESC LIMIT 1"
        at, document = self._rows(query, number, until)[0]
        return at, document

    def keep_document(self, known: DraftRecord, document: str) -> None:
        """Keeps the whole document of the draft's position beside the first one, so that few edits follow it."""
        with self._changing(known, revises=False) as connection:
            connection.execute("DELETE FROM draft_document WHERE draft=? AND number>0", (known.number,))
            connection.execute(
                "INSERT OR REPLACE INTO draft_document VALUES (?, ?, ?)", (known.number, known.position, document)
            )

    def ui_state(self, key: str, draft: int = APPLICATION) -> Any:
        """What a screen remembered under the key, or None."""
        rows = self._rows("SELECT value FROM ui_state WHERE draft=? AND key=?", draft, key)
        return json.loads(rows[0][0]) if rows else None

    def set_ui_state(self, key: str, value: Any, draft: int = APPLICATION) -> None:
        """Remembers a value that JSON can hold."""
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO ui_state VALUES (?, ?, ?)", (draft, key, json.dumps(value)))

    def _records(self, where: str, *values: Any) -> list[DraftRecord]:
        return [
            DraftRecord(number, title, None if file is None else Path(file), *rest)
            for number, title, file, *rest in self._rows(f"SELECT {_COLUMNS} FROM draft {where}", *values)
        ]

    def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        try:
            return self._database.connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database.transaction():
                yield self._database.connection
        except sqlite3.IntegrityError as error:
            raise StoreError("Another draft belongs to this file. Open that one, or choose another file.") from error
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    @contextmanager
    def _changing(self, known: DraftRecord, *, revises: bool = True) -> Iterator[sqlite3.Connection]:
        """A transaction on a draft that is still as it is known; ``revises``: afterwards it is another one."""
        with self._writing() as connection:
            query = "UPDATE draft SET revision=revision+? WHERE number=? AND revision=?"
            if connection.execute(query, (int(revises), known.number, known.revision)).rowcount != 1:
                raise StoreError(
                    f"The draft '{known.title}' was changed or deleted by another aeptui. Open it again to go on."
                )
            yield connection

    def _unusable(self, error: sqlite3.Error) -> StoreError:
        return StoreError(
            f"{self._database.path}: the draft cannot be read or kept: {error}. "
            "Check the folder's owner and free space, then try again."
        )


def _key(file: Path | None) -> str | None:
    return None if file is None else str(file.resolve())


def _storable(text: str) -> str:
    """Halves of characters, as a terminal may hand them over, cannot be stored as text."""
    return text.encode("utf-8", "replace").decode("utf-8")
