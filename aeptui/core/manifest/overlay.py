"""Overlays: a second text that replaces keys of a manifest, for what differs between environments.

Maps merge key by key; lists and single values replace; null takes a key away. Where a map stands for one of two things
(a schema that exists or one to be made), an overlay that names the other thing replaces the whole map.
"""

from collections.abc import Sequence
from dataclasses import replace

from aeptui.core.manifest.compose import compose
from aeptui.core.manifest.decode import decode
from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.kinds import ByKey, Kind, Section, TextOr
from aeptui.core.manifest.nodes import AnyNode, Composed, Entry, MapNode
from aeptui.core.manifest.places import Places
from aeptui.core.manifest.problems import Problem
from aeptui.core.manifest.read import Reading, reading_of


def read_with(text: str | bytes, overlays: Sequence[tuple[str | bytes, str]], file: str = "<manifest>") -> Reading:
    """Reads a manifest with overlays, each a text and the name of its file, merged over it in order.

    What an overlay says is reported at its position in the overlay.
    """
    layers = [_layer(content, name) for content, name in ((text, file), *overlays)]
    problems = tuple(problem for layer in layers for problem in layer.problems)
    if problems and any(layer.root is None for layer in layers):
        return Reading(None, problems, Places(layers[0].root, file))
    root: AnyNode | None = None
    for layer in layers:
        if layer.root is not None:
            root = layer.root if root is None else merge(root, layer.root)
    return reading_of(root, problems, file)


def merge(base: AnyNode, over: AnyNode, kind: Kind | None = MANIFEST) -> AnyNode:
    """The tree of ``base`` with that of ``over`` put over it; ``kind`` is what both stand for."""
    if not isinstance(base, MapNode) or not isinstance(over, MapNode):
        return over
    if isinstance(kind, ByKey) and _switches(kind, base, over):
        return over
    section = _section(kind, base)
    entries: list[Entry] = []
    for entry in base.entries:
        other = over.entry(entry.key.text)
        key = section.key(entry.key.text) if section is not None else None
        value = merge(entry.value, other.value, key.kind if key is not None else None) if other else entry.value
        entries.append(Entry(key=other.key if other else entry.key, value=value))
    entries += [entry for entry in over.entries if base.entry(entry.key.text) is None]
    return replace(base, entries=tuple(entries))


def _layer(content: str | bytes, file: str) -> Composed:
    text = content if isinstance(content, str) else decode(content, file)
    if isinstance(text, Problem):
        return replace(compose("", file), problems=(text,))
    return compose(text.removeprefix("\ufeff"), file)


def _switches(kind: ByKey, base: MapNode, over: MapNode) -> bool:
    """Whether the overlay names the other one of the two things that the map may stand for."""
    if base.entry(kind.key) is None:
        return over.entry(kind.key) is not None
    return any(kind.having.key(entry.key.text) is None for entry in over.entries)


def _section(kind: Kind | None, base: MapNode) -> Section | None:
    if isinstance(kind, TextOr):
        return kind.section
    if isinstance(kind, ByKey):
        return kind.lacking if base.entry(kind.key) is None else kind.having
    return kind if isinstance(kind, Section) else None
