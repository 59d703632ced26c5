"""A list of settings: what each is called, its value, edited in place, and what there is to know about it."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from textual.content import Content
from textual.widgets import Static

from aeptui.core.manifest.problems import Path, Problem
from aeptui.ui.commands import Command
from aeptui.ui.widgets.completing_input import Completer, fuzzy_completer
from aeptui.ui.widgets.completion_list import Completion
from aeptui.ui.widgets.grid import Cell, CellInput, Column, ColumnState, EditRequest, Grid, ListModel
from aeptui.ui.words import printable

VALUE = "value"
LONG = 18
"""Characters from which on a value may be cut in its cell."""
ERROR, DOUBT = "!", "~"

Make: TypeAlias = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    ``path`` is its place in the document, ``key`` tells apart what shares a place. ``text`` is its value as it is
    shown; ``value`` what editing begins with, where that differs. ``make`` takes the text that was entered; a setting
    without it does ``act`` when it is chosen; ``clear`` takes it away. ``completer`` gives completions; with ``closed``
    the text has to be one of them, or something that the completer makes one of. ``suggested``: the value is not in
    the document, only proposed.
    """

    path: Path
    label: str
    text: str
    help: str = ""
    note: str = ""
    key: Hashable = None
    value: str | None = None
    make: Make | None = None
    act: Callable[[], object] | None = None
    clear: Callable[[], object] | None = None
    completer: Completer | None = None
    closed: bool = False
    suggested: bool = False

    @property
    def identity(self) -> Hashable:
        """What the setting is, whatever its value."""
        return (self.path, self.key)


def choices(*given: tuple[str, str]) -> Completer:
    """A completer of a few words with what each means."""
    return fuzzy_completer([Completion(word, meaning=meaning) for word, meaning in given])


def _clearable(settings: "Settings") -> str | None:
    setting = settings.setting
    return None if setting is not None and setting.clear is not None else "There is nothing to remove here."


