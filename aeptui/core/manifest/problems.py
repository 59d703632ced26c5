"""Problems of a document and their positions: what reading and every lint rule report."""

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "hint"]
Path: TypeAlias = tuple[str | int, ...]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "hint")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a text: 1-based line and column (in characters), and the name of the file."""

    line: int
    column: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong or doubtful in a document.

    ``rule`` is ``area/name``; ``path`` leads to the value in the document (``("mapping", 3, "to")``); ``fix`` is what
    to write instead or to do next, when that is known.
    """

    rule: str
    severity: Severity
    message: str
    line: int
    column: int
    path: Path = ()
    fix: str | None = None
    file: str = ""


class Where(Protocol):
    """Tells where the parts of a document stand in its text."""

    def __call__(self, path: Path, /) -> Position:
        """The position of the value at ``path``, or of the nearest part around it that the text has."""
        ...

    def inside(self, path: Path, offset: int, /) -> Position:
        """The position of the character number ``offset`` (0-based) of the text at ``path``, if that can be told."""
        ...


class _Nowhere:
    """Line 1, column 1 for everything."""

    def __call__(self, path: Path, /) -> Position:
        return Position(1, 1)

    def inside(self, path: Path, offset: int, /) -> Position:
        return Position(1, 1)


NOWHERE: Where = _Nowhere()
"""The positions of a document that has no text, such as a draft in memory."""


def problem(
    where: Where, path: Path, rule: str, message: str, *, severity: Severity = "error", fix: str | None = None
) -> Problem:
    """A problem at the position of ``path``, or of the nearest part of the document around it that has one."""
    at = where(path)
    return Problem(rule, severity, message, at.line, at.column, path, fix, at.file)


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """The problems by file, then line and column; for one place the worst first."""
    return tuple(
        sorted(problems, key=lambda p: (p.file, p.line, p.column, SEVERITIES.index(p.severity), p.rule, p.message))
    )


def has_errors(problems: tuple[Problem, ...] | list[Problem]) -> bool:
    """Whether one of the problems keeps the document from being applied."""
    return any(each.severity == "error" for each in problems)
