"""What applies did, step by step, in an organisation and sandbox: written before and after each request."""

import getpass
import json
import socket
import time
from dataclasses import dataclass
from typing import Any, Literal

from aeptui.store.database import Database

State = Literal["started", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Record:
    """One step's last word.

    ``started`` without ``done`` means that the request may have reached the platform. ``made`` tells whether an apply
    of ours created the object (only such objects are ever deleted). ``attributes`` are facts of the object that later
    steps need, such as a mapping set's version. ``at`` is in epoch seconds; ``number`` orders records by their making.
    """

    key: str
    kind: str
    state: State
    id: str | None
    attributes: dict[str, Any]
    made: bool
    at: float
    number: int


def who() -> str:
    """``user@host``, for the audit log."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "unknown"
    return f"{user}@{socket.gethostname()}"


class Journal:
    """The records of one manifest in one organisation and sandbox."""

    def __init__(self, database: Database, organisation: str, sandbox: str, manifest: str) -> None:
        self._database = database
        self._scope = (organisation, sandbox, manifest)

    def records(self) -> dict[str, Record]:
        """All records by step key, in the order in which the steps were first begun."""
        rows = self._database.connection.execute(
            "SELECT key, kind, state, id, attributes, made, at, number FROM step"
            " WHERE organisation=? AND sandbox=? AND manifest=? ORDER BY number",
            self._scope,
        )
        return {
            key: Record(key, kind, state, id_, json.loads(attributes), bool(made), at, number)
            for key, kind, state, id_, attributes, made, at, number in rows
        }

    def start(self, key: str, kind: str) -> None:
        """Before the request of a step that makes an object."""
        self._write(key, kind, "started", None, {}, made=True)

    def done(self, key: str, kind: str, id_: str, attributes: dict[str, Any], *, made: bool, action: str) -> None:
        """After the platform confirmed the object, or it was found: ``made`` where an apply of ours created it."""
        with self._database.transaction():
            self._write(key, kind, "done", id_, attributes, made=made)
            self._audit(action, kind, id_)

    def failed(self, key: str, kind: str) -> None:
        """After a request that was surely refused: the object does not exist."""
        self._write(key, kind, "failed", None, {}, made=False)

    def forget(self, key: str) -> None:
        """The object of this step is gone, or was never ours."""
        self._database.connection.execute(
            "DELETE FROM step WHERE organisation=? AND sandbox=? AND manifest=? AND key=?", (*self._scope, key)
        )

    def _write(
        self, key: str, kind: str, state: State, id_: str | None, attributes: dict[str, Any], *, made: bool
    ) -> None:
        self._database.connection.execute(
            "INSERT INTO step (organisation, sandbox, manifest, key, kind, state, id, attributes, made, at, number)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(number), 0) + 1 FROM step))"
            " ON CONFLICT (organisation, sandbox, manifest, key) DO UPDATE SET kind=excluded.kind,"
            " state=excluded.state, id=excluded.id, attributes=excluded.attributes, made=excluded.made, at=excluded.at",
            (*self._scope, key, kind, state, id_, json.dumps(attributes), int(made), time.time()),
        )

    def _audit(self, action: str, kind: str, id_: str) -> None:
        organisation, sandbox, manifest = self._scope
        self._database.connection.execute(
            "INSERT INTO audit (at, who, organisation, sandbox, manifest, action, kind, id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (time.time(), who(), organisation, sandbox, manifest, action, kind, id_),
        )
