"""What part of the table is shown: everything, or the lines that one question is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aeptui.core.mapping.suggest.advice import SURE
from aeptui.ui.screens.mapping.table.offers import Offer

if TYPE_CHECKING:
    from aeptui.ui.screens.mapping.table.model import MappingModel
    from aeptui.ui.screens.mapping.table.targets import Need

ALL, PROBLEMS, UNMAPPED, REQUIRED, IDENTITIES, UNSURE, CHANGED = (
    "all",
    "problems",
    "unmapped",
    "required",
    "identities",
    "unsure",
    "changed",
)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a view in their order: places of rows, the line for a new one, what is needed, what is offered."""

    places: Sequence[int] = ()
    new: bool = False
    needs: "Sequence[Need]" = ()
    offers: Sequence[Offer] = ()


@dataclass(frozen=True, slots=True)
class View:
    """One of the views: its name, the key that shows it outside of the cells, and what to say when it is empty."""

    name: str
    key: str
    title: str
    lines: "Callable[[MappingModel], Lines]"
    empty: str = ""


def _all(model: "MappingModel") -> Lines:
    return Lines(range(len(model.rows)), True, model.needs, model.suggested)


def _problems(model: "MappingModel") -> Lines:
    return Lines(model.problem_places(), needs=model.needs)


def _unmapped(model: "MappingModel") -> Lines:
    return Lines(offers=model.free)


def _required(model: "MappingModel") -> Lines:
    return Lines(needs=[each for each in model.needs if each.why == "required"])


def _identities(model: "MappingModel") -> Lines:
    paths = {each.path for each in model.targets.identities}
    places = [place for place, row in enumerate(model.rows) if row.to in paths]
    return Lines(places, needs=[each for each in model.needs if each.path in paths])


def _unsure(model: "MappingModel") -> Lines:
    doubts = model.offers.doubts
    offers = [each for each in model.suggested if each.candidate is not None and each.candidate.probability < SURE]
    return Lines([place for place, row in enumerate(model.rows) if doubts(row)], offers=offers)


def _changed(model: "MappingModel") -> Lines:
    return Lines(model.changed_places())


VIEWS = {
    view.name: view
    for view in (
        View(ALL, "", "everything", _all),
        View(PROBLEMS, "p", "problems", _problems, "No row has a problem."),
        View(UNMAPPED, "S", "unmapped sources", _unmapped, "Every column that is known is mapped."),
        View(REQUIRED, "R", "required targets", _required, "Every required target is mapped."),
        View(IDENTITIES, "I", "identities", _identities, "The target schema has no identities: choose them there (3)."),
        View(UNSURE, "L", "low confidence", _unsure, "Suggestions have no doubts about any row."),
        View(CHANGED, "C", "changed since apply", _changed, "No row has changed since the last apply."),
    )
}


def describe(name: str) -> str:
    """The view's name with the key that ends it, for the counters."""
    return f"{VIEWS[name].key}: {VIEWS[name].title}"
