"""What the mapping screen knows of suggestions: asked for beside the keys, and what is learned from their fate."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from aeptui.core.mapping.suggest.advice import Advice
from aeptui.core.xdm.profile import profiles
from aeptui.ui.failure import Failure
from aeptui.ui.screens.mapping.knowledge import MappingKnowledge
from aeptui.ui.screens.mapping.table.offers import columns_of
from aeptui.ui.screens.mapping.table.targets import target_names
from aeptui.ui.threads import in_thread

if TYPE_CHECKING:
    from pathlib import Path

    from aeptui.core.manifest.model import MappingRow
    from aeptui.core.mapping.suggest.advice import Candidate
    from aeptui.operations.suggesting import Advisor
    from aeptui.store.accepted import Accepted
    from aeptui.ui.desk import Desk
    from aeptui.ui.screens.mapping.table.rows import Change
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

        def work() -> "tuple[Targets, Advisor | None, Accepted | None, Advice]":
            from aeptui.store.accepted import Accepted

            # What expressions read is found out here, so that no key has to wait for it.
            read = {column for row in manifest.mapping for column in columns_of(row)}
            learned = None if file is None else Accepted(file)
            many = len(view.columns) * len(targets.leaves) > _MOST_PAIRS
            columns = [each for each in view.columns if each[0] not in read] if many else view.columns
            if not columns:
                return targets, None, learned, Advice(profiles(view.rows, view.types))
            from aeptui.operations.suggesting import Advisor

            advisor = known or Advisor(targets.tree, targets.leaves, targets.class_id, every=targets.every)
            return targets, advisor, learned, advisor.advise(source, columns, view.rows, learned)

        doing = "Looking for suggestions"
        self.attempt(
            doing, partial(in_thread, work), self._take_advice, group="advice", quiet=True, failed=self._unadvised
        )

    def _take_advice(self, found: "tuple[Targets, Advisor | None, Accepted | None, Advice]") -> None:
        targets, advisor, self._learned, advice = found
        self._advisor = None if advisor is None else (targets, advisor)
        self.model.take_advice(advice)
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


def _learned_file(paths: Any, organisation: str) -> "Path":
    from aeptui.store.accepted import accepted_file

    return accepted_file(paths, organisation)


def _pairs(rows: "Iterable[MappingRow]") -> set[tuple[str, str]]:
    """Columns with the targets that they go to."""
    return {(column, ".".join(target_names(row.to))) for row in rows for column in columns_of(row)}


def _is_same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, str) and one == other)
