"""What a key is bound to, found without Textual's copies of everything that is bound anywhere."""

from collections.abc import Iterable
from typing import Any

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.screen import Screen


def bound(screen: Screen[Any], key: str) -> list[tuple[DOMNode, Iterable[Binding]]]:
    """The focused widget and what is around it, outwards to the application, each with what it binds the key to.

    Where a widget writes the key as a character, what is bound around it does not count.
    """
    focused = screen.focused
    nodes = [screen, screen.app] if focused is None or focused.loading else focused.ancestors_with_self
    character = key_to_character(key)
    found: list[tuple[DOMNode, Iterable[Binding]]] = []
    for node in nodes:
        found.append((node, node._bindings.key_to_bindings.get(key, ())))
        if node.check_consume_key(key, character):
            break
    return found


def until_modal(found: list[tuple[DOMNode, Iterable[Binding]]]) -> list[tuple[DOMNode, Iterable[Binding]]]:
    """Without what is around a dialog."""
    modal = next((place for place, (node, _) in enumerate(found) if node.is_modal), len(found))
    return found[: modal + 1]
