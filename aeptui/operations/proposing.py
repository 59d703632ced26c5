"""The row from one column to one target: a plain copy, or an expression that makes the target's type of a text."""

import re

from aeptui.core.expressions import ExpressionError, literal, parse_path, quote_field
from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.suggest.model import SourceField
from aeptui.core.xdm.profile import ColumnProfile
from aeptui.core.xdm.tree import Field
from aeptui.operations.explore import SampleColumn

FLAT = "[0]"
"""What stands behind arrays in the targets of flat rows: they fill the first element."""
_TIMES = ("date", "date-time")
_ISO = "ISO 8601 time"
_ISO_PARTS = re.compile(r"[-\d]{10}T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:?\d\d)", re.IGNORECASE)


def row_for(column: SampleColumn, profile: ColumnProfile, target: Field, *, every: str = FLAT) -> MappingRow:
    """The row from a column to a target: a plain copy, or what makes the target's type of a text.

    ``every`` stands behind arrays on the way to the target; where it is not that of flat rows, the column is a path. A
    single value becomes the first element of a list.
    """
    into_list = target.type == "array" and column.type != "array"
    path = target.path.replace("[*]", every) + ("[0]" if into_list else "")
    expression = _conversion(column, profile, target.type, nested=every != FLAT)
    return MappingRow(path, from_=column.name) if expression is None else MappingRow(path, expr=expression)


def source_field(column: SampleColumn, profile: ColumnProfile) -> SourceField:
    """A column as suggestions look at it."""
    kind = column.native or (profile.form if column.type == "string" and profile.form in ("email", "url") else "")
    return SourceField(column.name, kind or column.type, samples=profile.samples)


def time_pattern(profile: ColumnProfile) -> str:
    """How the column's times are written, in Java's letters; empty where it holds none, or not all in one way."""
    if profile.form != _ISO:
        return profile.form if "yy" in profile.form else ""
    shapes = {_iso_pattern(sample) for sample in (*profile.samples, profile.least, profile.greatest)}
    return shapes.pop() if len(shapes) == 1 else ""


def _conversion(column: SampleColumn, profile: ColumnProfile, type: str, *, nested: bool) -> str | None:
    if column.type != "string":
        return None
    pattern = time_pattern(profile) if type in _TIMES else ""
    whole = type in ("integer", "long", "short", "byte") and profile.form == "integer"
    name = _written(column.name, nested=nested) if pattern or whole else None
    if name is None:
        return None
    return f"date({name}, {literal(pattern)})" if pattern else f"to_integer({name})"


def _written(column: str, *, nested: bool) -> str | None:
    """The column as expressions write it; None for a path that none can be made of."""
    if not nested:
        return quote_field(column)
    try:
        steps = parse_path(column)
    except ExpressionError:
        return None
    names = [step for step in steps if isinstance(step, str)]
    return quote_field(names) if len(names) == len(steps) else None


def _iso_pattern(text: str) -> str:
    found = _ISO_PARTS.fullmatch(text)
    if found is None:
        return ""
    fraction = f".{'S' * len(found[2][1:])}" if found[2] else ""
    zone = "XXX" if ":" in found[3] else "X"
    return f"yyyy-MM-dd'T'HH:mm{':ss' if found[1] else ''}{fraction}{zone}"
