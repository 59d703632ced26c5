"""A source table made ready for matching: the terms of its columns, what it is about, and which columns go together."""

import re
from collections import Counter
from dataclasses import dataclass, field

from aeptui.core.mapping.suggest.lexicon import Lexicon, lexicon, singular
from aeptui.core.mapping.suggest.model import SourceField, SourceObject
from aeptui.core.mapping.suggest.samples import told_by
from aeptui.core.mapping.suggest.targets import TargetIndex, kind_of
from aeptui.core.mapping.suggest.terms import normalised, terms_of
from aeptui.core.mapping.suggest.words import words_of

_VENDOR = 0.12
_CONTEXT = 0.45
_DESCRIBED = 0.35
_AKIN = 0.75
_SEEN = 0.8
_FOREIGN = 0.25
# Terms that this share of a table's columns have tell little about any of them.
_COMMON = 0.25
# Endings that say of what sort a value is rather than what it means.
_FORMS = frozenset(("code", "base", "flag", "text"))
_FEW_COLUMNS = 8
_ADDRESS_SURE = frozenset(("street", "city", "state", "province", "postal", "country", "latitude", "longitude"))
_ADDRESS = _ADDRESS_SURE | {"region", "county", "line", "address", "code", "1", "2", "3", "4"}
_BETWEEN = re.compile(r"[\W_]+")
_NOT = (0.0, 0)
_Terms = tuple[tuple[str, float], ...]
_CONSENT = frozenset(("opt", "consent", "optin", "optout", "unsubscribe", "subscription"))


@dataclass(slots=True)
class Column:
    """A column ready for matching.

    ``terms`` are its terms with their weights. ``reach`` leads from every term that may be meant, related ones
    included, to how much it is meant and by which term. ``bare``: nothing but generic words. ``block`` names the
    columns that share a prefix and describe one address; empty for others. ``head`` is the last term that names
    a thing; ``consent``: it speaks of permissions.
    """

    field: SourceField
    terms: _Terms
    weight: float
    reach: dict[str, tuple[float, int]]
    bare: bool
    kind: str
    letters: str
    block: str
    head: str
    consent: bool
    known: float
    useless: float


@dataclass(slots=True)
class Table:
    """The columns of a table, the words for what it is about, its class's entity, and whether it is of work or home."""

    columns: tuple[Column, ...]
    about: dict[str, float]
    entity: frozenset[str]
    business: float


def read_table(source: SourceObject, index: TargetIndex, target_class: str) -> Table:
    """The table as the matcher wants it; ``target_class`` is the id or title of the schema's class."""
    known = lexicon()
    names = [_named(each.name) for each in source.fields]
    counts = Counter(term for main, context in names for term in {*main, *context})
    common = {term for term, count in counts.items() if len(names) >= _FEW_COLUMNS and count > _COMMON * len(names)}
    about, entity = entity_terms(source.object, target_class)
    reader = _Reader(index, known, common)
    columns = [reader.column(each, *terms) for each, terms in zip(source.fields, names, strict=True)]
    return Table(tuple(columns), about, entity, _business(counts, known, source))


def entity_terms(table: str, target_class: str) -> tuple[dict[str, float], frozenset[str]]:
    """The words for the entity of a table and its class, with how sure each is, and those of the class's entity.

    A table about something else than its class (tickets, mapped to people) says little about the class's entity.
    """
    known = lexicon()
    label = words_of(target_class.rstrip("/").rpartition("/")[2])
    entity = {"person"} if "profile" in label else {*label} - {"xdm", "business", "individual", "context", "classes"}
    synonyms = next((each for name, each in known.entities.items() if {*name.split()} == entity), frozenset())
    own = {singular(word) for word in words_of(table) if not word.isdigit()}
    foreign = own.isdisjoint(synonyms) and any(own & each for each in known.entities.values())
    about = dict.fromkeys(map(singular, synonyms), _FOREIGN if foreign else 0.8)
    about |= dict.fromkeys(map(singular, entity), _FOREIGN if foreign else 1.0)
    return about | dict.fromkeys(own, 1.0), frozenset(entity)


