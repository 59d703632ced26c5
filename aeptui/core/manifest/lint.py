"""The registry of rules and the collection of what breaks them.

The rules of reading are listed here; those that look at what a manifest means live where they may know schemas and the
mapping language, and are registered in the same form.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from aeptui.core.manifest.problems import Path, Problem, Severity, Where


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its id (``area/name``), how grave a breach commonly is, and what it asks for."""

    id: str
    severity: Severity
    asks: str


def registry(*rules: Iterable[Rule]) -> dict[str, Rule]:
    """The rules by id. Raises ValueError for an id that occurs twice."""
    found: dict[str, Rule] = {}
    for rule in (each for group in rules for each in group):
        if rule.id in found:
            raise ValueError(f"the rule {rule.id} is registered twice")
        found[rule.id] = rule
    return found


class Findings:
    """Collects problems of one document; each names a registered rule, which gives its severity."""

    def __init__(self, rules: dict[str, Rule], where: Where) -> None:
        self.problems: list[Problem] = []
        self._rules = rules
        self._where = where

    def add(
        self,
        rule: str,
        path: Path,
        message: str,
        *,
        fix: str | None = None,
        severity: Severity | None = None,
        offset: int | None = None,
    ) -> None:
        """Adds a problem of the value at ``path``; ``offset`` (0-based) leads to a character inside that text.

        ``severity`` replaces the rule's own where a case is less or more grave. Raises KeyError for an unknown rule.
        """
        at = self._where(path) if offset is None else self._where.inside(path, offset)
        grade = severity or self._rules[rule].severity
        self.problems.append(Problem(rule, grade, message, at.line, at.column, path, fix, at.file))


READING: tuple[Rule, ...] = (
    Rule("yaml/syntax", "error", "The text is YAML."),
    Rule("yaml/tab", "error", "Lines are indented with spaces."),
    Rule("yaml/character", "error", "There are no control characters."),
    Rule("yaml/encoding", "error", "The file is UTF-8."),
    Rule("yaml/duplicate-key", "error", "A key stands once in its map."),
    Rule("yaml/key", "error", "Keys are plain words."),
    Rule("yaml/merge-key", "error", "Merge keys are not used."),
    Rule("yaml/tag", "error", "Type tags are not used."),
    Rule("yaml/alias", "error", "An alias follows its anchor."),
    Rule("yaml/documents", "error", "The file holds one document."),
    Rule("yaml/depth", "error", "Values are not nested without end."),
    Rule("yaml/size", "error", "The document is not larger than a manifest can be."),
    Rule("manifest/unknown-key", "error", "Every key is a known one."),
    Rule("manifest/missing-key", "error", "No required key is left out."),
    Rule("manifest/type", "error", "Values are of the kind that their key takes."),
    Rule("manifest/choice", "error", "Values that come from a list are on it."),
    Rule("manifest/range", "error", "Numbers lie within their bounds."),
    Rule("manifest/time", "error", "Times have a date, a time of day and a zone."),
    Rule("manifest/empty", "error", "What is there says something."),
    Rule("manifest/one-of", "error", "Of keys that exclude each other one is there."),
    Rule("manifest/version", "error", "The document's form is one that this program reads."),
)
