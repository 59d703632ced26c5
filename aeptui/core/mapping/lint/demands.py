"""What the fields of a target ask to be filled."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from aeptui.core.xdm.tree import Field, Tree

Names = tuple[str, ...]


class Filling(Protocol):
    """Which fields a mapping fills, by the names of their steps, indexes left aside."""

    def whole(self, names: Names) -> bool:
        """Whether a row fills the field itself, or an object around it."""

    def touched(self, names: Names) -> bool:
        """Whether a row fills the field or a part of it."""


class Lack(NamedTuple):
    """A required field that no row fills.

    ``beside``: the object around it, a part of which is filled; None where every record has that object.
    """

    field: Field
    beside: Names | None


class _Demand(NamedTuple):
    """A field that is required, or in which fields are."""

    field: Field
    names: Names
    inner: "tuple[_Demand, ...]"


class Demands:
    """The required fields of a tree, apart from the others: there are few of them, however many fields there are."""

    def __init__(self, tree: Tree | None) -> None:
        """None where the fields are not known: then nothing is asked."""
        self._demands = tuple(_demands(tree.fields, ())) if tree is not None else ()

    def lacks(self, filled: Filling) -> Iterator[Lack]:
        """The required fields that are not filled, of objects that are there: required ones and partly filled ones."""
        for each in self._demands:
            yield from _lacks(filled, each, None)


def _demands(fields: Iterable[Field], above: Names) -> Iterator[_Demand]:
    for field in fields:
        inner, names = field, (*above, field.name)
        while inner.element is not None:
            inner = inner.element
        below = tuple(_demands(inner.children, names))
        if field.required or below:
            yield _Demand(field, names, below)


def _lacks(filled: Filling, demand: _Demand, beside: Names | None) -> Iterator[Lack]:
    if filled.whole(demand.names):
        return
    if not filled.touched(demand.names):
        if demand.field.required:
            yield Lack(demand.field, beside)
        return
    # In an object that need not be there it is what fills a part of it that makes the rest required.
    around = demand.names if beside is not None or not demand.field.required else None
    for each in demand.inner:
        yield from _lacks(filled, each, around)
