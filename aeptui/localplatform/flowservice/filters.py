"""The ``property`` parameter: which documents of a list are wanted."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aeptui.localplatform.flowservice.entities import STATES
from aeptui.localplatform.problems import Problem

Document = dict[str, Any]

_FORM = re.compile(r"^([^=!<>~]+)(==|!=|<=|>=|<|>|!~|~|=)(.*)$", re.DOTALL)
_ORDERED = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
}
_CASELESS = ("state", "status")
_UNHANDLED = "auth.params"
"""What no list can be filtered by: answers show it masked."""

_NUMBERS = ("createdAt", "updatedAt", "startedAtUTC", "completedAtUTC")
"""Fields whose values are numbers, wherever they stand."""


@dataclass(frozen=True)
class Filter:
    """One condition: some value at ``path`` stands in ``operator`` to one of ``values``."""

    path: str
    operator: str
    values: tuple[str, ...]

    def matches(self, document: Document) -> bool:
        """True if the document fulfils the condition."""
        found = list(_values(document, self.path.split(".")))
        if self.operator == "!=":
            return not any(self._equal(value, self.values[0]) for value in found)
        if self.operator == "==":
            return any(self._equal(value, wanted) for value in found for wanted in self.values)
        limit = float(self.values[0])
        return any(_ORDERED[self.operator](number, limit) for number in map(_number, found) if number is not None)

    def _equal(self, value: Any, wanted: str) -> bool:
        if isinstance(value, bool):
            return wanted == ("true" if value else "false")
        if isinstance(value, (int, float)):
            return _number(wanted) == value
        if self.path.rsplit(".", 1)[-1] in _CASELESS:
            return str(value).casefold() == wanted.casefold()
        return isinstance(value, str) and value == wanted


def parse(texts: Sequence[str], fields: Collection[str]) -> list[Filter]:
    """The conditions of all ``property`` parameters, which must hold together.

    ``fields`` are the names that a path may begin with. Raises a Problem for an unknown field, an operator that is
    not there, one that does not go with the value, or a list of values where one is wanted.
    """
    return [_parse(text, fields) for text in texts]


def _parse(text: str, fields: Collection[str]) -> Filter:
    if text.lstrip()[:1] in tuple("=!<>~"):
        raise Problem.flow("1450-400", "Invalid filter field", f"{text!r} names no field")
    form = _FORM.match(text)
    if form is None:
        raise Problem.flow("1451-400", "Invalid filter operator", f"{text!r} has no operator")
    path, operator, value = form[1].strip(), form[2], form[3].strip()
    if operator in ("~", "!~"):
        raise Problem.flow("1440-400", "Operator not implemented", f"the operator {operator} is not implemented")
    if operator == "=":
        raise Problem.flow("1451-400", "Invalid filter operator", f"{operator} is no operator: use ==")
    if path.replace("[]", ".").split(".")[0] not in fields:
        raise Problem.flow("1449-400", "Invalid filter field", f"{path} is not a field of these objects")
    if f"{path}.".startswith(f"{_UNHANDLED}."):
        raise Problem.flow("1423-400", "Unhandled filter field", f"lists cannot be filtered by {_UNHANDLED}")
    values = tuple(_unquoted(part) for part in value.split(",")) if '"' not in value else (_unquoted(value),)
    if not value:
        raise Problem.flow("1453-400", "Invalid filter value", f"{path}{operator} has no value")
    _check_values(path, values)
    if len(values) > 1 and operator != "==":
        raise Problem.flow("1443-400", "Operator not for multiple values", f"only == takes several values: {text}")
    if operator in _ORDERED and _number(values[0]) is None:
        raise Problem.flow("1448-400", "Operator not supported", f"{operator} compares numbers, not {values[0]!r}")
    return Filter(path, operator, values)


def _check_values(path: str, values: Sequence[str]) -> None:
    """A Problem for values that the field can never have."""
    if path.rsplit(".", 1)[-1] in _NUMBERS and any(_number(value) is None for value in values):
        raise Problem.flow("1454-400", "Invalid filter value", f"{path} is a number, not {values[0]!r}")
    unknown = [value for value in values if value.casefold() not in {state.casefold() for state in STATES}]
    if path == "state" and unknown:
        raise Problem.flow("1456-400", "Invalid state", f"{unknown[0]!r} is none of {', '.join(STATES)}")


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text


def _values(value: Any, steps: Sequence[str]) -> Iterator[Any]:
    """Every value that a path leads to; ``[]`` after a step goes through the members of a list."""
    if not steps:
        yield value
        return
    name, members = steps[0].removesuffix("[]"), steps[0].endswith("[]")
    if not isinstance(value, dict) or name not in value:
        return
    inner = value[name]
    if not members:
        yield from _values(inner, steps[1:])
    elif isinstance(inner, list):
        for item in inner:
            yield from _values(item, steps[1:])


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
