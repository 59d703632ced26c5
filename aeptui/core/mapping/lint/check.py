"""Every rule applied to a manifest."""

from collections.abc import Iterator
from dataclasses import replace

from aeptui.core.manifest.lint import Findings
from aeptui.core.manifest.model import Manifest, MappingRow
from aeptui.core.manifest.problems import NOWHERE, Problem, Where, in_order
from aeptui.core.mapping.lint.across import check_across
from aeptui.core.mapping.lint.breach import Aim, Breach, aim_of
from aeptui.core.mapping.lint.coverage import check_coverage
from aeptui.core.mapping.lint.delta import check_delta
from aeptui.core.mapping.lint.fields import check_fields
from aeptui.core.mapping.lint.identities import check_identities
from aeptui.core.mapping.lint.rows import source_breaches
from aeptui.core.mapping.lint.rules import RULES
from aeptui.core.mapping.lint.sample import Seen, looked_at, sample_breaches
from aeptui.core.mapping.lint.schedule import check_schedule
from aeptui.core.mapping.lint.schema import check_schema
from aeptui.core.mapping.lint.source import check_source
from aeptui.core.mapping.lint.state import check_state
from aeptui.core.mapping.lint.subject import Subject
from aeptui.core.mapping.lint.table import Examined, Table
from aeptui.core.mapping.lint.targets import target_breaches
from aeptui.core.xdm.library import Library, standard
from aeptui.core.xdm.tree import Tree

_CHECKS = (
    check_source,
    check_schema,
    check_fields,
    check_identities,
    check_schedule,
    check_delta,
    check_state,
)


def check(
    manifest: Manifest,
    tree: Tree | None,
    where: Where = NOWHERE,
    library: Library | None = None,
    seen: Seen | None = None,
) -> list[Problem]:
    """What breaks a rule in a manifest that could be read, in the order of the text.

    ``tree`` holds the fields of the target (``target_tree`` makes it), None where they are not known: then targets are
    hinted at as unknown. ``where`` is that of the reading; ``library`` the standard one unless given. ``seen`` is
    what exploring the source showed.
    """
    findings = Findings(RULES, where)
    subject = subject_of(manifest, tree, findings, library, seen)
    check_document(subject)
    table = Table(lambda row: examined(subject, row))
    table.take(manifest.mapping)
    for each in table.rows:
        for breach in each.breaches:
            breach.report(findings, each.index)
    check_rows_together(subject, table, findings)
    return list(in_order(findings.problems))


def subject_of(
    manifest: Manifest, tree: Tree | None, findings: Findings, library: Library | None, seen: Seen | None
) -> Subject:
    """What the rules look at beside the rows; arguments as those of ``check``."""
    explored = None if seen is None else seen.columns
    sampled = looked_at(seen, len(manifest.mapping))
    return Subject(replace(manifest, mapping=()), tree, findings, library or standard(), explored, sampled)


def check_document(subject: Subject) -> None:
    """Reports what is wrong whatever is mapped."""
    for each in _CHECKS:
        each(subject)


def examined(subject: Subject, row: MappingRow) -> Examined:
    """A row with what is wrong in it whatever the others are."""
    aim = aim_of(row.to, subject.tree)
    return Examined(row, aim, tuple(_breaches(subject, row, aim)))


def check_rows_together(subject: Subject, table: Table, findings: Findings) -> None:
    """Reports what rows do to each other, and what all of them leave out."""
    check_across(table, findings)
    check_coverage(subject, table, findings)


def _breaches(subject: Subject, row: MappingRow, aim: Aim) -> Iterator[Breach]:
    yield from target_breaches(subject, row, aim)
    yield from source_breaches(subject, row, aim)
    yield from sample_breaches(subject, row, aim)
