"""Rules on what a mapping leaves out: required fields and identities."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from aeptui.core.manifest.model import Identity, NewDataset
from aeptui.core.manifest.problems import Path, Severity
from aeptui.core.mapping.lint.subject import SCHEMA, Subject
from aeptui.core.xdm.paths import PathError, names_of, parse
from aeptui.core.xdm.tree import Field, Tree

Names = tuple[str, ...]


class Filling(Protocol):
    """Which fields a mapping fills, by the names of their steps."""

    def whole(self, names: Names) -> bool:
        """Whether a row fills the field itself, or an object around it."""

    def row_within(self, names: Names) -> int | None:
        """A row that fills the field or a part of it, None where none does."""


class Filled:
    """The fields that a mapping fills, indexes left aside."""

    def __init__(self, targets: Iterable[tuple[int, Names]]) -> None:
        """Takes the numbers of the rows with the names of their targets' steps."""
        self._whole: set[Names] = set()
        self._touched: dict[Names, int] = {}
        for index, names in targets:
            self._whole.add(names)
            for depth in range(1, len(names) + 1):
                self._touched.setdefault(names[:depth], index)

    def whole(self, names: Names) -> bool:
        """Whether a row fills the field itself, or an object around it."""
        return any(names[:depth] in self._whole for depth in range(1, len(names) + 1))

    def row_within(self, names: Names) -> int | None:
        """The first row that fills the field or a part of it."""
        return self._touched.get(names)


class Lack(NamedTuple):
    """A required field that no row fills.

    ``always``: every record has the object around it; else ``row`` is the row that fills a part of that object.
    """

    field: Field
    always: bool
    row: int | None


def required_lacks(tree: Tree, filled: Filling) -> Iterator[Lack]:
    """The required fields that are not filled, of objects that are there: required ones, and those partly filled."""
    for field in tree.fields:
        yield from _lacks(filled, field, (field.name,), True, None)


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
        if filled.whole(names) or filled.row_within(names) is not None:
            continue
        if tree is None or not tree.complete or tree.follow(steps) is not None:
            yield index, identity


def check_coverage(subject: Subject) -> None:
    """Reports required fields and identities that no row fills. A draft may still lack them: then they are hints."""
    rows = subject.manifest.mapping
    if not rows:
        severity: Severity | None = "hint" if subject.draft else None
        subject.findings.add("mapping/empty", ("mapping",), "nothing is mapped", severity=severity)
        return
    filled = Filled((aim.index, aim.names) for aim in subject.aims if aim.names)
    for lack in required_lacks(subject.tree, filled) if subject.tree else ():
        _report(subject, lack)
    for index, identity in identity_lacks(subject.identities, subject.tree, filled):
        _report_identity(subject, index, identity)


def _lacks(filled: Filling, field: Field, names: Names, always: bool, row: int | None) -> Iterator[Lack]:
    if filled.whole(names):
        return
    within = filled.row_within(names)
    if within is None:
        if field.required:
            yield Lack(field, always, row)
        return
    inner = field
    while inner.element is not None:
        inner = inner.element
    for child in inner.children:
        if child.is_leaf and not child.required:
            continue
        yield from _lacks(filled, child, (*names, child.name), always and field.required, within)


def _report(subject: Subject, lack: Lack) -> None:
    field = lack.field
    path: Path = ("mapping",)
    if lack.always:
        message = f"the required field '{field.path}' is not mapped; every row would be refused"
        severity: Severity | None = "hint" if subject.draft else None
    else:
        path = ("mapping", lack.row, "to") if lack.row is not None else path
        message = f"'{field.path}' is required beside this target and is not mapped; rows would be refused"
        severity = "hint" if subject.draft else "warning"
    fix = f"add a row with to: {field.path}"
    subject.findings.add("mapping/required-target", path, message, fix=fix, severity=severity)


def _report_identity(subject: Subject, index: int, identity: Identity) -> None:
    what = "the primary identity" if identity.primary else "the identity"
    message = f"{what} '{identity.path}' is not mapped" + ("; no profile would be found" if identity.primary else "")
    grave: Severity = "error" if identity.primary and _feeds_profiles(subject) else "warning"
    severity = "hint" if subject.draft else grave
    fix = f"add a row with to: {identity.path}"
    path = (*SCHEMA, "identities", index, "path")
    subject.findings.add("mapping/identity-unmapped", path, message, fix=fix, severity=severity)


def _feeds_profiles(subject: Subject) -> bool:
    dataset = subject.manifest.target.dataset
    return isinstance(dataset, NewDataset) and dataset.profile
