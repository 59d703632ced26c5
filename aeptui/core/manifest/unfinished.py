"""The document while it is being filled in: as text, from text, and what it still lacks.

Required texts that are empty are left out of the text; other empty texts stand there as ``''``. So reading the text
reports what is lacking and nothing else, and reading it here gives the same document again.
"""

from datetime import datetime
from typing import Any

from aeptui.core.manifest.blank import blank
from aeptui.core.manifest.compose import compose
from aeptui.core.manifest.emit import map_lines
from aeptui.core.manifest.keys import FORM, MANIFEST, MAPPING_ROW
from aeptui.core.manifest.kinds import ByKey, Choice, Items, Kind, Section, Text, TextOr, Time
from aeptui.core.manifest.model import Manifest, MappingRow
from aeptui.core.manifest.nodes import AnyNode, ListNode, MapNode, ScalarNode
from aeptui.core.manifest.patch import Patch
from aeptui.core.manifest.plain import plain, section_for
from aeptui.core.manifest.problems import NOWHERE, Path, Problem, Where, problem
from aeptui.core.manifest.read import Reading, reading_of
from aeptui.core.manifest.scalars import resolve, time_text
from aeptui.core.manifest.values import EditError, decode, encode

_LACKING = {"manifest/missing-key", "manifest/empty", "manifest/one-of"}
_MARK = "\ufeff"


def same(one: object, other: object) -> bool:
    """Whether two values of the model say the same in the document.

    Unlike ``==``, this tells ``1`` from ``true`` and ``1.0``, and a time from the same instant with another offset.
    """
    if one is other:
        return True
    if type(one) is not type(other) or one != other:
        return False
    if isinstance(one, str):
        return True
    if isinstance(one, datetime) and isinstance(other, datetime):
        return time_text(one) == time_text(other)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(map(same, one, other))
    return all(same(getattr(one, name), getattr(other, name)) for name in getattr(one, "__match_args__", ()))


def read_unfinished(text: str, file: str = "<manifest>") -> Reading:
    """Reads a document, also one that lacks something: its problems are those of reading it, and it is a manifest.

    Where a whole part is lacking, that of a blank document stands for it. The manifest is None where the text has
    errors of another kind.
    """
    return _read(text, file)[0]


def text_of(manifest: Manifest) -> str:
    """The manifest as YAML text, finished or not."""
    return "\n".join(map_lines(MANIFEST, _said(manifest), 0)) + "\n"


def update_unfinished(text: str, manifest: Manifest) -> str:
    """The text changed so that reading it gives ``manifest``; comments, order and what is unchanged stay.

    Raises ValueError when the text cannot be read, so that there is nothing to compare with.
    """
    mark = _MARK if text.startswith(_MARK) else ""
    before, root = _read(text, "")
    if before.manifest is None or not isinstance(root, MapNode):
        raise ValueError("the text has errors; it can only be replaced as a whole")
    if same(before.manifest, manifest):
        return text
    patch = Patch(text.removeprefix(_MARK))
    patch.change(root, MANIFEST, _without_hollow(_said(before.manifest)), _said(manifest))
    changed = patch.result()
    # Anchors, or keys in forms that hardly anyone writes, may defeat a change in place; the meaning goes first.
    return mark + (changed if same(read_unfinished(changed).manifest, manifest) else text_of(manifest))


def lacking(manifest: Manifest, where: Where = NOWHERE) -> list[Problem]:
    """What is still to be filled in; each problem's path is that of the empty place itself."""
    found: list[Problem] = []
    _look_at(MANIFEST, _said(manifest), (), found, where)
    return found


def lacking_in_row(row: MappingRow) -> list[Problem]:
    """What a row of the mapping still lacks; the paths begin in the row."""
    found: list[Problem] = []
    _look_at(MAPPING_ROW, _without_empty(MAPPING_ROW, plain(row, MAPPING_ROW)), (), found, NOWHERE)
    return found


def _read(text: str, file: str) -> tuple[Reading, AnyNode | None]:
    composed = compose(text.removeprefix(_MARK), file)
    reading = reading_of(composed.root, composed.problems, file)
    rules = {each.rule for each in reading.problems if each.severity == "error"}
    if reading.manifest is not None or composed.root is None or not rules <= _LACKING:
        return reading, composed.root
    manifest = decode(MANIFEST, _data(MANIFEST, composed.root), blank())
    try:
        encode(MANIFEST, manifest)
    except EditError:
        return reading, composed.root
    known = manifest.version == FORM
    return Reading(manifest if known else None, reading.problems, reading.where), composed.root


def _data(kind: Kind, node: AnyNode) -> Any:
    """What a tree says as plain data, of a tree whose only problems are that something is lacking."""
    if isinstance(node, ListNode):
        return [_data(kind.of if isinstance(kind, Items) else kind, item) for item in node.items]
    if isinstance(node, MapNode):
        inside = {entry.key.text: entry.value for entry in node.entries if not _is_null(entry.value)}
        section = section_for(kind, inside)
        return {name: _data(section.known(name).kind, value) for name, value in inside.items()} if section else inside
    if isinstance(kind, Choice):
        return kind.spellings.get(node.text, node.text)
    return node.text if node.style or isinstance(kind, Text | TextOr | Time) else resolve(node.text)


def _is_null(node: AnyNode) -> bool:
    return isinstance(node, ScalarNode) and not node.style and resolve(node.text) is None


def _said(manifest: Manifest) -> dict[str, Any]:
    """The document as plain data without the required texts that are empty."""
    data = _without_empty(MANIFEST, plain(manifest))
    assert isinstance(data, dict)
    return data


def _without_empty(kind: Kind, data: Any) -> Any:
    if isinstance(kind, Items):
        return [_without_empty(kind.of, item) for item in data]
    section = section_for(kind, data)
    if section is None:
        return data
    # The key that tells two things apart stays, for without it the other thing would be read.
    telling = kind.key if isinstance(kind, ByKey) else None
    return {
        name: _without_empty(section.known(name).kind, value)
        for name, value in data.items()
        if value != "" or name == telling or not section.known(name).required
    }


def _without_hollow(data: Any) -> Any:
    """The data with None for maps without keys: they have no line beside which a key could be written."""
    if isinstance(data, dict):
        return {name: _without_hollow(value) for name, value in data.items()} or None
    return [_without_hollow(item) for item in data] if isinstance(data, list) else data


def _look_at(kind: Kind, data: Any, path: Path, found: list[Problem], where: Where) -> None:
    section = section_for(kind, data)
    if section is not None:
        _look_into(section, data, path, found, where)
    elif isinstance(kind, Items):
        if not data and not kind.empty:
            found.append(problem(where, path, "manifest/empty", f"'{path[-1]}' lists nothing", fix="leave it out"))
        for index, item in enumerate(data):
            _look_at(kind.of, item, (*path, index), found, where)
    elif isinstance(kind, Text) and not data and not kind.empty:
        found.append(problem(where, path, "manifest/empty", "this is still empty"))


def _look_into(section: Section, data: dict[str, Any], path: Path, found: list[Problem], where: Where) -> None:
    for key in section.keys:
        if key.name in data:
            _look_at(key.kind, data[key.name], (*path, key.name), found, where)
        elif key.required:
            message = f"'{key.name}' is still to be filled in: {key.help}"
            found.append(problem(where, (*path, key.name), "manifest/missing-key", message))
    if section.exactly_one and not any(name in data for name in section.exactly_one):
        message = f"one of {', '.join(section.exactly_one)} is still to be filled in"
        found.append(problem(where, path, "manifest/one-of", message))
