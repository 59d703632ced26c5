"""Names and descriptions of mappings from elsewhere: a row of the document has one place for both, its note."""

from typing import NamedTuple

from aeptui.core.manifest.model import MappingRow


class Incoming(NamedTuple):
    """The rows that a text holds, and how many of them keep a name in their notes."""

    rows: tuple[MappingRow, ...]
    named: int = 0


def note_of(description: str | None, name: str, *said: str) -> tuple[str | None, bool]:
    """The note of a row that was called ``name``, and whether the name is in it.

    ``said`` is what the row says anyway, its source and target: a name that only repeats one of them, or the
    description, is not kept.
    """
    bare = name.strip()
    if not bare or bare in {text.strip() for text in (*said, description or "")}:
        return description, False
    return (f"{bare}: {description}" if description else bare), True
