"""Ranking of many names by what one types: quick enough to be done between two keys."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Sequence
from re import escape
from typing import Generic, TypeVar

Item = TypeVar("Item")

_EXACT, _START, _LEAF, _WORD, _INSIDE, _OTHER = 90, 70, 64, 60, 40, 30
_BREAKS = "._/-: "


class Ranking(Generic[Item]):
    """Items with a name and further words (a title, an alias), ranked by a query.

    A query is words; an item matches when each word is in its name or in its further words. Where no item matches so,
    letters of the words in their order are enough. The whole name ranks above its start, the start of its last part
    (after a dot), the start of any part, any other place, and further words; among equals the shorter name wins, then
    the earlier.
    """

    def __init__(self, items: Iterable[tuple[Item, str, str]]) -> None:
        """Takes triples of the item, its name and its further words ("" for none)."""
        self._last: tuple[str, Sequence[int]] = "", ()
        self._entries = [
            (item, name, name.casefold(), further.casefold(), max(name.rfind("."), name.rfind("/")) + 1)
            for item, name, further in items
        ]

    def __len__(self) -> int:
        return len(self._entries)

    def best(self, query: str, limit: int) -> list[Item]:
        """The best `limit` items, best first; the first ones as they came for an empty query."""
        words = query.casefold().split()
        if not words:
            return [entry[0] for entry in self._entries[:limit]]
        found = self._scored(words)
        return [self._entries[place][0] for *_, place in heapq.nsmallest(limit, found)]

    def matches(self, query: str) -> list[Item]:
        """Every item that matches, in the order they came."""
        words = query.casefold().split()
        return [self._entries[place][0] for *_, place in self._scored(words)]

    def _scored(self, words: Sequence[str]) -> list[tuple[int, int, int]]:
        """(minus score, length of the name, place) of every match."""
        query = " ".join(words)
        before, places = self._last
        # What matches a longer query matched the shorter one: one types letter by letter.
        among = places if before and query.startswith(before) else range(len(self._entries))
        first, found = words[0], []
        for place in among:
            _, name, folded, further, leaf = self._entries[place]
            if first not in folded and first not in further:
                continue
            score = 0
            for word in words:
                points = _points(word, name, folded, further, leaf)
                if not points:
                    break
                score += points
            else:
                found.append((-score, len(name), place))
        self._last = query, [place for *_, place in found]
        return found or self._scattered(words)

    def _scattered(self, words: Sequence[str]) -> list[tuple[int, int, int]]:
        """As :meth:`_scored`, for names with the letters of each word in their order."""
        # Each letter is looked for from where the one before was: nothing to go back to, however long the name.
        patterns = [
            re.compile("".join(f"[^{escape(letter)}]*{escape(letter)}" for letter in word)).match for word in words
        ]
        return [
            (0, len(name), place)
            for place, (_, name, folded, *_) in enumerate(self._entries)
            if all(pattern(folded) for pattern in patterns)
        ]


def _points(word: str, name: str, folded: str, further: str, leaf: int) -> int:
    """How well one word of the query matches one item; 0 where it occurs nowhere in one piece."""
    at = folded.find(word)
    if at < 0:
        return _OTHER if word in further else 0
    if at == 0:
        return _EXACT if len(word) == len(folded) else _START
    if folded.startswith(word, leaf):
        return _LEAF + (len(folded) - leaf == len(word))
    same_length = len(name) == len(folded)
    if folded[at - 1] in _BREAKS or (same_length and name[at].isupper()):
        return _WORD
    return _INSIDE
