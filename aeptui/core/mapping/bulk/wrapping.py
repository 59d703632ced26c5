"""Sources put into a function: ``trim(·)`` around a column makes ``trim(column)``."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aeptui.core.expressions import ExpressionError, parse
from aeptui.core.expressions.nodes import Binary, Conditional, Unary
from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.bulk.change import Bulk, BulkRefused, Made, Stop, changing, mappings, never
from aeptui.core.mapping.sources import expression_of

HOLE = "·"
"""Stands for the source in what is put around it; so does ``TYPED``, which every keyboard has."""
TYPED = "{}"
_STAND_IN = "source_in_here"


def template_of(text: str) -> str:
    """What is put around sources: the text itself, or of a function's bare name the call with a hole.

    Raises BulkRefused for a text that is neither.
    """
    bare = text.strip().replace(TYPED, HOLE)
    if bare and HOLE not in bare and "(" not in bare:
        bare = f"{bare}({HOLE})"
    if HOLE not in bare:
        raise BulkRefused(f'Name a function, or write {TYPED} where the source goes, as in concat({TYPED}, " EUR").')
    try:
        parse(bare.replace(HOLE, _STAND_IN))
    except ExpressionError as error:
        raise BulkRefused(f"{error.message[:1].upper()}{error.message[1:]}.") from error
    return bare


def wrapped(
    rows: Sequence[MappingRow], places: Iterable[int], text: str, *, nested: bool = False, stop: Stop = never
) -> Bulk:
    """Rows with their sources inside what ``template_of`` makes of the text. Raises BulkRefused as that does.

    ``nested``: columns are paths, not raw names. ``stop``: as ``changing`` has it. Expressions with errors stay as
    they are.
    """
    template = template_of(text)

    def change(row: MappingRow) -> Made:
        try:
            made = template.replace(HOLE, _operand(row, template, nested=nested))
            parse(made)
        except ExpressionError as error:
            return error.message
        return replace(row, from_=None, value=None, expr=made)

    return changing(rows, places, change, lambda number: f"{template} around {mappings(number)}", stop=stop)


def _operand(row: MappingRow, template: str, *, nested: bool) -> str:
    """The row's source as it stands in an expression."""
    source = expression_of(row, nested=nested)
    if not source:
        raise ExpressionError("it has no source", 1)
    if row.expr is not None and isinstance(parse(source), Binary | Conditional | Unary) and not _is_argument(template):
        return f"({source})"
    return source


def _is_argument(template: str) -> bool:
    """Whether the hole is an argument of its own wherever it stands: nothing outside can bind to parts of it."""
    parts = template.split(HOLE)
    before = [part.rstrip()[-1:] for part in parts[:-1]]
    after = [part.lstrip()[:1] for part in parts[1:]]
    return all(sign in ("(", ",") for sign in before) and all(sign in (")", ",") for sign in after)
