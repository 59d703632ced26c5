"""Delimited text: CSV, TSV and their relatives."""

import csv
import io
from collections.abc import Iterator
from typing import IO, Any

from aeptui.localplatform.sources.errors import SourceError, UnusableFile
from aeptui.localplatform.sources.records import Parsed
from aeptui.localplatform.sources.tables import column

EMPTY, NO_HEADER = "106", "118"
"""Codes of batches with a file without content, and with one whose columns have no names."""

csv.field_size_limit(16 * 1024 * 1024)


def structure(text: IO[str], delimiter: str, header: bool) -> dict[str, Any]:
    """The columns, all of them text, as explore answers them; SourceError for a file without any."""
    names = _names(csv.reader(text, delimiter=delimiter), header)[0]
    return {"format": "flat", "schema": {"columns": [column(name, "string") for name in names]}}


def rows(text: IO[str], delimiter: str, header: bool) -> Iterator[Parsed]:
    """The rows by column name, empty values as None; a row with too many values is corrupt, blank lines are none."""
    reader = csv.reader(text, delimiter=delimiter)
    names, first = _names(reader, header)
    if first is not None:
        yield _parsed(first, names, delimiter)
    try:
        for values in reader:
            if values:
                yield _parsed(values, names, delimiter)
    except csv.Error as error:
        raise SourceError(f"line {reader.line_num} cannot be parsed: {error}") from error


def _names(reader: Any, header: bool) -> tuple[list[str], list[str] | None]:
    """Names of the columns, and the first row if that is where they had to be counted."""
    try:
        first = next((line for line in reader if line), None)
    except csv.Error as error:
        raise SourceError(f"the first line cannot be parsed: {error}") from error
    if first is None:
        raise UnusableFile(EMPTY, "the file is empty")
    if header and not any(name.strip() for name in first):
        raise UnusableFile(NO_HEADER, "the header line is empty")
    if not header:
        return [f"Prop_{number}" for number in range(len(first))], first
    names: list[str] = []
    for number, name in enumerate(first):
        name = name.strip() or f"Prop_{number}"
        names.append(name if name not in names else f"{name}_{number}")
    return names, None


def _parsed(values: list[str], names: list[str], delimiter: str) -> Parsed:
    if len(values) > len(names):
        line = io.StringIO()
        csv.writer(line, delimiter=delimiter, lineterminator="").writerow(values)
        return Parsed(None, line.getvalue(), f"the row has {len(values)} values, the header {len(names)}")
    padded: list[str | None] = [value if value != "" else None for value in values]
    padded += [None] * (len(names) - len(values))
    return Parsed(dict(zip(names, padded, strict=True)))
