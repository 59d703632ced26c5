"""Changes of many rows from the mapping table: what they are called, what they ask, and which rows they are about."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from aeptui.ui.screens.mapping.commands import MappingCommands
from aeptui.ui.screens.mapping.dialogs.change_many import ChangeMany, Question, Stop
from aeptui.ui.screens.mapping.dialogs.menu import Item
from aeptui.ui.widgets.completing_input import Completer, Completion, fuzzy_completer
from aeptui.ui.words import count

if TYPE_CHECKING:
    from aeptui.core.manifest.model import MappingRow
    from aeptui.core.mapping.bulk.change import Bulk
    from aeptui.core.mapping.bulk.replacing import Place

Rows = Sequence["MappingRow"]


class ManyRows:
    """Changes many rows of the screen's table at once: those selected, or else all that are shown."""

    def __init__(self, screen: MappingCommands) -> None:
        self.screen = screen

    def scope(self) -> tuple[list[int], str]:
        """The places of the rows that a change of many is about, and which they are in words."""
        selected = self.screen.grid.selected_rows()
        places = self.screen.grid.places() if selected else self._shown()
        return places, f"{count(len(places), 'row')}, {'selected' if selected else 'all that are shown'}"

    def _shown(self) -> list[int]:
        lines = (self.screen.model.line(row) for row in range(self.screen.model.row_count()))
        return [line for line in lines if isinstance(line, int)]

    def items(self) -> list[Item]:
        """The entries of the menu."""
        none = "" if self.scope()[0] else "There are no rows yet."
        columns = "" if self.screen.model.view.columns else "The source's columns are not known yet."
        return [
            Item("r", "replace", "Replace", "by regular expression, in sources or targets", none),
            Item("w", "wrap", "Wrap in a function", "trim(·) around every source", none),
            Item("p", "prefix", "Prefix of targets", "another path before their last names", none),
            Item("s", "style", "Style of names", "snake_case, camelCase, kebab-case", none),
            Item("m", "pattern", "Map by pattern", "u_* to customFields.*", columns),
        ]

    def change(self, what: str) -> None:
        """Opens the dialog of one of the entries."""
        places, scope = self.scope()
        dialog = {
            "replace": self._replacing,
            "wrap": self._wrapping,
            "prefix": self._prefixing,
            "style": self._styling,
            "pattern": self._patterns,
        }[what]
        self.screen.app.push_screen(dialog(self.screen.model.rows, places, scope), self._changed_many)

    def _changed_many(self, made: "Bulk | None") -> None:
        if made is None:
            return
        self.screen.change(made.edit)
        self.screen.grid.clear_selection()
        self.screen.say(f"{made.edit.title}; ctrl+z takes it back.")

    def _replacing(self, rows: Rows, places: list[int], scope: str) -> ChangeMany:
        def compute(answers: Sequence[str], stop: Stop) -> "Bulk":
            from aeptui.core.mapping.bulk.change import BulkRefused
            from aeptui.core.mapping.bulk.replacing import replaced

            pattern, replacement, where = answers
            if where.strip() not in ("source", "target"):
                raise BulkRefused("Say where: source or target.")
            place: Place = "source" if where.strip() == "source" else "target"
            return replaced(rows, places, place, pattern, replacement, stop=stop)

        on_source = self.screen.grid.column == "source"
        hint = "$1 stands for the first (group), $0 for all that matched. Constants stay."
        where = Question("In", "source" if on_source else "target", _choice("source", "target"))
        return ChangeMany("Replace", scope, hint, (Question("Find"), Question("Replace by"), where), compute)

    def _wrapping(self, rows: Rows, places: list[int], scope: str) -> ChangeMany:
        nested = self.screen.model.view.nested

        def compute(answers: Sequence[str], stop: Stop) -> "Bulk":
            from aeptui.core.mapping.bulk.wrapping import wrapped

            return wrapped(rows, places, answers[0], nested=nested, stop=stop)

        hint = 'A function\'s name is enough; for more write {} where the source goes: concat({}, " EUR").'
        return ChangeMany("Wrap in a function", scope, hint, (Question("Function", "", _functions()),), compute)

    def _prefixing(self, rows: Rows, places: list[int], scope: str) -> ChangeMany:
        def compute(answers: Sequence[str], stop: Stop) -> "Bulk":
            from aeptui.core.mapping.bulk.names import prefixed

            return prefixed(rows, places, answers[0], stop=stop)

        hint = "What stands before the last name of the targets; a dot alone takes it off."
        question = Question("Prefix", "", _words(*self._prefixes()))
        return ChangeMany("Prefix of targets", scope, hint, (question,), compute)

    def _styling(self, rows: Rows, places: list[int], scope: str) -> ChangeMany:
        def compute(answers: Sequence[str], stop: Stop) -> "Bulk":
            from aeptui.core.mapping.bulk.names import restyled

            return restyled(rows, own, answers[0].strip(), stop=stop)

        own = [place for place in places if not self._is_standard(rows[place].to)]
        about = scope if len(own) == len(places) else f"{count(len(own), 'row')} of {scope}: Adobe's fields stay"
        styles = _choice("snake_case", "camelCase", "kebab-case")
        hint = "The style of the targets' last names: snake_case, camelCase or kebab-case."
        return ChangeMany("Style of names", about, hint, (Question("Style", "snake_case", styles),), compute)

    def _is_standard(self, path: str) -> bool:
        """Whether a target is a field of the standard schema, which nobody can call otherwise."""
        field = self.screen.model.targets.field(path) if path else None
        return field is not None and not field.custom

    def _patterns(self, rows: Rows, _places: list[int], _scope: str) -> ChangeMany:
        columns = [name for name, _ in self.screen.model.view.columns]

        def compute(answers: Sequence[str], stop: Stop) -> "Bulk":
            from aeptui.core.mapping.bulk.patterns import StarRule, ruled

            return ruled(rows, columns, StarRule(answers[0].strip(), answers[1].strip()))

        hint = "Columns that match get a target with what * stands for; others stay."
        targets = _words(*(f"{each}.*" for each in self._prefixes()))
        questions = (Question("Columns", "u_*"), Question("Targets", "*", targets))
        return ChangeMany("Map by pattern", f"of {count(len(columns), 'column')}", hint, questions, compute)

    def _prefixes(self) -> list[str]:
        """The objects of the target schema that hold fields, those used already first."""
        used = dict.fromkeys(row.to.rpartition(".")[0] for row in self.screen.model.rows)
        known = dict.fromkeys(
            self.screen.model.targets.path(field).rpartition(".")[0] for field in self.screen.model.targets.leaves
        )
        return [each for each in {**used, **known} if each]


def _choice(*words: str) -> Completer:
    """The few words that there are, whichever of them stands there now; what was typed narrows them."""
    all_of_them = [Completion(word) for word in words]
    some = fuzzy_completer(all_of_them)
    return lambda text, cursor: all_of_them if text in words else some(text, cursor)


def _words(*words: str) -> Completer:
    return fuzzy_completer(Completion(word) for word in words)


def _functions() -> Completer:
    from aeptui.core.expressions import describe, function_names

    told = (describe(name) for name in function_names())
    return fuzzy_completer(Completion(each.name, detail=each.signatures[0], meaning=each.description) for each in told)
