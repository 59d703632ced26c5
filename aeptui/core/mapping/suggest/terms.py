"""Words into terms: phrases that say the same become the same words, fillers go."""

from functools import lru_cache

from aeptui.core.mapping.suggest.lexicon import lexicon, singular
from aeptui.core.mapping.suggest.words import words_of


@lru_cache(maxsize=20_000)
def terms_of(name: str) -> tuple[str, ...]:
    """The terms of a name, each once, in order: ``zip``, ``PostCode`` and ``postalCode`` all give postal, code."""
    return normalised(words_of(name))


@lru_cache(maxsize=20_000)
def normalised(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words with phrases replaced, longer phrases before shorter ones, then without fillers."""
    known = lexicon()
    stop, particles, phrases = known.roles["stop"], known.roles["particles"], known.phrases
    bare = tuple(word for word in words if word not in stop) or words
    out: list[str] = []
    at = 0
    while at < len(bare):
        for length in known.phrase_lengths.get(bare[at], ()):
            found = phrases.get(bare[at : at + length])
            if found is not None:
                out.extend(found)
                at += length
                break
        else:
            out.append(bare[at])
            at += 1
    kept = [word for word in out if word not in particles] or out
    return tuple(dict.fromkeys(map(singular, kept)))
