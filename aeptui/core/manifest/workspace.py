"""A document while it is being changed: what an edit touches is opened, everything else stays shared and frozen.

Opened lists are Python's own, so that many changes of one list cost as much as their number, not as its length each.
"""

from typing import Any, TypeAlias

from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.kinds import Items, Kind, Section
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Path
from aeptui.core.manifest.values import EditError, path_text, section_of


class _Map:
    """A part of the model, opened: its frozen value, and the keys that differ from it."""

    def __init__(self, section: Section, value: Any) -> None:
        self.section = section
        self._value = value
        self._changed: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        """The key's frozen value."""
        return _frozen(self._current(name))

    def set(self, name: str, value: Any) -> None:
        """Gives the key a frozen value."""
        self._changed[name] = value

    def open(self, name: str, path: Path) -> "_Open":
        """Opens the key's value. Raises EditError where it has no parts."""
        opened = self._changed[name] = _opened(self.section.known(name).kind, self._current(name), path)
        return opened

    def frozen(self) -> Any:
        """The part with its changes."""
        if not self._changed:
            return self._value
        return self.section.make(**{key.argument: self.get(key.name) for key in self.section.keys})

    def _current(self, name: str) -> Any:
        return self._changed[name] if name in self._changed else self.section.known(name).value_of(self._value)


class _List:
    """A list of the model, opened; its items are frozen values or opened ones."""

    def __init__(self, kind: Items, value: tuple[Any, ...]) -> None:
        self.items: list[Any] = list(value)
        self._kind = kind
        self._has_opened = False

    def open(self, index: int, path: Path) -> "_Open":
        """Opens an element. Raises EditError where it has no parts."""
        opened = self.items[index] = _opened(self._kind.of, self.items[index], path)
        self._has_opened = True
        return opened

    def frozen(self) -> tuple[Any, ...]:
        """The list with its changes."""
        return tuple(map(_frozen, self.items)) if self._has_opened else tuple(self.items)


_Open: TypeAlias = _Map | _List


class Workspace:
    """Takes changes of one manifest. A change that fails leaves the workspace useless, and the manifest as it was."""

    def __init__(self, manifest: Manifest) -> None:
        self._root: Any = manifest

    def result(self) -> Any:
        """The manifest with the changes made so far."""
        return _frozen(self._root)

    def put(self, path: Path, value: Any) -> tuple[Path, Any]:
        """Sets what is at the path, and gives the path and value that undo it.

        Where keys exclude each other, the one that is set takes the place of the one that was there.
        """
        if not path:
            before, self._root = self.result(), value
            return path, before
        part, step = self._open(path[:-1]), path[-1]
        if isinstance(part, _List):
            index = _index(step, len(part.items) - 1, path)
            before, part.items[index] = _frozen(part.items[index]), value
            return path, before
        if not isinstance(step, str) or part.section.key(step) is None:
            raise EditError(f"there is no '{path_text(path)}' in {part.section.title}")
        rivals = [name for name in part.section.exactly_one if name != step and part.get(name) is not None]
        if step not in part.section.exactly_one or value is None or not rivals:
            before = part.get(step)
            part.set(step, value)
            return path, before
        before = part.frozen()
        for name in rivals:
            part.set(name, None)
        part.set(step, value)
        return path[:-1], before

    def insert(self, path: Path, index: int, value: Any) -> None:
        """Puts an element into the list at the path; the index may be the list's length."""
        items = self._list(path)
        items.insert(_index(index, len(items), path), value)

    def remove(self, path: Path, index: int) -> Any:
        """Takes an element out of the list at the path, and gives it."""
        items = self._list(path)
        return _frozen(items.pop(_index(index, len(items) - 1, path)))

    def move(self, path: Path, index: int, to: int) -> None:
        """Moves an element of the list at the path; ``to`` is its index afterwards."""
        items = self._list(path)
        last = len(items) - 1
        items.insert(_index(to, last, path), items.pop(_index(index, last, path)))

    def _list(self, path: Path) -> list[Any]:
        part = self._open(path)
        if not isinstance(part, _List):
            raise EditError(f"'{path_text(path)}' is not a list")
        return part.items

    def _open(self, path: Path) -> _Open:
        part = self._root = _opened(MANIFEST, self._root, ())
        for depth, step in enumerate(path, 1):
            here = path[:depth]
            if isinstance(part, _List):
                part = part.open(_index(step, len(part.items) - 1, here), here)
            elif isinstance(step, str) and part.section.key(step) is not None:
                part = part.open(step, here)
            else:
                raise EditError(f"there is no '{path_text(here)}' in {part.section.title}")
        return part


def _opened(kind: Kind, value: Any, path: Path) -> _Open:
    if isinstance(value, _OPEN):
        return value
    if isinstance(kind, Items) and isinstance(value, tuple):
        return _List(kind, value)
    section = section_of(kind, value)
    if section is None:
        raise EditError(f"'{path_text(path)}' has no parts at present; set it as a whole first")
    return _Map(section, value)


def _frozen(value: Any) -> Any:
    return value.frozen() if isinstance(value, _OPEN) else value


def _index(step: int | str, last: int, path: Path) -> int:
    if not isinstance(step, int) or not 0 <= step <= last:
        raise EditError(f"'{path_text(path)}': there is no place {step} in a list whose last is {last}")
    return step


_OPEN = (_Map, _List)
