"""The known word that an unknown one was probably meant to be."""

import re
from collections.abc import Iterable

_SIGNS = re.compile(r"[^a-z0-9]")
_LEAST = 70.0


class Words:
    """Known words, made ready to be compared with many others."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._forms = list(map(_form, self._known))

    def nearest(self, word: str) -> str | None:
        """The known word closest to ``word``, case and signs apart, or None when none is near."""
        from rapidfuzz import fuzz, process

        found = process.extractOne(_form(word), self._forms, scorer=fuzz.ratio, score_cutoff=_LEAST)
        return self._known[found[2]] if found is not None else None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The same for a single word."""
    return Words(known).nearest(word)


def _form(word: str) -> str:
    return _SIGNS.sub("", word.lower())
