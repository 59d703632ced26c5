"""Mapping rows to the target schema: the work that a mapping set describes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aeptui.core.expressions import ExpressionError, compile_expression, read_path
from aeptui.localplatform.clock import Clock
from aeptui.localplatform.dataprep import paths, targets
from aeptui.localplatform.dataprep.paths import Path, PathError
from aeptui.localplatform.dataprep.targets import Node
from aeptui.localplatform.ids import uuid_id

Row = dict[str, Any]

ATTRIBUTE, EXPRESSION, STATIC = "ATTRIBUTE", "EXPRESSION", "STATIC"


@dataclass(frozen=True)
class Mapping:
    """One line of a mapping set; ``source_type`` is ATTRIBUTE, EXPRESSION or STATIC."""

    source_type: str
    source: str
    destination: str

    def fault(self, message: str) -> "Fault":
        """Something that is wrong with this mapping, or went wrong in it."""
        return Fault(self, message)


@dataclass(frozen=True)
class Fault:
    """A mapping and what is wrong with it."""

    mapping: Mapping
    message: str

    def shown(self) -> dict[str, str]:
        """The form in which validation and preview answer it."""
        return {
            "source": self.mapping.source,
            "sourceType": self.mapping.source_type,
            "destination": self.mapping.destination,
            "columnName": self.mapping.destination,
            "exception": self.message,
        }


@dataclass(frozen=True)
class Mapped:
    """A row in the form of the target schema, without what failed, and what failed."""

    data: Row
    faults: list[Fault]


@dataclass(frozen=True)
class _Rule:
    mapping: Mapping
    path: Path
    node: Node
    evaluate: Callable[[Row], Any]


class _Clock:
    """The platform's time for expressions."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._clock.now(), UTC)

    def uuid(self) -> str:
        return uuid_id()


class _RowError(Exception):
    """A transformation that failed for one row."""


class Mapper:
    """The usable mappings of a set, compiled against a resolved schema.

    ``problems`` has an entry for each mapping, in order: None, or what makes it unusable.
    """

    def __init__(self, mappings: Sequence[Mapping], tree: Node, clock: Clock) -> None:
        self.problems: list[Fault | None] = []
        self._rules: list[_Rule] = []
        taken: set[Path] = set()
        for mapping in mappings:
            try:
                rule = _compiled(mapping, tree, clock)
                if rule.path in taken:
                    raise PathError(f"{mapping.destination} is mapped more than once")
            except PathError as error:
                self.problems.append(mapping.fault(str(error)))
                continue
            except ExpressionError as error:
                self.problems.append(mapping.fault(f"{error.message} (column {error.position})"))
                continue
            taken.add(rule.path)
            self.problems.append(None)
            self._rules.append(rule)
        self._rules.sort(key=lambda rule: len(rule.path))

    def map(self, row: Row) -> Mapped:
        """Maps a row. A transformation that fails leaves its field out; the row goes on."""
        data: Row = {}
        faults: list[Fault] = []
        for rule in self._rules:
            try:
                value = targets.coerced_at(rule.evaluate(row), rule.node, rule.path)
                if value is not None:
                    paths.place(data, rule.path, value)
            except (_RowError, targets.TargetError, PathError) as error:
                faults.append(rule.mapping.fault(str(error)))
        return Mapped(paths.pruned(data) or {}, faults)


def _compiled(mapping: Mapping, tree: Node, clock: Clock) -> _Rule:
    path = paths.parse(mapping.destination)
    node = targets.node_at(tree, path)
    if mapping.source_type == EXPRESSION:
        return _Rule(mapping, path, node, _expression(mapping.source, clock))
    if mapping.source_type == STATIC:
        return _Rule(mapping, path, node, lambda row: mapping.source)
    source = paths.parse(mapping.source)
    if source.count(...) != path.count(...):
        raise PathError("[*] belongs into source and destination alike")
    return _Rule(mapping, path, node, _attribute(mapping.source, source))


def _attribute(text: str, path: Path) -> Callable[[Row], Any]:
    """Reads a column by its raw name, or follows a path."""

    def evaluate(row: Row) -> Any:
        return row[text] if text in row else read_path(row, path)

    return evaluate


def _expression(text: str, clock: Clock) -> Callable[[Row], Any]:
    compiled = compile_expression(text, clock=_Clock(clock))

    def evaluate(row: Row) -> Any:
        outcome = compiled(row)
        if outcome.value is None and outcome.warning is not None:
            raise _RowError(outcome.warning.message)
        return outcome.value

    return evaluate
