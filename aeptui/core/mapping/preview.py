"""What every row of a mapping makes of a sample row: the value that its target would get, or why it gets none."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from aeptui.core.expressions import ConversionError, ExpressionError, compile_expression, convert, read_path, to_json
from aeptui.core.expressions.clock import Clock
from aeptui.core.expressions.conversion import TYPES
from aeptui.core.expressions.errors import TransformError
from aeptui.core.expressions.outcome import Evaluator
from aeptui.core.expressions.paths import parse_path
from aeptui.core.manifest.model import MappingRow
from aeptui.core.mapping.lint.values import constraint_breach
from aeptui.core.xdm.paths import PathError
from aeptui.core.xdm.tree import Field, Tree

Kind = Literal["value", "warning", "error", "unknown"]

_REFUSED = "the row would be refused"
_EXPRESSIONS_KEPT = 4096
_EVERY = "[*]"


@dataclass(frozen=True, slots=True)
class Result:
    """What a target gets from one sample row, as JSON has it, and what there is to say about it.

    ``value``: all is well. ``warning``: the transformation failed and leaves the target empty, or its value is
    doubtful. ``error``: the mapping row itself is refused, or the record would be. ``unknown``: only the platform can
    tell.
    """

    kind: Kind
    value: Any = None
    message: str = ""


class Preview:
    """Computes results for one target schema; expressions are compiled once.

    ``tree`` of None, or a target that it does not have: values stay as they are. ``nested``: the source's records hold
    objects, and its columns are paths into them.
    """

    def __init__(self, tree: Tree | None, *, nested: bool = False, clock: Clock | None = None) -> None:
        self._tree = tree
        self._nested = nested
        self._clock = clock
        self._evaluator = lru_cache(_EXPRESSIONS_KEPT)(self._compiled)

    def result(self, row: MappingRow, sample: Mapping[str, Any]) -> Result:
        """What the target of ``row`` gets from the source's row ``sample``; never raises for what they hold."""
        field = self._field(row.to)
        try:
            made = self._source(row, sample)
            if made.kind in ("error", "unknown"):
                return made
            value = to_json(_each(made.value, field, row.to.count(_EVERY)) if field is not None else made.value)
        except ExpressionError as error:
            return Result("error", None, f"{error.message} (column {error.position})")
        except (ConversionError, TransformError) as error:
            return _refused(field, error.message) or Result("warning", None, error.message)
        return self._judged(value, made, field)

    def _judged(self, value: Any, made: Result, field: Field | None) -> Result:
        if value is None:
            return _refused(field, made.message or "it is empty here") or Result(made.kind, None, made.message)
        breach = constraint_breach(value, field) if field is not None and not isinstance(value, list | dict) else None
        if breach is not None:
            return Result("error", value, f"{value!r} {breach}; {_REFUSED}")
        return Result(made.kind, value, made.message)

    def _source(self, row: MappingRow, sample: Mapping[str, Any]) -> Result:
        """The value before it is converted."""
        if row.from_ is not None:
            return Result("value", self._column(row.from_, sample))
        if row.expr is None:
            return Result("value", row.value)
        outcome = self._evaluator(row.expr)(sample)
        warning = outcome.warning
        if warning is None:
            return Result("value", outcome.value)
        return Result("unknown" if warning.unknown else "warning", outcome.value, warning.message)

    def _column(self, name: str, sample: Mapping[str, Any]) -> Any:
        if name in sample or not self._nested:
            return sample.get(name)
        return read_path(sample, parse_path(name))

    def _compiled(self, text: str) -> Evaluator:
        return compile_expression(text, clock=self._clock)

    def _field(self, path: str) -> Field | None:
        try:
            found = self._tree.find(path) if self._tree is not None else None
        except PathError:
            return None
        return found.field if found is not None else None


def _refused(field: Field | None, why: str) -> Result | None:
    """The result of a target that may not stay empty; None for others."""
    if field is None or not field.required:
        return None
    return Result("error", None, f"'{field.path}' is required: {why}; {_REFUSED}")


def _each(value: Any, field: Field, depth: int) -> Any:
    """The value as the field takes it; with ``depth`` steps ``[*]`` in the path, each element of as many lists."""
    if depth == 0 or value is None:
        return _fitted(value, field)
    if not isinstance(value, list):
        raise ConversionError("[*] stands for every element of an array, and this is none")
    return [_each(item, field, depth - 1) for item in value]


def _fitted(value: Any, field: Field) -> Any:
    """The value converted to the field's type, and what is in it to the types of the fields below."""
    made = convert(value, field.type) if field.type in TYPES else value
    if isinstance(made, list) and field.element is not None:
        return [_fitted(item, field.element) for item in made]
    if isinstance(made, Mapping) and field.element is not None:
        return {str(name): _fitted(item, field.element) for name, item in made.items()}
    if isinstance(made, Mapping) and field.children:
        return {each.name: _fitted(made[each.name], each) for each in field.children if each.name in made}
    return made
