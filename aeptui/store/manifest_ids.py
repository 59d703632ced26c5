"""Ids of manifests whose file cannot be written, remembered by the file's absolute path."""

from pathlib import Path

from aeptui.store.database import Database


def remembered_id(database: Database, file: Path) -> str | None:
    """The id given earlier to the manifest at this path, or None."""
    row = database.connection.execute("SELECT id FROM remembered_id WHERE file=?", (str(file.resolve()),)).fetchone()
    return None if row is None else str(row[0])


def remember_id(database: Database, file: Path, manifest_id: str) -> None:
    """Keeps the id for the manifest at this path."""
    database.connection.execute(
        "INSERT INTO remembered_id (file, id) VALUES (?, ?) ON CONFLICT (file) DO UPDATE SET id=excluded.id",
        (str(file.resolve()), manifest_id),
    )
