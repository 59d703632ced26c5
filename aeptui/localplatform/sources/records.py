"""A row read from a file, or what stands where a row should be."""

from dataclasses import dataclass

from aeptui.localplatform.sources.tables import Row


@dataclass(frozen=True)
class Parsed:
    """Either ``row`` is set, or ``corrupt`` holds the text that is no row and ``reason`` says why."""

    row: Row | None
    corrupt: str = ""
    reason: str = ""
