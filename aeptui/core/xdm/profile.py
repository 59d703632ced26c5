"""What a sample of rows tells about a column: how full it is, its values, and the form in which they are written."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SAMPLES = 3
# Forms of texts, the narrower before the wider. Times are named by their pattern in Java's letters, as the functions of
# the mapping language want it.
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("boolean", r"true|false"),
        ("yes or no", r"y|n|yes|no"),
        ("digits", r"0\d+"),
        ("integer", r"[+-]?\d{1,18}"),
        ("number", r"[+-]?\d+\.\d+(e[+-]?\d+)?"),
        ("ISO 8601 time", r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)"),
        ("yyyy-MM-dd HH:mm:ss", r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"),
        ("yyyy-MM-dd", r"\d{4}-\d\d-\d\d"),
        ("dd.MM.yyyy", r"\d\d\.\d\d\.\d{4}"),
        ("slashed date", r"\d{1,2}/\d{1,2}/\d{4}"),
        ("email", r"[^@\s]+@[^@\s]+\.[^@\s.]+"),
        ("url", r"https?://\S+"),
        ("uuid", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("32 hex digits", r"[0-9a-f]{32}"),
        ("IPv4 address", r"(\d{1,3}\.){3}\d{1,3}"),
        ("phone", r"\+\d[\d ()./-]{5,20}"),
    )
)


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """A column in a sample of ``rows`` rows.

    ``filled`` counts values that are neither null nor an empty text, ``distinct`` the different ones among them.
    ``least`` and ``greatest`` are bounds as text, by number where all values are numbers, else in the order of
    characters; empty for lists, objects and booleans. ``longest`` counts characters. ``samples`` are the first
    different values. ``form`` names how all texts are written (``email``, ``yyyy-MM-dd``), empty where they share none.
    """

    rows: int
    filled: int
    distinct: int
    least: str
    greatest: str
    longest: int
    samples: tuple[str, ...]
    form: str

    @property
    def filled_percent(self) -> int:
        """The share of filled values, 0 and 100 only where none or all are."""
        if self.filled in (0, self.rows):
            return 100 if self.filled else 0
        return max(1, min(99, round(100 * self.filled / self.rows)))


def text_of(value: Any) -> str:
    """A value of a row as text: null empty, booleans and nested values as JSON writes them."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def value_at(row: Mapping[str, Any], column: str) -> Any:
    """The value of a column, by its name or, in nested rows, by its dotted path; None where there is none."""
    if column in row:
        return row[column]
    value: Any = row
    for name in column.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def profile(values: Sequence[Any]) -> ColumnProfile:
    """The profile of a column with these values, one a row."""
    filled = [value for value in values if value is not None and value != ""]
    texts = list(dict.fromkeys(map(text_of, filled)))
    least, greatest = _bounds(filled)
    return ColumnProfile(
        rows=len(values),
        filled=len(filled),
        distinct=len(texts),
        least=least,
        greatest=greatest,
        longest=max(map(len, texts), default=0),
        samples=tuple(texts[:SAMPLES]),
        form=_form(texts) if all(isinstance(value, str) for value in filled) else "",
    )


def profiles(rows: Sequence[Mapping[str, Any]], columns: Iterable[str]) -> dict[str, ColumnProfile]:
    """The profile of each of the columns."""
    return {column: profile([value_at(row, column) for row in rows]) for column in columns}


def _bounds(values: Sequence[Any]) -> tuple[str, str]:
    if not values or any(isinstance(value, bool | list | Mapping) for value in values):
        return "", ""
    if all(isinstance(value, int | float) for value in values):
        return text_of(min(values)), text_of(max(values))
    texts = list(map(text_of, values))
    if _form(texts) in ("integer", "number"):
        return min(texts, key=float), max(texts, key=float)
    return min(texts), max(texts)


def _form(texts: Sequence[str]) -> str:
    return next((name for name, form in _FORMS if texts and all(map(form.fullmatch, texts))), "")
