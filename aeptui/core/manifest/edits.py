"""Edits of the document: values that make a new manifest of an old one, each with an inverse.

Paths are those of the document (``("target", "schema", "class")``, ``("mapping", 3)``), as problems have them; values
are those of the model. An edit costs as much as what it changes, and a batch as much as its edits.
"""

import json
from dataclasses import dataclass
from typing import Any, TypeAlias

from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.problems import Path
from aeptui.core.manifest.values import EditError, decode, encode, key_at, sections_in
from aeptui.core.manifest.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Put:
    """Sets what is at a path: a key, a part, an element of a list, or with the empty path the whole document.

    None leaves an optional key out. Where keys exclude each other (``from``, ``expr``, ``value``), the new one takes
    the place of the old one.
    """

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Insert:
    """Puts an element into the list at a path, before the one that has the index now, or at its end."""

    path: Path
    index: int
    value: Any


@dataclass(frozen=True, slots=True)
class Remove:
    """Takes the element with the index out of the list at a path."""

    path: Path
    index: int


@dataclass(frozen=True, slots=True)
class Move:
    """Moves an element of the list at a path; ``to`` is its index afterwards."""

    path: Path
    index: int
    to: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Edits that are one to the user, made one after the other: each sees what the ones before it made."""

    edits: "tuple[Edit, ...]"
    title: str


Edit: TypeAlias = Put | Insert | Remove | Move | Batch


def apply(manifest: Manifest, edit: Edit) -> Manifest:
    """The manifest with the edit made. Raises EditError for a place that the manifest does not have."""
    return applied(manifest, edit)[0]


def inverse(manifest: Manifest, edit: Edit) -> Edit:
    """The edit that takes this one back, made of what it replaces in the manifest. Raises EditError as ``apply``."""
    return applied(manifest, edit)[1]


def applied(manifest: Manifest, edit: Edit) -> tuple[Manifest, Edit]:
    """The manifest with the edit made, and the edit's inverse. Raises EditError as ``apply``.

    Whether values suit their places is looked at by ``to_json``.
    """
    workspace = Workspace(manifest)
    back = _perform(workspace, edit)
    return workspace.result(), back


def _perform(workspace: Workspace, edit: Edit) -> Edit:
    """Makes the edit in the workspace and gives its inverse."""
    if isinstance(edit, Batch):
        return Batch(tuple([_perform(workspace, each) for each in edit.edits][::-1]), edit.title)
    if isinstance(edit, Put):
        return Put(*workspace.put(edit.path, edit.value))
    if isinstance(edit, Insert):
        workspace.insert(edit.path, edit.index, edit.value)
        return Remove(edit.path, edit.index)
    if isinstance(edit, Remove):
        return Insert(edit.path, edit.index, workspace.remove(edit.path, edit.index))
    workspace.move(edit.path, edit.index, edit.to)
    return Move(edit.path, edit.to, edit.index)


def touched(edit: Edit) -> frozenset[Path]:
    """The places that the edit may change: a changed list as a whole, and no place that lies within another one."""
    found = set(_places(edit))
    return frozenset(path for path in found if not any(path[:depth] in found for depth in range(len(path))))


def _places(edit: Edit) -> list[Path]:
    if isinstance(edit, Batch):
        return [path for each in edit.edits for path in _places(each)]
    around = sections_in(key_at(edit.path[:-1]).kind) if edit.path else ()
    # Setting one of several keys that exclude each other may clear another one.
    return [edit.path[:-1] if any(edit.path[-1] in section.exactly_one for section in around) else edit.path]


def to_json(edit: Edit) -> str:
    """The edit as JSON text. Raises EditError for a value that its place does not take."""
    return json.dumps(_data(edit), separators=(",", ":"))


def from_json(text: str) -> Edit:
    """The edit that ``to_json`` wrote. Raises EditError for a path that no document has."""
    return _edit(json.loads(text))


def _data(edit: Edit) -> dict[str, Any]:
    if isinstance(edit, Batch):
        return {"batch": [_data(each) for each in edit.edits], "title": edit.title}
    if isinstance(edit, Put):
        return {"put": edit.path, "value": _value(edit.path, edit.value)}
    if isinstance(edit, Insert):
        return {"insert": edit.path, "index": edit.index, "value": _value((*edit.path, edit.index), edit.value)}
    if isinstance(edit, Remove):
        return {"remove": edit.path, "index": edit.index}
    return {"move": edit.path, "index": edit.index, "to": edit.to}


def _value(path: Path, value: Any) -> Any:
    key = key_at(path)
    if value is None and not key.required and key.default is None:
        return None
    return encode(key.kind, value, path)


def _edit(data: dict[str, Any]) -> Edit:
    if "batch" in data:
        return Batch(tuple(_edit(each) for each in data["batch"]), data["title"])
    if "put" in data:
        path = tuple(data["put"])
        return Put(path, _from_value(path, data["value"]))
    if "insert" in data:
        path, index = tuple(data["insert"]), data["index"]
        return Insert(path, index, _from_value((*path, index), data["value"]))
    if "remove" in data:
        return Remove(tuple(data["remove"]), data["index"])
    if "move" in data:
        return Move(tuple(data["move"]), data["index"], data["to"])
    raise EditError(f"not an edit that this aeptui knows: {', '.join(data)}")


def _from_value(path: Path, data: Any) -> Any:
    return None if data is None else decode(key_at(path).kind, data)
