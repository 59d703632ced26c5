"""What one does with suggestions: accept one or all that are sure, see the alternatives and why, refuse for good."""

from abc import abstractmethod
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aeptui.core.mapping.suggest.advice import SURE
from aeptui.ui.commands import Command
from aeptui.ui.screens.mapping.advising import MappingAdvice
from aeptui.ui.screens.mapping.dialogs.alternatives import Alternatives
from aeptui.ui.screens.mapping.dialogs.sure import AcceptSure, reaches
from aeptui.ui.screens.mapping.grid import MappingGrid
from aeptui.ui.screens.mapping.table import edits
from aeptui.ui.screens.mapping.table.cells import likelihood
from aeptui.ui.screens.mapping.table.lines import STATE
from aeptui.ui.screens.mapping.table.offers import Offer, columns_of
from aeptui.ui.words import count

if TYPE_CHECKING:
    from aeptui.core.manifest.edits import Edit
    from aeptui.core.mapping.suggest.advice import Candidate
    from aeptui.ui.desk import Desk


def _with_suggestions(screen: "MappingSuggestions") -> str | None:
    return None if screen.model.suggested else "There are no suggestions: what resembles a target is mapped already."


def _with_alternatives(screen: "MappingSuggestions") -> str | None:
    return None if screen.alternatives() else "Nothing in the target schema resembles this line's column."


COMMANDS = (
    Command(
        "mapping.accept-sure",
        ("f7", "m"),
        "Take sure",
        "Accepts all suggestions above a likelihood that you set; shows first how many these are.",
        _with_suggestions,
    ),
    Command(
        "mapping.alternatives",
        ("ctrl+t", "w"),
        "Why/others",
        "Lists all targets that suit the line's column, with how likely each is and why; enter takes one.",
        _with_alternatives,
    ),
)


