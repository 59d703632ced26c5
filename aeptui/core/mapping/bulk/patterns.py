"""Rules that map columns by patterns: ``u_*`` to ``customFields.*``, with what the star stands for kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.bulk.change import Bulk, BulkRefused, Changed, Skipped, bulk, mappings

STAR = "*"


@dataclass(frozen=True, slots=True)
class StarRule:
    """What columns match, and what their targets are; each star of the target is that of the column in its place."""

    source: str
    target: str

    def __post_init__(self) -> None:
        """Raises BulkRefused for a rule that says nothing."""
        if STAR not in self.source:
            raise BulkRefused("Write a * for what differs from column to column, as in u_*.")
        if STAR not in self.targets:
            raise BulkRefused("The targets need a * as well: the columns' targets would be one.")
        if self.targets.count(STAR) > self.source.count(STAR):
            raise BulkRefused("The targets have more stars than the columns.")

    @property
    def targets(self) -> str:
        """The target without the stars of indexes."""
        return self.target.replace("[*]", "[]")

    def target_of(self, column: str) -> str | None:
        """The target of a column, None for one that does not match. A star stands for one character or more."""
        found = stars(self.source, column)
        if found is None:
            return None
        first, *parts = self.targets.split(STAR)
        filled = first + "".join(star + part for star, part in zip(found, parts, strict=False))
        return filled.replace("[]", "[*]")


def stars(pattern: str, text: str) -> tuple[str, ...] | None:
    """What each star of a pattern stands for in a text, each as short as may be; None where they do not match.

    Letters match in either case.
    """
    first, *middle = pattern.casefold().split(STAR)
    folded = text.casefold()
    if len(folded) != len(text) or not folded.startswith(first):
        return None
    last = middle.pop()
    at, end = len(first), len(text) - len(last)
    found = []
    for part in middle:
        place = folded.find(part, at + 1, end)
        if place < 0:
            return None
        found.append(text[at:place])
        at = place + len(part)
    return (*found, text[at:end]) if at < end and folded.endswith(last) else None


def ruled(rows: Sequence[MappingRow], columns: Iterable[str], rule: StarRule) -> Bulk:
    """Maps the columns that match: rows that read one and have no target get it, columns that no row reads get rows.

    A target that is filled already is not filled twice.
    """
    by_column: dict[str, int] = {}
    for place, row in enumerate(rows):
        if row.from_ and not (row.from_ in by_column and row.to):
            by_column[row.from_] = place
    filled = {row.to for row in rows if row.to}
    changed: list[Changed] = []
    added: list[MappingRow] = []
    skipped: list[Skipped] = []
    for column in columns:
        target = rule.target_of(column)
        if target is None:
            continue
        reading = by_column.get(column)
        if reading is not None and rows[reading].to:
            skipped.append(Skipped(column, f"is mapped to {rows[reading].to}"))
            continue
        if target in filled:
            skipped.append(Skipped(column, f"{target} is filled already"))
            continue
        filled.add(target)
        if reading is not None:
            changed.append(Changed(reading, rows[reading], replace(rows[reading], to=target)))
        else:
            added.append(MappingRow(target, from_=column))
    title = f"{rule.source} to {rule.target}: {mappings(len(changed) + len(added))}"
    return bulk(title, sorted(changed), added, skipped, len(rows))
