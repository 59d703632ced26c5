"""What the mapping screen knows of suggestions: asked for beside the keys, and what is learned from their fate."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from aeptui.core.mapping.suggest.advice import Advice
from aeptui.core.xdm.profile import profiles
from aeptui.ui.failure import Failure
from aeptui.ui.screens.mapping.knowledge import MappingKnowledge
from aeptui.ui.screens.mapping.table.offers import Offers, columns_of
from aeptui.ui.screens.mapping.table.targets import TargetsFilled, target_names
from aeptui.ui.threads import in_thread

if TYPE_CHECKING:
    from pathlib import Path

    from aeptui.core.manifest.model import Manifest, MappingRow
    from aeptui.core.mapping.suggest.advice import Candidate
    from aeptui.operations.suggesting import Advisor
    from aeptui.store.accepted import Accepted
    from aeptui.ui.desk import Desk
    from aeptui.ui.screens.mapping.table.rows import Change
    from aeptui.ui.screens.mapping.table.source import SourceView
    from aeptui.ui.screens.mapping.table.targets import Targets

# Beyond so many pairs of columns and targets only columns that no row reads get suggestions: for all of them it would
# take seconds and more memory than the rest of the program.
_MOST_PAIRS = 20_000_000


class MappingAdvice(MappingKnowledge):
    """The part of the screen that asks for suggestions and keeps what the user makes of them."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._about: tuple[Any, ...] = ()
        self._advisor: tuple[Targets, Advisor] | None = None
        self._learned: Accepted | None = None
        self._taught: set[tuple[str, str]] = set()
        self._untaught: set[tuple[str, str]] = set()

    def learn(self) -> None:
        """Asks for suggestions too."""
        super().learn()
        self.learn_advice()

    def learn_advice(self) -> None:
        """Asks for suggestions where they would be about something else than before."""
        manifest, view, targets = self.manifest, self.model.view, self.model.targets
        source = manifest.source
        about = (view.columns, view.rows, targets, self.desk.session, source.system, source.object)
        if len(about) == len(self._about) and all(map(_is_same, about, self._about)):
            return
        self._about = about
        if not view.columns:
            return
        known = self._advisor[1] if self._advisor is not None and self._advisor[0] is targets else None
        session = self.desk.session
        file = None if session is None else _learned_file(session.paths, session.profile.org_id)
        refused = frozenset(self.model.offers.refused)

        def work() -> "tuple[Targets, Advisor | None, Accepted | None, Offers]":
            from aeptui.store.accepted import Accepted

            learned = None if file is None else Accepted(file)
            advisor, advice = _advice(manifest, view, targets, known, learned)
            filled = TargetsFilled()
            filled.change((), (row.to for row in manifest.mapping))
            return targets, advisor, learned, Offers(advice, manifest.mapping, filled, refused)

        self.attempt(
            "Looking for suggestions",
            partial(in_thread, work),
            partial(self._take_offers, manifest.mapping),
            group="advice",
            quiet=True,
            failed=self._unadvised,
        )

    def _take_offers(
        self,
        rows: "tuple[MappingRow, ...]",
        found: "tuple[Targets, Advisor | None, Accepted | None, Offers]",
    ) -> None:
        targets, advisor, learned, offers = found
        # What was chosen while suggestions were looked for is in the one that is here, and not in the other.
        if self._learned is None or learned is None or self._learned.file != learned.file:
            self._learned = learned
        self._advisor = None if advisor is None else (targets, advisor)
        self.model.take_offers(offers, rows)
        self.knowledge_changed()

    def _unadvised(self, failure: Failure) -> None:
        self._about = ()
        self.say(f"No suggestions: {failure.what} ctrl+r tries again.", wrong=True)

    # -- what is learned

    def teach(self, candidates: "Iterable[Candidate]") -> None:
        """Remembers for this organisation that suggestions were accepted."""
        pairs = {(each.column, each.path) for each in candidates}
        self._taught |= pairs
        self._untaught -= pairs
        self._tell("accept", pairs)

    def refuse(self, candidates: "Sequence[Candidate]", refused: bool = True) -> None:
        """Remembers for this organisation that suggestions are never wanted again; or that they are, after all."""
        self.model.refuse(candidates, refused)
        self._tell("refuse" if refused else "readmit", {(each.column, each.path) for each in candidates})

    def follow(self, change: "Change") -> None:
        """What was accepted and is taken back was no good advice; what is made again was."""
        if not self._taught and not self._untaught:
            return
        gone, come = _pairs(change.gone), _pairs(change.come)
        withdrawn, again = self._taught & (gone - come), self._untaught & (come - gone)
        self._taught = (self._taught - withdrawn) | again
        self._untaught = (self._untaught - again) | withdrawn
        self._tell("withdraw", withdrawn)
        self._tell("accept", again)

    @property
    def learned_file(self) -> "Path | None":
        """Where the choices of this organisation are kept; None until that is known."""
        return None if self._learned is None else self._learned.file

    def learned_choices(self) -> int:
        """How many suggestions were accepted or refused in this organisation and are remembered."""
        return 0 if self._learned is None else len(self._learned)

    def forget_choices(self) -> None:
        """Forgets them, and asks for suggestions anew."""
        if self._learned is None:
            return
        try:
            self._learned.forget()
        except OSError as error:
            self.say(f"Not forgotten: {self._learned.file}: {error.strerror}.", wrong=True)
            return
        self._taught, self._untaught, self._about = set(), set(), ()
        self.model.offers.refused.clear()
        self.learn_advice()
        self.say("Forgotten: suggestions begin anew.")

    def _tell(self, what: str, pairs: set[tuple[str, str]]) -> None:
        from aeptui.store.accepted import Pair

        source = self.manifest.source
        if self._learned is None or not pairs:
            return
        told = (Pair(source.system, source.object, column, path) for column, path in sorted(pairs))
        try:
            getattr(self._learned, what)(*told)
        except OSError as error:
            self.say(f"Not remembered for next time: {self._learned.file}: {error.strerror}.", wrong=True)


def _advice(
    manifest: "Manifest", view: "SourceView", targets: "Targets", known: "Advisor | None", learned: "Accepted | None"
) -> "tuple[Advisor | None, Advice]":
    """What there is to suggest, and who may be asked again about the same targets."""
    columns: Sequence[tuple[str, str]] = view.columns
    if len(columns) * len(targets.leaves) > _MOST_PAIRS:
        read = {column for row in manifest.mapping for column in columns_of(row)}
        columns = [each for each in columns if each[0] not in read]
    # The platform's part of the program is heavy: without targets there is nothing to suggest.
    if not columns or not targets.leaves:
        return None, Advice(profiles(view.rows, view.types) if view.rows else {})
    from aeptui.operations.suggesting import Advisor

    advisor = known or Advisor(targets.tree, targets.leaves, targets.class_id, every=targets.every)
    return advisor, advisor.advise(manifest.source, columns, view.rows, learned)


def _learned_file(paths: Any, organisation: str) -> "Path":
    from aeptui.store.accepted import accepted_file

    return accepted_file(paths, organisation)


def _pairs(rows: "Iterable[MappingRow]") -> set[tuple[str, str]]:
    """Columns with the targets that they go to."""
    return {(column, ".".join(target_names(row.to))) for row in rows for column in columns_of(row)}


def _is_same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, str) and one == other)
