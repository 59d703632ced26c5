"""How cells are edited: what is asked for, what an editor answers."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from textual.message import Message
from textual.widget import Widget

from aeptui.ui.widgets.completing_input import Completer
from aeptui.ui.widgets.grid.model import Cell

Move = Literal["stay", "up", "down", "left", "right"]


class EditRequest(NamedTuple):
    """What is to be edited: the row (with the model's key of it), the column and the cell.

    `text` is what the editor begins with; `typed` says that it is the first character typed.
    """

    row: int
    key: Hashable
    column: str
    cell: Cell
    text: str
    typed: bool


@dataclass(frozen=True, slots=True)
class CellInput:
    """The usual way to edit: one line in the cell, with completions where there is a completer.

    Enter takes the text and goes down, tab and shift+tab go sideways, up and down too, escape gives up. A completion
    that is complete (`done`) is taken together with the cell by the same key. With `choose_first` enter takes the best
    completion for what was typed. `max_length` of 0 is no limit; `placeholder` is shown while there is no text.
    """

    request: EditRequest
    completer: Completer | None = None
    choose_first: bool = False
    placeholder: str = ""
    max_length: int = 0
    password: bool = False


EditorFactory = Callable[[EditRequest], CellInput | Widget]
"""Says how a cell is edited: in the usual way, or by a widget that is put over the cell. Such a widget posts
:class:`EditFinished` or :class:`EditAbandoned`; where it has a `value`, that is also taken when the focus leaves it."""


@dataclass
class EditFinished(Message):
    """The editor's text is to be taken, and where the cursor goes then."""

    text: str
    move: Move = "stay"


@dataclass
class EditAbandoned(Message):
    """The cell stays as it was; `pasted` is text of several cells that came instead of one for it."""

    pasted: str = ""
