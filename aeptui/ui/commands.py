"""Commands: everything a key can do, as records.

Footer, ``?``, palette, the keys themselves and the README's tables are made from these records and from nothing else.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

from aeptui.ui.messages import Said


def always(_node: Any) -> str | None:
    """Nothing speaks against the command."""
    return None


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done.

    ``id`` is ``<screen>.<what>`` or ``<screen>.<what>:<argument>`` and stays the same for ever, so that keys can be
    remapped by it; the method that does it is ``do_<what>`` of the class that lists the command, called with the
    argument where there is one. ``keys`` are Textual's names, the first is shown. ``title`` is one to three words,
    ``help`` one sentence. ``allowed`` gets the widget or screen and returns why the command cannot be used now, or
    None. ``footer`` says whether the footer shows it where there is room. ``everywhere``: the key wins over the focused
    widget's own use of it.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    allowed: Callable[[Any], str | None] = always
    footer: bool = True
    everywhere: bool = False

    @property
    def method(self) -> str:
        """The name of the method that does it."""
        return "do_" + self.id.partition(".")[2].partition(":")[0].replace("-", "_")

    @property
    def arguments(self) -> tuple[str, ...]:
        """What the method is called with."""
        argument = self.id.partition(":")[2]
        return (argument,) if argument else ()

    @property
    def key(self) -> str:
        """The first key as people read it; empty for a command without one."""
        return key_text(self.keys[0]) if self.keys else ""

    @property
    def every_key(self) -> str:
        """All keys as people read them, parted by blanks."""
        return " ".join(map(key_text, self.keys))


@dataclass(frozen=True, slots=True)
class Offer:
    """A command on the widget or screen that would do it, and why it cannot now (None: it can)."""

    command: Command
    node: DOMNode
    reason: str | None

    def take(self) -> None:
        """Does it, or says why not."""
        if self.reason is None:
            getattr(self.node, self.command.method)(*self.command.arguments)
        else:
            self.node.post_message(Said(self.reason))


class Commanding:
    """A screen or widget with commands: list them in ``COMMAND_TABLE``, write a ``do_…`` method for each.

    Stands before Textual's class among the bases. A subclass's commands come before those it inherits.
    """

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        own: tuple[Command, ...] = cls.__dict__.get("COMMAND_TABLE", ())
        given: list[Any] = list(cls.__dict__.get("BINDINGS", ()))
        cls.BINDINGS = [*given, *(_binding(command) for command in own if command.keys)]
        super().__init_subclass__(**options)

    BINDINGS: ClassVar[list[Any]] = []

    def action_command(self, command_id: str) -> None:
        """What every key of a command is bound to."""
        command = next(command for command in commands_of(type(self)) if command.id == command_id)
        assert isinstance(self, DOMNode)
        Offer(command, self, command.allowed(self)).take()


def commands_of(kind: type) -> Iterator[Command]:
    """The commands of a class, its own before those it inherits."""
    for base in kind.__mro__:
        yield from base.__dict__.get("COMMAND_TABLE", ())


def offers(screen: Screen[Any]) -> list[Offer]:
    """What can be done here: the focused widget's commands first, then outwards to the screen's.

    Where two have the same key, it does what the inner one does, and an outer one is listed with the keys it has left.
    """
    nodes = [screen] if screen.focused is None else list(screen.focused.ancestors_with_self)
    found: list[Offer] = []
    taken: set[str] = set()
    for node in nodes:
        for command in commands_of(type(node)):
            free = tuple(key for key in command.keys if key not in taken)
            if free or not command.keys:
                found.append(Offer(replace(command, keys=free), node, command.allowed(node)))
            taken.update(free)
        if node is screen:
            break
    return found


NAMES = {
    "question_mark": "?",
    "slash": "/",
    "exclamation_mark": "!",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "plus": "+",
    "minus": "-",
    "full_stop": ".",
    "asterisk": "*",
    "equals_sign": "=",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "upper_u": "U",
    "vertical_line": "|",
}


def key_text(key: str) -> str:
    """A key's name as people read it: ``ctrl+s``, ``?``, ``esc``."""
    return NAMES.get(key, key)


def _binding(command: Command) -> Binding:
    return Binding(
        ",".join(command.keys),
        f"command({command.id!r})",
        command.title,
        show=False,
        priority=command.everywhere,
        tooltip=command.help,
        id=command.id,
    )