def _named(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The terms of a column's last step, and those of the steps before it."""
    above, _, last = name.replace(":", ".").replace("/", ".").rpartition(".")
    main = terms_of(last or name)
    if above and lexicon().roles["generic"].issuperset(main):
        # ``address.url`` says what it is only together with its parents.
        joined = normalised(words_of(f"{above.rpartition('.')[2]} {last}"))
        return joined, terms_of(above.replace(".", " "))
    return main, tuple(term for term in terms_of(above.replace(".", " ")) if term not in main) if above else ()


@dataclass(slots=True)
class _Reader:
    """Reads the columns of one table; what columns with the same terms have in common is worked out once and shared."""

    index: TargetIndex
    known: Lexicon
    common: set[str]
    _weights: dict[tuple[str, bool], float] = field(default_factory=dict)
    _reached: dict[_Terms, dict[str, tuple[float, int]]] = field(default_factory=dict)

    def column(self, field: SourceField, main: tuple[str, ...], context: tuple[str, ...]) -> Column:
        """A column, from its own terms and those of the steps before them."""
        roles = self.known.roles
        weights = self._weighed(main, context, field)
        kind, word = kind_of(field.type), ""
        if field.samples:
            told, word = told_by(field.samples)
            kind = told or kind if kind == "text" else kind
        terms = tuple(weights.items())
        reach = self._reach(field.name, terms, word)
        own = [term for term in main if term in weights and term not in roles["vendors"]]
        total = sum(weights.values()) or 1.0
        return Column(
            field=field,
            terms=terms,
            weight=total,
            reach=reach,
            bare=roles["generic"].issuperset(own),
            kind=kind,
            letters="".join(own),
            block=_block(main),
            head=next((term for term in reversed(own) if term not in _FORMS), ""),
            consent=not _CONSENT.isdisjoint(reach),
            known=sum([weight for term, weight in terms if self.index.holds(term)]) / total,
            useless=sum([term in roles["useless"] for term in own]) / (len(own) or 1),
        )

    def _weighed(self, main: tuple[str, ...], context: tuple[str, ...], field: SourceField) -> dict[str, float]:
        """The terms of a column with their weights, those that say nothing left out."""
        weights: dict[str, float] = {}
        several = len(main) > 1
        for said, share in ((main, 1.0), (context, _CONTEXT), (_described(field), _DESCRIBED)):
            for term in said:
                weight = self._weights.get((term, several))
                if weight is None:
                    weight = self._weights[term, several] = self._importance(term, several)
                if weight and term not in weights:
                    weights[term] = share * weight
        return weights

    def _importance(self, term: str, several: bool) -> float:
        """How much a term says; nothing: running numbers and prefixes of systems that no target has."""
        weight, vendor, digits = self.index.rarity(term), self.known.has_role(term, "vendors"), term.isdigit()
        if several and (digits or vendor) and not self.index.holds(term):
            return 0.0
        if several and vendor:
            return weight * _VENDOR
        if several and term in self.common:
            return weight * 0.35
        return weight * 0.5 if digits or (several and term in _FORMS) else weight

    def _reach(self, name: str, terms: _Terms, word: str) -> dict[str, tuple[float, int]]:
        """The terms that a column may mean; ``word`` is what its values are."""
        reach = self._reached.get(terms)
        if reach is None:
            reach = self._reached[terms] = self._near(terms)
        more: dict[str, tuple[float, int]] = {}
        # ``tntId`` reaches ``tntid``.
        joined = _BETWEEN.sub("", name.rpartition(".")[2].lower())
        if terms and joined not in reach and self.index.holds(joined):
            more[joined] = (1.0, 0)
        if terms and word and word not in reach:
            more.setdefault(word, (_SEEN, len(terms) - 1))
        return reach | more if more else reach

    def _near(self, terms: _Terms) -> dict[str, tuple[float, int]]:
        """The terms themselves, related ones, and those that targets write a little differently."""
        reach: dict[str, tuple[float, int]] = {term: (1.0, number) for number, (term, _) in enumerate(terms)}
        for number, (term, _) in enumerate(terms):
            for other, weight in self.known.related.get(term, {}).items():
                if weight > reach.get(other, _NOT)[0]:
                    reach[other] = (weight, number)
            if not self.index.holds(term):
                for other in self.index.akin(term):
                    if reach.get(other, _NOT)[0] < _AKIN:
                        reach[other] = (_AKIN, number)
        return reach


def _described(field: SourceField) -> tuple[str, ...]:
    """The terms of a short description; a sentence says too many things."""
    words = field.description.split()
    return terms_of(field.description) if 0 < len(words) <= 5 else ()


def _block(main: tuple[str, ...]) -> str:
    """The prefix that an address column shares with its fellows, with a mark; empty for other columns."""
    if not _ADDRESS_SURE.intersection(main):
        return ""
    return "@" + " ".join(term for term in main if term not in _ADDRESS)


def _business(counts: Counter[str], known: Lexicon, source: SourceObject) -> float:
    """Between -1 for a table about people at home and 1 for one about people at work."""
    work = sum(term in counts for term in known.roles["business"])
    home = sum(term in counts for term in known.roles["consumer"])
    entity = {*words_of(source.object)}
    work += 2 * bool(entity & {"lead", "account", "contact", "opportunity"})
    home += 2 * bool(entity & {"member", "loyalty", "customer", "guest", "consumer", "subscriber"})
    return (work - home) / (work + home + 1)
