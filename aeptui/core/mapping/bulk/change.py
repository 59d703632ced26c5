"""What a change of many mappings does, before it is done: shown as a preview, then made as one edit."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from aeptui.core.manifest.edits import Batch, Edit, Insert, Put
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.unfinished import same

_MAPPING = ("mapping",)


class BulkRefused(ValueError):
    """A change of many mappings cannot be made as it was asked for; the message says why and what would do."""


class Changed(NamedTuple):
    """A row at a place, before and after."""

    place: int
    before: MappingRow
    after: MappingRow


class Skipped(NamedTuple):
    """A row (or a column) that stays as it is, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Bulk:
    """Rows changed in place and rows added at the end; ``edit`` does it in one step that has a title."""

    edit: Batch
    changed: tuple[Changed, ...] = ()
    added: tuple[MappingRow, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.edit.edits)


Stop: TypeAlias = Callable[[], bool]
"""Says whether a change takes too long, or is not wanted any longer."""

Made: TypeAlias = MappingRow | str
"""What becomes of a row; a text says why it stays as it is, an empty one that there is nothing to be done."""


def never() -> bool:
    """It may take as long as it takes."""
    return False


def changing(
    rows: Sequence[MappingRow],
    places: Iterable[int],
    make: Callable[[MappingRow], Made],
    title: Callable[[int], str],
    *,
    stop: Stop = never,
) -> Bulk:
    """Makes something else of the rows at some places. ``title`` says what was done, of the number of rows changed.

    ``stop`` is asked before each row. Raises BulkRefused where it says yes.
    """
    changed: list[Changed] = []
    skipped: list[Skipped] = []
    for place in places:
        if stop():
            raise BulkRefused("This takes too long. Select fewer rows, or write it more simply.")
        before = rows[place]
        after = make(before)
        if isinstance(after, str):
            skipped += [Skipped(before.to or before.from_ or f"row {place + 1}", after)] if after else []
        elif not same(before, after):
            changed.append(Changed(place, before, after))
    return bulk(title(len(changed)), changed, (), skipped, len(rows))


def bulk(
    title: str, changed: Sequence[Changed], added: Sequence[MappingRow], skipped: Sequence[Skipped], end: int
) -> Bulk:
    """The change with its edit; ``end`` is the number of rows there are."""
    puts: list[Edit] = [Put((*_MAPPING, each.place), each.after) for each in changed]
    inserts: list[Edit] = [Insert(_MAPPING, end + number, row) for number, row in enumerate(added)]
    return Bulk(Batch((*puts, *inserts), title), tuple(changed), tuple(added), tuple(skipped))


def mappings(number: int) -> str:
    """``1 mapping``, ``3 mappings``."""
    return f"{number:,} mapping" + ("" if number == 1 else "s")
