"""The source of a mapping row in the words of the mapping language."""

from aeptui.core.expressions import literal, quote_field
from aeptui.core.manifest.model import MappingRow


def expression_of(row: MappingRow, *, nested: bool) -> str:
    """The row's source as an expression; empty for a row that has none.

    ``nested``: columns are paths; else they are raw names, quoted where they would read as a path.
    """
    if row.from_ is not None:
        return row.from_ if nested or not row.from_ else quote_field((row.from_,))
    if row.expr is not None:
        return row.expr
    return "" if row.value is None else literal(row.value)
