"""Rules on rows beside each other: that a target is filled once."""

from aeptui.core.manifest.lint import Findings
from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.lint.table import Table
from aeptui.core.xdm.paths import Index, join


def check_across(table: Table, findings: Findings) -> None:
    """Reports targets that are filled by two rows, or as a whole and in part."""
    for each, first in table.filled_twice():
        message = f"'{join(each.aim.steps or ())}' is filled already by row {first.index + 1}"
        path = ("mapping", each.index, "to")
        findings.add("mapping/duplicate-target", path, message, fix="join the two in one expression")
    for each, above in table.overlapping():
        part, whole = each.aim.steps or (), above.aim.steps or ()
        if isinstance(part[len(whole)], Index) or _corrects(above.row, each.row):
            continue
        message = f"'{join(part)}' is part of '{join(whole)}', which row {above.index + 1} fills as a whole"
        path = ("mapping", each.index, "to")
        findings.add("mapping/overlapping-target", path, message, fix="fill one or the other")


def _corrects(whole: MappingRow, part: MappingRow) -> bool:
    """Whether a row corrects a part of an object that another row copies: that is one way to fill an object."""
    return bool(whole.from_ and part.from_ and part.from_.startswith(f"{whole.from_}."))
