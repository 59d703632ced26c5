"""Replacing by regular expression in sources or targets."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.regex import Groups, compile_regex
from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.bulk.change import Bulk, BulkRefused, Made, Stop, changing, mappings, never

Place: TypeAlias = Literal["source", "target"]

_REFERENCE = re.compile(r"\$(?:(\d{1,2})|(\$))")


def replaced(
    rows: Sequence[MappingRow],
    places: Iterable[int],
    where: Place,
    pattern: str,
    replacement: str,
    *,
    stop: Stop = never,
) -> Bulk:
    """Replaces every match of a regular expression, as the language has them, in sources (not constants) or targets.

    ``$1`` in the replacement is what the first group matched, ``$0`` all that matched, ``$$`` a dollar sign. Raises
    BulkRefused for a pattern that is none, a group that it does not have, and as ``changing`` does.
    """
    if not pattern:
        raise BulkRefused("Write what is to be replaced, a regular expression.")
    try:
        found = compile_regex(pattern)
    except TransformError as error:
        raise BulkRefused(f"Not a regular expression: {error.message}.") from error

    def make(groups: Groups) -> str:
        return _REFERENCE.sub(lambda match: _referred(match, groups), replacement)

    def change(row: MappingRow) -> Made:
        try:
            return _with_text(row, where, lambda text: found.replaced(text, make))
        except TransformError as error:
            return error.message

    def title(number: int) -> str:
        return f"'{pattern}' replaced in {where}s of {mappings(number)}"

    return changing(rows, places, change, title, stop=stop)


def _referred(match: re.Match[str], groups: Groups) -> str:
    if match[2]:
        return "$"
    number = int(match[1])
    if number >= len(groups):
        raise BulkRefused(f"The replacement refers to ${number}; the pattern has {len(groups) - 1} groups.")
    return groups[number] or ""


def _with_text(row: MappingRow, where: Place, change: Callable[[str], str]) -> MappingRow:
    if where == "target":
        return replace(row, to=change(row.to))
    if row.from_ is not None:
        return replace(row, from_=change(row.from_))
    return row if row.expr is None else replace(row, expr=change(row.expr))
