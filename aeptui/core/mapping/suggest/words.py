"""Names into words: by separators and cases, by the vocabulary where they have none, abbreviations spelled out."""

import re
from functools import cache, lru_cache
from math import log

from aeptui.core.mapping.suggest.lexicon import VOWELS, Lexicon, lexicon, skeleton

# A run of capitals is one word; its last letter begins the next word where a small letter follows (``URLName``).
_CHUNK = re.compile(r"[A-ZÄÖÜ]+(?![a-zäöüß])|[A-ZÄÖÜ]?[^\W\dA-ZÄÖÜ_]+|\d+|[A-ZÄÖÜ]")
_SHORTEST_TO_SPLIT = 5
_LONGEST_WORD = 16
_LONGEST_SHORT_FORM = 6
_NEVER = float("inf")
_PLAIN_FORMS = ("ids", "urls", "iso", "id")


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: ``LastName``, ``last_name`` and ``lastname`` all give last, name."""
    known = lexicon()
    out: list[str] = []
    for chunk in _chunks(name, known):
        out.extend(_spelled(chunk))
    return tuple(out)


def _chunks(name: str, known: Lexicon) -> list[str]:
    """The parts of a name that separators and changes of case show, plural and digit endings kept with their words."""
    parts = _CHUNK.findall(name.replace("'", ""))
    out: list[str] = []
    for part in parts:
        low = part.lower()
        # ``IDs`` and ``eMail`` fall apart by case alone.
        if out and len(out[-1]) == 1 and (low == "s" or out[-1] + low in known.words):
            out[-1] += low
        else:
            out.append(low)
    return out


@lru_cache(maxsize=20_000)
def _spelled(chunk: str) -> tuple[str, ...]:
    """The words of a chunk that neither separators nor cases part."""
    known = lexicon()
    if chunk in known.abbreviations:
        return known.abbreviations[chunk]
    if chunk in known.words or chunk.isdigit() or chunk in _PLAIN_FORMS:
        return (chunk,)
    if chunk.endswith("s") and chunk[:-1] in known.words:
        return (chunk[:-1],)
    split = _split(chunk, known) if len(chunk) >= _SHORTEST_TO_SPLIT else None
    if split is not None:
        return tuple(word for part in split for word in _meant(part, known))
    return (_guessed(chunk, known),)


def _meant(piece: str, known: Lexicon) -> tuple[str, ...]:
    """The words that a piece of a split chunk stands for."""
    if piece in known.words:
        return (piece,)
    return known.abbreviations.get(piece) or (_by_consonants(piece, known) or piece,)


def _guessed(chunk: str, known: Lexicon) -> str:
    """The word that a shortened one probably stands for, or the chunk itself."""
    found = _by_consonants(chunk, known)
    if found is not None:
        return found
    if len(chunk) >= 4:
        longer = [word for word in known.by_start.get(chunk[:4], ()) if word.startswith(chunk)]
        if longer:
            return max(longer, key=lambda word: known.words[word])
    return chunk


def _by_consonants(chunk: str, known: Lexicon) -> str | None:
    """The word whose consonants a chunk without vowels holds: ``mthd`` is method."""
    if len(chunk) < 3 or not VOWELS.isdisjoint(chunk[1:]):
        return None
    return known.skeletons.get(skeleton(chunk))


@cache
def _all_words() -> float:
    """The logarithm of how often any word occurs, against which the cost of each is measured."""
    return log(sum(lexicon().words.values()))


def _split(chunk: str, known: Lexicon) -> list[str] | None:
    """The cheapest way to read a chunk as words that follow each other; None where some of it is no word."""
    costs, starts = [0.0], [0]
    for end in range(1, len(chunk) + 1):
        best, best_start = _NEVER, 0
        for start in range(max(0, end - _LONGEST_WORD), end - 1):
            if costs[start] < best:
                cost = costs[start] + _cost(chunk[start:end], known)
                if cost < best:
                    best, best_start = cost, start
        costs.append(best)
        starts.append(best_start)
    if costs[-1] >= _NEVER:
        return None
    pieces: list[str] = []
    end = len(chunk)
    while end:
        pieces.append(chunk[starts[end] : end])
        end = starts[end]
    return pieces[::-1]


def _cost(piece: str, known: Lexicon) -> float:
    """How unlikely a piece is as a word of a name; endless where it is none."""
    count = known.words.get(piece)
    if count:
        return _all_words() - log(count) + (4.0 if len(piece) == 2 else 0.0)
    if piece in known.abbreviations:
        return _all_words() + (2.0 if len(piece) == 2 else 1.0)
    if len(piece) <= _LONGEST_SHORT_FORM and _by_consonants(piece, known) is not None:
        return _all_words() + 4.0
    return _NEVER
