"""What the rules say of one row of a mapping, whatever its place."""

from dataclasses import dataclass
from typing import NamedTuple

from aeptui.core.manifest.lint import Findings
from aeptui.core.manifest.problems import Path, Severity
from aeptui.core.xdm.paths import PathError, Step, names_of, parse
from aeptui.core.xdm.tree import Found, Tree


class Breach(NamedTuple):
    """A rule that a row breaks.

    ``key`` is the key of the row that is wrong, empty for the row itself; the rest is as ``Findings.add`` takes it.
    """

    rule: str
    key: str
    message: str
    fix: str | None = None
    severity: Severity | None = None
    offset: int | None = None

    def report(self, findings: Findings, index: int) -> None:
        """Adds it to the findings as one of the row number ``index``."""
        path: Path = ("mapping", index, self.key) if self.key else ("mapping", index)
        findings.add(self.rule, path, self.message, fix=self.fix, severity=self.severity, offset=self.offset)


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a row aims: its steps, None for a text that is no path, and the field there, None for none known."""

    steps: tuple[Step, ...] | None
    found: Found | None
    error: PathError | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The steps without indexes; empty for a text that is no path."""
        return names_of(self.steps) if self.steps else ()


def aim_of(to: str, tree: Tree | None) -> Aim:
    """Where a target path leads in a tree of fields."""
    try:
        steps = parse(to)
    except PathError as error:
        return Aim(None, None, error)
    return Aim(steps, tree.follow(steps) if tree is not None else None)
