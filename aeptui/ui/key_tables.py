"""All keys as tables: what ``aeptui keys`` prints and the README shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aeptui.ui.commands import Command, commands_of, key_text
from aeptui.ui.frame import FRAME
from aeptui.ui.places import PLACES
from aeptui.ui.widgets.grid import Grid


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The commands of one place, or of what several places have in common."""

    title: str
    commands: tuple[Command, ...]


def key_tables() -> Iterator[KeyTable]:
    """Everywhere, in tables, then each screen. Imports all screens."""
    yield KeyTable("Everywhere", FRAME)
    yield KeyTable("In tables", tuple(commands_of(Grid)))
    for place in PLACES.values():
        own = tuple(command for command in commands_of(place.kind()) if command not in FRAME)
        if own:
            yield KeyTable(place.title, own)


def keys_of(command: Command) -> str:
    """All keys of a command as people read them: ``ctrl+z, u``."""
    return ", ".join(key_text(key) for key in command.keys)


def markdown(tables: Iterable[KeyTable]) -> str:
    """The tables as Markdown."""
    parts: list[str] = []
    for table in tables:
        rows = [f"| `{keys_of(command)}` | {command.help} |" for command in table.commands if command.keys]
        parts.append("\n".join([f"### {table.title}", "", "| key | what it does |", "| --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"