class Settings(Grid):
    """The settings as rows; enter edits the value of one in place, or does what it is for."""

    COMMAND_TABLE: ClassVar[tuple[Command, ...]] = (
        Command("settings.change", ("enter", "space"), "Edit", "Edits the setting in place, or does what it is for."),
        Command(
            "settings.clear",
            ("d", "delete"),
            "Remove",
            "Takes the setting, or what the row stands for, out of the document.",
            allowed=_clearable,
        ),
    )

    def __init__(self, *, id: str, value: int = 26, note: int = 28) -> None:
        """``value`` and ``note`` are the widths that these columns would like to have; the wider one grows further."""
        self._settings: dict[Hashable, Setting] = {}
        self._problems: dict[Hashable, Problem] = {}
        columns = (
            Column("label", "Setting", width=12),
            Column(VALUE, "Value", width=value, minimum=LONG, grow=int(value > note)),
            Column("note", "", width=note, minimum=13, grow=int(note >= value)),
        )
        model = ListModel[Setting](columns, (), self._cell, lambda setting: setting.identity, self._sign)
        super().__init__(model, cursor="row", marks=True, editor=self._editor_for, empty="Nothing to set here.", id=id)

    @property
    def column(self) -> str:
        """The column that is edited, wherever the cursor may seem to be."""
        return VALUE

    @property
    def setting(self) -> Setting | None:
        """The setting under the cursor."""
        return self._list.item(self.row) if 0 <= self.row < self._list.row_count() else None

    @property
    def about(self) -> str:
        """What the setting under the cursor means; a long value goes before it, in full."""
        setting = self.setting
        if setting is None:
            return ""
        return f"{setting.text}: {setting.help}" if len(setting.text) > LONG else setting.help

    @property
    def problem(self) -> Problem | None:
        """The worst problem of the setting under the cursor."""
        return self._problems.get(self.setting.identity) if self.setting is not None else None

    def show(self, settings: Sequence[Setting], problems: Iterable[Problem]) -> None:
        """Shows settings with their problems: each problem at the setting that is nearest to its place."""
        self._settings = {setting.identity: setting for setting in settings}
        self._problems = {}
        for problem in problems:
            place = nearest(settings, problem.path)
            known = self._problems.get(place.identity) if place is not None else None
            if place is not None and (known is None or (known.severity, problem.severity) == ("warning", "error")):
                self._problems[place.identity] = problem
        self._list.replace(settings)
        self._fit(max((len(setting.label) for setting in settings), default=0))
        self.reload()

    def _fit(self, width: int) -> None:
        """Gives the names the room that they need and no more."""
        states = (ColumnState("label", width=width), *(state for state in self.column_state if state.key != "label"))
        if states != self.column_state:
            self.restore_columns(states)

    def go_to(self, path: Path, key: Hashable = None) -> bool:
        """Moves the cursor to the setting of a place, or the one nearest to it; False where none is near."""
        row = self._list.index((path, key))
        if row is None:
            found = nearest(list(self._settings.values()), path)
            row = self._list.index(found.identity) if found is not None else None
        if row is not None:
            self.move_to(row)
        return row is not None

    def take(self, key: Hashable, text: str) -> None:
        """Hands an entered text to the setting that it was entered for; an empty one is no choice out of some."""
        setting = self._settings.get(key)
        if setting is not None and setting.make is not None and (text or not setting.closed):
            setting.make(text)

    def do_change(self) -> None:
        """Edits the setting, or says that it was chosen."""
        self.do_activate()

    def do_clear(self) -> None:
        """Takes the setting away."""
        if self.setting is not None and self.setting.clear is not None:
            self.setting.clear()

    @property
    def _list(self) -> ListModel[Setting]:
        assert isinstance(self.model, ListModel)
        return self.model

    def _cell(self, setting: Setting, column: str) -> Cell:
        if column == VALUE:
            style = "suggested" if setting.suggested else ""
            edit = "text" if setting.make is not None else ""
            return Cell(printable(setting.text), style, edit, setting.value)
        if column == "note":
            return Cell(printable(setting.note), "dim")
        return Cell(setting.label, "dim" if setting.suggested else "")

    def _sign(self, setting: Setting) -> str:
        problem = self._problems.get(setting.identity)
        return "" if problem is None or problem.severity == "hint" else sign_of(problem)

    def _editor_for(self, request: EditRequest) -> CellInput:
        setting = self._settings[request.key]
        if setting.closed:
            # What there is to choose from is in sight at once; the text that is there would hide the rest.
            begun = request._replace(text="", typed=True)
            return CellInput(begun, completer=setting.completer, choose_first=True, placeholder=request.text)
        return CellInput(request._replace(typed=request.typed or not request.text), completer=setting.completer)


def sign_of(problem: Problem) -> str:
    """The sign before what has the problem: ``!`` where it must be mended."""
    return ERROR if problem.severity == "error" else DOUBT


def nearest(settings: Sequence[Setting], path: Path) -> Setting | None:
    """The setting whose place shares the longest beginning with ``path``; of several, the first one within it."""

    def shared(setting: Setting) -> int:
        pairs = zip(setting.path, path, strict=False)
        return next(
            (depth for depth, (ours, its) in enumerate(pairs) if ours != its), min(len(setting.path), len(path))
        )

    best = max(settings, key=lambda each: (shared(each), -len(each.path)), default=None)
    return best if best is not None and shared(best) >= 1 else None


class About(Static):
    """The lines below the settings: what the one under the cursor means, and what is wrong with it."""

    DEFAULT_CSS = """
    About { height: 3; background: $surface; color: $muted; }
    """

    def __init__(self, id: str) -> None:
        super().__init__(id=id, markup=False)

    def show(self, text: str, problem: Problem | None) -> None:
        """Shows what something means; what is wrong with it goes first."""
        self.update(Content("\n").join([*([problem_content(problem)] if problem else []), Content(printable(text))]))


def problem_content(problem: Problem) -> Content:
    """A problem and what to do about it, in one paragraph."""
    word = {"error": "WRONG  ", "warning": "DOUBTFUL  ", "hint": "NOTE  "}[problem.severity]
    style = "bold $error" if problem.severity == "error" else "bold $warning"
    fix = f" ({problem.fix})" if problem.fix else ""
    return Content.styled(word, style) + Content.styled(printable(f"{problem.message}{fix}"), "$foreground")