class MappingSuggestions(MappingAdvice):
    """The part of the screen that accepts and refuses suggestions."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._refusal: tuple[int, tuple[Candidate, ...]] | None = None
        """What was refused last, at which revision of the draft: as long as that stays, undo takes it back."""

    @property
    @abstractmethod
    def grid(self) -> MappingGrid:
        """The table."""

    @abstractmethod
    def change(self, edit: "Edit") -> None:
        """Makes an edit and shows what it made."""

    @abstractmethod
    def show_lines(self) -> None:
        """Draws counters and details again."""

    def offered(self) -> "list[Candidate]":
        """The suggestions in sight, one for each target."""
        return _one_each(self.model.candidate(row) for row in range(self.model.row_count()))

    def _at_hand(self) -> "list[Candidate]":
        """The suggestions that a key is about: those of the selected lines, else that of the line under the cursor."""
        return _one_each(self.model.candidate(row) for row in self.grid.target_rows())

    # -- accepting

    def on_mapping_grid_suggestion_taken(self, event: MappingGrid.SuggestionTaken) -> None:
        """Accepts what is under the cursor, and goes to the next line."""
        event.stop()
        found = self._at_hand()
        if found:
            after = self._next_line()
            self.accept(found)
            self.grid.clear_selection()
            self._go_on(after)

    def do_accept_sure(self) -> None:
        """Asks from which likelihood on suggestions are accepted, and accepts them."""
        self.app.push_screen(AcceptSure(self.offered(), SURE), self._accept_from)

    def _accept_from(self, least: float | None) -> None:
        if least is not None:
            self.accept([each for each in self.offered() if reaches(each, least)])
            rows = range(self.model.row_count())
            # What is left to be decided comes next, by keys: nothing has to be written for that.
            left = next((row for row in rows if isinstance(self.model.line(row), Offer)), None)
            self.grid.move_to(self.model.row_count() - 1 if left is None else left, STATE)

    def accept(self, found: "Sequence[Candidate]") -> None:
        """Makes rows of suggestions in the source's order, in one step of undo, and remembers them."""
        if not found:
            return
        order = {name: place for place, name in enumerate(self.model.view.types)}
        found = sorted(found, key=lambda each: order.get(each.column, len(order)))
        one = found[0]
        said = f"{one.column} mapped as suggested" if len(found) == 1 else f"{len(found)} suggestions accepted"
        self.change(edits.append([each.row for each in found], len(self.model.rows), said))
        self.say(f"{said}; ctrl+z takes {'it' if len(found) == 1 else 'them'} back.")
        self.teach(found)

    def _next_line(self) -> Hashable | None:
        """The key of the line after those that a key is about, which are about to go; else of the one before."""
        rows = set(self.grid.target_rows())
        last, end = max(rows), self.model.row_count()
        after = next((row for row in range(last + 1, end) if row not in rows), None)
        if after is None:
            after = next((row for row in range(last - 1, -1, -1) if row not in rows), None)
        return None if after is None else self.model.key(after)

    def _go_on(self, key: Hashable | None) -> None:
        row = None if key is None else self.model.index(key)
        if row is not None:
            self.grid.move_to(row)

    # -- alternatives

    def alternatives(self) -> "tuple[Candidate, ...]":
        """Everything that suits the column of the line under the cursor."""
        column = self._column()
        return self.model.offers.candidates(column) if column is not None else ()

    def _column(self) -> str | None:
        """The column that the line under the cursor is about; of an expression the first one that it reads."""
        line, candidate = self.model.line(self.grid.row), self.model.candidate(self.grid.row)
        if candidate is not None:
            return candidate.column
        if isinstance(line, Offer):
            return line.column
        return next(iter(columns_of(self.model.rows[line])), None) if isinstance(line, int) else None

    def do_alternatives(self) -> None:
        """Lists the targets that suit the column, and takes the one that is chosen."""
        found, line = self.alternatives(), self.model.line(self.grid.row)
        key = self.model.key(self.grid.row)
        now = self.model.rows[line].to if isinstance(line, int) else ""
        taken = {row.to for row in self.model.rows}
        refused = {each.path for each in found if self.model.offers.is_refused(each)}
        dialog = Alternatives(found, now, taken - {now}, refused)
        self.app.push_screen(dialog, lambda chosen: self._take_alternative(key, chosen))

    def _take_alternative(self, key: Hashable, chosen: "Candidate | None") -> None:
        if chosen is None:
            return
        if self.model.offers.is_refused(chosen):
            self.refuse([chosen], refused=False)
        place = self.model.place(key)
        if place is None:
            after = self._next_line()
            self.accept([chosen])
            self._go_on(after)
            return
        before = self.model.rows[place]
        row = replace(chosen.row, note=before.note) if before.from_ else replace(before, to=chosen.row.to)
        self.change(edits.put(place, before, row))
        self.say(f"{chosen.row.to}, {likelihood(chosen.probability)} likely; ctrl+z takes it back.")
        self.teach([chosen])

    # -- refusing

    def refuse_at_hand(self) -> bool:
        """Refuses the suggestions that a key is about for good; False where there are none."""
        found = self._at_hand()
        draft = self.desk.draft
        if not found or draft is None:
            return False
        after = self._next_line()
        self.say(f"{count(len(found), 'suggestion')} refused for good; ctrl+z now takes that back.")
        self.refuse(found)
        self._refusal = (draft.revision, tuple(found))
        self.grid.clear_selection()
        self.grid.reload()
        self._go_on(after)
        self.show_lines()
        return True

    @property
    def can_undo(self) -> bool:
        """A refusal can be taken back too, though it is no edit of the document."""
        return bool(self._just_refused()) or super().can_undo

    def _just_refused(self) -> "tuple[Candidate, ...]":
        """What was refused, where nothing was done since."""
        draft = self.desk.draft
        fresh = self._refusal is not None and draft is not None and self._refusal[0] == draft.revision
        return self._refusal[1] if fresh and self._refusal is not None else ()

    def do_undo(self) -> None:
        """Takes back a refusal where nothing was done since, else the last edit."""
        refused = self._just_refused()
        if not refused:
            super().do_undo()
            return
        self.refuse(refused, refused=False)
        self._refusal = None
        self.grid.reload()
        self.show_lines()
        self.say("Undone: the refusal.")


def _one_each(found: "Iterable[Candidate | None]") -> "list[Candidate]":
    """The suggestions in their order, of several for one target the likeliest."""
    best: dict[str, Candidate] = {}
    for each in found:
        if each is not None and (each.path not in best or best[each.path].probability < each.probability):
            best[each.path] = each
    return list(best.values())
