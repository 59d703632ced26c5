"""The command registry: complete, distinct, and with keys that arrive in every terminal."""

import re
from collections.abc import Iterator

import pytest

from aeptui.ui.commands import Command, Commanding, commands_of
from aeptui.ui.frame import FRAME
from aeptui.ui.key_tables import key_tables, markdown
from aeptui.ui.places import PLACES
from aeptui.ui.widgets.grid import Grid

# Keys that a terminal, tmux or screen takes, or sends as another key.
LOST = re.compile(r"ctrl\+[abhijm]|f11|alt\+\d|ctrl\+shift\+.|shift\+enter|ctrl\+enter|.*super.*")


def classes() -> list[type]:
    return [*(place.kind() for place in PLACES.values()), Grid]


def own(kind: type) -> Iterator[Command]:
    return (command for command in commands_of(kind) if command not in FRAME or kind is PLACES["runs"].kind())


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_every_command_can_be_done_and_is_explained(kind: type[Commanding]) -> None:
    for command in commands_of(kind):
        assert callable(getattr(kind, command.method, None)), f"{kind.__name__} has no {command.method}"
        assert command.help.endswith("."), command.id
        assert command.title and len(command.title) <= 24, command.id


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_no_command_has_a_key_that_gets_lost_on_the_way(kind: type[Commanding]) -> None:
    lost = [(command.id, key) for command in commands_of(kind) for key in command.keys if LOST.fullmatch(key)]
    assert not lost


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_ids_are_distinct(kind: type[Commanding]) -> None:
    ids = [command.id for command in commands_of(kind)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_keys_are_shown_as_they_are_written_on_the_keyboard(kind: type[Commanding]) -> None:
    shown = [command.every_key for command in commands_of(kind)]
    assert not [keys for keys in shown if "_" in keys]
    assert all(len(keys) <= 12 for keys in shown), shown


def test_key_tables_hold_every_screen() -> None:
    titles = [table.title for table in key_tables()]
    assert titles[:2] == ["Everywhere", "In tables"]
    text = markdown(key_tables())
    assert "| `ctrl+q` | Saves and ends the program. |" in text
    assert "### Dataflows" in text
