"""The known word that an unknown one was probably meant to be."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

_SIGNS = re.compile(r"[^a-z0-9]")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word closest to ``word``, case and signs apart, or None when none is near."""
    by_form = {_SIGNS.sub("", each.lower()): each for each in known}
    close = get_close_matches(_SIGNS.sub("", word.lower()), by_form, n=1, cutoff=0.7)
    return by_form[close[0]] if close else None
