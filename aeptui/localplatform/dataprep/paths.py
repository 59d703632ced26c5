"""Paths of mappings: what they are, and how values are put where they lead."""

import re
from collections.abc import Sequence
from types import EllipsisType
from typing import Any

from aeptui.core.expressions import ExpressionError, parse_path

Step = str | int | EllipsisType
Path = tuple[Step, ...]

_QUOTED = re.compile(r"\$\{([^}]*)\}")


class PathError(ValueError):
    """A path that cannot be read, or that a value cannot follow."""


def parse(text: str) -> Path:
    """The steps of a path: names, indexes and ``...`` for ``[*]``; ``${…}`` holds names with any signs but a brace."""
    plain = _QUOTED.sub(lambda quoted: re.sub(r"([\[\]])", r"\\\1", quoted[1]), text)
    try:
        return parse_path(plain)
    except ExpressionError as error:
        raise PathError(error.message) from error


def spelled(path: Sequence[Step]) -> str:
    """The text of a path, in one spelling."""
    text = ""
    for step in path:
        if isinstance(step, str):
            text += ("." if text else "") + step.replace(".", "\\.")
        else:
            text += "[*]" if step is ... else f"[{step}]"
    return text


def place(holder: Any, path: Path, value: Any) -> None:
    """Puts a value into nested objects and arrays, made as needed; an object joins one that is there already.

    Behind ``[*]`` the value must be a list, whose elements go to the elements of the array one by one.
    """
    step, rest = path[0], path[1:]
    if step is ...:
        for index, item in enumerate(value):
            place(holder, (index, *rest), item)
        return
    if isinstance(step, int):
        holder.extend([None] * (step + 1 - len(holder)))
        present = holder[step]
    else:
        present = holder.get(step)
    if not rest:
        holder[step] = _joined(present, value)
        return
    fitting = isinstance(present, dict if isinstance(rest[0], str) else list)
    if not fitting:
        present = holder[step] = {} if isinstance(rest[0], str) else []
    place(present, rest, value)


def pruned(value: Any) -> Any:
    """The value without nulls, empty objects and empty arrays inside; None if nothing is left of it."""
    if isinstance(value, dict):
        kept = {name: inner for name, item in value.items() if (inner := pruned(item)) is not None}
        return kept or None
    if isinstance(value, list):
        return [inner for item in value if (inner := pruned(item)) is not None] or None
    return value


def _joined(present: Any, value: Any) -> Any:
    if isinstance(present, dict) and isinstance(value, dict):
        return present | {name: _joined(present.get(name), item) for name, item in value.items()}
    return value
