"""The dialog in which one picks a column by what is in it: type, how full it is, its values and their form."""

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from aeptui.core.xdm.profile import ColumnProfile
from aeptui.ui.screens.mapping.table.source import profile_text
from aeptui.ui.widgets.confirm import Dialog, keys_content
from aeptui.ui.widgets.grid import Grid
from aeptui.ui.widgets.search_list import Entry, SearchList
from aeptui.ui.words import printable, shortened

_SAMPLE_WIDTH = 24


class PickSource(Dialog[str | None]):
    """Answers with the name of the column that was picked, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", show=False)]
    DEFAULT_CSS = """
    PickSource > Vertical { width: 100%; max-width: 120; height: 100%; padding: 1 1; }
    PickSource #profile { height: 3; margin: 1 0; }
    """

    def __init__(
        self,
        columns: Sequence[tuple[str, str]],
        profiles: Mapping[str, ColumnProfile],
        mapped: Collection[str],
        now: str,
    ) -> None:
        """``columns`` are names with types, ``mapped`` those that rows read, ``now`` is the one to begin at."""
        super().__init__()
        self._types, self._profiles, self._mapped, self._now = dict(columns), profiles, mapped, now

    def body(self) -> ComposeResult:
        yield Static(Content.styled("Which column?", "bold"))
        yield SearchList()
        yield Static(id="profile", markup=False)
        yield Static(keys_content(("enter", "take"), ("esc", "give up")))

    def on_mount(self) -> None:
        found = self.query_one(SearchList)
        # Not a message: what the list posts while it narrows itself ends at the list.
        self.query_one(Grid).moved = self._tell
        found.begin("words of a column's name or values", ("Column", "Type, first value", "Mapped"))
        found.pane.ready()
        found.offer([self._entry(name) for name in self._types], chosen=self._now or None)
        found.focus()

    def _entry(self, name: str) -> Entry:
        profile = self._profiles.get(name)
        first = shortened(profile.samples[0], _SAMPLE_WIDTH) if profile is not None and profile.samples else ""
        is_mapped = name in self._mapped
        return Entry(name, name, f"{self._types[name]}  {first}".rstrip(), "mapped" if is_mapped else "", is_mapped)

    def _tell(self) -> None:
        """Says what is in the column under the cursor."""
        shown, row = self.query_one(SearchList).shown, self.query_one(Grid).row
        name = str(shown[row].key) if 0 <= row < len(shown) else ""
        self.query_one("#profile", Static).update(self._about(name) if name else Content(""))

    def _about(self, name: str) -> Content:
        profile = self._profiles.get(name)
        text = profile_text(profile) or "no sample rows"
        samples = ", ".join(profile.samples) if profile is not None else ""
        lines = (f"{name}: {self._types[name]}", text, f"such as {samples}" if samples else "")
        return Content("\n").join(Content(printable(line)) for line in lines)

    def on_search_list_chosen(self, event: SearchList.Chosen) -> None:
        """Takes the column."""
        event.stop()
        self.dismiss(str(event.key))

    def action_give_up(self) -> None:
        """Takes none."""
        self.dismiss(None)
