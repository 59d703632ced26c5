"""Nodes to the model, by the table of keys: every problem is reported, none ends the reading."""

import re
from collections.abc import Callable
from typing import Any, Final

from aeptui.core.manifest.keys import MANIFEST, sections
from aeptui.core.manifest.kinds import (
    ByKey,
    Choice,
    Constant,
    Flag,
    Items,
    Key,
    Kind,
    Number,
    Section,
    Text,
    TextOr,
    Time,
)
from aeptui.core.manifest.nearest import nearest
from aeptui.core.manifest.nodes import AnyNode, Entry, ListNode, MapNode, ScalarNode
from aeptui.core.manifest.problems import Path, Position, Problem, Where
from aeptui.core.manifest.scalars import parse_time, resolve


class _Broken:
    """Stands for a value that could not be read; its problem is already reported."""


BROKEN: Final = _Broken()


class Shaper:
    """Reads one tree; ``problems`` grows while it does."""

    def __init__(self, where: Where) -> None:
        self.problems: list[Problem] = []
        self._where = where
        self._readers: dict[type, Callable[[Any, AnyNode, Path], Any]] = {
            Text: self._text,
            Choice: self._choice,
            Flag: self._flag,
            Number: self._number,
            Time: self._time,
            Constant: self._constant,
            Items: self._items,
            Section: self._section,
            TextOr: self._text_or,
            ByKey: self._by_key,
        }

    def read(self, kind: Kind, node: AnyNode, path: Path) -> Any:
        """The model's value for a node, or BROKEN."""
        return self._readers[type(kind)](kind, node, path)

    def _report(self, at: Position, path: Path, rule: str, message: str, fix: str | None = None) -> _Broken:
        self.problems.append(Problem(rule, "error", message, at.line, at.column, path, fix, at.file))
        return BROKEN

    def _wrong(self, kind: Kind, node: AnyNode, path: Path, fix: str | None = None) -> _Broken:
        message = f"'{_name(path)}' must be {kind.label}; this is {_what(node)}"
        return self._report(node.position, path, "manifest/type", message, fix)

    def _text(self, kind: Text, node: AnyNode, path: Path) -> Any:
        if not isinstance(node, ScalarNode):
            return self._wrong(kind, node, path)
        if not node.text and not kind.empty:
            return self._report(node.position, path, "manifest/empty", f"'{_name(path)}' must not be empty")
        if kind.shape is not None and not re.fullmatch(kind.shape, node.text):
            return self._wrong(kind, node, path)
        return node.text

    def _choice(self, kind: Choice, node: AnyNode, path: Path) -> Any:
        if not isinstance(node, ScalarNode):
            return self._wrong(kind, node, path)
        word = kind.spellings.get(node.text, node.text)
        if word in kind.values:
            return word
        meant = kind.mistakes.get(word.lower()) or nearest(word, kind.values)
        hint = f"; did you mean '{meant}'?" if meant else ""
        message = f"'{_name(path)}' must be {kind.label}; '{node.text}' is not{hint}"
        return self._report(node.position, path, "manifest/choice", message, meant)

    def _flag(self, kind: Flag, node: AnyNode, path: Path) -> Any:
        value = self._plain(node)
        if isinstance(value, bool):
            return value
        words = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
        return self._wrong(kind, node, path, words.get(getattr(node, "text", "").lower()))

    def _number(self, kind: Number, node: AnyNode, path: Path) -> Any:
        value = self._plain(node)
        if isinstance(value, bool) or not isinstance(value, int | float) or (kind.whole and isinstance(value, float)):
            return self._wrong(kind, node, path, _digits(node))
        below = (kind.above is not None and value <= kind.above) or (
            kind.at_least is not None and value < kind.at_least
        )
        if below or (kind.at_most is not None and value > kind.at_most):
            message = f"'{_name(path)}' must be {kind.label}; {value} is not"
            return self._report(node.position, path, "manifest/range", message)
        return value

    def _time(self, kind: Time, node: AnyNode, path: Path) -> Any:
        if not isinstance(node, ScalarNode):
            return self._wrong(kind, node, path)
        if node.text in kind.words:
            return node.text
        try:
            return parse_time(node.text)
        except ValueError as error:
            return self._report(node.position, path, "manifest/time", f"'{_name(path)}': {error}")

    def _constant(self, kind: Constant, node: AnyNode, path: Path) -> Any:
        if not isinstance(node, ScalarNode):
            return self._wrong(kind, node, path)
        try:
            value = node.text if node.style else resolve(node.text)
        except ValueError as error:
            return self._report(node.position, path, "manifest/range", f"'{_name(path)}': {error}")
        return self._wrong(kind, node, path) if value is None else value

    def _items(self, kind: Items, node: AnyNode, path: Path) -> Any:
        if not isinstance(node, ListNode):
            return self._wrong(kind, node, path)
        if not node.items and not kind.empty:
            return self._report(node.position, path, "manifest/empty", f"'{_name(path)}' must not be an empty list")
        values = [self.read(kind.of, item, (*path, index)) for index, item in enumerate(node.items)]
        return BROKEN if any(value is BROKEN for value in values) else tuple(values)

    def _text_or(self, kind: TextOr, node: AnyNode, path: Path) -> Any:
        if isinstance(node, ListNode):
            return self._wrong(kind, node, path)
        return self.read(kind.section if isinstance(node, MapNode) else kind.text, node, path)

    def _by_key(self, kind: ByKey, node: AnyNode, path: Path) -> Any:
        if not isinstance(node, MapNode):
            return self._wrong(kind, node, path)
        entry = node.entry(kind.key)
        if entry is None or _is_null(entry.value):
            return self._section(kind.lacking, node, path)
        return self._section(kind.having, node, path, other=kind.lacking)

    def _section(self, kind: Section, node: AnyNode, path: Path, other: Section | None = None) -> Any:
        if not isinstance(node, MapNode):
            names = ", ".join(key.name for key in kind.keys)
            return self._wrong(kind, node, path, f"write a map with the keys {names}")
        found = {entry.key.text: entry for entry in node.entries if not _is_null(entry.value)}
        for entry in node.entries:
            if kind.key(entry.key.text) is None:
                self._unknown_key(kind, entry, path, other)
        values = {
            key.argument: self._key(key, found.get(key.name), path, kind)
            if key.required or key.name in found
            else key.default
            for key in kind.keys
        }
        complete = self._one_of(kind, node, found, path)
        if not complete or any(value is BROKEN for value in values.values()):
            return BROKEN
        return kind.make(**values)

    def _key(self, key: Key, entry: Entry | None, path: Path, section: Section) -> Any:
        """The value of a key that is there, or that is required."""
        if entry is not None:
            return self.read(key.kind, entry.value, (*path, key.name))
        message = f"'{key.name}' is missing in {section.title}: {_lower_first(key.help)}"
        place = (*path, key.name)
        return self._report(self._where(place), place, "manifest/missing-key", message, f"{key.name}: …")

    def _one_of(self, kind: Section, node: MapNode, found: dict[str, Entry], path: Path) -> bool:
        if not kind.exactly_one:
            return True
        present = [name for name in kind.exactly_one if name in found]
        if len(present) == 1:
            return True
        if present:
            at, message = found[present[1]].key.position, f"{' and '.join(present)} exclude each other; keep one"
        elif (entry := node.entry("value")) is not None:
            at, message = entry.key.position, "'value' cannot be null; a field is left empty by 'expr: nullify()'"
        else:
            at, message = self._where(path), f"{kind.title} needs one of {', '.join(kind.exactly_one)}"
        self._report(at, path, "manifest/one-of", message)
        return False

    def _unknown_key(self, kind: Section, entry: Entry, path: Path, other: Section | None) -> None:
        word = entry.key.text
        names = [key.name for key in kind.keys]
        meant = nearest(word, names)
        homes = [place for place, section in sections() if section.key(word) and place]
        if meant:
            message, fix = f"unknown key '{word}' in {kind.title}; did you mean '{meant}'?", meant
        elif other is not None and other.key(word):
            message = f"'{word}' belongs to {other.title}; with '{kind.keys[0].name}' this is {kind.title}"
            fix = "keep one of the two"
        elif homes:
            message, fix = (
                f"unknown key '{word}' in {kind.title}; it belongs in '{homes[0]}'",
                f"move it to '{homes[0]}'",
            )
        else:
            message, fix = f"unknown key '{word}' in {kind.title}; the keys are {', '.join(names)}", None
        self._report(entry.key.position, (*path, word), "manifest/unknown-key", message, fix)

    def _plain(self, node: AnyNode) -> Any:
        """What a plain single value says; None for everything else."""
        if not isinstance(node, ScalarNode) or node.style:
            return None
        try:
            return resolve(node.text)
        except ValueError:
            return None


