"""Rules on what a mapping leaves out: required fields, identities, and what profiles are keyed by."""

from collections.abc import Iterable, Iterator

from aeptui.core.manifest.lint import Findings
from aeptui.core.manifest.model import Identity, NewDataset
from aeptui.core.manifest.problems import Path, Severity
from aeptui.core.mapping.lint.demands import Filling, Lack
from aeptui.core.mapping.lint.subject import SCHEMA, Subject
from aeptui.core.mapping.lint.table import Table
from aeptui.core.xdm.paths import PathError, names_of, parse
from aeptui.core.xdm.tree import Tree


def identity_lacks(
    identities: Iterable[Identity], tree: Tree | None, filled: Filling
) -> Iterator[tuple[int, Identity]]:
    """The identities that no row fills, with their numbers; not those that the schema does not have."""
    for index, identity in enumerate(identities):
        try:
            steps = parse(identity.path)
        except PathError:
            continue
        names = names_of(steps)
        if filled.whole(names) or filled.touched(names):
            continue
        if tree is None or not tree.complete or tree.follow(steps) is not None:
            yield index, identity


def check_coverage(subject: Subject, table: Table, findings: Findings) -> None:
    """Reports required fields and identities that no row fills. A draft may still lack them: then they are hints."""
    _profile(subject, table, findings)
    if not table.rows:
        severity: Severity | None = "hint" if subject.draft else None
        findings.add("mapping/empty", ("mapping",), "nothing is mapped", severity=severity)
        return
    for lack in subject.demands.lacks(table):
        _report(subject, lack, table, findings)
    for index, identity in identity_lacks(subject.identities, subject.tree, table):
        _report_identity(subject, index, identity, findings)


def _report(subject: Subject, lack: Lack, table: Table, findings: Findings) -> None:
    field = lack.field
    path: Path = ("mapping",)
    if lack.beside is None:
        message = f"the required field '{field.path}' is not mapped; every row would be refused"
        severity: Severity | None = "hint" if subject.draft else None
    else:
        row = table.first_within(lack.beside)
        path = path if row is None else ("mapping", row, "to")
        message = f"'{field.path}' is required beside this target and is not mapped; rows would be refused"
        severity = "hint" if subject.draft else "warning"
    fix = f"add a row with to: {field.path}"
    findings.add("mapping/required-target", path, message, fix=fix, severity=severity)


def _report_identity(subject: Subject, index: int, identity: Identity, findings: Findings) -> None:
    what = "the primary identity" if identity.primary else "the identity"
    message = f"{what} '{identity.path}' is not mapped" + ("; no profile would be found" if identity.primary else "")
    grave: Severity = "error" if identity.primary and _feeds_profiles(subject) else "warning"
    severity = "hint" if subject.draft else grave
    fix = f"add a row with to: {identity.path}"
    path = (*SCHEMA, "identities", index, "path")
    findings.add("mapping/identity-unmapped", path, message, fix=fix, severity=severity)


def _feeds_profiles(subject: Subject) -> bool:
    dataset = subject.manifest.target.dataset
    return isinstance(dataset, NewDataset) and dataset.profile


def _profile(subject: Subject, table: Table, findings: Findings) -> None:
    """A profile dataset needs a primary identity; a schema with an identity map may carry it there."""
    if not _feeds_profiles(subject) or subject.new_schema is None or any(each.primary for each in subject.identities):
        return
    if not table.touched(("identityMap",)):
        message = "what feeds profiles needs a primary identity; the schema has none"
        fix = "mark one of target.schema.identities with primary: true"
        findings.add("schema/profile-needs-primary", ("target", "dataset", "profile"), message, fix=fix)
