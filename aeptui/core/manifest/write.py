"""The document to YAML text: a new text, or an existing one with only what differs changed."""

import secrets

from aeptui.core.manifest.compose import compose
from aeptui.core.manifest.emit import map_lines
from aeptui.core.manifest.keys import MANIFEST
from aeptui.core.manifest.model import Manifest
from aeptui.core.manifest.nodes import MapNode
from aeptui.core.manifest.patch import Patch
from aeptui.core.manifest.plain import plain

_MARK = "\ufeff"


def new_id() -> str:
    """A new identity for a manifest: 8 hexadecimal digits."""
    return secrets.token_hex(4)


def to_yaml(manifest: Manifest) -> str:
    """The manifest as YAML text, keys in the table's order, ended by a line feed; reading it gives the same manifest.

    Times must be aware and in whole seconds.
    """
    return "\n".join(map_lines(MANIFEST, plain(manifest), 0)) + "\n"


def with_id(text: str, id: str) -> str:
    """The text with that id written into it where it has none, and everything else as it was, byte for byte.

    Raises ValueError when the text is not a YAML map.
    """
    body, mark = _unmarked(text)
    root = compose(body).root
    if not isinstance(root, MapNode):
        raise ValueError("the text is not a YAML map, so that no id can be written into it")
    entry = root.entry("id")
    if entry is not None and getattr(entry.value, "text", "id") not in ("", "~", "null", "Null", "NULL"):
        return text
    patch = Patch(body)
    patch.set_entry(root, MANIFEST, "id", id)
    return mark + patch.result()


def _unmarked(text: str) -> tuple[str, str]:
    """The text without its byte order mark, and the mark."""
    return (text[1:], _MARK) if text.startswith(_MARK) else (text, "")
