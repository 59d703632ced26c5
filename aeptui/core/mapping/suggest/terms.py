"""Words into terms: phrases that say the same become the same words, fillers go."""

from collections.abc import Sequence
from functools import lru_cache

from aeptui.core.mapping.suggest.lexicon import Lexicon, lexicon, singular
from aeptui.core.mapping.suggest.words import words_of


@lru_cache(maxsize=20_000)
def terms_of(name: str) -> tuple[str, ...]:
    """The terms of a name, each once, in order: ``zip``, ``PostCode`` and ``postalCode`` all give postal, code."""
    return normalised(words_of(name))


def normalised(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words with phrases replaced, longer phrases before shorter ones, then without fillers."""
    known = lexicon()
    stop, particles = known.roles["stop"], known.roles["particles"]
    out: Sequence[str] = words if stop.isdisjoint(words) else [word for word in words if word not in stop] or words
    if not known.phrase_lengths.keys().isdisjoint(out):
        out = _rephrased(tuple(out), known)
    kept = out if particles.isdisjoint(out) else [word for word in out if word not in particles] or out
    return tuple(dict.fromkeys(map(singular, kept)))


def _rephrased(words: tuple[str, ...], known: Lexicon) -> list[str]:
    """Words with phrases replaced."""
    out: list[str] = []
    at = 0
    while at < len(words):
        for length in known.phrase_lengths.get(words[at], ()):
            found = known.phrases.get(words[at : at + length])
            if found is not None:
                out.extend(found)
                at += length
                break
        else:
            out.append(words[at])
            at += 1
    return out
