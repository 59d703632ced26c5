"""Targets made ready for matching: what each leaf is called, where it stands, and which targets hold a term."""

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import log
from operator import itemgetter

from aeptui.core.mapping.suggest.lexicon import stem
from aeptui.core.mapping.suggest.model import TargetField
from aeptui.core.mapping.suggest.naming import Named, Namer

MOST_POSTINGS = 60
_STEM = 5
_ENDING = 4
_CONSENTS = ("optin", "optout", "consent", "subscri")
_DEEPEST = 6
_Weighed = tuple[tuple[tuple[str, float], ...], float]


@dataclass(slots=True)
class Target:
    """A target ready for matching.

    ``own`` are the terms that name the leaf with their weights, ``around`` those of the objects it stands in, ``extra``
    those of its title alone. ``parent`` is the path of its object, ``leaf`` its last step in small letters,
    ``spelled`` the same without underscores, ``tail`` the last two steps. ``home`` is 1 for what belongs to work, -1
    for what belongs to home; ``entity`` are the own terms alone; ``consent``: it holds permissions. ``fixed`` are the
    features that no column changes, from ``in_array`` to ``key_source_key``.
    """

    number: int
    field: TargetField
    own: tuple[tuple[str, float], ...]
    own_weight: float
    around: tuple[tuple[str, float], ...]
    around_weight: float
    extra: tuple[str, ...]
    parent: str
    leaf: str
    spelled: str
    tail: str
    kind: str
    letters: str
    home: float
    entity: Set[str]
    consent: bool
    fixed: list[float]


