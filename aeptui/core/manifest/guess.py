"""The best guess at a manifest whose text has errors, so that what can be checked is checked in the same go.

Whatever could not be read is stood in for by something harmless; who looks at a guess must leave those places out.
"""

from typing import Any

from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.kinds import ByKey, Choice, Constant, Flag, Items, Key, Kind, Number, Section, TextOr, Time
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.nodes import AnyNode, Entry, ListNode, MapNode
from aeptui.core.manifest.problems import Path, Where
from aeptui.core.manifest.shape import BROKEN, Shaper

UNREADABLE = "?"


def guess(root: AnyNode | None, where: Where) -> Manifest | None:
    """The manifest that a tree with errors seems to say; None where it is no map."""
    if not isinstance(root, MapNode):
        return None
    made = _Guesser(where).read(MANIFEST, root, ())
    return made if isinstance(made, Manifest) else None


class _Guesser(Shaper):
    """Reads like the strict reader, whose problems are reported already, and stands in for what it cannot read."""

    def _key(self, key: Key, entry: Entry | None, path: Path, section: Section) -> Any:
        value = super()._key(key, entry, path, section)
        if value is not BROKEN:
            return value
        return _stand_in(key.kind) if key.required else key.default

    def _items(self, kind: Items, node: AnyNode, path: Path) -> Any:
        if not isinstance(node, ListNode):
            return BROKEN
        values = (self.read(kind.of, item, (*path, index)) for index, item in enumerate(node.items))
        return tuple(_stand_in(kind.of) if value is BROKEN else value for value in values)

    def _one_of(self, kind: Section, node: MapNode, found: dict[str, Entry], path: Path) -> bool:
        return True


def _stand_in(kind: Kind) -> Any:
    """A harmless value of a kind."""
    match kind:
        case Section():
            defaults = {key.argument: _stand_in(key.kind) if key.required else key.default for key in kind.keys}
            return kind.make(**defaults)
        case ByKey():
            return _stand_in(kind.lacking)
        case TextOr():
            return _stand_in(kind.text)
        case Choice():
            return kind.values[-1]
        case Flag():
            return False
        case Number():
            return kind.at_least if kind.at_least is not None else 1
        case Time():
            return kind.words[0] if kind.words else None
        case Items():
            return ()
        case Constant():
            return ""
        case _:
            return UNREADABLE
