"""Which column tells new and changed rows from old ones."""

import re
from collections.abc import Iterable

_CHANGED = re.compile(r"updat|modif|modstamp|chang", re.IGNORECASE)
_TIMES = ("date-time", "date")


def tells_change(name: str) -> bool:
    """Whether a column is called as one that changes with its row."""
    return _CHANGED.search(name) is not None


def last_modified(columns: Iterable[tuple[str, str]]) -> str | None:
    """The first column that probably changes with its row, out of (name, type) pairs; None where none looks like that.

    A time with its hour wins over a mere date.
    """
    changed = [(name, kind) for name, kind in columns if kind in _TIMES and tells_change(name)]
    return next((name for wanted in _TIMES for name, kind in changed if kind == wanted), None)
