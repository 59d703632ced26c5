"""Rules on what a mapping leaves out: required fields and identities."""

from collections.abc import Iterable

from aeptui.core.manifest.model import NewDataset
from aeptui.core.manifest.problems import Path, Severity
from aeptui.core.mapping.lint.subject import SCHEMA, Subject
from aeptui.core.xdm.paths import PathError, names_of, parse
from aeptui.core.xdm.tree import Field

_Names = tuple[str, ...]


class _Filled:
    """The fields that a mapping fills, indexes left aside."""

    def __init__(self, targets: Iterable[tuple[int, _Names]]) -> None:
        self._whole: set[_Names] = set()
        self._touched: dict[_Names, int] = {}
        for index, names in targets:
            self._whole.add(names)
            for depth in range(1, len(names) + 1):
                self._touched.setdefault(names[:depth], index)

    def whole(self, names: _Names) -> bool:
        """Whether a row fills the field itself, or an object around it."""
        return any(names[:depth] in self._whole for depth in range(1, len(names) + 1))

    def row_within(self, names: _Names) -> int | None:
        """The first row that fills the field or a part of it."""
        return self._touched.get(names)


def check_coverage(subject: Subject) -> None:
    """Reports required fields and identities that no row fills. A draft may still lack them: then they are hints."""
    rows = subject.manifest.mapping
    if not rows:
        severity: Severity | None = "hint" if subject.draft else None
        subject.findings.add("mapping/empty", ("mapping",), "nothing is mapped", severity=severity)
        return
    filled = _Filled((aim.index, aim.names) for aim in subject.aims if aim.names)
    for field in subject.tree.fields if subject.tree else ():
        _required(subject, filled, field, (field.name,), always=True, row=None)
    _identities(subject, filled)


def _required(subject: Subject, filled: _Filled, field: Field, names: _Names, *, always: bool, row: int | None) -> None:
    """Goes down the tree as far as objects are there: because they are required, or because a row fills part of them.

    ``always``: every record has the object around the field; ``row``: the row that fills a part of that object.
    """
    if filled.whole(names):
        return
    within = filled.row_within(names)
    if within is None and field.required:
        _report(subject, field, always=always, row=row)
    if within is None:
        return
    inner = field
    while inner.element is not None:
        inner = inner.element
    for child in inner.children:
        below = (*names, child.name)
        _required(subject, filled, child, below, always=always and field.required, row=within)


def _report(subject: Subject, field: Field, *, always: bool, row: int | None) -> None:
    if always:
        path: Path = ("mapping",)
        message = f"the required field '{field.path}' is not mapped; every row would be refused"
        severity: Severity | None = "hint" if subject.draft else None
    else:
        path = ("mapping", row, "to") if row is not None else ("mapping",)
        message = f"'{field.path}' is required beside this target and is not mapped; rows would be refused"
        severity = "hint" if subject.draft else "warning"
    fix = f"add a row with to: {field.path}"
    subject.findings.add("mapping/required-target", path, message, fix=fix, severity=severity)


def _identities(subject: Subject, filled: _Filled) -> None:
    for index, identity in enumerate(subject.identities):
        try:
            names = names_of(parse(identity.path))
        except PathError:
            continue
        if filled.whole(names) or filled.row_within(names) is not None:
            continue
        if subject.tree is not None and subject.tree.complete and subject.tree.follow(parse(identity.path)) is None:
            continue
        what = "the primary identity" if identity.primary else "the identity"
        message = f"{what} '{identity.path}' is not mapped" + (
            "; no profile would be found" if identity.primary else ""
        )
        grave: Severity = "error" if identity.primary and _feeds_profiles(subject) else "warning"
        severity = "hint" if subject.draft else grave
        fix = f"add a row with to: {identity.path}"
        path = (*SCHEMA, "identities", index, "path")
        subject.findings.add("mapping/identity-unmapped", path, message, fix=fix, severity=severity)


def _feeds_profiles(subject: Subject) -> bool:
    dataset = subject.manifest.target.dataset
    return isinstance(dataset, NewDataset) and dataset.profile
