"""What the evaluation of an expression on one row yields."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Warning_:
    """Why a value is null or doubtful; ``unknown`` where only the platform could tell the value."""

    message: str
    unknown: bool = False


class Outcome:
    """A value with a warning or none.

    ``value`` is text, int, float, Decimal, bool, None, an aware datetime, a list or a dict; lists and dicts may be
    parts of the row and are not to be changed.
    """

    __slots__ = ("value", "warning")

    value: Any
    warning: Warning_ | None

    def __init__(self, value: Any, warning: Warning_ | None = None) -> None:
        self.value = value
        self.warning = warning

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Outcome):
            return NotImplemented
        return bool(self.value == other.value) and self.warning == other.warning

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Outcome({self.value!r}, {self.warning!r})"


Evaluator = Callable[[Mapping[str, Any]], Outcome]
"""A compiled expression: takes a row (names to JSON-like values), gives its outcome, and never raises."""
