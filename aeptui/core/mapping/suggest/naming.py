"""What targets are called: the terms of each leaf, of the objects it stands in, and of its title."""

from dataclasses import dataclass
from typing import NamedTuple

from aeptui.core.mapping.suggest.lexicon import lexicon
from aeptui.core.mapping.suggest.model import TargetField
from aeptui.core.mapping.suggest.terms import terms_of

# A leaf of these names is what its parent says: the number of a phone, the address of an email.
SILENT = 0.2
_KEYS = ("sourceid", "sourcekey")
# Steps around a leaf that say little of it.
_NEUTRAL = 0.25


@dataclass(slots=True)
class Leaf:
    """What the last two steps of a path say; the paths that end alike share it.

    ``own`` are the terms that name the leaf, each with its weight; ``letters`` is them run together, ``name`` the last
    step in small letters. ``key`` is the form of key that it is. ``adopts``: the object it stands in gives it its name.
    ``minor`` marks leaves that describe other fields, ``internal`` those of the platform.
    """

    own: dict[str, float]
    letters: str
    name: str
    key: str
    adopts: bool
    minor: bool
    internal: bool


class Named(NamedTuple):
    """A field with its leaf, the weights of the terms around it, and the terms that only its title has."""

    field: TargetField
    leaf: Leaf
    around: dict[str, float]
    extra: tuple[str, ...]


class Namer:
    """Names the fields of one schema, which repeat each other's steps: what is alike is read once and shared."""

    def __init__(self) -> None:
        self._leaves: dict[tuple[str, str], Leaf] = {}
        self._steps: dict[str, tuple[str, ...]] = {}
        self._around: dict[tuple[str, ...], dict[str, float]] = {}

    def named(self, field: TargetField) -> Named:
        """What a field is called."""
        parent, _, last = field.path.rpartition(".")
        steps = self._steps.get(parent)
        if steps is None:
            steps = self._steps[parent] = _telling(parent)
        above = steps[-1] if steps else ""
        leaf = self._leaves.get((last, above))
        if leaf is None:
            leaf = self._leaves[last, above] = _leaf(last, above)
        own, around = leaf.own, self._all_around(steps[:-1] if leaf.adopts else steps)
        if not around.keys().isdisjoint(own):
            around = {term: weight for term, weight in around.items() if term not in own}
        # Most titles say what the path says.
        if not field.title or field.title.replace(" ", "").lower() == leaf.letters:
            return Named(field, leaf, around, ())
        extra = tuple([term for term in terms_of(field.title) if term not in own and term not in around])
        return Named(field, leaf, around, extra)

    def _all_around(self, steps: tuple[str, ...]) -> dict[str, float]:
        """The weights of the terms of some steps."""
        found = self._around.get(steps)
        if found is None:
            neutral = lexicon().roles["neutral"]
            terms = [term for step in steps for term in terms_of(step)]
            found = self._around[steps] = {term: _NEUTRAL if term in neutral else 1.0 for term in terms}
        return found


def _telling(parent: str) -> tuple[str, ...]:
    """The steps that mean something: names of namespaces and of the tenant's object do not."""
    return tuple([step for step in parent.split(".") if step and not step.startswith("_") and step != "xdm"])


def _leaf(last: str, above: str) -> Leaf:
    roles = lexicon().roles
    low = last.lower()
    name = low.lstrip("_")
    own, key, adopts = _own(last, name, above)
    internal = name in roles["internal"] or low in roles["internal"]
    return Leaf(own, "".join(own), name, key, adopts, low in roles["minor"] and not key, internal)


def _own(last: str, name: str, above: str) -> tuple[dict[str, float], str, bool]:
    """The weights of the terms that name a leaf, the kind of key that it is, and whether its object names it."""
    roles = lexicon().roles
    plain = terms_of(last)
    if above and name in _KEYS:
        own = dict.fromkeys(("id" if term == "key" else term for term in terms_of(above)), 1.0)
        own.setdefault("id", 1.0)
        if "source" in own and len(own) > 2:
            own["source"] = SILENT
        return own, name, True
    if above and (name in roles["silent"] or name in roles["generic"]):
        own = dict.fromkeys(terms_of(above), 1.0)
        for term in plain:
            own.setdefault(term, SILENT if name in roles["silent"] else 1.0)
        return own, "", True
    own = dict.fromkeys(plain, 1.0)
    key = "plain" if plain[-1:] == ("id",) else ""
    if key and plain[0] == "source" and len(plain) > 2:
        own["source"] = SILENT
    return own, key, False
