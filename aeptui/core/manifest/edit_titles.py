"""Edits in words, for the history."""

from datetime import datetime
from typing import Any

from aeptui.core.manifest.edits import Batch, Edit, Insert, Move, Put
from aeptui.core.manifest.kinds import Items
from aeptui.core.manifest.model import MappingRow
from aeptui.core.manifest.problems import Path
from aeptui.core.manifest.scalars import time_text
from aeptui.core.manifest.values import key_at, sections_in

_LONGEST = 48
_NAMING = ("name", "title", "path", "id", "object", "system", "frequency", "schema")


def title(edit: Edit) -> str:
    """What the edit does, in one line; list elements count from 1."""
    if isinstance(edit, Batch):
        return edit.title or "; ".join(title(each) for each in edit.edits[:2]) or "nothing"
    if isinstance(edit, Put):
        where = place(edit.path)
        return f"{where} cleared" if edit.value in (None, "", ()) else f"{where}: {_shown(edit.value)}"
    if isinstance(edit, Insert):
        return f"new {place((*edit.path, edit.index))}: {_shown(edit.value)}"
    where = place((*edit.path, edit.index))
    return f"{where} moved to {edit.to + 1}" if isinstance(edit, Move) else f"{where} removed"


def place(path: Path) -> str:
    """A path in words: what comes before the last numbered element says nothing that its name does not say."""
    words: list[str] = []
    for depth, step in enumerate(path, 1):
        if isinstance(step, str):
            words.append(step.replace("_", " "))
            continue
        noun = _noun(path[: depth - 1])
        words = [noun, str(step + 1)] if noun else [*words, str(step + 1)]
    return " ".join(words) or "the whole document"


def _noun(path: Path) -> str:
    """What an element of the list at the path is called; empty for lists of single values."""
    kind = key_at(path).kind
    section = next(iter(sections_in(kind.of)), None) if isinstance(kind, Items) else None
    return section.title.split(" ", 1)[1].split(" of ")[0] if section is not None else ""


def _shown(value: Any) -> str:
    if isinstance(value, MappingRow):
        given = getattr(value, "from_" if value.kind == "from" else value.kind)
        return f"{_short(given)} to {_short(value.to)}"
    return _short(value)


def _short(value: Any) -> str:
    if value is None or value == "":
        return "?"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return time_text(value)
    if isinstance(value, tuple):
        return f"{len(value)} in all"
    if not isinstance(value, str | int | float):
        return _short(next((getattr(value, name) for name in _NAMING if getattr(value, name, "")), "changed"))
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
