"""What is offered while one types in the mapping table: columns and functions for sources, paths for targets."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from aeptui.core.expressions.checker import check
from aeptui.core.expressions.complete import Completion as Proposal
from aeptui.core.expressions.complete import complete, signature_at
from aeptui.core.expressions.fields import SourceFields
from aeptui.ui.screens.mapping.table.cells import likelihood
from aeptui.ui.screens.mapping.table.source import SourceView, profile_text
from aeptui.ui.screens.mapping.table.targets import Targets
from aeptui.ui.screens.mapping.table.text import EXPRESSION, TEXT, expression_in, is_name
from aeptui.ui.widgets.completing_input import MOST_COMPLETIONS, Completion
from aeptui.ui.widgets.fuzzy import Ranking
from aeptui.ui.words import shortened

if TYPE_CHECKING:
    from aeptui.core.mapping.suggest.advice import Candidate
    from aeptui.core.xdm.profile import ColumnProfile

_SAMPLE_WIDTH = 24
_MAPPED = "mapped"
_FUNCTIONS_AFTER_COLUMNS = 12


class SourceCompleter:
    """Completes a source cell: columns with type and sample; in expressions also functions with their signatures.

    ``mapped`` holds the columns that rows take already, ``profiles`` what is known of the values of columns.
    """

    def __init__(
        self, view: SourceView, mapped: Collection[str], profiles: "Mapping[str, ColumnProfile] | None" = None
    ) -> None:
        self._view = view
        self._mapped = mapped
        self._profiles = profiles or {}

    def __call__(self, text: str, cursor: int) -> Sequence[Completion]:
        """The completions at a cursor in the cell's text, the best first."""
        if not text.strip():
            return [self._column(name) for name in self._first()]
        if text.lstrip()[0] in (TEXT, '"'):
            return ()
        if is_name(text):
            columns = [self._column(name) for name in self._view.names.best(text, MOST_COMPLETIONS)]
            functions = [each for each in self._expression(text, 0, cursor, None) if each.detail == "function"]
            return [*columns, *functions[:_FUNCTIONS_AFTER_COLUMNS]]
        start = text.find(EXPRESSION) + 1 if text.lstrip().startswith(EXPRESSION) else 0
        return list(self._expression(text, start, cursor, self._view.fields))[:MOST_COMPLETIONS]

    def _first(self) -> Iterator[str]:
        """The columns that are offered before anything is typed: those that no row takes come first."""
        free = (name for name, _ in self._view.columns if name not in self._mapped)
        taken = (name for name, _ in self._view.columns if name in self._mapped)
        return islice(chain(free, taken), MOST_COMPLETIONS)

    def _expression(self, text: str, start: int, cursor: int, fields: SourceFields | None) -> Iterator[Completion]:
        """What the language proposes where a name was begun; nowhere else, as tab and enter are for the cell there."""
        for each in complete(text[start:], cursor - start, fields, MOST_COMPLETIONS):
            if each.replace_start < cursor - start:
                yield self._proposal(each, start)

    def _proposal(self, each: Proposal, start: int) -> Completion:
        is_call = each.kind in ("function", "method")
        return Completion(
            each.label,
            each.text,
            detail=each.kind if is_call else each.detail,
            meaning=each.detail if is_call else "",
            start=each.replace_start + start,
            end=each.replace_end + start,
            done=False,
        )

    def _column(self, name: str) -> Completion:
        sample, kind = self._view.sample(name), self._view.types[name]
        words = (kind, shortened(sample, _SAMPLE_WIDTH), _MAPPED if name in self._mapped else "")
        meaning = profile_text(self._profiles.get(name)) or sample or "empty"
        return Completion(name, detail="  ".join(filter(None, words)), meaning=f"column, {kind}: {meaning}")


class TargetCompleter:
    """Completes a target cell by path, title and the path that the platform has; says what is special about fields."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._ranking = Ranking(self._entries())

    def _entries(self) -> Iterator[tuple[Completion, str, str]]:
        for field in self._targets.leaves:
            path = self._targets.path(field)
            title, words = field.title or "", self._targets.words(path, field)
            detail = ", ".join(filter(None, (field.type, words.removesuffix(" identity"))))
            yield (
                Completion(path, detail=detail, meaning=", ".join(filter(None, (title, words))) or path),
                path,
                f"{title} {self._targets.alias(field)}",
            )

    def completer(self, mapped: Collection[str], suggested: "Sequence[Candidate]" = ()) -> "_Marked":
        """The completer of one cell; ``mapped`` holds the targets of the other rows.

        ``suggested`` is offered first while nothing is typed.
        """
        first = [
            Completion(each.row.to, detail=f"{likelihood(each.probability)} likely", meaning=each.reason)
            for each in suggested
            if each.row.to not in mapped
        ]
        return _Marked(self._targets, self._ranking, mapped, first)


class _Marked:
    def __init__(
        self, targets: Targets, ranking: Ranking[Completion], mapped: Collection[str], first: Sequence[Completion]
    ) -> None:
        self._targets, self._ranking, self._mapped, self._first = targets, ranking, mapped, first

    def __call__(self, text: str, cursor: int) -> Sequence[Completion]:
        """The paths that fit, those filled already behind the others unless typed in full."""
        found = [self._marked(each) for each in self._ranking.best(text, MOST_COMPLETIONS)]
        typed = text.strip()
        if not typed:
            known = {each.label for each in self._first}
            found = [*self._first, *(each for each in found if each.label not in known)]
        exact = [each for each in found if each.label == typed]
        if not exact and typed and (field := self._targets.field(typed)) is not None:
            exact = [Completion(typed, detail=field.type, meaning=field.title or "")]
        rest = [each for each in found if each.label != typed]
        return [*exact, *sorted(rest, key=lambda each: each.detail.endswith(_MAPPED))]

    def _marked(self, each: Completion) -> Completion:
        return replace(each, detail=f"{each.detail}, {_MAPPED}") if each.label in self._mapped else each


def advice(view: SourceView, text: str, cursor: int) -> tuple[str, bool]:
    """What to say below a source cell while it is typed: what is wrong with the expression, else the call's signature.

    The second value tells whether it is an error. Empty where there is nothing to say.
    """
    found = expression_in(text, view.types)
    if found is None:
        return "", False
    expression, start = found
    wrong = next((each for each in check(expression, view.fields) if each.severity == "error"), None)
    signature = signature_at(expression, max(0, min(cursor - start, len(expression))))
    if signature is not None and (wrong is None or wrong.start >= len(expression)):
        return signature.label, False
    return (f"column {wrong.start + start + 1}: {wrong.message}", True) if wrong is not None else ("", False)
