"""The words that suggestions know: vocabulary, abbreviations, phrases, relations, and lists of words with a role."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from aeptui.core import facts

VOWELS = frozenset("aeiouyäöü")
# Endings of the forms of one word, longer ones before those that they end with.
_ENDINGS = ("ation", "ment", "ing", "ion", "ed")
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Facts about words; every word is in lower case.

    ``words`` counts how common a word is in names of fields. ``abbreviations`` lead to the words they stand for,
    ``phrases`` from one way of saying something to the one that targets use; ``phrase_lengths`` holds, by first word,
    how many words phrases have, the longest first. ``related`` says by how much one word may stand for another.
    ``skeletons`` lead from consonants to words, ``by_start`` from the first four letters.
    """

    words: dict[str, int]
    abbreviations: dict[str, tuple[str, ...]]
    phrases: dict[tuple[str, ...], tuple[str, ...]]
    phrase_lengths: dict[str, tuple[int, ...]]
    related: dict[str, dict[str, float]]
    skeletons: dict[str, str]
    by_start: dict[str, list[str]]
    entities: dict[str, frozenset[str]]
    roles: dict[str, frozenset[str]]

    def has_role(self, word: str, role: str) -> bool:
        """Whether the word is in the list of that name."""
        return word in self.roles[role]


def skeleton(word: str) -> str:
    """The first letter and the consonants behind it, doubled ones once: ``campaign`` gives ``cmpgn``."""
    out = word[:1]
    for letter in word[1:]:
        if letter not in VOWELS and letter != out[-1]:
            out += letter
    return out


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """The word without a plural's ending; short words and those that end so by nature stay."""
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def stem(word: str) -> str:
    """The part that the forms of a word share: ``cancelled``, ``cancellation`` and ``cancel`` give ``cancel``."""
    for ending in _ENDINGS:
        left = len(word) - len(ending)
        if left >= _SHORTEST_STEM and left > len(ending) and word.endswith(ending):
            rest = word[:left]
            return rest[:-1] if rest[-1] == rest[-2] else rest
    return word[:-1] if len(word) > _SHORTEST_STEM and word.endswith("e") else word


@cache
def lexicon() -> Lexicon:
    """The lexicon that is shipped, read once."""
    raw: dict[str, Any] = facts.load("suggest")
    words: dict[str, int] = facts.load("suggest_words")
    phrases = {tuple(key.split()): tuple(value.split()) for key, value in raw["phrases"].items()}
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(phrase[0], set()).add(len(phrase))
    by_start: dict[str, list[str]] = {}
    skeletons: dict[str, str] = {}
    for word in sorted(words, key=lambda each: words[each]):
        by_start.setdefault(word[:4], []).append(word)
        if len(word) > 4:
            skeletons[skeleton(word)] = word
    listed = ("abbreviations", "phrases", "related", "entities")
    return Lexicon(
        words,
        {key: tuple(value.split()) for key, value in raw["abbreviations"].items()},
        phrases,
        {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()},
        _related(raw["related"]),
        skeletons,
        by_start,
        {key: frozenset(value) for key, value in raw["entities"].items()},
        {key: frozenset(value) | set(map(singular, value)) for key, value in raw.items() if key not in listed},
    )


def _related(raw: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """The relations in the form of terms, which have no plurals."""
    found: dict[str, dict[str, float]] = {}
    for word, others in raw.items():
        entry = found.setdefault(singular(word), {})
        for other, weight in others.items():
            entry[singular(other)] = max(weight, entry.get(singular(other), 0.0))
    return found
