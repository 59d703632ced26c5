"""A document while it is being changed: what an edit touches is opened, everything else stays shared and frozen.

Opened lists are Python's own, so that many changes of one list cost as much as their number, not as its length each.
"""

from typing import Any, TypeAlias

from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.kinds import Items, Key, Kind, Section
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Path
from aeptui.core.manifest.values import EditError, path_text, section_of


class _Map:
    """A part of the model, opened: its frozen value, and the keys that differ from it."""

    def __init__(self, section: Section, value: Any) -> None:
        self.section = section
        self._value = value
        self._changed: dict[str, Any] = {}

    def get(self, key: Key) -> Any:
        """The key's frozen value."""
        return _frozen(self._current(key))

    def set(self, key: Key, value: Any) -> None:
        """Gives the key a frozen value."""
        self._changed[key.name] = value

    def open(self, key: Key, path: Path) -> "_Open":
        """Opens the key's value. Raises EditError where it has no parts."""
        opened = self._changed[key.name] = _opened(key.kind, self._current(key), path)
        return opened

    def frozen(self) -> Any:
        """The part with its changes."""
        if not self._changed:
            return self._value
        return self.section.make(**{key.argument: self.get(key) for key in self.section.keys})

    def _current(self, key: Key) -> Any:
        return self._changed[key.name] if key.name in self._changed else key.value_of(self._value)


class _List:
    """A list of the model, opened: its frozen items, and beside them by index those that are opened."""

    def __init__(self, kind: Items, value: tuple[Any, ...]) -> None:
        self._kind = kind
        self._items = list(value)
        self._opened: dict[int, _Open] = {}

    def __len__(self) -> int:
        return len(self._items)

    def get(self, index: int) -> Any:
        """The element's frozen value."""
        return self._opened[index].frozen() if index in self._opened else self._items[index]

    def set(self, index: int, value: Any) -> None:
        """Gives the element a frozen value."""
        self._opened.pop(index, None)
        self._items[index] = value

    def open(self, index: int, path: Path) -> "_Open":
        """Opens an element. Raises EditError where it has no parts."""
        if index not in self._opened:
            self._opened[index] = _opened(self._kind.of, self._items[index], path)
        return self._opened[index]

    def insert(self, index: int, value: Any) -> None:
        """Puts a frozen element before the one that has the index."""
        self._close()
        self._items.insert(index, value)

    def pop(self, index: int) -> Any:
        """Takes an element out and gives it, frozen."""
        self._close()
        return self._items.pop(index)

    def frozen(self) -> tuple[Any, ...]:
        """The list with its changes."""
        self._close()
        return tuple(self._items)

    def _close(self) -> None:
        """Freezes what is opened, for indexes are about to change, or because it is asked for as a whole."""
        for index, part in self._opened.items():
            self._items[index] = part.frozen()
        self._opened.clear()


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
            index = _index(step, len(part) - 1, path)
            before = part.get(index)
            part.set(index, value)
            return path, before
        key = _key(part, step, path)
        around = part.section.exactly_one if step in part.section.exactly_one and value is not None else ()
        rivals = [rival for name in around if name != step and part.get(rival := part.section.known(name)) is not None]
        before = part.frozen() if rivals else part.get(key)
        for rival in rivals:
            part.set(rival, None)
        part.set(key, value)
        return (path[:-1], before) if rivals else (path, before)

    def insert(self, path: Path, index: int, value: Any) -> None:
        """Puts an element into the list at the path; the index may be the list's length."""
        items = self._list(path)
        items.insert(_index(index, len(items), path), value)

    def remove(self, path: Path, index: int) -> Any:
        """Takes an element out of the list at the path, and gives it."""
        items = self._list(path)
        return items.pop(_index(index, len(items) - 1, path))

    def move(self, path: Path, index: int, to: int) -> None:
        """Moves an element of the list at the path; ``to`` is its index afterwards."""
        items = self._list(path)
        last = len(items) - 1
        items.insert(_index(to, last, path), items.pop(_index(index, last, path)))

    def _list(self, path: Path) -> _List:
        part = self._open(path)
        if not isinstance(part, _List):
            raise EditError(f"'{path_text(path)}' is not a list")
        return part

    def _open(self, path: Path) -> _Open:
        part = self._root = _opened(MANIFEST, self._root, ())
        for depth, step in enumerate(path, 1):
            here = path[:depth]
            if isinstance(part, _List):
                part = part.open(_index(step, len(part) - 1, here), here)
            else:
                part = part.open(_key(part, step, here), here)
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


def _key(part: _Map, step: int | str, path: Path) -> Key:
    key = part.section.key(step) if isinstance(step, str) else None
    if key is None:
        raise EditError(f"there is no '{path_text(path)}' in {part.section.title}")
    return key


def _frozen(value: Any) -> Any:
    return value.frozen() if isinstance(value, _OPEN) else value


def _index(step: int | str, last: int, path: Path) -> int:
    if not isinstance(step, int) or not 0 <= step <= last:
        raise EditError(f"'{path_text(path)}': there is no place {step} in a list whose last is {last}")
    return step


_OPEN = (_Map, _List)
