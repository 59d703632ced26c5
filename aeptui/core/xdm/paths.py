r"""Paths of fields: steps parted by dots, ``[0]`` or ``[*]`` behind an array, ``\.`` for a dot inside a name."""

import re
from dataclasses import dataclass
from typing import TypeAlias

_INDEX = re.compile(r"\[(\d{1,9}|\*)\]")


@dataclass(frozen=True, slots=True)
class Index:
    """A step into an array: the element with that number, or each element (None)."""

    number: int | None

    def __str__(self) -> str:
        return "[*]" if self.number is None else f"[{self.number}]"


Step: TypeAlias = str | Index


class PathError(ValueError):
    """A text is no path; ``position`` is the 1-based column at which it stops being one."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def parse(path: str) -> tuple[Step, ...]:
    """The steps of a path. Raises PathError where a name is missing or a bracket is not an index."""
    steps: list[Step] = []
    at = 0
    while True:
        name, at = _name(path, at)
        steps.append(name)
        while at < len(path) and path[at] == "[":
            match = _INDEX.match(path, at)
            if match is None:
                raise PathError("an index is a number or * in brackets, as [0] or [*]", at + 1)
            steps.append(Index(None if match[1] == "*" else int(match[1])))
            at = match.end()
        if at == len(path):
            return tuple(steps)
        if path[at] != ".":
            raise PathError(f"'.' or the end of the path must follow an index, not {path[at]!r}", at + 1)
        at += 1


def _name(path: str, start: int) -> tuple[str, int]:
    """The name that begins at ``start``, dots unescaped, and the index behind it."""
    name, at = "", start
    while at < len(path) and path[at] not in ".[":
        if path[at] == "]":
            raise PathError("this ']' closes nothing", at + 1)
        if path.startswith("\\.", at):
            at += 1
        name += path[at]
        at += 1
    if not name.strip():
        raise PathError("a name is missing here", at + 1)
    return name, at


def join(steps: tuple[Step, ...]) -> str:
    """The path of some steps."""
    text = ""
    for step in steps:
        if isinstance(step, Index):
            text += str(step)
        else:
            text += ("." if text else "") + step.replace(".", "\\.")
    return text


def names_of(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """The steps without indexes."""
    return tuple(step for step in steps if isinstance(step, str))
