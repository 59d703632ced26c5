"""What checks report."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that would help: the text from ``start`` to ``end`` (offsets from 0) replaced by ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: the id of its rule, how bad it is, and where (offsets from 0, end excluded)."""

    rule: str
    severity: Severity
    message: str
    start: int
    end: int
    fix: Fix | None = None
