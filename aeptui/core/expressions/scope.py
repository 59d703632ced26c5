"""What an expression with lambdas or divisions carries along beside the row."""

import time
from collections.abc import Mapping
from typing import Any

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.outcome import Warning_
from aeptui.core.expressions.values import MAX_ITEMS, TEXT_UNIT, measure, too_large

SECONDS = 2.0
"""How long the lambdas of one expression may run on one row."""

_SMALL = frozenset({int, float, bool, type(None)})


class Session:
    """One evaluation: its warning and what it may still build and take."""

    __slots__ = ("_deadline", "_left", "_turns", "warning")

    def __init__(self) -> None:
        self.warning: Warning_ | None = None
        self._left = MAX_ITEMS
        self._deadline = 0.0
        self._turns = 0

    def note(self, message: str) -> None:
        """Keeps a warning about a value that is doubtful but not null; the first one counts."""
        if self.warning is None:
            self.warning = Warning_(message)

    def spend(self, result: Any) -> None:
        """Accounts for a result of a lambda. Raises TransformError where there are too many, too large or too slow."""
        kind = type(result)
        if kind is str:
            self._left -= 1 + len(result) // TEXT_UNIT
        else:
            self._left -= 1 if kind in _SMALL else measure(result)
        if self._left < 0:
            raise too_large("result of the lambda")
        self._turns += 1
        if self._turns % 16 == 1:
            self._check_time()

    def _check_time(self) -> None:
        now = time.monotonic()
        if not self._deadline:
            self._deadline = now + SECONDS
        elif now > self._deadline:
            raise TransformError("the lambda takes too long to be evaluated here", unknown=True)


class Scope:
    """The row, and the argument of the lambda that is being applied, with those of the lambdas around it."""

    __slots__ = ("outer", "row", "session", "value")

    def __init__(
        self, row: Mapping[str, Any], session: Session, outer: "Scope | None" = None, value: Any = None
    ) -> None:
        self.row = row
        self.session = session
        self.outer = outer
        self.value = value
