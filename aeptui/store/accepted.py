"""What the user accepted and refused among suggestions, in one organisation: a JSON file to look at or to delete."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aeptui.store.files import private_folder, write_atomically
from aeptui.store.paths import Paths

_VERSION = 1
_OTHER_OBJECT = 0.8
_OTHER_SYSTEM = 0.5


def accepted_file(paths: Paths, organisation: str) -> Path:
    """Where the choices of an organisation are kept; the file need not exist."""
    safe = re.sub(r"[^A-Za-z0-9@._-]", "_", organisation) or "none"
    return paths.state / "accepted" / f"{safe}.json"


@dataclass(frozen=True, slots=True)
class Pair:
    """A column of an object of a source system, and a target path."""

    system: str
    object: str
    column: str
    path: str


class Accepted:
    """The choices of one organisation; a file that cannot be read counts as empty, and the next choice replaces it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._counts: dict[Pair, int] = _read(file)
        self._by_column: dict[tuple[str, str], list[tuple[Pair, int]]] = {}
        self._by_name: dict[str, list[str]] = {}
        self._index()

    def __len__(self) -> int:
        """How many pairs were accepted or refused."""
        return len(self._counts)

    def weight(self, system: str, object: str, column: str, path: str) -> float:
        """1 for a pair accepted for this object, less for one accepted elsewhere, -1 for one refused here, else 0."""
        exact = self._counts.get(Pair(system, object, column, path))
        if exact is not None:
            return 1.0 if exact > 0 else -1.0
        elsewhere = self._by_column.get((_folded(column), path), ())
        return max(
            (_OTHER_OBJECT if pair.system == system else _OTHER_SYSTEM for pair, count in elsewhere if count > 0),
            default=0.0,
        )

    def paths(self, column: str) -> tuple[str, ...]:
        """The targets accepted for columns of this name, in any object and system."""
        return tuple(dict.fromkeys(self._by_name.get(_folded(column), ())))

    def accept(self, *pairs: Pair) -> None:
        """Remembers that suggestions were accepted. Raises OSError where the file cannot be written."""
        self._change(pairs, lambda count: max(0, count) + 1)

    def withdraw(self, *pairs: Pair) -> None:
        """Takes back that suggestions were accepted, once. Raises OSError where the file cannot be written."""
        self._change(pairs, lambda count: count - 1 if count > 0 else count)

    def refuse(self, *pairs: Pair) -> None:
        """Remembers that suggestions were refused for good. Raises OSError where the file cannot be written."""
        self._change(pairs, lambda count: -1)

    def readmit(self, *pairs: Pair) -> None:
        """Takes back that suggestions were refused. Raises OSError where the file cannot be written."""
        self._change(pairs, lambda count: max(0, count))

    def forget(self) -> None:
        """Deletes the file with everything learned."""
        self.file.unlink(missing_ok=True)
        self._counts.clear()
        self._index()

    def _change(self, pairs: Sequence[Pair], count_after: Callable[[int], int]) -> None:
        # Another window may have chosen meanwhile: its choices are in the file.
        counts = _read(self.file)
        counts |= {pair: count_after(counts.get(pair, 0)) for pair in pairs}
        self._counts = {pair: count for pair, count in counts.items() if count}
        self._index()
        private_folder(self.file.parent)
        write_atomically(self.file, _text(self._counts))

    def _index(self) -> None:
        self._by_column, self._by_name = {}, {}
        for pair, count in self._counts.items():
            self._by_column.setdefault((_folded(pair.column), pair.path), []).append((pair, count))
            if count > 0:
                self._by_name.setdefault(_folded(pair.column), []).append(pair.path)


def _folded(column: str) -> str:
    """A column's name without case and separators, so that ``Last_Name`` and ``LastName`` are one."""
    return "".join(letter for letter in column.casefold() if letter.isalnum())


def _text(counts: dict[Pair, int]) -> str:
    choices = [
        {"system": pair.system, "object": pair.object, "column": pair.column, "path": pair.path, "count": count}
        for pair, count in counts.items()
    ]
    return json.dumps({"version": _VERSION, "choices": choices}, ensure_ascii=False, indent=1) + "\n"


def _read(file: Path) -> dict[Pair, int]:
    try:
        raw: Any = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    choices = raw.get("choices") if isinstance(raw, dict) else None
    found: dict[Pair, int] = {}
    for each in choices if isinstance(choices, list) else ():
        if not isinstance(each, dict):
            continue
        parts = [each.get(name) for name in ("system", "object", "column", "path")]
        if all(isinstance(part, str) for part in parts) and isinstance(each.get("count"), int):
            found[Pair(*map(str, parts))] = each["count"]
    return found
