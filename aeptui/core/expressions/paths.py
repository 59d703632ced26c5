"""Paths of source fields: of attribute mappings, of texts given to ``contains_key``, of what expressions read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import EllipsisType
from typing import Any

from aeptui.core.expressions.catalog import functions
from aeptui.core.expressions.errors import ExpressionError
from aeptui.core.expressions.lexer import CONSTANTS, RESERVED
from aeptui.core.expressions.literals import is_plain_name, quote_steps
from aeptui.core.expressions.nodes import Expression, Field, Index, Lambda, Literal, Member, children

Step = str | int | EllipsisType
"""A name, the index of an element, or ``...`` for every element (``[*]``)."""

_STEP = re.compile(r"((?:[^.\[\]\\]|\\.)+)|\[([0-9]+|\*)\]|(\.)", re.DOTALL)


def parse_path(text: str) -> tuple[Step, ...]:
    """The steps of a path such as ``person.emails[0].address`` or ``items[*].sku``; ``\\.`` is a dot of the name.

    Raises ExpressionError with the position of what does not belong there.
    """
    steps: list[Step] = []
    at = 0
    need_name = True
    while at < len(text):
        match = _STEP.match(text, at)
        if match is None or (match.group(1) is None) == need_name:
            raise ExpressionError(f"found {text[at]} where a name should stand in the path {text}", at + 1)
        name, index, dot = match.groups()
        if name is not None:
            if steps and text[at - 1] == "]":
                raise ExpressionError(f"a dot is missing before {name} in the path {text}", at + 1)
            steps.append(re.sub(r"\\(.)", r"\1", name, flags=re.DOTALL))
        elif index is not None:
            steps.append(... if index == "*" else int(index))
        need_name = dot is not None
        at = match.end()
    if need_name:
        raise ExpressionError(f"the path {text} ends where a name should stand", len(text) + 1)
    return tuple(steps)


def read_path(row: Any, steps: Sequence[Step]) -> Any:
    """What a row has at a path; null where there is nothing. With ``...`` a list of what each element has."""
    value = row
    for at, step in enumerate(steps):
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, Mapping) else None
        elif not isinstance(value, list):
            return None
        elif isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            return [read_path(item, steps[at + 1 :]) for item in value]
    return value


def has_path(row: Mapping[str, Any], steps: Sequence[Step]) -> bool:
    """Whether the row has the path, whatever stands there; with ``...`` whether any element has it."""
    value: Any = row
    for at, step in enumerate(steps):
        if isinstance(step, str):
            if not isinstance(value, Mapping) or step not in value:
                return False
            value = value[step]
        elif not isinstance(value, list):
            return False
        elif isinstance(step, int):
            if step >= len(value):
                return False
            value = value[step]
        else:
            rest = steps[at + 1 :]
            return any(has_path({"": item}, ("", *rest)) for item in value)
    return True


def quote_field(path: str | Sequence[str]) -> str:
    """How an expression writes a field: a text is one raw name (dots belong to it), a sequence the steps of a path.

    Plain names stay; whatever is no identifier, a reserved word or the name of a function goes into ``${…}``.
    """
    steps = (path,) if isinstance(path, str) else tuple(path)
    known = functions()
    plain = all(is_plain_name(step) and step not in RESERVED and step not in CONSTANTS for step in steps)
    return ".".join(steps) if plain and steps[0] not in known else quote_steps(steps)


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A source field that an expression reads: its path without indexes, written from ``start`` to ``end``."""

    path: tuple[str, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        """The path as an expression writes it."""
        return quote_field(self.path)


def field_paths(tree: Expression) -> tuple[FieldUse, ...]:
    """The source fields that an expression reads, in the order of the text; parameters of lambdas are none."""
    return name_uses(tree)[0]


def name_uses(tree: Expression) -> tuple[tuple[FieldUse, ...], frozenset[int]]:
    """The source fields that an expression reads, and where names stand that mean the parameter of a lambda."""
    uses: list[FieldUse] = []
    parameters: set[int] = set()
    waiting: list[tuple[Expression, frozenset[str]]] = [(tree, frozenset())]
    while waiting:
        node, hidden = waiting.pop()
        if isinstance(node, Literal):
            continue
        if isinstance(node, Field | Member | Index):
            base, end, names, indexes = _steps(node)
            waiting.extend((index, hidden) for index in indexes)
            if isinstance(base, Field):
                path = (*base.path, *names)
                if path[0] in hidden:
                    parameters.add(base.start)
                else:
                    uses.append(FieldUse(path, base.start, end))
                continue
            node = base
        if isinstance(node, Lambda):
            hidden = hidden | set(node.params)
        waiting.extend([(item, hidden) for item in reversed(children(node))])
    return tuple(uses), frozenset(parameters)


def _steps(node: Expression) -> tuple[Expression, int, list[str], list[Expression]]:
    """What a chain of members and indexes starts from, the end of its last name, its names, and its indexes."""
    end = node.end
    names: list[str] = []
    indexes: list[Expression] = []
    while isinstance(node, Member | Index):
        if isinstance(node, Member):
            names.insert(0, node.name)
        else:
            indexes.append(node.index)
            if not names:
                end = node.target.end
        node = node.target
    return node, end, names, indexes
