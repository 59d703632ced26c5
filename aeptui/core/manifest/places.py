"""Where the values of a document stand in its text, by their paths in the document."""

from aeptui.core.manifest.nodes import AnyNode, ListNode, MapNode, Node, ScalarNode
from aeptui.core.manifest.problems import Path, Position

_ESCAPES = {"x": 2, "u": 4, "U": 8}


class Places:
    """The positions in a tree of nodes; an overlaid part of the tree answers with the overlay's file and lines."""

    def __init__(self, root: AnyNode | None, file: str) -> None:
        self._root = root
        self._file = file

    def __call__(self, path: Path, /) -> Position:
        """The position of the value at ``path``, or of the nearest part around it that the text has.

        A map or list that is written in lines of its own is shown at its key, for there a reader looks for it.
        """
        if self._root is None:
            return Position(1, 1, self._file)
        return self._find(path)[1].position

    def inside(self, path: Path, offset: int, /) -> Position:
        """The position of a character (0-based) of the text at ``path``.

        Exact for plain and quoted texts on one line and for literal blocks; otherwise the beginning of the text.
        """
        if self._root is None:
            return Position(1, 1, self._file)
        node, shown, complete = self._find(path)
        if not complete or not isinstance(node, ScalarNode):
            return shown.position
        return node.source.position(node.start + _raw_offset(node, offset))

    def _find(self, path: Path) -> tuple[AnyNode, Node, bool]:
        """The deepest node on the path, the node to show for it, and whether the whole path was found."""
        assert self._root is not None
        node, shown = self._root, self._root
        for step in path:
            if isinstance(node, MapNode) and isinstance(step, str):
                entry = node.entry(step)
                if entry is None:
                    return node, shown, False
                node = entry.value
                in_lines = not isinstance(node, ScalarNode) and not node.flow and not node.aliased
                shown = entry.key if in_lines else node
            elif isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.items):
                node = shown = node.items[step]
            else:
                return node, shown, False
        return node, shown, True


def _raw_offset(node: ScalarNode, offset: int) -> int:
    """How many characters of the raw text stand before the character number ``offset`` of what it says."""
    raw = node.source.text[node.start : node.end]
    opened = raw.find(node.style) if node.style in ("'", '"') else 0
    if node.aliased or (node.style != "|" and "\n" in raw):
        return 0
    if node.style == "'":
        return opened + 1 + _quote_offset(raw[opened + 1 :], offset)
    if node.style == '"':
        return opened + 1 + _escape_offset(raw[opened + 1 :], offset)
    if node.style == "|":
        return _block_offset(raw, offset)
    return offset if raw == node.text else 0


def _quote_offset(raw: str, offset: int) -> int:
    at = 0
    for _ in range(offset):
        at += 2 if raw.startswith("''", at) else 1
    return min(at, len(raw))


def _escape_offset(raw: str, offset: int) -> int:
    at = 0
    for _ in range(offset):
        at += 2 + _ESCAPES.get(raw[at + 1 : at + 2], 0) if raw.startswith("\\", at) else 1
    return min(at, len(raw))


def _block_offset(raw: str, offset: int) -> int:
    """In a literal block every line stands behind the same indentation, and the first line is its sign."""
    lines = raw.split("\n")
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip()), default=0)
    at, left = len(lines[0]) + 1, offset
    for line in lines[1:]:
        text = line[indent:]
        if left <= len(text):
            return at + indent + left
        left -= len(text) + 1
        at += len(line) + 1
    return 0
