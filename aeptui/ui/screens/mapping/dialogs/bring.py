"""The dialogs in which mappings from elsewhere are looked at before they come in."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.core.mapping.exchange.merging import Choice, Merge
from aeptui.core.mapping.exchange.tables import Layout
from aeptui.ui.screens.mapping.dialogs.changes import ChangeList, lines_of_merge
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.grid import Column, Grid, ListModel
from aeptui.ui.words import count, middle, printable, shortened

if TYPE_CHECKING:
    from aeptui.core.mapping.exchange.headers import Role

_CHOICES = {"1": Choice.REPLACE, "2": Choice.FILL, "3": Choice.OVERWRITE}
_ABOUT = {
    Choice.REPLACE: "The mapping becomes what comes, in its order; everything else goes.",
    Choice.FILL: "Only targets that nothing fills yet are taken; what is there stays.",
    Choice.OVERWRITE: "Targets on both sides take what comes, others are added; nothing goes.",
}
COLUMNS = "columns"
"""The answer that asks for other columns of a table."""


class Bring(Dialog["Merge | str | None"]):
    """Answers with what is to be done, None, or ``COLUMNS`` where a table is to be read in another way.

    ``merge`` works out what a choice does; ``layout`` is that of a table; ``named`` counts the rows that keep a name in
    their notes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False, priority=True)]
    DEFAULT_CSS = """
    Bring > Vertical { width: 100%; max-width: 120; height: 100%; max-height: 36; padding: 1 1 0 1; }
    Bring .bring-line { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(
        self,
        title: str,
        merge: Callable[[Choice], Merge],
        choice: Choice,
        layout: Layout | None = None,
        named: int = 0,
    ) -> None:
        super().__init__()
        self._title, self._merge, self._choice, self._layout, self._named = title, merge, choice, layout, named
        self.made = merge(choice)

    def body(self) -> ComposeResult:
        yield Static(Content.styled(printable(self._title), "bold"), classes="bring-line")
        if self._layout is not None:
            yield Static(Content(_told(self._layout)), classes="bring-line")
        if self._named:
            told = f"{count(self._named, 'row')} with a name: rows have no place for it, so it begins their notes."
            yield Static(Content.styled(told, "$warning"), classes="bring-line")
        yield Static(id="bring-choices", classes="bring-line")
        yield Static(id="bring-about", classes="bring-line")
        yield ChangeList(empty="Nothing would change: all of it is there already")
        yield Static(id="bring-said", classes="bring-line")
        columns = [("c", "columns")] if self._layout is not None else []
        yield Static(keys_content(("enter", "bring them in"), ("1 2 3", "choose"), *columns, ("esc", "give up")))

    def on_mount(self) -> None:
        preview = self.query_one(ChangeList)
        preview.view.typed = self._typed
        preview.focus()
        self._show()

    def _show(self) -> None:
        named = [_choice(key, choice, chosen=choice is self._choice) for key, choice in _CHOICES.items()]
        self.query_one("#bring-choices", Static).update(Content("   ").join(named))
        self.query_one("#bring-about", Static).update(Content.styled(_ABOUT[self._choice], "$muted"))
        self.query_one("#bring-said", Static).update(Content(summary(self.made)))
        self.query_one(ChangeList).show(lines_of_merge(self.made))

    def _typed(self, character: str) -> bool:
        """The digits choose; ``c`` asks for other columns."""
        if character in _CHOICES:
            self._choice = _CHOICES[character]
            self.made = self._merge(self._choice)
            self._show()
        elif character == "c" and self._layout is not None:
            self.dismiss(COLUMNS)
        else:
            return False
        return True

    @property
    def choice(self) -> Choice:
        """What becomes of the rows that are there."""
        return self._choice

    def on_grid_activated(self, event: Grid.Activated) -> None:
        event.stop()
        self._take()

    def _take(self) -> None:
        if self.made:
            self.dismiss(self.made)

    def action_give_up(self) -> None:
        """Brings nothing in."""
        self.dismiss(None)


def summary(made: Merge) -> str:
    """What bringing rows in does, in numbers."""
    parts = (
        (len(made.added), f"{len(made.added):,} added"),
        (len(made.changed), f"{len(made.changed):,} changed"),
        (len(made.removed), f"{len(made.removed):,} removed"),
        (made.equal, f"{made.equal:,} are there already"),
        (made.kept, f"{made.kept:,} left out"),
    )
    return ", ".join(text for number, text in parts if number) or "Nothing would change."


def _choice(key: str, choice: Choice, *, chosen: bool) -> Content:
    text = f"{key} {choice.value}"
    return Content.styled(f"[{text}]", "bold $accent") if chosen else Content(f" {text} ")


def _told(layout: Layout) -> str:
    """Which columns are taken for what."""
    named = {
        role: middle(printable(title), 18) for role, title in zip(layout.roles, layout.titles, strict=False) if role
    }
    if "name" in named:
        named["note"] = middle(" + ".join(named[role] for role in _NOTES if role in named), 18)
    return "   ".join(f"{word}: {named.get(role, 'none')}" for role, word in _WORDS.items() if role != "name")


_NOTES: "tuple[Role, Role]" = ("name", "note")
_WORDS: "dict[Role, str]" = {"source": "source", "target": "target", "type": "kind", "name": "name", "note": "note"}
_KEYS: "dict[str, Role | None]" = {"s": "source", "t": "target", "k": "type", "m": "name", "n": "note", "x": None}
_TABLE = (
    Column("title", "Column", width=24, grow=1),
    Column("role", "Taken for", width=12),
    Column("first", "First values", width=30, grow=2),
)


class _Line(NamedTuple):
    title: str
    role: str
    first: str


class ChooseColumns(Dialog[Layout | None]):
    """Asks what the columns of a table mean; answers with the layout, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False, priority=True)]
    DEFAULT_CSS = """
    ChooseColumns > Vertical { width: 100%; max-width: 110; padding: 1 1; }
    ChooseColumns Grid { height: 12; max-height: 60%; margin: 1 0; }
    ChooseColumns .choose-said { height: 1; }
    """

    def __init__(self, name: str, layout: Layout) -> None:
        super().__init__()
        self._name, self._table = name, layout
        self._lines: ListModel[_Line] = ListModel(_TABLE, _lines(layout), getattr)

    def body(self) -> ComposeResult:
        yield Static(Content.styled(printable(f"What are the columns of {self._name}?"), "bold"))
        yield Grid(self._lines, cursor="row")
        yield Static(classes="choose-said")
        yield Static(keys_content(*((key, _WORDS[role] if role else "nothing") for key, role in _KEYS.items())))
        yield Static(keys_content(("enter", "ok"), ("esc", "give up")))

    def on_mount(self) -> None:
        grid = self.query_one(Grid)
        grid.view.typed = self._typed
        grid.focus()
        self._say()

    def _typed(self, character: str) -> bool:
        """The letters of roles, before they are keys of the list."""
        if character not in _KEYS:
            return False
        grid = self.query_one(Grid)
        column = self._lines.key(grid.row)
        assert isinstance(column, int)
        self._table = self._table.with_role(column, _KEYS[character])
        self._lines.replace(_lines(self._table))
        grid.reload()
        self._say()
        return True

    def _lacking(self) -> Sequence[str]:
        return [role for role in ("source", "target") if role not in self._table.roles]

    def _say(self) -> None:
        lacking = " and ".join(self._lacking())
        text = Content.styled(f"Say which column is the {lacking}.", "$warning") if lacking else Content("")
        self.query_one(".choose-said", Static).update(text)

    def on_grid_activated(self, event: Grid.Activated) -> None:
        event.stop()
        if not self._lacking():
            self.dismiss(self._table)

    def action_give_up(self) -> None:
        """Leaves the columns as they are."""
        self.dismiss(None)


def _lines(layout: Layout) -> list[_Line]:
    found = []
    for number, title in enumerate(layout.titles):
        values = [shortened(line[number], 24) for line in layout.first if number < len(line)]
        role = layout.roles[number] if number < len(layout.roles) else None
        found.append(_Line(title or f"column {number + 1}", _WORDS.get(role, "") if role else "", "   ".join(values)))
    return found


def heading(rows: int, where: str) -> str:
    """What comes from where, as the dialog's title."""
    return f"{count(rows, 'mapping')} from {where}"