def shape(root: AnyNode, where: Where) -> tuple[Any, list[Problem]]:
    """The manifest that a tree says, None where it has errors, and its problems."""
    shaper = Shaper(where)
    value = shaper.read(MANIFEST, root, ())
    return (None if value is BROKEN or shaper.problems else value), shaper.problems


def _is_null(node: AnyNode) -> bool:
    return isinstance(node, ScalarNode) and not node.style and node.text in ("", "~", "null", "Null", "NULL")


def _what(node: AnyNode) -> str:
    if isinstance(node, ScalarNode):
        text = node.text if len(node.text) <= 40 else node.text[:40] + "…"
        return f"the text {text!r}" if node.style else (repr(text)[1:-1] or "empty")
    return "a list" if isinstance(node, ListNode) else "a map"


def _name(path: Path) -> str:
    """The last key of a path, with the numbers of list elements that follow it, as ``enum[0]``."""
    name = ""
    for step in path:
        name = f"{name}[{step}]" if isinstance(step, int) else step
    return name or "the document"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:].rstrip(".")


def _digits(node: AnyNode) -> str | None:
    """The number at the beginning of a text such as ``15m`` or a quoted ``15``."""
    match = re.match(r"[0-9]+", node.text) if isinstance(node, ScalarNode) else None
    return f"write {match[0]}" if match else None
