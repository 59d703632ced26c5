"""Targets made ready for matching: what each leaf is called, where it stands, and which targets hold a term."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

from aeptui.core.mapping.suggest.lexicon import Lexicon, lexicon
from aeptui.core.mapping.suggest.model import TargetField
from aeptui.core.mapping.suggest.terms import terms_of

# A leaf of these names is what its parent says: the number of a phone, the address of an email.
SILENT = 0.2
_KEYS = {"sourceid": ("id",), "sourcekey": ("id",)}
MOST_POSTINGS = 60
_STEM = 5
_ENDING = 4
_CONSENTS = ("optin", "optout", "consent", "subscri")


@dataclass(frozen=True, slots=True)
class Target:
    """A target ready for matching.

    ``own`` are the terms that name the leaf with their weights, ``around`` those of the objects it stands in, ``extra``
    those of its title alone. ``parent`` is the path of its object, ``leaf`` its last step in small letters, ``tail``
    the last two steps, ``key`` the form of key that it is. ``minor`` marks leaves that describe other fields,
    ``internal`` those of the platform. ``home`` is 1 for what belongs to work, -1 for what belongs to home;
    ``entity`` are the own terms alone; ``consent``: it holds permissions.
    """

    number: int
    field: TargetField
    own: tuple[tuple[str, float], ...]
    own_weight: float
    around: tuple[tuple[str, float], ...]
    around_weight: float
    extra: frozenset[str]
    parent: str
    leaf: str
    tail: str
    depth: int
    minor: bool
    internal: bool
    kind: str
    key: str
    letters: str
    pairs: frozenset[str]
    home: float
    entity: frozenset[str]
    consent: bool


class TargetIndex:
    """The targets of a schema, found by term; made once for each schema."""

    def __init__(self, fields: Sequence[TargetField]) -> None:
        known = lexicon()
        parts = [_parts(each, known) for each in fields]
        counts: dict[str, int] = defaultdict(int)
        for own, around, extra, _ in parts:
            for term in {*own, *around, *extra}:
                counts[term] += 1
        self.size = len(fields)
        self._rarity = {term: _rarity(count, self.size) for term, count in counts.items()}
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for term in counts:
            self._by_start[term[:_STEM]].append(term)
        self.targets = tuple(
            _target(number, field, *part, self) for number, (field, part) in enumerate(zip(fields, parts, strict=True))
        )
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
        return None if number is None else self.targets[number]

    def akin(self, term: str) -> list[str]:
        """The terms of targets that begin as this one does and end differently: ``cancelled`` finds ``cancel``."""
        near = self._by_start.get(term[:_STEM], ()) if len(term) >= _STEM else ()
        return [each for each in near if abs(len(each) - len(term)) <= _ENDING]

    def _postings(self) -> dict[str, tuple[tuple[int, float], ...]]:
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for target in self.targets:
            total = target.own_weight + 0.5 * target.around_weight + 0.2
            damp = (0.5 if target.minor or target.internal else 1.0) * (0.85 if target.field.in_array else 1.0)
            shares: dict[str, float] = {}
            for term, weight in target.own:
                shares[term] = shares.get(term, 0.0) + weight / total
            for term, weight in target.around:
                shares[term] = shares.get(term, 0.0) + 0.5 * weight / total
            for term in target.extra:
                shares.setdefault(term, 0.4 / total)
            for term, share in shares.items():
                found[term].append((target.number, share * damp))
        for entries in found.values():
            if len(entries) > MOST_POSTINGS:
                entries.sort(key=lambda each: -each[1])
                del entries[MOST_POSTINGS:]
        return {term: tuple(entries) for term, entries in found.items()}


def _rarity(count: int, size: int) -> float:
    return 0.3 + 0.7 * log((size + 1) / count) / log(size + 1) if size > 1 else 1.0


def _steps(path: str) -> list[str]:
    """The steps that mean something: names of namespaces and of the tenant's object do not."""
    steps = path.split(".")
    kept = [step for step in steps[:-1] if not step.startswith("_") and step != "xdm"]
    return [*kept, steps[-1]]


_Parts = tuple[dict[str, float], dict[str, float], frozenset[str], str]


def _parts(field: TargetField, known: Lexicon) -> _Parts:
    """The terms that name the leaf, those around it, those of the title alone, and the kind of key that it is."""
    steps = _steps(field.path)
    leaf = steps[-1].lower().lstrip("_")
    own: dict[str, float] = {}
    key = ""
    above = steps[:-1]
    plain = terms_of(steps[-1])
    if leaf in _KEYS and above:
        key = leaf
        for term in terms_of(above.pop()):
            own["id" if term == "key" else term] = 1.0
        own.setdefault("id", 1.0)
        if "source" in own and len(own) > 2:
            own["source"] = SILENT
    elif (leaf in known.roles["silent"] or leaf in known.roles["generic"]) and above:
        for term in terms_of(above.pop()):
            own[term] = 1.0
        weight = SILENT if leaf in known.roles["silent"] else 1.0
        for term in plain:
            own.setdefault(term, weight)
    else:
        own = dict.fromkeys(plain, 1.0)
        if plain[-1:] == ("id",):
            key = "plain"
            if plain[0] == "source" and len(plain) > 2:
                own["source"] = SILENT
    around: dict[str, float] = {}
    for step in above:
        for term in terms_of(step):
            if term not in own:
                around[term] = 0.25 if term in known.roles["neutral"] else 1.0
    titled = terms_of(field.title) if field.title else ()
    extra = frozenset(term for term in titled if term not in own and term not in around)
    return own, around, extra, key


def _target(
    number: int,
    field: TargetField,
    own: dict[str, float],
    around: dict[str, float],
    extra: frozenset[str],
    key: str,
    index: TargetIndex,
) -> Target:
    known = lexicon()
    weighed = tuple((term, weight * index.rarity(term)) for term, weight in own.items())
    nearby = tuple((term, weight * index.rarity(term)) for term, weight in around.items())
    parent, _, last = field.path.rpartition(".")
    leaf = last.lower().lstrip("_")
    above = parent.rpartition(".")[2]
    letters = "".join(own)
    return Target(
        number=number,
        field=field,
        own=weighed,
        own_weight=sum(weight for _, weight in weighed) or 1.0,
        around=nearby,
        around_weight=sum(weight for _, weight in nearby),
        extra=extra,
        parent=parent.removesuffix("._schema"),
        leaf=leaf,
        tail=f"{above}.{last}" if above else last,
        depth=field.path.count("."),
        minor=last.lower() in known.roles["minor"] and bool(parent) and not key,
        internal=leaf in known.roles["internal"] or last.lower() in known.roles["internal"],
        kind=kind_of(field.type),
        key=key,
        letters=letters,
        pairs=pairs_of(letters),
        home=_home(field.path),
        entity=frozenset(own),
        consent=any(word in field.path.lower() for word in _CONSENTS),
    )


@lru_cache(maxsize=20_000)
def pairs_of(letters: str) -> frozenset[str]:
    """The pairs of neighbouring letters."""
    return frozenset(map("".join, pairwise(letters)))


def _home(path: str) -> float:
    """Whose field it is: 1 at work, -1 at home, 0 for neither."""
    low = path.lower()
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
