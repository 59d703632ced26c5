"""A source table made ready for matching: the terms of its columns, what it is about, and which columns go together."""

from collections import Counter
from dataclasses import dataclass

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
    terms: tuple[tuple[str, float], ...]
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
    names = [_named(field.name) for field in source.fields]
    counts = Counter(term for main, context in names for term in {*main, *context})
    common = {term for term, count in counts.items() if len(names) >= _FEW_COLUMNS and count > _COMMON * len(names)}
    about, entity = entity_terms(source.object, target_class)
    columns = tuple(
        _column(field, main, context, common, index, known)
        for field, (main, context) in zip(source.fields, names, strict=True)
    )
    return Table(columns, about, entity, _business(counts, known, source))


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


def _column(
    field: SourceField,
    main: tuple[str, ...],
    context: tuple[str, ...],
    common: set[str],
    index: TargetIndex,
    known: Lexicon,
) -> Column:
    weights: dict[str, float] = {}
    for said, share in ((main, 1.0), (context, _CONTEXT), (_described(field), _DESCRIBED)):
        for term in said:
            if term not in weights and not _empty(term, len(main), index, known):
                weights[term] = share * _importance(term, common, len(main), index, known)
    kind, word = kind_of(field.type), ""
    if field.samples:
        told, word = told_by(field.samples)
        kind = told or kind if kind == "text" else kind
    terms = tuple(weights.items())
    reach = _reach(field.name, terms, index, known)
    if word and terms:
        reach.setdefault(word, (_SEEN, len(terms) - 1))
    own = [term for term in main if term in weights and not known.has_role(term, "vendors")]
    total = sum(weights.values()) or 1.0
    letters = "".join(own)
    return Column(
        field=field,
        terms=terms,
        weight=total,
        reach=reach,
        bare=known.roles["generic"].issuperset(own),
        kind=kind,
        letters=letters,
        block=_block(main),
        head=next((term for term in reversed(own) if term not in _FORMS), ""),
        consent=not _CONSENT.isdisjoint(reach),
        known=sum(weight for term, weight in terms if index.holds(term)) / total,
        useless=sum(term in known.roles["useless"] for term in own) / (len(own) or 1),
    )


def _reach(
    name: str, terms: tuple[tuple[str, float], ...], index: TargetIndex, known: Lexicon
) -> dict[str, tuple[float, int]]:
    """The terms that a column may mean: its own, related ones, and those that targets write a little differently."""
    reach: dict[str, tuple[float, int]] = {term: (1.0, number) for number, (term, _) in enumerate(terms)}
    for number, (term, _) in enumerate(terms):
        for other, weight in known.related.get(term, {}).items():
            if weight > reach.get(other, (0.0, 0))[0]:
                reach[other] = (weight, number)
        if not index.holds(term):
            for other in index.akin(term):
                if reach.get(other, (0.0, 0))[0] < _AKIN:
                    reach[other] = (_AKIN, number)
    # ``tntId`` reaches ``tntid``.
    joined = "".join(letter for letter in name.rpartition(".")[2].lower() if letter.isalnum())
    if joined not in reach and index.holds(joined) and terms:
        reach[joined] = (1.0, 0)
    return reach


def _empty(term: str, count: int, index: TargetIndex, known: Lexicon) -> bool:
    """Whether a term says nothing: running numbers and prefixes of systems that no target has."""
    return count > 1 and not index.holds(term) and (term.isdigit() or known.has_role(term, "vendors"))


def _importance(term: str, common: set[str], count: int, index: TargetIndex, known: Lexicon) -> float:
    weight = index.rarity(term)
    if count > 1 and known.has_role(term, "vendors"):
        return weight * _VENDOR
    if count > 1 and term in common:
        return weight * 0.35
    return weight * 0.5 if term.isdigit() or (count > 1 and term in _FORMS) else weight


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