class TargetIndex:
    """The targets of a schema, found by term; made once for each schema.

    A target is made ready when it is first asked for: of a large schema, a table meets a small part.
    """

    def __init__(self, fields: Sequence[TargetField]) -> None:
        namer = Namer()
        self._named = [namer.named(each) for each in fields]
        counts = Counter(chain.from_iterable(chain(each.leaf.own, each.around, each.extra) for each in self._named))
        self.size = len(fields)
        self._rarity = {term: _rarity(count, self.size) for term, count in counts.items()}
        self._by_start: dict[str, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for term in counts:
            self._by_start[term[:_STEM]].append(term)
            self._by_stem[stem(term)].append(term)
        self._weights: dict[int, _Weighed] = {}
        self._ready: dict[int, Target] = {}
        self._by_path = {field.path: number for number, field in enumerate(fields)}
        self.postings = self._postings()

    def rarity(self, term: str) -> float:
        """How much a term tells: about 0.3 for one that most targets hold, 1 for one that few or none hold."""
        return self._rarity.get(term, 0.9)

    def holds(self, term: str) -> bool:
        """Whether any target has the term."""
        return term in self._rarity

    def at(self, path: str) -> Target | None:
        """The target with that path, or None."""
        number = self._by_path.get(path)
        return None if number is None else self.target(number)

    def target(self, number: int) -> Target:
        """The target with that number."""
        found = self._ready.get(number)
        if found is None:
            named = self._named[number]
            found = _target(number, named, self._weighed(named.leaf.own), self._weighed(named.around))
            self._ready[number] = found
        return found

    def akin(self, term: str) -> list[str]:
        """The terms of targets that begin as this one does and end differently: ``cancelled`` finds ``cancel``."""
        near = self._by_start.get(term[:_STEM], ()) if len(term) >= _STEM else ()
        return [each for each in near if abs(len(each) - len(term)) <= _ENDING]

    def forms(self, term: str) -> list[str]:
        """The terms of targets that are forms of the same word, this one among them where it is one."""
        return self._by_stem.get(stem(term), [])

    def _weighed(self, weights: dict[str, float]) -> _Weighed:
        """The terms with their weights by rarity, and the sum of these; worked out once for the targets that share."""
        found = self._weights.get(id(weights))
        if found is None:
            rarity = self._rarity
            pairs = tuple([(term, weight * rarity[term]) for term, weight in weights.items()])
            found = self._weights[id(weights)] = (pairs, sum([weight for _, weight in pairs]))
        return found

    def _postings(self) -> dict[str, dict[int, float]]:
        """For each term the targets that say most with it, the foremost first, and how much of each the term is."""
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (field, leaf, nearby, extra) in enumerate(self._named):
            own, own_weight = self._weighed(leaf.own)
            around, around_weight = self._weighed(nearby)
            total = (own_weight or 1.0) + 0.5 * around_weight + 0.2
            damp = (0.5 if leaf.internal or _minor(self._named[number]) else 1.0) * (0.85 if field.in_array else 1.0)
            for term, weight in own:
                found[term].append((number, weight / total * damp))
            for term, weight in around:
                found[term].append((number, 0.5 * weight / total * damp))
            for term in extra:
                found[term].append((number, 0.4 / total * damp))
        for entries in found.values():
            entries.sort(key=itemgetter(1), reverse=True)
        return {term: dict(entries[:MOST_POSTINGS]) for term, entries in found.items()}


def _rarity(count: int, size: int) -> float:
    return 0.3 + 0.7 * log((size + 1) / count) / log(size + 1) if size > 1 else 1.0


def _minor(named: Named) -> bool:
    """Whether a leaf describes other fields: one that stands in no object is a field of its own."""
    return named.leaf.minor and named.field.path.rfind(".") > 0


def _target(number: int, named: Named, own: _Weighed, around: _Weighed) -> Target:
    field, leaf = named.field, named.leaf
    parent, _, last = field.path.rpartition(".")
    above = parent.rpartition(".")[2]
    low = field.path.lower()
    return Target(
        number=number,
        field=field,
        own=own[0],
        own_weight=own[1] or 1.0,
        around=around[0],
        around_weight=around[1],
        extra=named.extra,
        parent=parent.removesuffix("._schema"),
        leaf=leaf.name,
        spelled=leaf.name.replace("_", ""),
        tail=f"{above}.{last}" if above else last,
        kind=kind_of(field.type),
        letters=leaf.letters,
        home=_home(low),
        entity=leaf.own.keys(),
        consent=any(word in low for word in _CONSENTS),
        fixed=_fixed(named),
    )


def _fixed(named: Named) -> list[float]:
    leaf = named.leaf
    depth = min(_DEEPEST, named.field.path.count(".")) / _DEEPEST
    forms = (leaf.key == "plain", leaf.key == "sourceid", leaf.key == "sourcekey")
    return [float(named.field.in_array), depth, float(_minor(named)), float(leaf.internal), *map(float, forms)]


def _home(low: str) -> float:
    """Whose field it is: 1 at work, -1 at home, 0 for neither; its path in small letters tells."""
    if low.startswith(("work", "b2b.", "extendedwork")):
        return 1.0
    return -1.0 if low.startswith(("home", "personal", "loyalty")) and not low.startswith("personalized") else 0.0


_KINDS = {
    "integer": "number", "int": "number", "long": "number", "short": "number", "byte": "number", "number": "number",
    "double": "number", "bigint": "number", "float": "number", "decimal": "number", "currency": "number",
    "percent": "number", "money": "number", "numeric": "number", "smallint": "number", "tinyint": "number",
    "boolean": "boolean", "bool": "boolean", "bit": "boolean", "twooptions": "boolean", "checkbox": "boolean",
    "date": "time", "date-time": "time", "datetime": "time", "timestamp": "time", "time": "time",
    "glide_date": "time", "glide_date_time": "time", "timestamptz": "time", "datetime2": "time",
    "email": "email", "phone": "phone", "url": "url", "id": "key", "reference": "key", "guid": "key", "uuid": "key",
    "lookup": "key", "uniqueidentifier": "key", "picklist": "choice", "enumeration": "choice", "choice": "choice",
    "object": "structure", "map": "structure", "array": "structure", "address": "structure", "json": "structure",
    "multipicklist": "structure", "location": "structure", "variant": "structure",
}  # fmt: skip


@lru_cache(maxsize=2_000)
def kind_of(type: str) -> str:
    """The kind of a type in the source's or XDM's words: number, boolean, time, key, choice ... or text."""
    low = type.strip().lower()
    if low.startswith("array"):
        return "structure"
    return _KINDS.get(low.partition("(")[0].partition("<")[0], "text")
