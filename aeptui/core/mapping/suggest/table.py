"""A source table made ready for matching: the terms of its columns, what it is about, and which columns go together."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

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
_ELSEWHERE = 0.25
_PARTIES = ("account", "person")
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


class Meaning(NamedTuple):
    """What columns with the same terms share.

    ``terms`` are the terms with their weights. ``bare``: nothing but generic words. ``block`` names the columns that
    share a prefix and describe one address; empty for others. ``consent``: permissions are spoken of. ``known`` is the
    share that targets know, ``useless`` that of words for what is not worth mapping.
    """

    terms: _Terms
    weight: float
    bare: bool
    letters: str
    block: str
    consent: bool
    known: float
    useless: float


@dataclass(slots=True)
class Column:
    """A column ready for matching: its field, the kind of its values, what it may mean, and its meaning.

    ``reach`` leads from every term that may be meant, related ones included, to how much it is meant and by which term.
    """

    field: SourceField
    kind: str
    reach: dict[str, tuple[float, int]]
    meaning: Meaning


@dataclass(slots=True)
class Table:
    """The columns of a table, the words for what it is about, its class's entity, and whether it is of work or home."""

    columns: tuple[Column, ...]
    about: dict[str, float]
    entity: frozenset[str]
    foreign: bool
    business: float


def read_table(source: SourceObject, index: TargetIndex, target_class: str) -> Table:
    """The table as the matcher wants it; ``target_class`` is the id or title of the schema's class."""
    known = lexicon()
    names = [_named(each.name) for each in source.fields]
    counts = Counter(term for main, context in names for term in {*main, *context})
    common = {term for term, count in counts.items() if len(names) >= _FEW_COLUMNS and count > _COMMON * len(names)}
    about, entity, foreign = entity_terms(source.object, target_class)
    reader = _Reader(index, known, common)
    columns = [reader.column(each, *terms) for each, terms in zip(source.fields, names, strict=True)]
    return Table(tuple(columns), about, entity, foreign, _business(counts, known, source))


def entity_terms(table: str, target_class: str) -> tuple[dict[str, float], frozenset[str], bool]:
    """The words for the entity of a table and its class, with how sure each is; those of the class's entity; and
    whether the table's rows are no such entity.

    A table about something else than its class says little about the class's entity. Tickets, mapped to people, are no
    people at all; the accounts of an organisation may be, and anything that happens may be an event.
    """
    known = lexicon()
    label = words_of(target_class.rstrip("/").rpartition("/")[2])
    entity = {"person"} if "profile" in label else {*label} - {"xdm", "business", "individual", "context", "classes"}
    synonyms = next((each for name, each in known.entities.items() if {*name.split()} == entity), frozenset())
    own = [singular(word) for word in words_of(table) if not word.isdigit()]
    # The last word says what a row is: a case of customer service.
    head = next((word for word in reversed(own) if any(word in each for each in known.entities.values())), "")
    elsewhere = head != "" and head not in synonyms
    foreign = elsewhere and "event" not in entity and not any(head in known.entities[party] for party in _PARTIES)
    about = dict.fromkeys(map(singular, synonyms), _ELSEWHERE if elsewhere else 0.8)
    about |= dict.fromkeys(map(singular, entity), _ELSEWHERE if elsewhere else 1.0)
    return about | dict.fromkeys(own, 1.0), frozenset(entity), foreign


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
    _meanings: dict[tuple[object, ...], tuple[dict[str, tuple[float, int]], Meaning]] = field(default_factory=dict)

    def column(self, field: SourceField, main: tuple[str, ...], context: tuple[str, ...]) -> Column:
        """A column, from its own terms and those of the steps before them."""
        several = len(main) > 1
        # Without running numbers and prefixes: numbered columns mean the same.
        telling = tuple([term for term in main if self._weight(term, several)])
        key = (telling, several, context, _described(field))
        if key not in self._meanings:
            self._meanings[key] = self._meaning(*key)
        reach, meaning = self._meanings[key]
        kind, word = kind_of(field.type), ""
        if field.samples:
            told, word = told_by(field.samples)
            kind = told or kind if kind == "text" else kind
        return Column(field, kind, self._more(field.name, reach, meaning.terms, word), meaning)

    def _meaning(
        self, telling: tuple[str, ...], several: bool, context: tuple[str, ...], described: tuple[str, ...]
    ) -> tuple[dict[str, tuple[float, int]], Meaning]:
        """What terms reach and mean; those of the context and the description say less than the column's own."""
        weights: dict[str, float] = {}
        for said, share in ((telling, 1.0), (context, _CONTEXT), (described, _DESCRIBED)):
            for term in said:
                weight = self._weight(term, several)
                if weight:
                    weights.setdefault(term, share * weight)
        roles = self.known.roles
        terms = tuple(weights.items())
        own = [term for term in telling if term not in roles["vendors"]]
        total = sum(weights.values()) or 1.0
        reach = self._near(terms)
        return reach, Meaning(
            terms=terms,
            weight=total,
            bare=roles["generic"].issuperset(own),
            letters="".join(own),
            block=_block(telling),
            consent=not _CONSENT.isdisjoint(reach),
            known=sum([weight for term, weight in terms if self.index.holds(term)]) / total,
            useless=sum([term in roles["useless"] for term in own]) / (len(own) or 1),
        )

    def _weight(self, term: str, several: bool) -> float:
        """How much a term says, alone or with others."""
        weight = self._weights.get((term, several))
        if weight is None:
            weight = self._weights[term, several] = self._importance(term, several)
        return weight

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

    def _more(
        self, name: str, reach: dict[str, tuple[float, int]], terms: _Terms, word: str
    ) -> dict[str, tuple[float, int]]:
        """What a column reaches besides what its terms do: its whole name as one word, and the word for its values."""
        if not terms:
            return reach
        more: dict[str, tuple[float, int]] = {}
        # ``tntId`` reaches ``tntid``.
        joined = _BETWEEN.sub("", name.rpartition(".")[2].lower())
        if joined not in reach and self.index.holds(joined):
            more[joined] = (1.0, 0)
        if word and word not in reach:
            more.setdefault(word, (_SEEN, len(terms) - 1))
        return reach | more if more else reach

    def _near(self, terms: _Terms) -> dict[str, tuple[float, int]]:
        """The terms themselves, related ones, and those that targets write a little differently."""
        reach: dict[str, tuple[float, int]] = {term: (1.0, number) for number, (term, _) in enumerate(terms)}
        for number, (term, _) in enumerate(terms):
            for other, weight in self.known.related.get(term, {}).items():
                if weight > reach.get(other, _NOT)[0]:
                    reach[other] = (weight, number)
            for other in self.index.forms(term) or self.index.akin(term):
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
