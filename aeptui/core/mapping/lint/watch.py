"""The rules applied to a document while it is being filled in, again and again: what stays the same is not redone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from threading import Lock
from typing import Any, NamedTuple

from aeptui.core.manifest.lint import Findings
from aeptui.core.manifest.model import ExistingSchema, Manifest, MappingRow, NewSchema, Source
from aeptui.core.manifest.problems import NOWHERE, SEVERITIES, Problem, Severity
from aeptui.core.manifest.unfinished import lacking, lacking_in_row, same
from aeptui.core.mapping.lint.breach import Breach
from aeptui.core.mapping.lint.check import check_document, check_rows_together, examined, subject_of
from aeptui.core.mapping.lint.rules import RULES
from aeptui.core.mapping.lint.sample import Seen, looked_at
from aeptui.core.mapping.lint.subject import Subject, target_tree
from aeptui.core.mapping.lint.table import Examined, Table

# What stands for the source of a row that has none yet: the row still claims its target.
_FILLED = "nullify()"


class _Ground(NamedTuple):
    """What a row is judged by: another one, and every row is looked at again."""

    source: Source
    schema: NewSchema | ExistingSchema
    known: Mapping[str, Mapping[str, Any]]
    tenant: str | None
    seen: Seen | None
    sampled: int

    def is_same(self, other: "_Ground") -> bool:
        return (
            self.seen is other.seen
            and (self.sampled, self.tenant) == (other.sampled, other.tenant)
            and same(self.source, other.source)
            and same(self.schema, other.schema)
            and self.known == other.known
        )


class Watch:
    """Looks at one document as it changes: an edit of a row costs what that row costs, however many others there are.

    Several threads may ask; they take turns.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._ground: _Ground | None = None
        self._document: Manifest | None = None
        self._of_document: tuple[Problem, ...] = ()
        self._subject: Subject | None = None
        self._table = Table(self._examine)

    def look(
        self,
        manifest: Manifest,
        known: Mapping[str, Mapping[str, Any]] | None = None,
        tenant: str | None = None,
        seen: Seen | None = None,
    ) -> tuple[Problem, ...]:
        """What the manifest still lacks and what breaks a rule: the worst first, then by the parts of the document.

        Paths tell where, positions do not. ``known`` and ``tenant`` are those of ``target_tree``, ``seen`` that of
        ``check``. Takes a second for ten thousand rows when the document is new, or its source or schema is.
        """
        with self._lock:
            self._consider(manifest, dict(known or {}), tenant, seen)
            self._table.take(manifest.mapping)
            assert self._subject is not None
            together = Findings(RULES, NOWHERE)
            check_rows_together(self._subject, self._table, together)
            rows = (problem for each in self._table.rows for problem in _told(each))
            return _worst_first((*self._of_document, *rows, *together.problems))

    def _consider(
        self, manifest: Manifest, known: Mapping[str, Mapping[str, Any]], tenant: str | None, seen: Seen | None
    ) -> None:
        """Looks at everything but the rows, where it is not what it was."""
        sampled = len(looked_at(seen, len(manifest.mapping)))
        ground = _Ground(manifest.source, manifest.target.schema, known, tenant, seen, sampled)
        before, document = self._ground, replace(manifest, mapping=())
        moved = before is None or not ground.is_same(before)
        if not moved and same(document, self._document):
            return
        tree = self._subject.tree if self._subject is not None else None
        if moved:
            schema = manifest.target.schema
            tree = (
                None if isinstance(schema, NewSchema) and not schema.class_id else target_tree(manifest, known, tenant)
            )
            self._table = Table(self._examine)
        findings = Findings(RULES, NOWHERE)
        self._subject = subject_of(manifest, tree, findings, None, seen)
        check_document(self._subject)
        gaps = lacking(document)
        empty = {gap.path for gap in gaps}
        self._of_document = (*gaps, *(each for each in findings.problems if each.path not in empty))
        self._ground, self._document = ground, document

    def _examine(self, row: MappingRow) -> Examined:
        assert self._subject is not None
        gaps = lacking_in_row(row)
        if not gaps:
            return examined(self._subject, row)
        empty = {"".join(map(str, gap.path)): gap for gap in gaps}
        judged = examined(self._subject, replace(row, expr=_FILLED) if "" in empty else row)
        missing = (Breach(gap.rule, key, gap.message, gap.fix) for key, gap in empty.items())
        return Examined(row, judged.aim, (*missing, *(each for each in judged.breaches if each.key not in empty)))


def _told(row: Examined) -> tuple[Problem, ...]:
    if row.told is None:
        findings = Findings(RULES, NOWHERE)
        for breach in row.breaches:
            breach.report(findings, row.index)
        row.told = tuple(findings.problems)
    return row.told


def _worst_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    found: dict[Severity, list[Problem]] = {severity: [] for severity in SEVERITIES}
    for each in problems:
        found[each.severity].append(each)
    return tuple(each for group in found.values() for each in group)
